//! Where transformers look: kustomize's own table, and what `configurations` and `crds` add to it.
//!
//! Source: `api/internal/plugins/builtinconfig` and `api/internal/accumulator` of kustomize.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::field_spec::FieldSpec;
use super::file::{flag, text};
use super::id::Gvk;
use seaworthy_source::{Node, Span};

const TABLE: &str = include_str!("field_specs.txt");

/// The transformers that can be configured.
const NAMES: [&str; 11] = [
    "namePrefix",
    "nameSuffix",
    "namespace",
    "commonLabels",
    "labels",
    "templateLabels",
    "volumeClaimTemplateLabels",
    "commonAnnotations",
    "varReference",
    "images",
    "replicas",
];

/// Where transformers look.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Config {
    specs: BTreeMap<&'static str, Vec<FieldSpec>>,
    /// Fields that name other resources, by what they name.
    pub(super) references: Vec<(Gvk, Vec<FieldSpec>)>,
}

impl Config {
    /// kustomize's own table.
    pub(super) fn built_in() -> Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Config>> = OnceLock::new();
        Arc::clone(BUILT_IN.get_or_init(|| Arc::new(Self::from_table(TABLE))))
    }

    fn from_table(table: &str) -> Self {
        let mut config = Self::default();
        let mut target: Option<&mut Vec<FieldSpec>> = None;
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let header = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
            let words: Vec<&str> = header.unwrap_or(line).split(' ').collect();
            match (header, &*words, &mut target) {
                (Some(_), ["nameReference", group, version, kind], _) => {
                    config.references.push((gvk(group, version, kind), Vec::new()));
                    target = config.references.last_mut().map(|(_, specs)| specs);
                }
                (Some(name), ..) => {
                    let name = NAMES.iter().find(|known| **known == name);
                    target = name.map(|name| config.specs.entry(name).or_default());
                }
                (None, [group, version, kind, path, rest @ ..], Some(specs)) => {
                    specs.push(FieldSpec::new(gvk(group, version, kind), path, rest.contains(&"create")));
                }
                _ => {}
            }
        }
        config
    }

    /// The fields of a transformer.
    pub(super) fn specs(&self, name: &str) -> &[FieldSpec] {
        self.specs.get(name).map_or(&[], Vec::as_slice)
    }

    /// Merges another configuration into it. Existing entries stay.
    ///
    /// # Errors
    /// Both say different things about whether a field is made.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), String> {
        for (name, specs) in &other.specs {
            merge_specs(self.specs.entry(name).or_default(), specs)?;
        }
        for (gvk, specs) in &other.references {
            match self.references.iter_mut().find(|(known, _)| known == gvk) {
                Some((_, known)) => merge_specs(known, specs)?,
                None => self.references.push((gvk.clone(), specs.clone())),
            }
        }
        Ok(())
    }

    /// Reads a configuration file. Second, the places of what is not understood in it.
    pub(super) fn read(root: &Node) -> (Self, Vec<(Span, String)>) {
        let mut config = Self::default();
        let mut wrong = Vec::new();
        for entry in root.as_map().into_iter().flatten() {
            if entry.key.eq_ignore_ascii_case("nameReference") {
                for item in entry.value.items() {
                    let specs = item.items_at(&["fieldSpecs"]).iter().filter_map(spec).collect();
                    config.references.push((gvk_of(item), specs));
                }
                continue;
            }
            match NAMES.iter().find(|name| name.eq_ignore_ascii_case(&entry.key)) {
                Some(name) => {
                    let specs = entry.value.items().iter().filter_map(spec);
                    config.specs.entry(name).or_default().extend(specs);
                }
                None => wrong.push((entry.key_span, format!("unknown transformer configuration `{}`", entry.key))),
            }
        }
        (config, wrong)
    }

    /// What the OpenAPI definitions of custom resources say about their fields.
    pub(super) fn from_definitions(root: &Node) -> Self {
        let mut config = Self::default();
        for entry in root.as_map().into_iter().flatten() {
            let schema = schema(&entry.value);
            let has = |key: &str| schema.at(&["properties", key]).is_some();
            if has("kind") && has("apiVersion") && has("metadata") {
                let kind = entry.key.rsplit('.').next().unwrap_or_default();
                config.add_properties(root, &gvk("-", "-", kind), schema, "", 0);
            }
        }
        config
    }

    fn add_properties(&mut self, root: &Node, gvk: &Gvk, schema_node: &Node, path: &str, depth: usize) {
        // Definitions may refer to themselves.
        if depth > 16 {
            return;
        }
        for entry in schema_node.entries_at(&["properties"]) {
            let path = if path.is_empty() { entry.key.to_string() } else { format!("{path}/{}", entry.key) };
            let says = |key: &str| text(&entry.value, key);
            let field = |path: &str| FieldSpec::new(gvk.clone(), path, false);
            for (key, name) in [
                ("x-kubernetes-annotation", "commonAnnotations"),
                ("x-kubernetes-label-selector", "commonLabels"),
                ("x-kubernetes-identity", "namePrefix"),
            ] {
                if says(key).is_some() {
                    self.specs.entry(name).or_default().push(field(&path));
                }
            }
            let version = says("x-kubernetes-object-ref-api-version");
            if let (Some(version), Some(kind)) = (version, says("x-kubernetes-object-ref-kind")) {
                let name = says("x-kubernetes-object-ref-name-key").map_or("name".into(), |name| name.text);
                let target = Gvk { group: "".into(), version: version.text, kind: kind.text };
                self.references.push((target, vec![field(&format!("{path}/{name}"))]));
            }
            if let Some(other) = says("$ref").and_then(|name| root.get(&name.text)) {
                self.add_properties(root, gvk, schema(other), &path, depth + 1);
            }
        }
    }
}

/// A definition stands alone, or under `Schema`.
fn schema(node: &Node) -> &Node {
    super::file::field(node, "schema").map_or(node, |entry| &entry.value)
}

/// Adds further fields. Existing ones stay.
///
/// # Errors
/// Both say different things about whether a field is made.
pub(super) fn merge_specs(own: &mut Vec<FieldSpec>, other: &[FieldSpec]) -> Result<(), String> {
    for spec in other {
        match own.iter().find(|known| known.gvk.is_selected(&spec.gvk) && known.path == spec.path) {
            Some(known) if known.create != spec.create => {
                return Err(format!("configurations disagree on `create` of `{}`", spec.path));
            }
            Some(_) => {}
            None => own.push(spec.clone()),
        }
    }
    Ok(())
}

/// A field as configurations and labels write it.
pub(super) fn spec(node: &Node) -> Option<FieldSpec> {
    Some(FieldSpec::new(gvk_of(node), &text(node, "path")?.text, flag(node, "create")))
}

/// Group, version and kind of a map.
pub(super) fn gvk_of(node: &Node) -> Gvk {
    let part = |key: &str| text(node, key).map_or_else(|| "".into(), |text| text.text);
    Gvk { group: part("group"), version: part("version"), kind: part("kind") }
}

fn gvk(group: &str, version: &str, kind: &str) -> Gvk {
    let part = |text: &str| if text == "-" { "".into() } else { text.into() };
    Gvk { group: part(group), version: part(version), kind: part(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let config = Config::built_in();
        assert_eq!(config.specs("images").len(), 6);
        assert_eq!(&*config.specs("images")[0].path, "spec/containers[]/image");
        assert!(config.specs("namespace")[0].create);
        assert!(!config.specs("namespace")[2].create);
        let total: usize = config.references.iter().map(|(_, specs)| specs.len()).sum();
        assert_eq!(config.references.len(), 16);
        assert!(total > 150, "{total}");
    }
}
