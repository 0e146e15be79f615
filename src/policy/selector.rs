//! Which rules are evaluated on what, and which rules a user asks for.

use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobMatcher};

use crate::world::Resource;
use seaworthy_source::closest;

/// What a rule is evaluated on.
#[derive(Debug, Clone)]
pub(super) enum Selector {
    /// Every pod template.
    Pod,
    /// Every resource that carries pods.
    Workload,
    /// Every resource whose type matches.
    Type(TypePattern),
}

/// A pattern of types. It is compiled when a type is met that it may match: most rules are about types that are not there.
#[derive(Debug, Clone)]
pub(super) struct TypePattern {
    glob: Glob,
    matcher: OnceLock<GlobMatcher>,
}

impl TypePattern {
    fn is_match(&self, type_name: &str) -> bool {
        // What stands before and behind the wildcards is a text of its own, unless it says so in a special way.
        let is_plain = |part: &&str| !part.contains(['?', '[', '{', ']', '}', '\\']);
        let pattern = self.glob.glob();
        let (start, end) = (pattern.split('*').next(), pattern.rsplit('*').next());
        let may_match = start.filter(is_plain).is_none_or(|start| type_name.starts_with(start))
            && end.filter(is_plain).is_none_or(|end| type_name.ends_with(end));
        may_match && self.matcher.get_or_init(|| self.glob.compile_matcher()).is_match(type_name)
    }
}

impl Selector {
    /// Reads one entry of `selects`.
    ///
    /// # Errors
    /// It can select nothing: why, and what to do.
    pub(super) fn parse(text: &str) -> Result<Self, (String, String)> {
        match text {
            "pod" => return Ok(Self::Pod),
            "workload" => return Ok(Self::Workload),
            _ => {}
        }
        let is_terraform = text.contains('_')
            && text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"_.*".contains(&it));
        if !text.contains('/') && !is_terraform {
            return Err((format!("`{text}` selects nothing"), meant(text)));
        }
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        let pattern = |glob| Self::Type(TypePattern { glob, matcher: OnceLock::new() });
        glob.map(pattern).map_err(|error| {
            let help = "`*` stands for anything within a part: `apps/*/Deployment`, `aws_db_*`.".to_owned();
            (format!("`{text}` is no pattern: {}", error.kind()), help)
        })
    }

    /// Whether it selects a resource.
    pub(super) fn selects(&self, type_name: &str, resource: &Resource) -> bool {
        match self {
            Self::Pod | Self::Workload => !resource.pods.is_empty(),
            Self::Type(pattern) => pattern.is_match(type_name),
        }
    }
}

/// Whether a rule may be evaluated on this: an entry of `selects`.
///
/// # Errors
/// It selects nothing: why, and what to do.
pub fn check_selector(text: &str) -> Result<(), String> {
    Selector::parse(text).map(drop).map_err(|(message, help)| format!("{message}. {help}"))
}

/// What an entry that selects nothing was most likely meant to be.
fn meant(text: &str) -> String {
    let is_kind =
        text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|it| it.is_ascii_alphanumeric());
    match closest(&text.to_lowercase(), ["pod", "workload"]) {
        Some(word) => format!("Did you mean `{word}`?"),
        None if is_kind => format!("Write `**/{text}`, or `<group>/<version>/{text}` with `*` for any version."),
        None if text.contains('_') => "Types of Terraform are written in lower case.".to_owned(),
        None => "Use `pod`, `workload`, `<group>/<version>/<Kind>`, or a type such as `aws_s3_bucket`.".to_owned(),
    }
}

/// Which rules a user asks for: by id, or by the first parts of an id.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only these; all where it is empty.
    pub select: Vec<String>,
    /// None of these.
    pub ignore: Vec<String>,
}

impl Choice {
    /// Whether the rule is wanted.
    #[must_use]
    pub fn wants(&self, id: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|prefix| is_prefix(prefix, id));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// The entries that fit no rule at all: most likely they are misspelt.
    pub fn unknown<'a>(&'a self, ids: &'a [String]) -> impl Iterator<Item = &'a str> {
        let entries = self.select.iter().chain(&self.ignore).map(String::as_str);
        entries.filter(|prefix| !ids.iter().any(|id| is_prefix(prefix, id)))
    }
}

/// `kubernetes` and `kubernetes/host` are prefixes of `kubernetes/host-port`; so is the id itself.
fn is_prefix(prefix: &str, id: &str) -> bool {
    id.starts_with(prefix.trim_end_matches('*'))
}
