//! Which modules are roots: those that no other module of the scan calls.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::config::Module;
use seaworthy_source::normalized;

/// The modules to evaluate as roots, in the order of their folders. A module that is called is evaluated through its
/// callers, with the values that they pass.
#[must_use]
pub fn roots(modules: &BTreeMap<PathBuf, Arc<Module>>) -> Vec<Arc<Module>> {
    let callees = |module: &Module| -> Vec<PathBuf> {
        let folders = module.calls.values().filter_map(|call| module.local_folder(call));
        folders.map(|folder| normalized(&folder)).filter(|folder| modules.contains_key(folder)).collect()
    };
    let called: BTreeSet<PathBuf> = modules
        .iter()
        .flat_map(|(folder, module)| callees(module).into_iter().filter(move |callee| callee != folder))
        .collect();
    let mut roots: Vec<&PathBuf> = modules.keys().filter(|folder| !called.contains(*folder)).collect();
    let mut reached = BTreeSet::new();
    let mut reach = |folder: &PathBuf| {
        let mut open = vec![folder.clone()];
        while let Some(folder) = open.pop() {
            if reached.insert(folder.clone()) {
                open.extend(modules.get(&folder).map(|module| callees(module)).unwrap_or_default());
            }
        }
        reached.clone()
    };
    let mut covered: BTreeSet<PathBuf> = roots.iter().flat_map(|folder| reach(folder)).collect();
    // Modules that call each other in a circle are reached from no root.
    for folder in modules.keys() {
        if !covered.contains(folder) {
            roots.push(folder);
            covered = reach(folder);
        }
    }
    roots.sort();
    roots.into_iter().map(|folder| Arc::clone(&modules[folder])).collect()
}
