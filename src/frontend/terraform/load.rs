//! Folders of configuration to values.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::plans::PlanFile;
use crate::discover::Candidate;
use seaworthy_source::{Diagnostic, FileId, Sources, normalized};
use seaworthy_terraform::config::{FileSet, Module};
use seaworthy_terraform::eval::{self, Evaluated};
use seaworthy_terraform::inputs::{Given, Inputs};
use seaworthy_terraform::plan::{self, Plan};
use seaworthy_terraform::roots;
use seaworthy_terraform::tree::{Library, Tree, TreeNode};

/// A root module, evaluated.
#[derive(Debug)]
pub struct Root {
    /// Its folder.
    pub folder: PathBuf,
    /// Its values.
    pub evaluated: Evaluated,
    /// Whether files of it, or of modules that it calls, are reported on; otherwise it is there for a plan's sake.
    pub reported: bool,
    /// Whether a module that it calls could not be evaluated.
    pub has_gaps: bool,
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
    let plans: Vec<Plan> =
        plans.into_par_iter().map(|file| plan::load(&file.candidate.path, file.text, sources)).collect();
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
    let reported: BTreeSet<PathBuf> =
        files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)).collect();
    let prepared: Vec<Prepared> = roots(&modules)
        .into_par_iter()
        .map(|module| {
            let none = FileSet::default();
            let files = by_folder.get(&normalized(&module.folder)).copied().unwrap_or(&none);
            let inputs = Inputs::of(&module, files, given, sources);
            let tree = Tree::of(module, &library, sources);
            let mut paths =
                inputs.files.iter().map(|file| sources.get(*file).path().to_path_buf()).chain(paths(&tree.root));
            let reported = paths.any(|path| reported.contains(&normalized(&path)));
            Prepared { tree, inputs, reported }
        })
        .collect();
    let root_of_plan: Vec<Option<usize>> =
        plans.iter().map(|plan| plan::root_of(plan, prepared.iter().map(|prepared| &prepared.tree))).collect();
    let evaluated: Vec<EvaluatedRoot> = prepared
        .into_par_iter()
        .enumerate()
        .filter(|(number, prepared)| prepared.reported || root_of_plan.contains(&Some(*number)))
        .map(|(number, prepared)| prepared.evaluate(number, boundary, sources))
        .collect();
    let mut evaluation = Evaluation { modules, ..Evaluation::default() };
    let mut numbers = HashMap::new();
    for EvaluatedRoot { number, root, variable_files, diagnostics } in evaluated {
        numbers.insert(number, evaluation.roots.len());
        evaluation.roots.push(root);
        evaluation.variable_files.extend(variable_files);
        evaluation.diagnostics.extend(diagnostics);
    }
    let root = |number: Option<usize>| number.and_then(|number| numbers.get(&number).copied());
    evaluation.plans = plans.into_iter().zip(root_of_plan.into_iter().map(root)).collect();
    evaluation
}

/// A root with what it takes to evaluate it.
struct Prepared {
    tree: Tree,
    inputs: Inputs,
    reported: bool,
}

/// A root with what is to be said of it.
struct EvaluatedRoot {
    number: usize,
    root: Root,
    variable_files: Vec<FileId>,
    diagnostics: Vec<Diagnostic>,
}

impl Prepared {
    fn evaluate(self, number: usize, boundary: &[PathBuf], sources: &Sources) -> EvaluatedRoot {
        let Self { tree, inputs, reported } = self;
        let mut evaluated = eval::evaluate(&tree, &inputs, boundary, sources);
        let mut diagnostics = tree.diagnostics;
        diagnostics.extend(inputs.diagnostics);
        diagnostics.append(&mut evaluated.diagnostics);
        let has_gaps = has_gaps(&tree.root);
        let root = Root { folder: tree.root.module.folder.clone(), evaluated, reported, has_gaps };
        EvaluatedRoot { number, root, variable_files: inputs.files, diagnostics }
    }
}

/// What became of the configuration of a scan.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The roots, in the order of their folders.
    pub roots: Vec<Root>,
    /// What is wrong with inputs, calls and expressions.
    pub diagnostics: Vec<Diagnostic>,
    /// The plans, in the order of their files, each with the number of the root that it was made of, if that is here.
    pub plans: Vec<(Plan, Option<usize>)>,
    pub(super) modules: BTreeMap<PathBuf, Arc<Module>>,
    pub(super) variable_files: BTreeSet<FileId>,
}

/// Whether a module calls one that could not be evaluated, or one of those that it calls does.
fn has_gaps(node: &TreeNode) -> bool {
    node.children.values().any(|child| child.as_ref().is_none_or(has_gaps))
}

/// The files of a module and of all that it calls.
fn paths(node: &TreeNode) -> Vec<PathBuf> {
    let mut open = vec![node];
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        found.extend(node.module.files.iter().map(|file| file.path.clone()));
        open.extend(node.children.values().flatten());
    }
    found
}
