//! `generators`, `transformers` and `validators`: kustomize's own, configured in files. Programs are not run.
//!
//! Source: `api/internal/plugins/builtinhelpers` and `api/internal/builtins` of kustomize.

use std::sync::Arc;

use super::Use;
use super::accumulate::Target;
use super::config::spec;
use super::edit::Change;
use super::field_spec::FieldSpec;
use super::file::{Text, field, flag, text};
use super::generate::Kind;
use super::inline;
use super::transform::namespace::Subjects;
use super::transform::patches::Origin;
use super::transform::{Problem, images, labels, names, namespace, replicas};
use seaworthy_source::yaml::Dialect;
use seaworthy_source::{Entry, Node, Value, display_name};

impl Target<'_, '_> {
    /// Runs the plugins of a field that are kustomize's own, and reports the others.
    pub(super) fn plugins(&mut self, key: &str) {
        for text in self.kustomization.texts(key) {
            for root in self.plugin_configurations(&text) {
                let is_own = root.str_at(&["apiVersion"]) == Some("builtin");
                let kind = root.str_at(&["kind"]).unwrap_or_default().to_owned();
                if is_own && self.plugin(&kind, &root) {
                    continue;
                }
                self.state.has_gaps = true;
                let at = field(&root, "kind").map_or(root.span, |entry| entry.value.span);
                let message = format!("unsupported plugin `{kind}`: only kustomize's own are run");
                let other = (at.file != text.span.file).then(|| (text.span, "named here".to_owned()));
                self.report(Problem { other, ..Problem::new(message, at) });
            }
        }
    }

    /// The documents of a text, of a file, or of a kustomization's resources.
    fn plugin_configurations(&mut self, text: &Text) -> Vec<Arc<Node>> {
        if text.text.contains('\n') || text.text.contains(": ") {
            let sources = self.builder.documents.sources();
            let documents = inline::parse(&text.text, text.span, Dialect::Kustomize, sources);
            return documents.into_iter().filter_map(|document| document.root.map(Arc::new)).collect();
        }
        let path = self.path(&text.text);
        if self.builder.documents.disk().is_folder(&path) {
            let message = format!("`{}` was not evaluated: plugins in a folder are unsupported", display_name(&path));
            self.state.has_gaps = true;
            self.wrong(text.span, message);
            return Vec::new();
        }
        self.read_file(text, Use::Configuration).unwrap_or_default()
    }

    /// Runs one of kustomize's own plugins. Whether it is one.
    fn plugin(&mut self, kind: &str, root: &Node) -> bool {
        let entry = |key: &str| field(root, key);
        let resources = &mut self.state.resources;
        let specs = own_specs(root);
        let problems = match kind {
            "ConfigMapGenerator" | "SecretGenerator" => {
                let kind = if kind == "SecretGenerator" { Kind::Secret } else { Kind::ConfigMap };
                self.generate(kind, &with_metadata(root), None);
                return true;
            }
            "HelmChartInflationGenerator" => {
                let home = text(root, "chartHome");
                self.chart(root, home.as_ref().map_or("charts", |home| &home.text));
                return true;
            }
            "LabelTransformer" => match entry("labels").and_then(|entry| entry.value.as_map()) {
                Some(pairs) => labels::set(resources, pairs, &specs, kind),
                None => Vec::new(),
            },
            "AnnotationsTransformer" => match entry("annotations").and_then(|entry| entry.value.as_map()) {
                Some(pairs) => labels::set(resources, pairs, &specs, kind),
                None => Vec::new(),
            },
            "ImageTagTransformer" => {
                entry("imageTag").map(|entry| images::set(resources, &entry.value, &specs)).unwrap_or_default()
            }
            "ReplicaCountTransformer" => {
                entry("replica").map(|entry| replicas::set(resources, &entry.value, &specs)).unwrap_or_default()
            }
            "PrefixTransformer" | "SuffixTransformer" | "PrefixSuffixTransformer" => {
                let mut problems = Vec::new();
                for (key, end) in [("prefix", names::End::Prefix), ("suffix", names::End::Suffix)] {
                    if let (Some(entry), Some(text)) = (entry(key), text(root, key)) {
                        let change = Change::by(entry, kind);
                        problems.extend(names::add(resources, &text, end, &change, &specs));
                    }
                }
                problems
            }
            "NamespaceTransformer" => {
                let metadata = entry("metadata").map(|entry| &entry.value);
                let named =
                    metadata.and_then(|metadata| Some((field(metadata, "namespace")?, text(metadata, "namespace")?)));
                let subjects = match root.str_at(&["setRoleBindingSubjects"]) {
                    Some("allServiceAccounts") => Subjects::ServiceAccounts,
                    Some("none") => Subjects::None,
                    _ => Subjects::Default,
                };
                match named {
                    Some((entry, text)) => {
                        let change = Change::by(entry, kind);
                        let only_unset = flag(root, "unsetOnly");
                        namespace::set(resources, &text, &change, &specs, subjects, only_unset)
                    }
                    None => Vec::new(),
                }
            }
            "PatchTransformer" => {
                self.patch(root, false);
                return true;
            }
            "PatchJson6902Transformer" => {
                self.patch(&with_patch(root), true);
                return true;
            }
            "PatchStrategicMergeTransformer" => {
                let paths = field(root, "paths").map(|entry| entry.value.items()).unwrap_or_default();
                paths.iter().for_each(|item| self.old_patch(item));
                if let Some(patches) = text(root, "patches") {
                    self.apply(&Origin::Inline(patches), None, false);
                }
                return true;
            }
            "ReplacementTransformer" => {
                let items = entry("replacements").map(|entry| entry.value.items()).unwrap_or_default();
                items.iter().for_each(|args| self.replacement(args));
                return true;
            }
            _ => return false,
        };
        self.report_all(problems);
        true
    }
}

/// The fields that a plugin is configured for; it has no defaults.
fn own_specs(root: &Node) -> Vec<FieldSpec> {
    field(root, "fieldSpecs").into_iter().flat_map(|entry| entry.value.items()).filter_map(spec).collect()
}

/// A generator's name and namespace are those of its configuration.
fn with_metadata(root: &Node) -> Node {
    let mut entries: Vec<Entry> = root.as_map().into_iter().flatten().cloned().collect();
    if let Some(metadata) = field(root, "metadata") {
        entries.extend(["name", "namespace"].iter().filter_map(|key| field(&metadata.value, key).cloned()));
    }
    entries.retain(|entry| !matches!(&*entry.key, "apiVersion" | "kind" | "metadata"));
    Node { value: Value::Map(entries.into()), span: root.span, origin: None }
}

/// `jsonOp` is what others call `patch`.
fn with_patch(root: &Node) -> Node {
    let entries = root.as_map().into_iter().flatten().map(|entry| match &*entry.key {
        "jsonOp" => Entry { key: "patch".into(), ..entry.clone() },
        _ => entry.clone(),
    });
    Node { value: Value::Map(entries.collect::<Vec<_>>().into()), span: root.span, origin: None }
}
