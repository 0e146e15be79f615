//! What a workload leads to: `ExpansionTemplate`.
//!
//! Source: `pkg/expansion` and `website/docs/expansion.md` of Gatekeeper.

use std::sync::Arc;

use regorus::Value;

use super::enforcement;
use super::manifest::{Manifest, path};
use crate::verdict::Severity;
use seaworthy_rego::object;
use seaworthy_source::{Diagnostic, Node, Path};

/// A rule by which resources are derived from others.
#[derive(Debug, Clone)]
pub(super) struct Expansion {
    /// Its name.
    pub name: String,
    apply_to: Vec<ApplyTo>,
    /// Where the derived resource is within the other.
    pub source: Path,
    pub group: String,
    pub version: String,
    pub kind: String,
    /// The severity of what is found in derived resources, where it says one.
    pub severity: Option<Severity>,
}

#[derive(Debug, Clone)]
struct ApplyTo {
    groups: Vec<String>,
    versions: Vec<String>,
    kinds: Vec<String>,
}

impl Expansion {
    /// Reads an `ExpansionTemplate`, and tells what is wrong with it.
    pub fn read(manifest: Manifest<'_>, told: &mut Vec<Diagnostic>) -> Option<Self> {
        let (_, _, kind) = manifest.type_name();
        if kind != "ExpansionTemplate" {
            return None;
        }
        let mut faults = Vec::new();
        let spec = path(&["spec"]);
        let fields = ["applyTo", "templateSource", "generatedGVK", "enforcementAction"];
        faults.extend(manifest.unknown_keys(&spec, &fields));
        let apply_to = spec.key("applyTo");
        let count = apply_to.find(manifest.root).map_or(0, |node| node.items().len());
        let apply_to: Vec<ApplyTo> = (0..count)
            .map(|index| {
                let at = apply_to.index(index);
                faults.extend(manifest.unknown_keys(&at, &["groups", "versions", "kinds"]));
                let mut texts = |key: &str| manifest.texts(&at.key(key), &mut faults);
                ApplyTo { groups: texts("groups"), versions: texts("versions"), kinds: texts("kinds") }
            })
            .collect();
        let mut text = |at: Path| manifest.text(&at, &mut faults).unwrap_or_default().to_owned();
        let generated = spec.key("generatedGVK");
        let (group, version, kind) =
            (text(generated.key("group")), text(generated.key("version")), text(generated.key("kind")));
        let source = text(spec.key("templateSource"));
        let action = text(spec.key("enforcementAction"));
        let severity = enforcement::severity(&action);
        let missing = [
            (manifest.name().is_empty(), path(&["metadata", "name"]), "the expansion has no name"),
            (apply_to.is_empty(), spec.key("applyTo"), "the expansion does not say what it applies to"),
            (source.is_empty(), spec.key("templateSource"), "the expansion has no `templateSource`"),
            (kind.is_empty() || version.is_empty(), generated, "the expansion does not say what it generates"),
            (
                severity.is_none() && !action.is_empty(),
                spec.key("enforcementAction"),
                "there is no such enforcement action",
            ),
            (
                apply_to.iter().any(|it| it.selects(&group, &version, &kind)),
                spec.key("applyTo"),
                "the expansion applies to what it generates",
            ),
        ];
        faults.extend(missing.into_iter().filter(|(is, ..)| *is).map(|(_, at, message)| manifest.error(&at, message)));
        let is_faulty = !faults.is_empty();
        told.extend(faults);
        (!is_faulty).then(|| Self {
            name: manifest.name().to_owned(),
            apply_to,
            source: path(&source.split('.').collect::<Vec<_>>()),
            group,
            version,
            kind,
            severity,
        })
    }

    /// Whether it derives something from resources of a type.
    pub fn applies_to(&self, group: &str, version: &str, kind: &str) -> bool {
        self.apply_to.iter().any(|it| it.selects(group, version, kind))
    }

    /// Group and version as manifests write them.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.clone() } else { format!("{}/{}", self.group, self.version) }
    }

    /// The name of what is derived from a resource.
    pub fn name_of(&self, parent: &str) -> String {
        format!("{parent}-{}", self.kind).to_lowercase()
    }

    /// The derived object, from what it is within its parent.
    pub fn object(&self, source: &Value, parent: &Parent<'_>) -> Value {
        let Value::Object(entries) = source else { return Value::Undefined };
        let mut entries = Value::Object(Arc::clone(entries));
        let mut metadata = match &entries["metadata"] {
            metadata @ Value::Object(_) => metadata.clone(),
            _ => Value::new_object(),
        };
        let mut owners = metadata["ownerReferences"].as_array().ok().cloned().unwrap_or_default();
        owners.push(object([
            ("apiVersion", Value::from(parent.api_version.clone())),
            ("kind", Value::from(parent.kind)),
            ("name", Value::from(parent.name)),
            ("uid", Value::from("")),
        ]));
        if let Ok(fields) = metadata.as_object_mut() {
            fields.insert(Value::from("name"), Value::from(self.name_of(parent.name)));
            fields.insert(Value::from("ownerReferences"), Value::from(owners));
            if let Some(namespace) = parent.namespace {
                fields.insert(Value::from("namespace"), Value::from(namespace));
            }
        }
        if let Ok(fields) = entries.as_object_mut() {
            fields.insert(Value::from("apiVersion"), Value::from(self.api_version()));
            fields.insert(Value::from("kind"), Value::from(self.kind.clone()));
            fields.insert(Value::from("metadata"), metadata);
        }
        entries
    }
}

/// What something is derived from.
#[derive(Debug, Clone)]
pub(super) struct Parent<'a> {
    pub api_version: String,
    pub kind: &'a str,
    pub name: &'a str,
    pub namespace: Option<&'a str>,
}

impl ApplyTo {
    fn selects(&self, group: &str, version: &str, kind: &str) -> bool {
        let has = |list: &[String], name: &str| list.iter().any(|it| it == name);
        has(&self.groups, group) && has(&self.versions, version) && has(&self.kinds, kind)
    }
}

/// The node that is derived, within its parent.
pub(super) fn source<'a>(root: &'a Node, expansion: &Expansion) -> Option<&'a Node> {
    expansion.source.find(root).filter(|node| node.as_map().is_some())
}
