//! What holds for rules in some of the files only.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use globset::GlobSet;
use regorus::Value;

use super::bundle::{Bundle, Rule};
use super::selector::Choice;
use crate::policy::RuleSettings;
use crate::verdict::Finding;
use seaworthy_source::{SourceFile, Sources, normalized};

/// Some of the files, and what holds for rules there.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The files, from the folder.
    pub globs: GlobSet,
    /// The folder that they are below, as [`normalized`] names it.
    pub folder: PathBuf,
    /// The rules that do count there.
    pub choice: Choice,
    /// What is changed about rules there.
    pub changes: BTreeMap<String, RuleSettings>,
}

impl Scope {
    /// Whether a file belongs to it.
    fn contains(&self, file: &SourceFile) -> bool {
        let path = normalized(file.path());
        path.strip_prefix(&self.folder).is_ok_and(|path| self.globs.is_match(path))
    }

    /// Whether it says anything of a rule.
    fn is_about(&self, rule: &str) -> bool {
        !self.choice.wants(rule) || self.changes.contains_key(rule)
    }
}

/// The finding as the scopes have it, of which the later ones win; nothing where it does not count.
#[must_use]
pub fn in_scopes(mut finding: Finding, scopes: &[Scope], sources: &Sources) -> Option<Finding> {
    let mut counts = true;
    for scope in scopes.iter().filter(|scope| scope.is_about(&finding.rule)) {
        if !scope.contains(&sources.get(finding.span.file)) {
            continue;
        }
        counts = counts && scope.choice.wants(&finding.rule);
        if let Some(settings) = scope.changes.get(&finding.rule) {
            counts = settings.enabled.unwrap_or(counts);
            finding.severity = settings.severity.unwrap_or(finding.severity);
        }
    }
    counts.then_some(finding)
}

/// What a scope changes about the evaluation of a rule.
#[derive(Debug, Clone)]
pub(super) struct Local {
    /// The scope, by number.
    pub scope: usize,
    /// Whether it is evaluated.
    pub enabled: Option<bool>,
    /// Parameters that have other values.
    pub params: Vec<(String, Value)>,
}

impl Bundle {
    /// The scopes that a file belongs to, by number, in order.
    pub(super) fn scopes_of(&self, file: &SourceFile) -> Vec<usize> {
        let scopes = self.scopes.iter().enumerate().filter(|(_, scope)| scope.contains(file));
        scopes.map(|(number, _)| number).collect()
    }

    /// The rule as it is where these scopes are; nothing where it is not evaluated.
    pub(super) fn scoped<'r>(&self, rule: &'r Rule, scopes: &[usize]) -> Option<Cow<'r, Rule>> {
        let mut enabled = rule.enabled;
        let mut changed = Cow::Borrowed(rule);
        for local in rule.local.iter().filter(|local| scopes.contains(&local.scope)) {
            enabled = local.enabled.unwrap_or(enabled);
            for (name, value) in &local.params {
                if let Ok(params) = changed.to_mut().params.as_object_mut() {
                    params.insert(Value::from(name.as_str()), value.clone());
                }
            }
        }
        enabled.then_some(changed)
    }
}
