//! What the blocks of Terraform and OpenTofu themselves hold: which of their properties are blocks, and which texts are
//! something else than templates.
//!
//! Source: the schemas in Terraform's `internal/configs`; OpenTofu's documentation for `encryption`.

use super::value::{Json, Kind};

/// The inside of a block.
pub(super) struct Schema {
    blocks: &'static [BlockType],
    /// Arguments whose texts are references, types or keywords.
    references: &'static [&'static str],
    /// How texts of other arguments are read.
    others: Reading,
}

/// A type of blocks.
pub(super) struct BlockType {
    pub(super) name: &'static str,
    /// The number of its labels.
    pub(super) labels: usize,
    pub(super) schema: &'static Schema,
}

/// What a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A template.
    Template,
    /// An expression: a reference, a type, a keyword.
    Reference,
    /// Itself.
    Verbatim,
    /// Itself, but below `configuration_aliases` a reference.
    Provider,
}

impl Reading {
    /// What texts below a property mean.
    pub(super) fn of_property(self, name: &str) -> Self {
        if self == Self::Provider && name == "configuration_aliases" { Self::Reference } else { self }
    }
}

impl Schema {
    /// The type of the blocks that a property is.
    pub(super) fn block(&self, name: &str) -> Option<&'static BlockType> {
        self.blocks.iter().find(|block| block.name == name)
    }

    /// What texts in an argument mean.
    pub(super) fn reading(&self, name: &str) -> Reading {
        if self.references.contains(&name) { Reading::Reference } else { self.others }
    }
}

impl BlockType {
    /// Whether a value can be such blocks. Only where a provider could have an argument of the same name can it be
    /// something else.
    pub(super) fn fits(&self, json: &Json) -> bool {
        let is_content = |member: &super::value::Member| *member.key.text == *"content";
        let has_content = |json: &Json| match &json.kind {
            Kind::Object(members) => members.iter().any(is_content),
            Kind::Array(elements) => elements
                .iter()
                .any(|element| matches!(&element.kind, Kind::Object(members) if members.iter().any(is_content))),
            _ => false,
        };
        self.name != "dynamic"
            || matches!(&json.kind, Kind::Object(members) if members.iter().all(|member| has_content(&member.value)))
            || matches!(&json.kind, Kind::Array(elements) if elements.iter().all(|element| self.fits(element)))
    }
}

const fn block(name: &'static str, labels: usize, schema: &'static Schema) -> BlockType {
    BlockType { name, labels, schema }
}

const fn schema(blocks: &'static [BlockType], references: &'static [&'static str]) -> Schema {
    Schema { blocks, references, others: Reading::Template }
}

pub(super) static ROOT: Schema = schema(
    &[
        block("terraform", 0, &TERRAFORM),
        block("provider", 1, &PROVIDER),
        block("variable", 1, &VARIABLE),
        block("locals", 0, &PLAIN),
        block("output", 1, &OUTPUT),
        block("module", 1, &MODULE),
        block("resource", 2, &RESOURCE),
        block("data", 2, &DATA),
        block("ephemeral", 2, &DATA),
        block("action", 2, &ACTION),
        block("moved", 0, &MOVED),
        block("import", 0, &IMPORT),
        block("removed", 0, &REMOVED),
        block("check", 1, &CHECK),
    ],
    &[],
);

/// A file of variables.
pub(super) static VARIABLES: Schema = Schema { blocks: &[], references: &[], others: Reading::Verbatim };

/// Arguments only.
static PLAIN: Schema = schema(&[], &[]);

static TERRAFORM: Schema = schema(
    &[
        block("backend", 1, &PLAIN),
        block("cloud", 0, &CLOUD),
        block("required_providers", 0, &REQUIRED_PROVIDERS),
        block("provider_meta", 1, &PLAIN),
        block("state_store", 1, &PLAIN),
        block("encryption", 0, &ENCRYPTION),
    ],
    &["experiments"],
);

static CLOUD: Schema = schema(&[block("workspaces", 0, &PLAIN)], &[]);

static REQUIRED_PROVIDERS: Schema = Schema { blocks: &[], references: &[], others: Reading::Provider };

static ENCRYPTION: Schema = schema(
    &[
        block("key_provider", 2, &PLAIN),
        block("method", 2, &PLAIN),
        block("state", 0, &ENCRYPTION_TARGET),
        block("plan", 0, &ENCRYPTION_TARGET),
        block("remote_state_data_sources", 0, &ENCRYPTION_SOURCES),
    ],
    &[],
);

static ENCRYPTION_TARGET: Schema = schema(&[block("fallback", 0, &ENCRYPTION_TARGET)], &[]);

static ENCRYPTION_SOURCES: Schema =
    schema(&[block("default", 0, &ENCRYPTION_TARGET), block("remote_state_data_source", 1, &ENCRYPTION_TARGET)], &[]);

static PROVIDER: Schema = schema(&[block("dynamic", 1, &DYNAMIC), block("_", 0, &PLAIN)], &[]);

static VARIABLE: Schema =
    Schema { blocks: &[block("validation", 0, &PLAIN)], references: &["type"], others: Reading::Verbatim };

static OUTPUT: Schema =
    schema(&[block("precondition", 0, &PLAIN), block("postcondition", 0, &PLAIN)], &["depends_on", "type"]);

static MODULE: Schema = schema(&[block("_", 0, &PLAIN)], &["providers", "depends_on"]);

static RESOURCE: Schema = schema(
    &[
        block("lifecycle", 0, &LIFECYCLE),
        block("connection", 0, &PLAIN),
        block("provisioner", 1, &PROVISIONER),
        block("dynamic", 1, &DYNAMIC),
        block("_", 0, &PLAIN),
    ],
    &["provider", "depends_on"],
);

static DATA: Schema = schema(
    &[block("lifecycle", 0, &LIFECYCLE), block("dynamic", 1, &DYNAMIC), block("_", 0, &PLAIN)],
    &["provider", "depends_on"],
);

static ACTION: Schema = schema(&[block("config", 0, &CONTENT)], &["provider"]);

static LIFECYCLE: Schema = schema(
    &[block("precondition", 0, &PLAIN), block("postcondition", 0, &PLAIN), block("action_trigger", 0, &ACTION_TRIGGER)],
    &["ignore_changes", "replace_triggered_by"],
);

static ACTION_TRIGGER: Schema = schema(&[], &["events", "actions"]);

static PROVISIONER: Schema = schema(&[block("connection", 0, &PLAIN), block("_", 0, &PLAIN)], &["when", "on_failure"]);

static DYNAMIC: Schema = schema(&[block("content", 0, &CONTENT)], &["iterator"]);

static CONTENT: Schema = schema(&[block("dynamic", 1, &DYNAMIC)], &[]);

static MOVED: Schema = schema(&[], &["from", "to"]);

static IMPORT: Schema = schema(&[], &["to", "provider"]);

static REMOVED: Schema = schema(
    &[block("lifecycle", 0, &PLAIN), block("connection", 0, &PLAIN), block("provisioner", 1, &PROVISIONER)],
    &["from"],
);

static CHECK: Schema = schema(&[block("data", 2, &DATA), block("assert", 0, &PLAIN)], &[]);
