//! `helmCharts`: charts on disk, rendered as `helm template` renders them.
//!
//! Source: `HelmChartInflationGenerator` of kustomize.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Use;
use super::absorb::{Behavior, absorb};
use super::accumulate::Target;
use super::file::{Text, field, flag, text, texts};
use super::resource::{Resource, expanded};
use super::transform::Problem;
use seaworthy_helm::{self as helm, InlineValues, Inputs};
use seaworthy_source::yaml::{self, Dialect};
use seaworthy_source::{Entry, Node, Value, display_name, normalized};

/// What to do about a chart that is missing.
const CHARTS_HELP: &str = "Charts are not downloaded: put one there with `helm pull --untar`.";

/// The default folder of charts.
const HOME: &str = "charts";

impl Target<'_, '_> {
    /// Renders the charts.
    pub(super) fn charts(&mut self) {
        let root = Arc::clone(&self.kustomization.root);
        let home = field(&root, "helmGlobals").and_then(|globals| text(&globals.value, "chartHome"));
        for args in field(&root, "helmCharts").into_iter().flat_map(|entry| entry.value.items()) {
            self.chart(args, home.as_ref().map_or(HOME, |home| &home.text));
        }
        // The older form has other names for the same.
        for args in field(&root, "helmChartInflationGenerator").into_iter().flat_map(|entry| entry.value.items()) {
            let home = text(args, "chartHome");
            let args = renamed(args);
            self.chart(&args, home.as_ref().map_or(HOME, |home| &home.text));
        }
    }

    /// Renders a chart; `args` is the item of `helmCharts`.
    pub(super) fn chart(&mut self, args: &Node, home: &str) {
        let Some(name) = text(args, "name") else {
            return self.wrong(args.span, "a chart requires a name");
        };
        let mut folder = self.path(home);
        if let (Some(version), true) = (text(args, "version"), field(args, "repo").is_some()) {
            folder.push(format!("{}-{}", name.text, version.text));
        }
        folder.push(&*name.text);
        let documents = &self.builder.documents;
        if let Err(reason) = documents.disk().look(&folder) {
            self.state.has_gaps = true;
            let problem = Problem::unread(&folder, &reason, name.span);
            let help = problem.help.unwrap_or_else(|| CHARTS_HELP.to_owned());
            return self.report(Problem { help: Some(help), ..problem });
        }
        let Some(inputs) = self.chart_inputs(args) else { return };
        let documents = &self.builder.documents;
        let loaded = helm::load(&folder, documents.disk(), documents.sources(), &[]);
        let mut diagnostics = loaded.diagnostics;
        let Some(chart) = loaded.chart else {
            self.state.has_gaps = true;
            self.state.diagnostics.extend(diagnostics);
            return self.wrong(name.span, format!("the chart `{}` was not loaded", display_name(&folder)));
        };
        let mut roots: Vec<(Arc<Node>, PathBuf)> = Vec::new();
        if flag(args, "includeCRDs") {
            for file in &chart.crds {
                let documents = yaml::parse_as(file, Dialect::Kustomize).documents.into_iter();
                roots.extend(
                    documents.filter_map(|document| Some((Arc::new(document.root?), file.path().to_path_buf()))),
                );
            }
        }
        let rendered = helm::render(&chart, &inputs, documents.disk(), documents.sources());
        diagnostics.extend(rendered.diagnostics);
        let (skips_hooks, skips_tests) = (flag(args, "skipHooks"), flag(args, "skipTests"));
        for document in rendered.documents {
            let hook = document.root.str_at(&["metadata", "annotations", "helm.sh/hook"]).unwrap_or_default();
            let is_test = hook.split(',').any(|event| event.trim().starts_with("test"));
            if !(skips_hooks && !hook.is_empty() || skips_tests && is_test) {
                let file = rendered.templates[document.template].file.path().to_path_buf();
                roots.push((Arc::new(document.root), file));
            }
        }
        for file in chart.sources() {
            self.uses(file.path(), Use::Chart);
        }
        self.state.diagnostics.extend(diagnostics);
        self.absorb_chart(roots, &name);
    }

    fn absorb_chart(&mut self, roots: Vec<(Arc<Node>, PathBuf)>, name: &Text) {
        for (root, file) in roots {
            let file: Arc<Path> = normalized(&file).into();
            let mut single = Vec::new();
            expanded(&root, &mut single);
            for root in single.into_iter().filter(|root| root.at(&["metadata", "name"]).is_some()) {
                let mut resource = Resource::new(root, Arc::clone(&file));
                resource.is_from_chart = true;
                resource.through = self.step_through(name);
                if let Err(problem) = absorb(&mut self.state.resources, resource, Behavior::Create, name.span) {
                    self.report(problem);
                }
            }
        }
    }

    /// What a chart is rendered with.
    fn chart_inputs(&mut self, args: &Node) -> Option<Inputs> {
        let mut inputs = Inputs::default();
        if let Some(name) = text(args, "releaseName").or_else(|| text(args, "nameTemplate")) {
            inputs.release_name = name.text.to_string();
        }
        match text(args, "namespace") {
            Some(namespace) => inputs.namespace = namespace.text.to_string(),
            None => {
                if let Some(namespace) = self.chart_namespace() {
                    inputs.namespace = namespace.text.to_string();
                }
                self.state.hears_namespace |= self.kustomization.text("namespace").is_none();
            }
        }
        if let Some(version) = text(args, "kubeVersion") {
            inputs.kube_version = version.text.to_string();
        }
        inputs.api_versions = texts(args, "apiVersions").into_iter().map(|version| version.text.to_string()).collect();
        let merge = text(args, "valuesMerge");
        let merge = merge.as_ref().map_or("override", |merge| &merge.text);
        let inline = field(args, "valuesInline").map(|entry| &entry.value).filter(|values| values.as_map().is_some());
        // Values within the kustomization take the place of the file, or win over it, or lose against it.
        let file = text(args, "valuesFile").filter(|_| inline.is_none() || merge != "replace");
        if let Some(path) = &file {
            inputs.values_files.push(self.values_file(path)?);
        }
        inputs.inline = inline.map(|root| InlineValues {
            file: self.builder.documents.sources().get(root.span.file),
            root: without_nulls(root),
            after: if merge == "merge" { 0 } else { inputs.values_files.len() },
        });
        for path in texts(args, "additionalValuesFiles") {
            inputs.values_files.push(self.values_file(&path)?);
        }
        Some(inputs)
    }

    fn values_file(&mut self, path: &Text) -> Option<PathBuf> {
        let full = self.path(&path.text);
        match self.builder.documents.disk().look(&full) {
            Ok(_) => {
                self.check_restriction(&full, path);
                self.uses(&full, Use::Chart);
                Some(full)
            }
            Err(reason) => {
                self.report(Problem::unread(&full, &reason, path.span));
                None
            }
        }
    }
}

/// kustomize takes out of the values file what is null here, and Helm then finds the chart's own values.
fn without_nulls(node: &Node) -> Node {
    let Value::Map(map) = &node.value else { return node.clone() };
    let entries = map.iter().filter(|entry| entry.value.value != Value::Null);
    let entries: Vec<Entry> =
        entries.map(|entry| Entry { value: without_nulls(&entry.value), ..entry.clone() }).collect();
    Node { value: Value::Map(entries.into()), ..node.clone() }
}

/// An item of `helmChartInflationGenerator` as one of `helmCharts`.
fn renamed(args: &Node) -> Node {
    let names = [
        ("chartName", "name"),
        ("chartVersion", "version"),
        ("chartRepoUrl", "repo"),
        ("values", "valuesFile"),
        ("valuesLocal", "valuesInline"),
        ("valuesMerge", "valuesMerge"),
        ("releaseName", "releaseName"),
    ];
    let entries = names.iter().filter_map(|(old, new)| Some(Entry { key: (*new).into(), ..field(args, old)?.clone() }));
    Node { value: Value::Map(entries.collect::<Vec<_>>().into()), span: args.span, origin: None }
}
