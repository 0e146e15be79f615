//! A kustomization to resources: its own, those of what it uses, and what it does to all of them.
//!
//! Source: `api/internal/target` of kustomize.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Use;
use super::builder::Builder;
use super::config::Config;
use super::documents::tidy;
use super::file::{Kustomization, Text};
use super::limits::{self, size};
use super::merge::Schema;
use super::resource::{Resource, expanded};
use super::through::Steps;
use super::transform::Problem;
use super::vars::Var;
use seaworthy_source::disk::{Kind, ReadError};
use seaworthy_source::{Diagnostic, Node, Origin, Span, normalized};

/// What a kustomization gives to those that use it.
#[derive(Debug, Clone, Default)]
pub(super) struct Accumulated {
    /// The resources, in order.
    pub(super) resources: Vec<Resource>,
    /// Where transformers look.
    pub(super) config: Arc<Config>,
    /// The variables.
    pub(super) vars: Vec<Var>,
    /// What an OpenAPI file says of lists, where there is one.
    pub(super) schema: Option<Arc<Schema>>,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files that took part.
    pub(super) files: BTreeMap<PathBuf, Use>,
    /// Whether the kustomization is a component.
    pub(super) is_component: bool,
    /// Whether it hangs on the namespace of those that use it.
    pub(super) hears_namespace: bool,
    /// Whether something was not evaluated that resources could be in.
    pub(super) has_gaps: bool,
    /// Whether it uses what uses it.
    pub(super) is_in_ring: bool,
    /// How many values the resources hold, about.
    pub(super) size: usize,
}

/// What is around a kustomization that is being built.
#[derive(Clone)]
pub(super) struct Around<'a> {
    /// The folders that use it, the outermost first.
    pub(super) folders: Vec<PathBuf>,
    /// How many kustomizations may still be read: rings would lead from one to the next without end.
    pub(super) fuel: &'a Cell<usize>,
    /// The namespace that charts are rendered for.
    pub(super) namespace: Option<Text>,
}

/// A kustomization that is being built.
pub(super) struct Target<'a, 'b> {
    pub(super) builder: &'a Builder<'b>,
    pub(super) kustomization: Kustomization,
    pub(super) around: &'a Around<'a>,
    pub(super) state: Accumulated,
}

impl<'a, 'b> Target<'a, 'b> {
    /// Builds a folder.
    pub(super) fn accumulate(builder: &'a Builder<'b>, folder: &Path, around: &'a Around<'a>) -> Accumulated {
        match Kustomization::read(folder, &builder.documents) {
            Ok(kustomization) => Self { builder, kustomization, around, state: Accumulated::default() }.run(),
            Err(diagnostic) => Accumulated { diagnostics: vec![*diagnostic], has_gaps: true, ..Accumulated::default() },
        }
    }

    pub(super) fn run(mut self) -> Accumulated {
        let problems = std::mem::take(&mut self.kustomization.problems);
        self.state.diagnostics.extend(problems);
        self.state.is_component = self.kustomization.is_component();
        self.uses(&self.kustomization.path.clone(), Use::Kustomization);
        if let Some(schema) = self.schema() {
            self.state.schema = Some(schema);
        }
        self.resources();
        self.configurations();
        self.generators();
        self.components();
        self.transformers();
        self.variables();
        self.state
    }

    /// Notes that a file takes part.
    pub(super) fn uses(&mut self, path: &Path, what: Use) {
        let known = self.state.files.entry(normalized(path)).or_insert(what);
        *known = what.min(*known);
    }

    /// Reports what is wrong.
    pub(super) fn report(&mut self, problem: Problem) {
        // What may only be a consequence of an error that was reported already is not reported.
        if problem.is_absence && self.state.has_gaps {
            return;
        }
        let subject = self.builder.documents.sources().get(problem.at.file);
        let mut diagnostic = Diagnostic::error(subject.name(), problem.message).at(problem.at, "");
        diagnostic.labels.extend(problem.other);
        diagnostic.help = problem.help;
        self.state.diagnostics.push(diagnostic);
    }

    /// Reports what is wrong at a text of the kustomization.
    pub(super) fn wrong(&mut self, at: Span, message: impl Into<String>) {
        self.report(Problem::new(message, at));
    }

    /// The path of a file or folder that the kustomization names.
    pub(super) fn path(&self, text: &str) -> PathBuf {
        tidy(&self.kustomization.folder.join(text))
    }

    /// Whether a file may be read. kustomize rejects files outside the folder by default.
    pub(super) fn check_restriction(&mut self, path: &Path, text: &Text) {
        if !normalized(path).starts_with(normalized(&self.kustomization.folder)) {
            let message = format!("kustomize rejects `{}`, which is outside the kustomization's folder", text.text);
            let diagnostic = Diagnostic::warning(&*self.kustomization.name, message).at(text.span, "");
            let help = "It was built as with `--load-restrictor LoadRestrictionsNone`.";
            self.state.diagnostics.push(diagnostic.help(help));
        }
    }

    fn resources(&mut self) {
        let mut named = self.kustomization.texts("resources");
        named.extend(self.kustomization.texts("bases"));
        for text in named {
            let path = self.path(&text.text);
            match self.builder.documents.disk().look(&path) {
                Ok(Kind::Folder) => self.base(&path, &text),
                Ok(Kind::File) => {
                    self.check_restriction(&path, &text);
                    self.file(&path, &text);
                }
                Ok(Kind::Special) => self.unread(&path, &text, &ReadError::Special),
                Err(reason) => self.unread(&path, &text, &reason),
            }
        }
    }

    /// Reports that a resource, a base or a component is not read.
    pub(super) fn unread(&mut self, path: &Path, text: &Text, reason: &ReadError) {
        self.state.has_gaps = true;
        if is_remote(&text.text) {
            let problem = Problem::new(format!("remote `{}` was not evaluated", text.text), text.span);
            let help = "Remote bases are not downloaded: keep a copy in the repository, or scan the output of \
                        `kubectl kustomize`.";
            return self.report(Problem { help: Some(help.to_owned()), ..problem });
        }
        self.report(Problem::unread(path, reason, text.span));
    }

    /// Makes room for resources, unless there are too many.
    pub(super) fn has_room(&mut self, count: usize, size: usize, at: Span) -> bool {
        let message = if self.state.resources.len() + count > limits::RESOURCES {
            format!("the kustomization exceeds {} resources with this", limits::RESOURCES)
        } else if self.state.size + size > limits::VALUES {
            format!("the resources exceed {} values with this", limits::VALUES)
        } else {
            self.state.size += size;
            return true;
        };
        self.state.has_gaps = true;
        self.wrong(at, message);
        false
    }

    /// The namespace that charts are rendered for where they do not say their own.
    pub(super) fn chart_namespace(&self) -> Option<Text> {
        self.kustomization.text("namespace").or_else(|| self.around.namespace.clone())
    }

    fn file(&mut self, path: &Path, text: &Text) {
        let parsed = match self.builder.documents.get(path) {
            Ok(parsed) => parsed,
            Err(reason) => {
                self.state.has_gaps = true;
                return self.report(Problem::unread(path, &reason, text.span));
            }
        };
        self.uses(path, Use::Resource);
        self.state.has_gaps |= parsed.documents.iter().any(|document| document.root.is_none());
        let mut roots = Vec::new();
        for document in &parsed.documents {
            for problem in &document.problems {
                // kustomize refuses duplicate keys, too.
                let mut diagnostic = Diagnostic::error(parsed.file.name(), &*problem.message).at(problem.span, "here");
                diagnostic.labels.extend(problem.other.clone());
                diagnostic.help.clone_from(&problem.help);
                self.state.diagnostics.push(diagnostic);
            }
            document.root.iter().for_each(|root| expanded(root, &mut roots));
        }
        self.add_resources(roots, &normalized(path).into(), text);
    }

    /// Adds resources that are written somewhere.
    pub(super) fn add_resources(&mut self, roots: Vec<Arc<Node>>, file: &Arc<Path>, text: &Text) {
        let through = self.step_through(text);
        let mut resources = Vec::new();
        for root in roots {
            let missing = match (root.as_map(), root.str_at(&["kind"])) {
                (None, _) => Some("is not a resource: it is not a map"),
                (_, None | Some("")) => Some("is not a resource: it has no kind"),
                (_, Some(kind)) if kind.ends_with("List") => None,
                _ => root.at(&["metadata", "name"]).is_none().then_some("has no name, and kustomize rejects it"),
            };
            if let Some(missing) = missing {
                let at = root.as_map().and_then(|map| map.iter().next()).map_or(root.span, |entry| entry.key_span);
                let help = "Leave it out of `resources`, where it is none.".to_owned();
                self.report(Problem { help: Some(help), ..Problem::new(format!("this {missing}"), at) });
                continue;
            }
            if !self.has_room(resources.len() + 1, size(&root), text.span) {
                break;
            }
            let mut resource = Resource::new(root, Arc::clone(file));
            resource.through.clone_from(&through);
            resources.push(resource);
        }
        self.append(resources, text.span);
    }

    /// The step through a line of this kustomization.
    pub(super) fn step_through(&self, text: &Text) -> Option<Arc<Origin>> {
        Steps::new(text, &self.kustomization.name).before(None)
    }

    pub(super) fn append(&mut self, resources: Vec<Resource>, at: Span) {
        let mut known: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (number, resource) in self.state.resources.iter().enumerate() {
            known.entry(Arc::clone(&resource.id().name)).or_default().push(number);
        }
        for resource in resources {
            let same_name = known.entry(Arc::clone(&resource.id().name)).or_default();
            let same_name = same_name.iter().map(|&number| &self.state.resources[number]);
            if let Some(known) = same_name.into_iter().find(|known| known.id().is_same(resource.id())) {
                let message = format!("duplicate resource {}; kustomize rejects it", resource.id());
                let other = Some((known.place(), "the first one".to_owned()));
                self.report(Problem { other, ..Problem::new(message, at) });
                continue;
            }
            known.entry(Arc::clone(&resource.id().name)).or_default().push(self.state.resources.len());
            self.state.resources.push(resource);
        }
    }

    /// Takes in where further transformers look.
    pub(super) fn merge_config(&mut self, other: &Arc<Config>, at: Span) {
        if Arc::ptr_eq(&self.state.config, other) || **other == Config::default() {
            return;
        }
        if *self.state.config == Config::default() {
            self.state.config = Arc::clone(other);
        } else if let Err(message) = Arc::make_mut(&mut self.state.config).merge(other) {
            self.wrong(at, message);
        }
    }

    pub(super) fn merge_vars(&mut self, vars: Vec<Var>) {
        for var in vars {
            if self.state.vars.iter().any(|known| known.name.text == var.name.text) {
                self.wrong(var.name.span, format!("duplicate variable `{}`", var.name.text));
            } else {
                self.state.vars.push(var);
            }
        }
    }

    fn variables(&mut self) {
        let read: Vec<_> = self.kustomization.maps("vars").map(Var::read).collect();
        let mut vars = Vec::new();
        for var in read {
            match var {
                Ok(var) => {
                    if let Err(problem) = var.mark(&mut self.state.resources) {
                        self.report(problem);
                    }
                    vars.push(var);
                }
                Err(problem) => self.report(problem),
            }
        }
        self.merge_vars(vars);
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
