//! The overlays of a scan: what is deployed of the kustomizations that were met.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::discover::{Candidate, LeftOut, Unit};
use crate::frontend::kubernetes::{self, Meaning};
use crate::world::{Loaded, Resource};
use seaworthy_kustomize::{Build, Builder, Built, Graph, NAMES, Use, is_kustomization};
use seaworthy_source::{Diagnostic, FileId, Level, Node, Sources, Span, Status, display_name, normalized};

/// The overlays of a scan.
#[derive(Debug, Default)]
pub struct Overlays {
    /// The resources of each, in the order of their folders.
    pub units: Vec<Loaded>,
    /// The files in which findings about overlays are not reported: they were left out, or others were named.
    pub silent: BTreeSet<PathBuf>,
    /// The files that have a part in some overlay, and so are not looked at by themselves.
    pub used: BTreeMap<PathBuf, Use>,
}

/// Builds what is deployed of the kustomizations among the files of the units, in parallel: those that no other one uses.
#[must_use]
pub fn overlays(units: &[Unit], left_out: &LeftOut, builder: &Builder<'_>) -> Overlays {
    let scope = Scope::of(units, left_out);
    let folders: Vec<PathBuf> =
        scope.kustomizations.iter().filter_map(|file| Some(file.path.parent()?.to_path_buf())).collect();
    let graph = Graph::read(&folders, builder.documents());
    let roots = graph.roots();
    let wanted: Vec<&PathBuf> = folders
        .iter()
        .filter(|folder| {
            let own = normalized(folder);
            roots.contains(&*own) && (scope.is_whole(&own) || graph.concerns(&own, &scope.named))
        })
        .collect();
    let built: Vec<(Overlay, Loaded)> = wanted
        .into_par_iter()
        .map(|folder| {
            let name = display_name(folder).into();
            let overlay = Overlay { folder: normalized(folder), name, build: builder.build(folder) };
            let loaded = overlay.load(&scope, builder.documents().sources());
            (overlay, loaded)
        })
        .collect();
    let mut overlays = Overlays::default();
    let mut account = Account::default();
    for (overlay, mut loaded) in built {
        account.add(&overlay, &mut loaded, &scope, builder);
        overlays.units.push(loaded);
    }
    // A component that nothing uses has a part in nothing, but its patches are no resources all the same.
    for folder in &folders {
        if graph.is_component(&normalized(folder)) {
            account.unused(&builder.build(folder), &scope, &mut overlays);
        }
    }
    overlays.silent = account.uses.keys().filter(|path| !account.reported.contains(*path)).cloned().collect();
    overlays.used.extend(account.uses);
    overlays
}

/// What is reported on.
struct Scope<'a> {
    left_out: &'a LeftOut,
    kustomizations: Vec<Candidate>,
    /// The folders that were asked for.
    whole: Vec<PathBuf>,
    /// Files that were named one by one.
    named: BTreeSet<PathBuf>,
}

impl<'a> Scope<'a> {
    fn of(units: &[Unit], left_out: &'a LeftOut) -> Self {
        let mut scope = Self { left_out, kustomizations: Vec::new(), whole: Vec::new(), named: BTreeSet::new() };
        let mut seen = BTreeSet::new();
        for unit in units {
            if unit.context {
                scope.named.extend(unit.files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)));
            } else {
                scope.whole.push(normalized(&unit.root));
            }
            let kustomizations = unit.files.iter().filter(|file| is_kustomization(&file.path));
            scope.kustomizations.extend(kustomizations.filter(|file| seen.insert(normalized(&file.path))).cloned());
        }
        scope
    }

    /// Whether everything about the kustomization of a folder is reported, wherever it is written.
    fn is_whole(&self, folder: &Path) -> bool {
        self.whole.iter().any(|root| folder.starts_with(root))
    }

    /// Whether what is written in a file is reported.
    fn is_reported(&self, overlay: &Path, file: &Path) -> bool {
        self.named.contains(file) || self.is_whole(overlay) && !self.left_out.holds(file)
    }
}

/// A kustomization, built.
struct Overlay {
    /// Its folder, as [`normalized`] names it.
    folder: PathBuf,
    /// Its folder, as reports name it.
    name: Arc<str>,
    build: Build,
}

impl Overlay {
    fn load(&self, scope: &Scope<'_>, sources: &Sources) -> Loaded {
        let mut loaded = Loaded { diagnostics: self.build.diagnostics.clone(), ..Loaded::default() };
        let is_whole = scope.is_whole(&self.folder);
        if !is_whole {
            let is_named = |diagnostic: &Diagnostic| scope.named.contains(&normalized(Path::new(&diagnostic.subject)));
            loaded.diagnostics.retain(is_named);
        }
        let mut named: BTreeMap<FileId, bool> = BTreeMap::new();
        let mut is_named = |file: FileId| {
            *named.entry(file).or_insert_with(|| scope.named.contains(&normalized(sources.get(file).path())))
        };
        for built in &self.build.resources {
            let reported = is_whole || touches(&built.root, &mut is_named);
            let resources = match kubernetes::meaning(kubernetes::with_placeholders(&built.root), reported) {
                Meaning::Resources(resources) => resources,
                // Here it is no patch, but what will be deployed.
                Meaning::Partial(resource, missing) => {
                    if reported {
                        loaded.diagnostics.push(self.partial(&resource.object, &resource.kind, missing, sources));
                    }
                    vec![*resource]
                }
                Meaning::Other => {
                    if reported {
                        loaded.diagnostics.push(self.partial(&built.root, "a resource", "has no apiVersion", sources));
                    }
                    Vec::new()
                }
            };
            let overlay = || Some(Arc::clone(&self.name));
            loaded.resources.extend(resources.into_iter().map(|resource| Resource { overlay: overlay(), ..resource }));
        }
        loaded.diagnostics.extend(kubernetes::unjudged_containers(&loaded.resources, sources));
        loaded.overlay = Some(Arc::clone(&self.name));
        loaded.has_gaps = !self.build.is_complete();
        if loaded.has_gaps && loaded.resources.iter().any(|resource| resource.reported) {
            let count = loaded.resources.len();
            let resources = if count == 1 { "resource was" } else { "resources were" };
            let message = format!("built in part: {count} {resources} evaluated without what is missing");
            loaded.diagnostics.push(
                Diagnostic::warning(&*self.name, message).help(
                    "kustomize rejects it as a whole. Findings may be missing or change once the errors are fixed.",
                ),
            );
        }
        loaded
    }

    fn partial(&self, root: &Node, kind: &str, missing: &str, sources: &Sources) -> Diagnostic {
        let span = root.span;
        Diagnostic::warning(sources.get(span.file).name(), format!("{kind} {missing} in overlay {}", self.name))
            .at(Span { end: span.start, ..span }, "a cluster rejects it")
            .help("Inspect what is built with `seaworthy render`.")
    }
}

/// Whether a value, or a part of it, is written in one of the files, or was before something else took its place.
fn touches(node: &Node, is_named: &mut impl FnMut(FileId) -> bool) -> bool {
    let mut origin = node.origin.as_deref();
    while let Some(step) = origin {
        if is_named(step.span.file) {
            return true;
        }
        origin = step.before.as_deref();
    }
    is_named(node.span.file)
        || node.items().iter().any(|item| touches(item, is_named))
        || node.as_map().into_iter().flatten().any(|entry| touches(&entry.value, is_named))
}

/// What became of the files.
#[derive(Default)]
struct Account {
    uses: BTreeMap<PathBuf, Use>,
    reported: BTreeSet<PathBuf>,
    /// Files whose comments are collected already.
    collected: BTreeSet<PathBuf>,
}

impl Account {
    /// Says of each file of an overlay what it was in it.
    fn add(&mut self, overlay: &Overlay, loaded: &mut Loaded, scope: &Scope<'_>, builder: &Builder<'_>) {
        let mut resources: BTreeMap<&Path, usize> = BTreeMap::new();
        for Built { file, .. } in &overlay.build.resources {
            *resources.entry(file).or_default() += 1;
        }
        let mut failed: BTreeMap<&str, &str> = BTreeMap::new();
        for error in overlay.build.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            failed.entry(&error.subject).or_insert(&error.message);
        }
        for path in NAMES.iter().map(|name| overlay.folder.join(name)) {
            // What cannot be read has no part in its own build.
            let Some(reason) = failed.values().next().filter(|_| builder.documents().disk().is_file(&path)) else {
                continue;
            };
            if !overlay.build.files.contains_key(&path) && scope.is_reported(&overlay.folder, &path) {
                loaded.coverage.add(display_name(&path), Status::Failed((*reason).to_owned().into()));
            }
            self.uses.entry(path).or_insert(Use::Kustomization);
        }
        for (path, what) in &overlay.build.files {
            let known = self.uses.entry(path.clone()).or_insert(*what);
            *known = *what.min(known);
            if !scope.is_reported(&overlay.folder, path) {
                continue;
            }
            self.reported.insert(path.clone());
            let name = display_name(path);
            let status = match (failed.get(&*name), resources.get(&**path)) {
                (Some(reason), _) => Status::Failed((*reason).to_owned().into()),
                (None, Some(resources)) => Status::Evaluated { resources: *resources },
                (None, None) if *what == Use::Resource => Status::Evaluated { resources: 0 },
                (None, None) if path.parent() == Some(&overlay.folder) && *what == Use::Kustomization => {
                    Status::Used("a kustomization".to_owned())
                }
                (None, None) => Status::Used(format!("{} of kustomization {}", part(*what), overlay.name)),
            };
            loaded.coverage.add(name, status);
            let may_have_comments = !matches!(what, Use::Data | Use::Chart);
            if may_have_comments
                && self.collected.insert(path.clone())
                && let Ok(parsed) = builder.documents().get(path)
            {
                loaded.comments.extend(&parsed.comments);
            }
        }
    }

    /// Accounts for the files of a component that no kustomization uses. Its resources are judged as they are written.
    fn unused(&mut self, build: &Build, scope: &Scope<'_>, overlays: &mut Overlays) {
        let mut loaded = Loaded::default();
        for (path, what) in build.files.iter().filter(|(_, what)| **what != Use::Resource) {
            if self.uses.contains_key(path) || path.parent().is_none_or(|folder| !scope.is_reported(folder, path)) {
                continue;
            }
            let reason = format!("{} of a component that no kustomization uses", part(*what));
            loaded.coverage.add(display_name(path), Status::NotOurs(reason.into()));
            overlays.used.insert(path.clone(), *what);
        }
        overlays.units.push(loaded);
    }
}

fn part(what: Use) -> &'static str {
    match what {
        Use::Kustomization => "part",
        Use::Resource => "a resource",
        Use::Patch => "a patch",
        Use::Configuration => "a configuration",
        Use::Chart => "a chart's file",
        Use::Data => "data",
    }
}
