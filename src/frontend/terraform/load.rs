//! The files of a scan to evaluated roots and plans.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::plans::PlanFile;
use crate::discover::Candidate;
use seaworthy_source::{Diagnostic, Disk, FileId, Sources, normalized};
use seaworthy_terraform::config::{FileSet, Module};
use seaworthy_terraform::eval::Evaluated;
use seaworthy_terraform::inputs::InputSettings;
use seaworthy_terraform::plan::{self, Plan};
use seaworthy_terraform::tree::Library;
use seaworthy_terraform::{Root, roots};

/// The root modules and plans of a scan.
#[derive(Debug, Default)]
pub struct RootsAndPlans {
    /// The roots, in the order of their folders.
    pub roots: Vec<EvaluatedRoot>,
    /// Errors in inputs, module calls and expressions.
    pub diagnostics: Vec<Diagnostic>,
    /// The plans, in the order of their files, each with the number of the root that it was made of, if that is here.
    pub plans: Vec<(Plan, Option<usize>)>,
    pub(super) modules: BTreeMap<PathBuf, Arc<Module>>,
    pub(super) variable_files: BTreeSet<FileId>,
}

/// A root module, evaluated.
#[derive(Debug)]
pub struct EvaluatedRoot {
    /// Its folder.
    pub folder: PathBuf,
    /// Its values.
    pub evaluated: Evaluated,
    /// Whether files of it, or of modules that it calls, are reported on; otherwise only a plan needs it.
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
    settings: &InputSettings,
    disk: &Disk,
    sources: &Sources,
) -> RootsAndPlans {
    let plans: Vec<Plan> = plans.into_par_iter().map(|file| plan::load(&file.path, file.text, sources)).collect();
    if plans.is_empty() && !files.iter().any(|file| file.reported) {
        return RootsAndPlans::default();
    }
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let folder = file.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folders.entry(folder.to_path_buf()).or_default().push(file.path.clone());
    }
    let sets = folders.into_iter().map(|(folder, files)| (folder, FileSet::of(files)));
    let sets: Vec<(PathBuf, FileSet)> = sets.collect();
    let library = Library::new(sets.iter().cloned(), disk, sources);
    let modules: BTreeMap<PathBuf, Arc<Module>> = sets
        .par_iter()
        .filter_map(|(folder, _)| Some((normalized(folder), library.module(folder).ok()?)))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let by_folder: BTreeMap<PathBuf, &FileSet> =
        sets.iter().map(|(folder, files)| (normalized(folder), files)).collect();
    let reported: BTreeSet<PathBuf> =
        files.iter().filter(|file| file.reported).map(|file| normalized(&file.path)).collect();
    let loaded: Vec<(Root, bool)> = roots(&modules)
        .into_par_iter()
        .map(|module| {
            let none = FileSet::default();
            let files = by_folder.get(&normalized(&module.folder)).copied().unwrap_or(&none);
            let root = Root::of(module, files, settings, &library);
            let variables = root.inputs.files.iter().map(|file| normalized(sources.get(*file).path()));
            let is_reported =
                variables.chain(root.paths().map(|path| normalized(path))).any(|it| reported.contains(&it));
            (root, is_reported)
        })
        .collect();
    let root_of_plan: Vec<Option<usize>> =
        plans.iter().map(|plan| plan::root_of(plan, loaded.iter().map(|(root, _)| &root.tree))).collect();
    let evaluated: Vec<(usize, &Root, EvaluatedRoot)> = loaded
        .par_iter()
        .enumerate()
        .filter(|(number, (_, reported))| *reported || root_of_plan.contains(&Some(*number)))
        .map(|(number, (root, reported))| {
            let folder = root.tree.root.module.folder.clone();
            let evaluated = root.evaluate(disk, sources);
            (number, root, EvaluatedRoot { folder, evaluated, reported: *reported, has_gaps: root.has_gaps() })
        })
        .collect();
    let mut all = RootsAndPlans { modules, ..RootsAndPlans::default() };
    let mut numbers = HashMap::new();
    for (number, root, mut evaluated) in evaluated {
        numbers.insert(number, all.roots.len());
        all.variable_files.extend(&root.inputs.files);
        all.diagnostics.extend(root.call_diagnostics().cloned());
        // Installed modules are not part of the scan, but what is missing of them is missing in the root.
        let installed = root.modules().filter(|module| !all.modules.contains_key(&normalized(&module.folder)));
        let unread = installed.flat_map(|module| &module.files).filter_map(|file| Some((file, file.failed.as_ref()?)));
        all.diagnostics.extend(unread.map(|(file, reason)| reason.diagnostic(&file.path)));
        all.diagnostics.append(&mut evaluated.evaluated.diagnostics);
        all.roots.push(evaluated);
    }
    let root = |number: Option<usize>| number.and_then(|number| numbers.get(&number).copied());
    all.plans = plans.into_iter().zip(root_of_plan.into_iter().map(root)).collect();
    all
}
