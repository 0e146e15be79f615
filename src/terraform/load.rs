//! Folders of configuration to values.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::config::{FileSet, Module};
use super::eval::{self, Evaluated};
use super::inputs::{Given, Inputs};
use super::plan::{self, Plan, PlanFile};
use super::roots::roots;
use super::tree::{Library, Tree, TreeNode};
use crate::discover::{Candidate, normalized};
use crate::source::{Diagnostic, FileId, Sources};

/// A root module, evaluated.
#[derive(Debug)]
pub struct Root {
    /// Its folder.
    pub folder: PathBuf,
    /// Its values.
    pub evaluated: Evaluated,
    /// Whether files of it, or of modules that it calls, are reported on; otherwise it is there for a plan's sake.
    pub reported: bool,
}

/// Reads the plans and evaluates the roots among the files of a scan, in parallel. Of files that are context only those
/// roots are evaluated that a plan or a file to report on may belong to.
#[must_use]
pub fn evaluate(
    files: &[Candidate],
    plans: Vec<PlanFile>,
    boundary: &[PathBuf],
    given: &Given,
    sources: &Sources,
) -> Evaluation {
    let plans: Vec<Plan> = plans.into_par_iter().map(|file| plan::load(file, sources)).collect();
    if plans.is_empty() && !files.iter().any(|file| file.reported) {
        return Evaluation::default();
    }
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
    let every_root = !plans.is_empty();
    let reported: BTreeSet<PathBuf> =
        files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)).collect();
    let evaluated: Vec<(Root, BTreeSet<FileId>, Vec<Diagnostic>)> = roots(&modules)
        .into_par_iter()
        .filter_map(|module| {
            let none = FileSet::default();
            let files = by_folder.get(&normalized(&module.folder)).copied().unwrap_or(&none);
            let inputs = Inputs::of(&module, files, given, sources);
            let folder = module.folder.clone();
            let tree = Tree::of(module, &library, sources);
            let own = inputs.files.iter().map(|file| sources.get(*file).path().to_path_buf());
            let reported = own.chain(paths(&tree.root)).any(|path| reported.contains(&normalized(&path)));
            if !reported && !every_root {
                return None;
            }
            let mut evaluated = eval::evaluate(&tree, &inputs, boundary, sources);
            let mut diagnostics = tree.diagnostics;
            diagnostics.extend(inputs.diagnostics);
            diagnostics.append(&mut evaluated.diagnostics);
            Some((Root { folder, evaluated, reported }, inputs.files.into_iter().collect(), diagnostics))
        })
        .collect();
    let mut evaluation = Evaluation { plans, modules, ..Evaluation::default() };
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
    /// The plans, in the order of their files.
    pub plans: Vec<Plan>,
    pub(super) modules: BTreeMap<PathBuf, Arc<Module>>,
    pub(super) variable_files: BTreeSet<FileId>,
}

/// The files of a module and of all that it calls.
fn paths(node: &TreeNode) -> impl Iterator<Item = PathBuf> {
    let mut open = vec![node];
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        found.extend(node.module.files.iter().map(|file| file.path.clone()));
        open.extend(node.children.values().flatten());
    }
    found.into_iter()
}
