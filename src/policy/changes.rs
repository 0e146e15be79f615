//! What a configuration changes about rules.

use std::collections::BTreeMap;

use super::bundle::{Bundle, Rule};
use super::scopes::{Local, Scope};
use crate::policy::RuleSettings;
use seaworthy_source::{Path, closest};

/// What is wrong with a change, at a path of the configuration.
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
    /// Changes rules, everywhere and in scopes; what cannot be changed is told, and stays as it is.
    #[must_use]
    pub fn change(&mut self, changes: &BTreeMap<String, RuleSettings>, scopes: &[Scope]) -> Vec<WrongChange> {
        let mut wrong = Vec::new();
        for (id, settings) in changes {
            let place = Path::default().key("rules").key(id);
            if let Some(unknown) = self.unknown_rule(id, &place) {
                wrong.push(unknown);
            } else if settings.enabled == Some(false) {
                let is_on =
                    |scope: &Scope| scope.changes.get(id).is_some_and(|settings| settings.enabled == Some(true));
                if scopes.iter().any(is_on) {
                    self.rules.iter_mut().filter(|rule| rule.id == *id).for_each(|rule| rule.enabled = false);
                } else {
                    self.rules.retain(|rule| rule.id != *id);
                }
                self.foreign.rules.remove(id);
            } else if let Some(rule) = self.foreign.rules.get_mut(id) {
                if let Some(severity) = settings.severity {
                    rule.metadata.custom.severity = severity;
                    rule.severity_is_set = true;
                }
                wrong.extend(settings.params.keys().map(|name| no_parameter(id, name, &place)));
            } else if let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) {
                // Rules that were not asked for are not there.
                rule.metadata.custom.severity = settings.severity.unwrap_or(rule.metadata.custom.severity);
                wrong.extend(change_params(rule, settings, &place));
            }
        }
        for (number, scope) in scopes.iter().enumerate() {
            for (id, settings) in &scope.changes {
                let place = Path::default().key("paths").index(number).key("rules").key(id);
                if let Some(unknown) = self.unknown_rule(id, &place) {
                    wrong.push(unknown);
                } else if self.foreign.known.contains(id) {
                    wrong.extend(settings.params.keys().map(|name| no_parameter(id, name, &place)));
                } else if let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) {
                    let mut changed = rule.clone();
                    wrong.extend(change_params(&mut changed, settings, &place));
                    let params =
                        settings.params.keys().map(|name| (name.clone(), changed.params[name.as_str()].clone()));
                    rule.local.push(Local { scope: number, enabled: settings.enabled, params: params.collect() });
                }
            }
        }
        self.scopes = scopes.to_vec();
        wrong
    }

    fn unknown_rule(&self, id: &String, place: &Path) -> Option<WrongChange> {
        if self.known.contains(id) {
            return None;
        }
        let help = match closest(id, self.known.iter().map(String::as_str)) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "A rule's id is its path below `policies/`.".to_owned(),
        };
        Some(WrongChange { path: place.clone(), message: format!("there is no rule `{id}`"), help })
    }
}

fn no_parameter(id: &str, name: &str, place: &Path) -> WrongChange {
    WrongChange {
        path: place.key("params").key(name),
        message: format!("`{id}` has no parameter `{name}`"),
        help: "Rules of other dialects are given data or parameters in their own way.".to_owned(),
    }
}

/// Gives parameters other values; what is wrong with these is told.
fn change_params(rule: &mut Rule, settings: &RuleSettings, place: &Path) -> Vec<WrongChange> {
    let change = |(name, value): (&String, &serde_yaml::Value)| {
        let (message, help) = change_param(rule, name, value).err()?;
        Some(WrongChange { path: place.key("params").key(name), message, help })
    };
    settings.params.iter().filter_map(change).collect()
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
