//! What a kustomization does, field by field, in the order in which kustomize does it.

use std::path::Path;
use std::sync::Arc;

use super::Use;
use super::absorb::{Behavior, absorb};
use super::accumulate::Target;
use super::config::{Config, merge_specs, spec};
use super::edit::Change;
use super::field_spec::FieldSpec;
use super::file::{Text, field, flag, text};
use super::generate::{self, Kind};
use super::id::Gvk;
use super::merge::Schema;
use super::pairs::Files;
use super::transform::namespace::Subjects;
use super::transform::patches::{Origin, Patcher, named};
use super::transform::{Problem, images, labels, names, namespace, replacements, replicas};
use seaworthy_source::{Node, SourceFile, Value, normalized};

impl Target<'_, '_> {
    /// What an OpenAPI file says of lists.
    pub(super) fn schema(&mut self) -> Option<Arc<Schema>> {
        let path = text(&self.kustomization.entry("openapi")?.value, "path")?;
        let root = self.read_file(&path, Use::Configuration)?.into_iter().next()?;
        Some(Arc::new(Schema::from_openapi(&root)))
    }

    /// Where transformers look.
    pub(super) fn configurations(&mut self) {
        let mut config = (*Config::built_in()).clone();
        let mut is_own = false;
        for path in self.kustomization.texts("configurations") {
            for root in self.read_file(&path, Use::Configuration).into_iter().flatten() {
                let (more, wrong) = Config::read(&root);
                wrong.into_iter().for_each(|(at, message)| self.wrong(at, message));
                is_own = true;
                if let Err(message) = config.merge(&more) {
                    self.wrong(path.span, message);
                }
            }
        }
        for path in self.kustomization.texts("crds") {
            for root in self.read_file(&path, Use::Configuration).into_iter().flatten() {
                is_own = true;
                if let Err(message) = config.merge(&Config::from_definitions(&root)) {
                    self.wrong(path.span, message);
                }
            }
        }
        let config = if is_own { Arc::new(config) } else { Config::built_in() };
        self.merge_config(&config, self.kustomization.root.span);
    }

    /// The documents of a file that is no file of resources.
    pub(super) fn read_file(&mut self, path: &Text, what: Use) -> Option<Vec<Arc<Node>>> {
        let full = self.path(&path.text);
        match self.builder.documents.get(&full) {
            Ok(parsed) => {
                self.check_restriction(&full, path);
                self.uses(&full, what);
                for document in parsed.documents.iter().filter(|document| document.root.is_none()) {
                    let problem = document.problems.first();
                    let message = problem.map_or("not valid YAML", |problem| &problem.message);
                    self.wrong(problem.map_or(document.span, |problem| problem.span), message);
                }
                Some(parsed.documents.iter().filter_map(|document| document.root.clone()).collect())
            }
            Err(reason) => {
                self.report(Problem::unread(&full, &reason, path.span));
                None
            }
        }
    }

    /// Makes config maps and secrets.
    pub(super) fn generators(&mut self) {
        let root = Arc::clone(&self.kustomization.root);
        let options = field(&root, "generatorOptions").map(|entry| &entry.value);
        for (key, kind) in [("configMapGenerator", Kind::ConfigMap), ("secretGenerator", Kind::Secret)] {
            for args in field(&root, key).into_iter().flat_map(|entry| entry.value.items()) {
                self.generate(kind, args, options);
            }
        }
        self.charts();
        self.plugins("generators");
    }

    /// Makes one config map or secret.
    pub(super) fn generate(&mut self, kind: Kind, args: &Node, options: Option<&Node>) {
        let file: Arc<Path> = normalized(&self.kustomization.path).into();
        let mut problems = Vec::new();
        let made = generate::generate(kind, args, options, &file, self, &mut problems);
        problems.into_iter().for_each(|problem| self.report(problem));
        let behavior = text(args, "behavior");
        let behavior = match behavior.as_ref().map(|behavior| &*behavior.text) {
            Some("merge") => Behavior::Merge,
            Some("replace") => Behavior::Replace,
            _ => Behavior::Create,
        };
        let absorbed = made.and_then(|resource| absorb(&mut self.state.resources, resource, behavior, args.span));
        if let Err(problem) = absorbed {
            self.report(problem);
        }
    }

    /// Changes resources.
    pub(super) fn transformers(&mut self) {
        let root = Arc::clone(&self.kustomization.root);
        let items = |key: &str| field(&root, key).map(|entry| entry.value.items()).unwrap_or_default();
        for item in items("patchesStrategicMerge") {
            self.old_patch(item);
        }
        for args in items("patches") {
            self.patch(args, false);
        }
        let config = Arc::clone(&self.state.config);
        if let (Some(entry), Some(namespace)) = (field(&root, "namespace"), self.kustomization.text("namespace")) {
            let change = Change::by(entry, "namespace");
            let resources = &mut self.state.resources;
            let specs = config.specs("namespace");
            let problems = namespace::set(resources, &namespace, &change, specs, Subjects::Default, false);
            self.report_all(problems);
        }
        for (key, end) in [("namePrefix", names::End::Prefix), ("nameSuffix", names::End::Suffix)] {
            if let (Some(entry), Some(text)) = (field(&root, key), self.kustomization.text(key)) {
                let change = Change::by(entry, key);
                let problems = names::add(&mut self.state.resources, &text, end, &change, config.specs(key));
                self.report_all(problems);
            }
        }
        self.labels(&root, &config);
        for args in items("patchesJson6902") {
            self.patch(args, true);
        }
        for args in items("replicas") {
            let problems = replicas::set(&mut self.state.resources, args, config.specs("replicas"));
            self.report_all(problems);
        }
        for args in items("images").iter().chain(items("imageTags")) {
            let problems = images::set(&mut self.state.resources, args, config.specs("images"));
            self.report_all(problems);
        }
        for args in items("replacements") {
            self.replacement(args);
        }
        self.plugins("transformers");
        self.plugins("validators");
    }

    fn labels(&mut self, root: &Node, config: &Config) {
        for label in field(root, "labels").into_iter().flat_map(|entry| entry.value.items()) {
            let Some(pairs) = field(label, "pairs").and_then(|entry| entry.value.as_map()) else { continue };
            let own = field(label, "fields").map(|entry| entry.value.items()).unwrap_or_default();
            let mut specs: Vec<FieldSpec> = own.iter().filter_map(spec).collect();
            let metadata = [FieldSpec::new(Gvk::default(), "metadata/labels", true)];
            let mut wanted = vec![config.specs("labels")];
            if flag(label, "includeSelectors") {
                wanted.push(config.specs("commonLabels"));
            } else {
                for (key, name) in [
                    ("includeTemplates", "templateLabels"),
                    ("includeVolumeClaimTemplates", "volumeClaimTemplateLabels"),
                ] {
                    if flag(label, key) {
                        wanted.push(config.specs(name));
                    }
                }
                wanted.push(&metadata);
            }
            for more in wanted {
                if let Err(message) = merge_specs(&mut specs, more) {
                    self.wrong(label.span, message);
                }
            }
            let problems = labels::set(&mut self.state.resources, pairs, &specs, "labels");
            self.report_all(problems);
        }
        for key in ["commonLabels", "commonAnnotations"] {
            if let Some(pairs) = field(root, key).and_then(|entry| entry.value.as_map()) {
                let problems = labels::set(&mut self.state.resources, pairs, config.specs(key), key);
                self.report_all(problems);
            }
        }
    }

    pub(super) fn report_all(&mut self, problems: Vec<Problem>) {
        problems.into_iter().for_each(|problem| self.report(problem));
    }

    /// Applies an item of `patches`.
    pub(super) fn patch(&mut self, args: &Node, is_old_json: bool) {
        let origin = match named(args) {
            Ok((Some(patch), _)) => Some(Origin::Inline(patch)),
            Ok((_, Some(path))) => self.patch_file(&path),
            Ok((None, None)) => None,
            Err(problem) => return self.report(problem),
        };
        if let Some(origin) = origin {
            self.apply(&origin, Some(args), is_old_json);
        }
    }

    /// Applies an item of `patchesStrategicMerge`: a path, or a patch itself.
    pub(super) fn old_patch(&mut self, item: &Node) {
        let Value::String(text) = &item.value else { return };
        let text = Text { text: Arc::clone(text), span: item.span };
        let is_inline = text.text.contains('\n') || text.text.contains(": ");
        let origin = if is_inline { Some(Origin::Inline(text)) } else { self.patch_file(&text) };
        if let Some(origin) = origin {
            self.apply(&origin, None, false);
        }
    }

    fn patch_file(&mut self, path: &Text) -> Option<Origin> {
        let full = self.path(&path.text);
        match self.builder.documents.get(&full) {
            Ok(parsed) => {
                self.check_restriction(&full, path);
                self.uses(&full, Use::Patch);
                Some(Origin::File(parsed, path.span))
            }
            Err(reason) => {
                self.report(Problem::unread(&full, &reason, path.span));
                None
            }
        }
    }

    pub(super) fn apply(&mut self, origin: &Origin, args: Option<&Node>, is_old_json: bool) {
        let schema = self.state.schema.clone().unwrap_or_else(Schema::built_in);
        let patcher = Patcher { schema: &schema, sources: self.builder.documents.sources(), is_old_json };
        let problems = patcher.apply(&mut self.state.resources, origin, args);
        self.report_all(problems);
    }

    /// Carries out an item of `replacements`, or those of a file.
    pub(super) fn replacement(&mut self, args: &Node) {
        let Some(path) = text(args, "path") else {
            let problems = replacements::apply(&mut self.state.resources, args);
            return self.report_all(problems);
        };
        for root in self.read_file(&path, Use::Patch).into_iter().flatten() {
            let items = if root.as_map().is_some() { std::slice::from_ref(&*root) } else { root.items() };
            for args in items {
                let problems = replacements::apply(&mut self.state.resources, args);
                self.report_all(problems);
            }
        }
    }
}

impl Files for Target<'_, '_> {
    fn bytes(&mut self, path: &Text) -> Result<Arc<[u8]>, Problem> {
        let full = self.path(&path.text);
        let bytes = self.builder.documents.read(&full);
        let bytes = bytes.map_err(|reason| Problem::unread(&full, &reason, path.span))?;
        self.check_restriction(&full, path);
        self.uses(&full, Use::Data);
        Ok(bytes)
    }

    fn source(&mut self, path: &Text) -> Result<Arc<SourceFile>, Problem> {
        let full = self.path(&path.text);
        let source = self.builder.documents.text(&full);
        let source = source.map_err(|reason| Problem::unread(&full, &reason, path.span))?;
        self.check_restriction(&full, path);
        self.uses(&full, Use::Data);
        Ok(source)
    }
}
