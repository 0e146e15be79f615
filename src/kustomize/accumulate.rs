//! A kustomization to resources: its own, those of what it uses, and what it does to all of them.
//!
//! Source: `api/internal/target` of kustomize.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Use;
use super::builder::Builder;
use super::documents::tidy;
use super::file::{Kustomization, Text};
use super::resource::Resource;
use crate::discover::{display_name, normalized};
use crate::source::{Diagnostic, Node, Origin, Value};

/// What a kustomization gives to those that use it.
#[derive(Debug, Clone, Default)]
pub(super) struct Accumulated {
    /// The resources, in order.
    pub(super) resources: Vec<Resource>,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files that took part.
    pub(super) files: BTreeMap<PathBuf, Use>,
}

/// A kustomization that is being built.
pub(super) struct Target<'a, 'b> {
    builder: &'a Builder<'b>,
    kustomization: Kustomization,
    /// The folders that are being built around this one, the outermost first.
    around: &'a [PathBuf],
    state: Accumulated,
}

impl<'a, 'b> Target<'a, 'b> {
    /// Builds a folder.
    pub(super) fn accumulate(builder: &'a Builder<'b>, folder: &Path, around: &'a [PathBuf]) -> Accumulated {
        let mut state = Accumulated::default();
        let kustomization = match Kustomization::read(folder, &builder.documents) {
            Ok(kustomization) => kustomization,
            Err(diagnostic) => {
                state.diagnostics.push(*diagnostic);
                return state;
            }
        };
        state.diagnostics.extend(kustomization.problems.iter().cloned());
        let mut target = Self { builder, kustomization, around, state };
        target.uses(&target.kustomization.path.clone(), Use::Kustomization);
        target.resources();
        target.state
    }

    fn uses(&mut self, path: &Path, what: Use) {
        let known = self.state.files.entry(normalized(path)).or_insert(what);
        *known = what.min(*known);
    }

    fn resources(&mut self) {
        let named = self.kustomization.texts("resources").into_iter().chain(self.kustomization.texts("bases"));
        for text in named.collect::<Vec<_>>() {
            let path = tidy(&self.kustomization.folder.join(&*text.text));
            if path.is_dir() {
                self.base(&path, &text);
            } else if path.is_file() {
                self.file(&path, &text);
            } else if is_remote(&text.text) {
                let message = format!("`{}` is not on disk and was not evaluated", text.text);
                let help = "Remote bases are not fetched: keep a copy in the repository, or pipe the output of `kubectl kustomize` into `seaworthy check -`.";
                self.state.diagnostics.push(self.kustomization.error(text.span, message).help(help));
            } else {
                let reason = self.builder.documents.inside(&path).err().unwrap_or_else(|| "is not there".into());
                self.wrong(&text, format!("`{}` {reason}", display_name(&path)));
            }
        }
    }

    fn wrong(&mut self, text: &Text, message: String) {
        self.state.diagnostics.push(self.kustomization.error(text.span, message));
    }

    fn base(&mut self, folder: &Path, text: &Text) {
        let own = normalized(folder);
        if self.around.contains(&own) {
            let message = format!("`{}` uses itself through this line", display_name(folder));
            self.wrong(text, message);
            return;
        }
        let base = self.builder.accumulated(folder, self.around);
        for (path, what) in &base.files {
            self.uses(path, *what);
        }
        self.state.diagnostics.extend(base.diagnostics.iter().cloned());
        let mut resources = base.resources.clone();
        for resource in &mut resources {
            resource.through = Some(self.came_by(text, resource.through.take()));
        }
        self.append(resources, text);
    }

    fn file(&mut self, path: &Path, text: &Text) {
        let parsed = match self.builder.documents.get(path) {
            Ok(parsed) => parsed,
            Err(reason) => return self.wrong(text, format!("`{}` {reason}", display_name(path))),
        };
        self.uses(path, Use::Resource);
        let file: Arc<Path> = normalized(path).into();
        let through = self.came_by(text, None);
        let mut resources = Vec::new();
        for document in &parsed.documents {
            match &document.root {
                Some(root) => expanded(root, &mut resources),
                None => {
                    let problem = document.problems.first();
                    let message = problem.map_or("not valid YAML", |problem| &problem.message);
                    let span = problem.map_or(document.span, |problem| problem.span);
                    let diagnostic = Diagnostic::error(parsed.file.name(), message).at(span, "here");
                    self.state.diagnostics.push(diagnostic.help("Correct the text; everything else was built."));
                }
            }
        }
        let resources = resources.into_iter().map(|root| {
            let mut resource = Resource::new(root, Arc::clone(&file));
            resource.through = Some(Arc::clone(&through));
            resource
        });
        self.append(resources.collect(), text);
    }

    /// The step that leads through a line of this kustomization.
    fn came_by(&self, text: &Text, before: Option<Arc<Origin>>) -> Arc<Origin> {
        let what = format!("used by `{}`", self.kustomization.name).into();
        // The nearest to the file comes first.
        match before {
            None => Arc::new(Origin { span: text.span, what, before: None }),
            Some(first) => {
                let rest = self.came_by(text, first.before.clone());
                Arc::new(Origin { span: first.span, what: Arc::clone(&first.what), before: Some(rest) })
            }
        }
    }

    fn append(&mut self, resources: Vec<Resource>, text: &Text) {
        for resource in resources {
            if self.state.resources.iter().any(|known| known.id().is_same(resource.id())) {
                let message = format!("{} is there twice; kustomize refuses that", resource.id());
                self.state.diagnostics.push(self.kustomization.error(text.span, message));
                continue;
            }
            self.state.resources.push(resource);
        }
    }
}

/// The resources of a document: those of a list, too.
fn expanded(root: &Arc<Node>, resources: &mut Vec<Arc<Node>>) {
    let is_list = root.str_at(&["kind"]).is_some_and(|kind| kind.ends_with("List"));
    match root.get("items").filter(|_| is_list).map(|items| &items.value) {
        Some(Value::List(items)) => items.iter().for_each(|item| expanded(&Arc::new(item.clone()), resources)),
        _ => resources.push(Arc::clone(root)),
    }
}

/// Whether the text of a resource leads out of the file system.
fn is_remote(text: &str) -> bool {
    text.contains("://")
        || text.contains("?ref=")
        || text.contains("?version=")
        || ["git@", "git::", "gh:", "github.com/", "bitbucket.org/", "gitlab.com/"]
            .iter()
            .any(|start| text.starts_with(start))
}
