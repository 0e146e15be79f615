//! Folders of configuration to units of resources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::config::{FileSet, Module};
use super::eval::{self, Evaluated};
use super::inputs::{Given, Inputs};
use super::resource::resource;
use super::roots::roots;
use super::tree::{Library, Tree};
use crate::discover::{Candidate, Status, display_name, normalized};
use crate::source::{Diagnostic, FileId, Sources};
use crate::world::Loaded;

/// A root module, evaluated.
#[derive(Debug)]
pub struct Root {
    /// Its folder.
    pub folder: PathBuf,
    /// Its values.
    pub evaluated: Evaluated,
}

/// Evaluates every root among the files of a scan, in parallel.
#[must_use]
pub fn evaluate(files: &[Candidate], boundary: &[PathBuf], given: &Given, sources: &Sources) -> Evaluation {
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let folder = file.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folders.entry(folder.to_path_buf()).or_default().push(file.path.clone());
    }
    let sets = folders.into_iter().map(|(folder, files)| (folder, FileSet::of(files)));
    let sets: Vec<(PathBuf, FileSet)> = sets.collect();
    let library = Library::new(sets.iter().cloned());
    let modules: BTreeMap<PathBuf, Arc<Module>> = sets
        .par_iter()
        .filter_map(|(folder, _)| Some((normalized(folder), library.module(folder, sources)?)))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let by_folder: BTreeMap<PathBuf, &FileSet> =
        sets.iter().map(|(folder, files)| (normalized(folder), files)).collect();
    let evaluated: Vec<(Root, BTreeSet<FileId>, Vec<Diagnostic>)> = roots(&modules)
        .into_par_iter()
        .map(|module| {
            let none = FileSet::default();
            let files = by_folder.get(&normalized(&module.folder)).copied().unwrap_or(&none);
            let inputs = Inputs::of(&module, files, given, sources);
            let folder = module.folder.clone();
            let tree = Tree::of(module, &library, sources);
            let mut evaluated = eval::evaluate(&tree, &inputs, boundary, sources);
            let mut diagnostics = tree.diagnostics;
            diagnostics.extend(inputs.diagnostics);
            diagnostics.append(&mut evaluated.diagnostics);
            (Root { folder, evaluated }, inputs.files.into_iter().collect(), diagnostics)
        })
        .collect();
    let mut evaluation = Evaluation { modules, ..Evaluation::default() };
    for (root, files, diagnostics) in evaluated {
        evaluation.roots.push(root);
        evaluation.variable_files.extend(files);
        evaluation.diagnostics.extend(diagnostics);
    }
    evaluation
}

/// What became of the configuration of a scan.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The roots, in the order of their folders.
    pub roots: Vec<Root>,
    /// What is wrong with inputs, calls and expressions.
    pub diagnostics: Vec<Diagnostic>,
    modules: BTreeMap<PathBuf, Arc<Module>>,
    variable_files: BTreeSet<FileId>,
}

/// The units of a scan: one for each root, and one more for what is to be said of the files.
#[must_use]
pub fn units(evaluation: &Evaluation, files: &[Candidate], sources: &Sources) -> Vec<Loaded> {
    if files.is_empty() {
        return Vec::new();
    }
    let reported: BTreeSet<PathBuf> =
        files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)).collect();
    let is_reported = |path: &Path| reported.contains(&normalized(path));
    let mut units: Vec<Loaded> = evaluation
        .roots
        .iter()
        .map(|root| {
            let resources = root.evaluated.resources.iter().map(|evaluated| {
                let file = sources.get(evaluated.header.file);
                resource(evaluated, is_reported(file.path()), sources)
            });
            Loaded { resources: resources.collect(), ..Loaded::default() }
        })
        .collect();
    let mut about_files = Loaded::default();
    for module in evaluation.modules.values() {
        about_files.comments.extend(&module.comments);
        about_files.diagnostics.extend(module.diagnostics.iter().cloned());
        for file in module.files.iter().filter(|file| is_reported(&file.path)) {
            let status = match &file.failed {
                Some(reason) => Status::Failed(reason.clone().into()),
                None => Status::Evaluated { resources: file.resources },
            };
            about_files.coverage.add(display_name(&file.path), status);
        }
    }
    let read: BTreeSet<PathBuf> =
        evaluation.variable_files.iter().map(|file| normalized(sources.get(*file).path())).collect();
    for file in files.iter().filter(|file| file.reported) {
        if matches!(
            super::config::role(&file.path),
            Some(super::config::Role::Variables | super::config::Role::OtherVariables)
        ) {
            let status = if read.contains(&normalized(&file.path)) {
                Status::Evaluated { resources: 0 }
            } else {
                Status::NotOurs("values of variables that no root takes by itself; `--var-file` names it".into())
            };
            about_files.coverage.add(display_name(&file.path), status);
        }
    }
    about_files.diagnostics.extend(evaluation.diagnostics.iter().cloned());
    let shown: BTreeSet<String> = reported.iter().map(|path| display_name(path)).collect();
    about_files.diagnostics.retain(|diagnostic| {
        // What is wrong with mere context is for its own scan to say.
        let place = diagnostic.labels.first().map(|(span, _)| sources.get(span.file));
        place.is_none_or(|file| is_reported(file.path()) || !file.path().exists())
            || shown.contains(&diagnostic.subject)
    });
    units.push(about_files);
    units
}
