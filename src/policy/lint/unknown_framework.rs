//! A framework or a control of it that does not exist.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_source::closest;

pub(super) const LINT: Lint = Lint {
    id: "unknown-framework",
    severity: Severity::Medium,
    title: "A framework or a control of it that does not exist",
    why: "A rule counts as evidence for the controls that it names; one that is misspelt counts for nothing.",
    remedy: "Known are `nist-800-53-r5` (`AC-6`, `AC-6(9)`) and `pss` (`baseline/privileged`).",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let frameworks = policy.metadata.iter().flat_map(|metadata| &metadata.custom.frameworks);
    for (framework, controls) in frameworks {
        let is_control: fn(&str) -> bool = match framework.as_str() {
            "nist-800-53-r5" => is_nist,
            "pss" => is_pss,
            _ => {
                let known = ["nist-800-53-r5", "pss"];
                let meant = closest(framework, known).map(|it| format!(": did you mean `{it}`?")).unwrap_or_default();
                hits.at(policy.in_header(framework), format!("there is no framework `{framework}`{meant}"));
                continue;
            }
        };
        for control in controls.iter().filter(|control| !is_control(control)) {
            hits.at(policy.in_header(control), format!("`{framework}` has no control `{control}`"));
        }
    }
}

/// The families of NIST SP 800-53, revision 5, and how many controls each has.
const NIST: [(&str, u32); 20] = [
    ("AC", 25),
    ("AT", 6),
    ("AU", 16),
    ("CA", 9),
    ("CM", 14),
    ("CP", 13),
    ("IA", 12),
    ("IR", 10),
    ("MA", 7),
    ("MP", 8),
    ("PE", 23),
    ("PL", 11),
    ("PM", 32),
    ("PS", 9),
    ("PT", 8),
    ("RA", 10),
    ("SA", 23),
    ("SC", 51),
    ("SI", 23),
    ("SR", 12),
];

/// `AC-6`, `AC-6(9)`.
fn is_nist(control: &str) -> bool {
    let Some((family, rest)) = control.split_once('-') else { return false };
    let (number, enhancement) = match rest.split_once('(') {
        Some((number, enhancement)) => (number, enhancement.strip_suffix(')')),
        None => (rest, Some("1")),
    };
    let is_number = |text: &str| text.parse::<u32>().is_ok_and(|number| number > 0) && !text.starts_with('0');
    NIST.iter().any(|(known, last)| *known == family && number.parse::<u32>().is_ok_and(|number| number <= *last))
        && is_number(number)
        && enhancement.is_some_and(is_number)
}

/// A control of the Pod Security Standards; what Baseline asks for, Restricted asks for as well.
/// Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
fn is_pss(control: &str) -> bool {
    match control.split_once('/') {
        Some(("baseline", name)) => BASELINE.contains(&name),
        Some(("restricted", name)) => BASELINE.contains(&name) || RESTRICTED.contains(&name),
        _ => false,
    }
}

const BASELINE: [&str; 12] = [
    "host-process",
    "host-namespaces",
    "privileged",
    "capabilities",
    "host-path-volumes",
    "host-ports",
    "host-probes",
    "apparmor",
    "selinux",
    "proc-mount",
    "seccomp",
    "sysctls",
];

const RESTRICTED: [&str; 6] = [
    "volume-types",
    "privilege-escalation",
    "running-as-non-root",
    "running-as-non-root-user",
    "seccomp",
    "capabilities",
];
