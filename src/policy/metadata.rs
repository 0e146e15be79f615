//! A rule's header: standard OPA metadata, which is YAML in comments.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::header;
use crate::verdict::Severity;

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
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Security, Self::Resilience, Self::Scaling, Self::Observability, Self::Data, Self::Operations];

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

/// What is wrong with a header.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderError {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where, in bytes of the policy file.
    pub range: Range<usize>,
}

impl Metadata {
    /// Reads the metadata block of a policy file.
    ///
    /// # Errors
    /// No block, one that is not YAML, an unknown, missing or wrong key.
    pub fn read(text: &str) -> Result<Self, HeaderError> {
        let Some(block) = header::block(text) else { return Err(header::missing(text)) };
        serde_yaml::from_str(&block.yaml(text)).map_err(|error| {
            let before = error.location().map_or(0, |location| location.line().saturating_sub(1));
            let lines = text[block.lines.clone()].split_inclusive('\n');
            let line = block.lines.start + lines.take(before).map(str::len).sum::<usize>();
            header::diagnose(text, block, (without_location(&error.to_string()), line))
        })
    }

    /// Whether what it says can be meant: its controls exist, its links are links, it selects something.
    ///
    /// # Errors
    /// The first thing that cannot, at its place in the text that it was read from.
    pub fn check(&self, text: &str) -> Result<(), HeaderError> {
        header::check(self, text)
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
#[allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
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

    /// Headers that are wrong, each with the text that is pointed at, the message, and what helps. Written anew with
    /// `UPDATE_FAULTS=1`.
    #[test]
    fn a_fault_is_told_at_its_place() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/header/faults.txt");
        let expected = std::fs::read_to_string(&path).unwrap();
        let (about, cases) = expected.split_once("\n\n").unwrap();
        let mut told = about.to_owned();
        for case in cases.split("\n\n") {
            let change = case.lines().next().unwrap();
            let (from, to) = change.split_once(" => ").unwrap();
            let text = GOOD.replace(&from.replace("\\n", "\n"), &to.replace("\\n", "\n").replace("\\t", "\t"));
            assert_ne!(text, GOOD, "{change}");
            let fault = Metadata::read(&text).and_then(|metadata| metadata.check(&text)).expect_err(change);
            let place = text[fault.range.clone()].replace('\n', "\\n").replace('\t', "\\t");
            let help = fault.help.unwrap_or_default();
            told.push_str(&format!("\n\n{change}\n{place}\n{}\n{help}", fault.message));
        }
        told.push('\n');
        if std::env::var_os("UPDATE_FAULTS").is_some() {
            std::fs::write(&path, &told).unwrap();
        } else {
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn no_bundled_header_is_at_fault() {
        let files = walkdir::WalkDir::new("policies").into_iter().filter_map(Result::ok);
        let rules = files.filter(|file| file.path().extension().is_some_and(|it| it == "rego"));
        for rule in rules.filter(|rule| !rule.path().starts_with("policies/lib")) {
            let text = std::fs::read_to_string(rule.path()).unwrap();
            let read = Metadata::read(&text).and_then(|metadata| metadata.check(&text));
            assert_eq!(read, Ok(()), "{}", rule.path().display());
        }
    }
}
