//! What a configuration changes about rules.

use std::collections::BTreeMap;

use super::bundle::{Bundle, Rule};
use crate::config::{RuleSettings, closest};
use crate::source::Path;

/// What is wrong with a change, at a path below the rules of the configuration.
#[derive(Debug, Clone)]
pub struct WrongChange {
    /// The rule's id, and what in its settings.
    pub path: Path,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Bundle {
    /// Changes rules; what cannot be changed is told, and stays as it is.
    #[must_use]
    pub fn change(&mut self, changes: &BTreeMap<String, RuleSettings>) -> Vec<WrongChange> {
        let mut wrong = Vec::new();
        for (id, settings) in changes {
            if !self.known.contains(id) {
                let help = match closest(id, self.known.iter().map(String::as_str)) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => "A rule's id is its path below `policies/`.".to_owned(),
                };
                let message = format!("there is no rule `{id}`");
                wrong.push(WrongChange { path: Path::default().key(id), message, help });
                continue;
            }
            if settings.enabled == Some(false) {
                self.rules.retain(|rule| rule.id != *id);
                self.foreign.rules.remove(id);
                continue;
            }
            if let Some(rule) = self.foreign.rules.get_mut(id) {
                if let Some(severity) = settings.severity {
                    rule.metadata.custom.severity = severity;
                    rule.severity_is_set = true;
                }
                if let Some(name) = settings.params.keys().next() {
                    let path = Path::default().key(id).key("params").key(name);
                    let help = "Rules of other dialects are given data or parameters in their own way.".to_owned();
                    wrong.push(WrongChange { path, message: format!("`{id}` has no parameter `{name}`"), help });
                }
                continue;
            }
            // Rules that were not asked for are not there.
            let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) else { continue };
            rule.metadata.custom.severity = settings.severity.unwrap_or(rule.metadata.custom.severity);
            for (name, value) in &settings.params {
                if let Err((message, help)) = change_param(rule, name, value) {
                    let path = Path::default().key(id).key("params").key(name);
                    wrong.push(WrongChange { path, message, help });
                }
            }
        }
        wrong
    }
}

fn change_param(rule: &mut Rule, name: &str, value: &serde_yaml::Value) -> Result<(), (String, String)> {
    let params = &mut rule.metadata.custom.params;
    let Some(default) = params.get_mut(name) else {
        let message = format!("`{}` has no parameter `{name}`", rule.id);
        let names: Vec<&str> = rule.metadata.custom.params.keys().map(String::as_str).collect();
        let help = match closest(name, names.iter().copied()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None if names.is_empty() => "It has none.".to_owned(),
            None => format!("It has {}.", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        return Err((message, help));
    };
    if kind(default) != kind(value) {
        let message = format!("`{name}` is {}, not {}", kind(default), kind(value));
        let text = serde_json::to_string(default).unwrap_or_default();
        return Err((message, format!("The default is `{text}`.")));
    }
    *default = value.clone();
    rule.params = super::bundle::params(&rule.metadata).map_err(|error| (error, "Give a plain value.".to_owned()))?;
    Ok(())
}

fn kind(value: &serde_yaml::Value) -> &'static str {
    match value {
        serde_yaml::Value::Null => "nothing",
        serde_yaml::Value::Bool(_) => "true or false",
        serde_yaml::Value::Number(_) => "a number",
        serde_yaml::Value::String(_) => "a text",
        serde_yaml::Value::Sequence(_) => "a list",
        serde_yaml::Value::Mapping(_) => "a map",
        serde_yaml::Value::Tagged(_) => "a tagged value",
    }
}
