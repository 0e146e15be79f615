//! Reports: one file for each format. A report knows nothing of policies or formats of input.

mod json;
mod sarif;
mod secrets;
mod terminal;

use std::collections::HashMap;
use std::io;

use crate::policy::{Metadata, WrongChange};
use crate::triage::Suppressed;
use crate::verdict::{Finding, Record, Severity};
use seaworthy_source::{Coverage, Diagnostic, Sources};

pub use terminal::{Style, diagnostic};

/// Everything that a scan has to say.
#[derive(Debug)]
pub struct Report {
    /// What stands, in order of place.
    pub findings: Vec<Finding>,
    /// What was accepted.
    pub suppressed: Vec<Suppressed>,
    /// What is to be said about the scan itself.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether something could not be evaluated.
    pub incomplete: bool,
    /// What became of every file.
    pub coverage: Coverage,
    /// The rules that were evaluated.
    pub rules: Vec<RuleInfo>,
    /// The ids of all rules there are.
    pub known_rules: Vec<String>,
    /// Changes to rules that the configuration asks for, and that cannot be made.
    pub wrong_changes: Vec<WrongChange>,
    /// Every verdict behind the findings, those that passed and those that are undetermined among them.
    pub record: Record,
    /// Figures.
    pub statistics: Statistics,
    /// The files that findings point into.
    pub sources: Sources,
}

/// A rule, as reports show it.
#[derive(Debug, Clone)]
pub struct RuleInfo {
    /// Its id.
    pub id: String,
    /// What it says of itself.
    pub metadata: Metadata,
}

/// What is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Judged {
    /// Resources, by rules.
    #[default]
    Resources,
    /// Policies, by lints.
    Policies,
}

/// Figures of a scan.
#[derive(Debug, Clone, Copy, Default)]
pub struct Statistics {
    /// What the figures are about.
    pub judged: Judged,
    /// Resources that were judged.
    pub resources: usize,
    /// Pairs of rule and resource whose answer hangs on values that are not known before deployment.
    pub undetermined: usize,
    /// Policies that were in force.
    pub policies: usize,
    /// How many times a rule was evaluated.
    pub evaluations: usize,
}

/// The formats that a report can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Diagnostics for people.
    Terminal,
    /// JSON, with a version.
    Json,
    /// SARIF 2.1.0, for code scanning: what stands.
    Sarif,
    /// SARIF 2.1.0 with what was accepted, too. Code scanning on GitHub shows that as open: it reads no suppressions.
    SarifFull,
}

impl Report {
    /// Writes the report.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            Format::Terminal => terminal::write(self, style, out),
            Format::Json => json::write(self, out),
            Format::Sarif => sarif::write(self, false, out),
            Format::SarifFull => sarif::write(self, true, out),
        }
    }

    /// How many findings there are of each severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether a finding is at least as bad as the threshold.
    #[must_use]
    pub fn fails(&self, threshold: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= threshold)
    }

    fn rules_by_id(&self) -> HashMap<&str, &RuleInfo> {
        self.rules.iter().map(|rule| (rule.id.as_str(), rule)).collect()
    }
}

/// `1 file`, `2 files`.
fn plural(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
