//! Everything that can be declared.
//!
//! Source: what the decisions of the reference architecture ask for ("Scalable Systems Design for AI":
//! `select_scaling_strategy`, `select_load_balancing_algorithm`, `design_database_scaling`,
//! `calculate_scalability_metrics`, `design_caching_strategy`, `design_data_pipeline`), and what the practices of the
//! catalogue call declared.

use super::Wrong;
use seaworthy_source::closest;

/// Something that can be declared.
#[derive(Debug, Clone, Copy)]
pub struct Requirement {
    /// Its name; rules read it with `_` for `-`.
    pub name: &'static str,
    /// The values that it takes.
    pub kind: Kind,
    /// What it says of the workload, its unit included.
    pub about: &'static str,
}

/// The values that a requirement takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Flag,
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// A number from 0 to 1.
    Share,
    /// A number above 0.
    Amount,
    /// A whole number from 1.
    Count,
    /// Texts.
    Names,
}

/// All of them, in the order of the documentation.
pub const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        name: "traffic-pattern",
        kind: Kind::OneOf(&["steady", "variable", "bursty"]),
        about: "How the load changes: hardly, with the time of day, or suddenly",
    },
    Requirement { name: "cost-sensitive", kind: Kind::Flag, about: "Idle capacity must not be paid for" },
    Requirement { name: "low-latency", kind: Kind::Flag, about: "Somebody waits for each answer" },
    Requirement { name: "traffic-rps", kind: Kind::Amount, about: "The load at its peak, in requests per second" },
    Requirement {
        name: "services-on-path",
        kind: Kind::Count,
        about: "How many services a request passes, the workload itself included",
    },
    Requirement {
        name: "latency-objective-ms",
        kind: Kind::Amount,
        about: "The time within which a request must be answered, in milliseconds",
    },
    Requirement {
        name: "session-affinity",
        kind: Kind::Flag,
        about: "Requests of one client must reach the same replica",
    },
    Requirement { name: "unequal-capacity", kind: Kind::Flag, about: "Some replicas can do more than others" },
    Requirement { name: "simplicity", kind: Kind::Flag, about: "The plainest way of balancing is wanted" },
    Requirement { name: "read-ratio", kind: Kind::Share, about: "The share of reads among all queries" },
    Requirement { name: "data-size-gb", kind: Kind::Amount, about: "How much data there is, in gigabytes" },
    Requirement { name: "shared-data", kind: Kind::Flag, about: "Replicas share data that they compute or fetch" },
    Requirement {
        name: "global-distribution",
        kind: Kind::Flag,
        about: "Clients all over the world must be served from near them",
    },
    Requirement { name: "real-time-processing", kind: Kind::Flag, about: "Data is processed as it arrives" },
    Requirement { name: "batch-processing", kind: Kind::Flag, about: "Data is processed from time to time" },
    Requirement {
        name: "ingestion-parallelism",
        kind: Kind::Count,
        about: "How many consumers must be able to work at the same time",
    },
    Requirement { name: "lookup-keys", kind: Kind::Names, about: "The attributes by which records are looked up" },
    Requirement {
        name: "data-classification",
        kind: Kind::OneOf(&["public", "internal", "confidential", "restricted"]),
        about: "How sensitive the data is",
    },
    Requirement { name: "allowed-regions", kind: Kind::Names, about: "The regions in which data may be" },
    Requirement { name: "ddos-protection", kind: Kind::Flag, about: "Attacks by volume must be absorbed" },
    Requirement { name: "web-firewall", kind: Kind::Flag, about: "Requests must be inspected at the edge" },
    Requirement { name: "backend-tls", kind: Kind::Flag, about: "Traffic must be encrypted behind the edge, too" },
    Requirement { name: "verified-boot", kind: Kind::Flag, about: "Nodes must boot verified images" },
    Requirement { name: "runtime-detection", kind: Kind::Flag, about: "Attacks must be noticed while they run" },
    Requirement {
        name: "post-quantum",
        kind: Kind::Flag,
        about: "Recorded traffic must stay secret from quantum computers",
    },
];

impl Requirement {
    /// The name by which rules read it: `read_ratio`.
    #[must_use]
    pub fn key(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// The requirement of a name.
///
/// # Errors
/// There is none; the help has the one that was most likely meant.
pub fn named(name: &str) -> Result<&'static Requirement, Wrong> {
    let names = || REQUIREMENTS.iter().map(|requirement| requirement.name);
    let found = REQUIREMENTS.iter().find(|requirement| requirement.name == name);
    found.ok_or_else(|| Wrong {
        message: format!("there is no requirement `{name}`"),
        help: match closest(name, names()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Known are {}.", code_list(names())),
        },
    })
}

/// `a`, `b`, each as code.
pub(super) fn code_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_documented() {
        let page = include_str!("../../docs/requirements.md");
        for requirement in REQUIREMENTS {
            assert!(page.contains(&format!("| `{}` | ", requirement.name)), "{}", requirement.name);
            assert!(page.contains(requirement.about), "{}", requirement.about);
        }
        assert_eq!(page.matches("\n| `").count(), REQUIREMENTS.len() + 6, "a row too many");
    }
}
