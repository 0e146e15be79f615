//! `patches`, and the older `patchesStrategicMerge` and `patchesJson6902`.
//!
//! Source: `PatchTransformer` of kustomize.

use std::borrow::Cow;
use std::sync::Arc;

use super::strategic::Merge;
use super::{Problem, json_patch};
use crate::documents::ParsedFile;
use crate::file::{Text, field, flag, text};
use crate::id::Id;
use crate::inline;
use crate::merge::{Merger, Schema};
use crate::resource::{Resource, expanded};
use crate::select::Selector;
use seaworthy_source::yaml::{self, Dialect};
use seaworthy_source::{Entry, Map, Node, Sources, Span, Value};

/// The text of a patch.
pub(crate) enum Origin {
    /// A file, named at the span.
    File(Arc<ParsedFile>, Span),
    /// Within the kustomization.
    Inline(Text),
}

/// What patches are applied with.
pub(crate) struct Patcher<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) sources: &'a Sources,
    /// Whether the patch is one of `patchesJson6902`.
    pub(crate) is_old_json: bool,
}

impl Patcher<'_> {
    /// Applies a patch; `args` is the item of `patches`, where there is one.
    pub(crate) fn apply(&self, resources: &mut Vec<Resource>, origin: &Origin, args: Option<&Node>) -> Vec<Problem> {
        let documents = match self.documents(origin, Dialect::Kustomize) {
            Ok(documents) => documents,
            Err(problem) => return vec![problem],
        };
        let target = match args.and_then(|args| field(args, "target")).map(|entry| Selector::read(&entry.value)) {
            None => None,
            Some(Ok(selector)) => Some(selector),
            Some(Err((message, at))) => return vec![Problem::new(message, at)],
        };
        if documents.iter().any(|document| matches!(document.value, Value::List(_))) {
            return match target {
                Some(target) => self.apply_json(resources, origin, &target),
                None => vec![Problem::new("a JSON patch requires a `target`", place(origin))],
            };
        }
        let mut patches = Vec::new();
        documents.iter().for_each(|document| expanded(document, &mut patches));
        let mut problems = Vec::new();
        patches.retain(|patch| match unnamed(patch) {
            Some(message) => {
                problems.push(Problem::new(message, patch.span));
                false
            }
            None => true,
        });
        let options = args.and_then(|args| field(args, "options"));
        let allows = |key: &str| options.is_some_and(|options| flag(&options.value, key));
        let merge = Merge {
            merger: Merger::new(self.schema, "before this patch"),
            allows_name: allows("allowNameChange"),
            allows_kind: allows("allowKindChange"),
        };
        match target {
            Some(_) if patches.len() > 1 => {
                problems.push(Problem::new("a patch with a target must be a single document", place(origin)));
            }
            Some(target) => {
                for patch in &patches {
                    problems.extend(merge.apply(resources, patch, |resource| target.selects(resource)));
                }
            }
            None => {
                for patch in &patches {
                    problems.extend(self.apply_to_named(resources, patch, origin, &merge));
                }
            }
        }
        problems
    }

    /// Applies a patch to the one resource that it names.
    fn apply_to_named(
        &self,
        resources: &mut Vec<Resource>,
        patch: &Node,
        origin: &Origin,
        merge: &Merge<'_>,
    ) -> Vec<Problem> {
        let id = Id::of(patch);
        let is_meant = |resource: &Resource| {
            resource.id().is_same(&id) || resource.previous_ids().any(|previous| previous.is_same(&id))
        };
        let found = resources.iter().filter(|resource| is_meant(resource)).count();
        if found == 1 {
            return merge.apply(resources, patch, is_meant);
        }
        let at = match origin {
            Origin::File(_, span) => *span,
            Origin::Inline(_) => {
                patch.as_map().and_then(|map| map.entry("kind")).map_or(patch.span, |entry| entry.value.span)
            }
        };
        let message = match found {
            0 => format!("the patch is for {id} of {}, which was not found", id.gvk.api_version()),
            _ => format!("the patch is for {id}, which matches {found} resources"),
        };
        let help = match resources.iter().find(|resource| {
            resource.id().gvk.kind == id.gvk.kind
                && (resource.id().name == id.name || resource.original_id().name == id.name)
        }) {
            Some(near) if near.id().gvk != id.gvk => format!("There is one of {}.", near.id().gvk.api_version()),
            Some(near) => {
                format!("There is {}: set its namespace in the patch, or add a target.", near.id())
            }
            None => "Correct its kind and name, or add a target.".to_owned(),
        };
        vec![Problem { help: Some(help), is_absence: found == 0, ..Problem::new(message, at) }]
    }

    /// Applies a JSON patch.
    fn apply_json(&self, resources: &mut [Resource], origin: &Origin, target: &Selector) -> Vec<Problem> {
        // Its values are read as Kubernetes reads them.
        let documents = match self.documents(origin, Dialect::Kubernetes) {
            Ok(documents) => documents,
            Err(problem) => return vec![problem],
        };
        let mut problems = Vec::new();
        for document in documents {
            let operations = match json_patch::read(&document) {
                Ok(operations) => operations,
                Err(problem) => return vec![problem],
            };
            for resource in resources.iter_mut().filter(|resource| target.selects(resource)) {
                let before = resource.clone();
                if !self.is_old_json {
                    resource.store_id();
                }
                // kustomize keeps its notes in annotations: where it has some, patches find the map.
                let has_notes = !resource.previous.is_empty() || resource.needs_hash;
                let result = resource.edit(|root| {
                    if has_notes {
                        make_annotations(root);
                    }
                    json_patch::apply(root, &operations)
                });
                if let Err(mut problem) = result {
                    *resource = before;
                    problem.message = format!("{}: {}", resource.id(), problem.message);
                    problems.push(problem);
                }
            }
        }
        problems
    }

    /// The documents of a patch.
    fn documents<'a>(&self, origin: &'a Origin, dialect: Dialect) -> Result<Vec<Cow<'a, Arc<Node>>>, Problem> {
        let broken = |problems: &[yaml::Problem], at: Span| {
            let (message, at) = problems.first().map_or(("not valid YAML", at), |first| (&*first.message, first.span));
            Problem::new(message, at)
        };
        match origin {
            Origin::File(parsed, span) if dialect == Dialect::Kustomize => {
                let roots = parsed.documents.iter().map(|document| match &document.root {
                    Some(root) => Ok(Cow::Borrowed(root)),
                    None => Err(broken(&document.problems, *span)),
                });
                roots.collect()
            }
            Origin::File(parsed, span) => {
                let documents = yaml::parse_as(&parsed.file, dialect).documents.into_iter();
                let roots = documents.map(|document| match document.root {
                    Some(root) => Ok(Cow::Owned(Arc::new(root))),
                    None => Err(broken(&document.problems, *span)),
                });
                roots.collect()
            }
            Origin::Inline(text) => {
                let documents = inline::parse(&text.text, text.span, dialect, self.sources).into_iter();
                let roots = documents.map(|document| match document.root {
                    Some(root) => Ok(Cow::Owned(Arc::new(root))),
                    None => Err(broken(&document.problems, text.span)),
                });
                roots.collect()
            }
        }
    }
}

/// Makes sure that there is a map of annotations; it goes in the end if it stays empty.
fn make_annotations(root: &mut Node) {
    let Value::Map(map) = &mut root.value else { return };
    let Some(entry) = map.entry_mut("metadata") else { return };
    let Value::Map(metadata) = &mut entry.value.value else { return };
    if metadata.get("annotations").is_none_or(|node| node.value == Value::Null) {
        let value = Node { value: Value::Map(Map::default()), span: entry.key_span, origin: None };
        metadata.insert(Entry { key: "annotations".into(), key_span: entry.key_span, value });
    }
}

/// What a strategic merge patch lacks to be one.
fn unnamed(patch: &Node) -> Option<&'static str> {
    if patch.as_map().is_none() {
        return Some("a patch is a map, or a list of operations");
    }
    if patch.str_at(&["kind"]).is_none_or(str::is_empty) {
        return Some("a patch requires a `kind`, even with a target");
    }
    let is_unnamed = Id::of(patch).name.is_empty();
    is_unnamed.then_some("a patch requires a `metadata.name`, even with a target")
}

fn place(origin: &Origin) -> Span {
    match origin {
        Origin::File(_, span) => *span,
        Origin::Inline(text) => text.span,
    }
}

/// The text or the file of an item of `patches`.
///
/// # Errors
/// It has neither, or both.
pub(crate) fn named(args: &Node) -> Result<(Option<Text>, Option<Text>), Problem> {
    let patch = text(args, "patch").filter(|text| !text.text.trim().is_empty());
    match (patch, text(args, "path")) {
        (None, None) => Err(Problem::new("a patch requires `path` or `patch`", args.span)),
        (Some(_), Some(_)) => Err(Problem::new("a patch has either `path` or `patch`, not both", args.span)),
        (patch, path) => Ok((patch, path)),
    }
}
