//! What a configuration can change about a rule.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::verdict::Severity;

/// What a rule is to do otherwise.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RuleSettings {
    /// Whether the rule is evaluated.
    pub enabled: Option<bool>,
    /// How bad its findings are.
    pub severity: Option<Severity>,
    /// Its thresholds, by the names that the rule has for them.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub params: BTreeMap<String, serde_yaml::Value>,
}
