//! A rule's header: standard OPA metadata, which is YAML in comments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    clap::ValueEnum,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Hardening and hygiene.
    Low,
    /// A weakness that needs a second fault.
    Medium,
    /// A likely outage or a serious weakness.
    High,
    /// One step from the node, the cluster or the data of everyone.
    Critical,
}

impl Severity {
    /// All of them, the worst first.
    pub const DESCENDING: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The name that people and reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Confidentiality, integrity, access.
    Security,
    /// Staying available.
    Resilience,
    /// Growing and shrinking with load.
    Scaling,
    /// Knowing what goes on.
    Observability,
    /// Stores, streams and pipelines.
    Data,
    /// Everyday running.
    Operations,
}

impl Category {
    /// The name that people and reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Resilience => "resilience",
            Self::Scaling => "scaling",
            Self::Observability => "observability",
            Self::Data => "data",
            Self::Operations => "operations",
        }
    }
}

/// What a rule says of itself.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// What is wrong, as a short statement.
    pub title: String,
    /// Why it matters.
    pub description: String,
    /// Primary sources; the first is the link that a finding shows.
    #[serde(deserialize_with = "links")]
    pub related_resources: Vec<String>,
    /// What is specific to this program.
    pub custom: Custom,
    /// Who wrote the rule; standard, and not used.
    #[serde(default)]
    pub authors: Option<serde_yaml::Value>,
    /// For whom; standard, and not used.
    #[serde(default)]
    pub organizations: Option<serde_yaml::Value>,
    /// What the metadata is about; standard: must be the package or the document.
    #[serde(default)]
    pub scope: Option<String>,
}

/// The part of a rule's metadata that is specific to this program.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custom {
    /// How bad a finding is.
    pub severity: Severity,
    /// What the rule is about.
    pub category: Category,
    /// Practices of the catalogue that it encodes.
    pub controls: Vec<String>,
    /// Controls of other frameworks, by framework.
    #[serde(default)]
    pub frameworks: BTreeMap<String, Vec<String>>,
    /// What it is evaluated on.
    pub selects: Vec<String>,
    /// Thresholds with their defaults.
    #[serde(default)]
    pub params: BTreeMap<String, serde_yaml::Value>,
    /// What to do.
    pub remediation: String,
}

/// OPA allows a link as text, and as an object with `ref` and `description`.
fn links<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Link {
        Text(String),
        Object { r#ref: String },
    }
    let links = Vec::<Link>::deserialize(deserializer)?;
    Ok(links
        .into_iter()
        .map(|link| match link {
            Link::Text(text) | Link::Object { r#ref: text } => text,
        })
        .collect())
}

/// What is wrong with a header: a message and the line of the policy file that it belongs to, from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderError {
    /// What is wrong.
    pub message: String,
    /// The line.
    pub line: usize,
}

impl Metadata {
    /// Reads the metadata block of a policy file.
    ///
    /// # Errors
    /// No block, one that is not YAML, an unknown, missing or wrong key.
    pub fn read(text: &str) -> Result<Self, HeaderError> {
        let Some((start, yaml)) = super::header::block(text) else {
            return Err(HeaderError { message: "the rule has no `# METADATA` block".to_owned(), line: 1 });
        };
        let metadata: Self = serde_yaml::from_str(&yaml).map_err(|error| HeaderError {
            line: error.location().map_or(start + 1, |location| start + 1 + location.line()),
            message: without_location(&error.to_string()),
        })?;
        let missing = [
            (metadata.related_resources.is_empty(), "related_resources"),
            (metadata.custom.selects.is_empty(), "selects"),
        ];
        match missing.iter().find(|(missing, _)| *missing) {
            Some((_, key)) => Err(HeaderError { message: format!("`{key}` is empty"), line: start + 1 }),
            None => Ok(metadata),
        }
    }

    /// Takes a header that was turned into JSON when the program was built: ten times faster than reading its YAML, which
    /// counts where a few files are checked. Nothing, where it is not what a header must be.
    pub(super) fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The link that a finding shows.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.related_resources.first().map(String::as_str)
    }
}

/// The parser counts lines within the block, which mean nothing to a reader of the file.
fn without_location(message: &str) -> String {
    message.split(" at line ").next().unwrap_or(message).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# METADATA\n# title: T\n# description: D\n# related_resources:\n# - https://example.com\n\
        # - ref: https://example.org\n#   description: more\n# custom:\n#   severity: high\n#   category: data\n\
        #   controls: [DBS-01]\n#   selects: [pod]\n#   remediation: R\npackage seaworthy.x\n";

    #[test]
    fn a_header_is_read() {
        let metadata = Metadata::read(GOOD).unwrap();
        assert_eq!(metadata.custom.severity, Severity::High);
        assert_eq!(metadata.related_resources, ["https://example.com", "https://example.org"]);
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let cases = [
            (GOOD.replace("severity: high", "severity: awful"), 9, "unknown variant `awful`"),
            (GOOD.replace("remediation", "remedy"), 13, "unknown field `remedy`"),
            (GOOD.replace("# METADATA", "#"), 1, "no `# METADATA` block"),
            (GOOD.replace("selects: [pod]", "selects: []"), 1, "`selects` is empty"),
        ];
        for (text, line, message) in cases {
            let error = Metadata::read(&text).unwrap_err();
            assert!(error.message.contains(message), "{}", error.message);
            assert_eq!(error.line, line, "{}", error.message);
        }
    }
}
