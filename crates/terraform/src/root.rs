//! A root module with everything that its evaluation needs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::{FileSet, Module};
use super::eval::{self, Evaluated};
use super::inputs::{InputSettings, Inputs};
use super::tree::{Library, Tree};
use seaworthy_source::{Diagnostic, Disk, ReadError, Sources};

/// A root module: what `terraform plan` is run in.
#[derive(Debug)]
pub struct Root {
    /// The module with the modules that it calls.
    pub tree: Tree,
    /// The values of its variables.
    pub inputs: Inputs,
}

impl Root {
    /// Loads the root module in a folder, with everything that it calls and the values that are set for it.
    ///
    /// # Errors
    /// The folder has no configuration, or may not be read. Errors in files are among [`Root::diagnostics`].
    pub fn load(folder: &Path, settings: &InputSettings, disk: &Disk, sources: &Sources) -> Result<Self, ReadError> {
        let library = Library::new([], disk, sources);
        let module = library.module(folder)?;
        Ok(Self::of(module, &FileSet::read(folder, disk)?, settings, &library))
    }

    /// The root of a module that is loaded already; `files` are those of its folder.
    #[must_use]
    pub fn of(module: Arc<Module>, files: &FileSet, settings: &InputSettings, library: &Library<'_>) -> Self {
        let inputs = Inputs::of(&module, files, settings, library.disk, library.sources);
        Self { tree: Tree::of(module, library), inputs }
    }

    /// Evaluates it. Files that its expressions name are read from the disk.
    #[must_use]
    pub fn evaluate(&self, disk: &Disk, sources: &Sources) -> Evaluated {
        eval::evaluate(&self.tree, &self.inputs, disk, sources)
    }

    /// The modules below it, itself first; one that is called several times occurs as often.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Module>> {
        let mut open = vec![&self.tree.root];
        std::iter::from_fn(move || {
            let node = open.pop()?;
            open.extend(node.children.values().flatten());
            Some(&node.module)
        })
    }

    /// The files of its modules.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.modules().flat_map(|module| module.files.iter().map(|file| &file.path))
    }

    /// Errors in its files: in configurations, in module calls, in values of variables.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut seen = HashSet::new();
        let modules = self.modules().filter(|module| seen.insert(Arc::as_ptr(module)));
        let mut all: Vec<Diagnostic> = modules.flat_map(|module| module.diagnostics.iter().cloned()).collect();
        all.extend(self.call_diagnostics().cloned());
        all
    }

    /// The same without errors in configurations, which several roots may share.
    pub fn call_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.tree.diagnostics.iter().chain(&self.inputs.diagnostics)
    }

    /// Whether a module that is called below it could not be evaluated.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        self.tree.root.has_gaps()
    }
}
