//! What workloads must do, as the configuration declares it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::requirements::{Kind, REQUIREMENTS};

/// What some of the resources must do.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequirementSettings {
    /// Which resources: all of what it says must hold.
    #[serde(rename = "match")]
    pub selects: MatchSettings,
    /// What they must do.
    pub declare: Declared,
}

/// Which resources are meant. `*` stands for any characters; of several patterns one has to fit.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(extend("minProperties" = 1))]
pub struct MatchSettings {
    /// The resource's name; in Terraform the second part of its address.
    pub name: Option<Patterns>,
    /// Its namespace; in Terraform its module: `module.orders`.
    pub namespace: Option<Patterns>,
    /// Its kind or type: `Deployment`, `apps/v1/Deployment`, `aws_db_*`.
    #[serde(rename = "type")]
    pub type_name: Option<Patterns>,
    /// Its address, as reports have it: `apps/v1/Deployment/shop/web`, `module.orders.aws_db_instance.this`.
    pub address: Option<Patterns>,
    /// Its labels, or those of its pods.
    pub labels: BTreeMap<String, Patterns>,
    /// Its tags.
    pub tags: BTreeMap<String, Patterns>,
}

/// A pattern, or several of which one has to fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "serde_yaml::Value")]
pub struct Patterns(pub Vec<String>);

impl TryFrom<serde_yaml::Value> for Patterns {
    type Error = &'static str;

    fn try_from(value: serde_yaml::Value) -> Result<Self, Self::Error> {
        let text = |value: &serde_yaml::Value| value.as_str().map(str::to_owned);
        let patterns = match &value {
            serde_yaml::Value::Sequence(items) if !items.is_empty() => items.iter().map(text).collect(),
            value => text(value).map(|text| vec![text]),
        };
        patterns.map(Self).ok_or("a pattern is a text, or a list of texts")
    }
}

impl JsonSchema for Patterns {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Patterns".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A pattern, or several of which one has to fit.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        })
    }
}

/// Values by the names of requirements. Which there are, and what each takes, is checked with the places at hand.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Declared(
    #[expect(dead_code, reason = "the values are read with their places")] BTreeMap<String, serde_yaml::Value>,
);

impl JsonSchema for Declared {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Declared".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let properties: Map<String, Value> = REQUIREMENTS
            .iter()
            .map(|requirement| {
                let mut schema = values(requirement.kind);
                schema["description"] = format!("{}.", requirement.about).into();
                (requirement.name.to_owned(), schema)
            })
            .collect();
        json_schema!({
            "description": "What a workload must do.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "minProperties": 1,
        })
    }
}

fn values(kind: Kind) -> Value {
    match kind {
        Kind::Flag => json!({"type": "boolean"}),
        Kind::OneOf(words) => json!({"enum": words}),
        Kind::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Kind::Amount => json!({"type": "number", "exclusiveMinimum": 0}),
        Kind::Count => json!({"type": "integer", "minimum": 1}),
        Kind::Names => json!({"type": "array", "items": {"type": "string"}, "minItems": 1}),
    }
}
