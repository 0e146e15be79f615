//! The overlays of a scan.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::accumulate::{Accumulated, Target};
use super::documents::Documents;
use super::{Build, Built};
use crate::discover::normalized;
use crate::source::Sources;

/// Builds the overlays of a scan. It may be used by several threads at once.
#[derive(Debug)]
pub struct Builder<'a> {
    pub(super) documents: Documents<'a>,
    /// What folders give to those that use them. Two threads may build the same one at the same time; neither waits.
    folders: Mutex<HashMap<PathBuf, Arc<Accumulated>>>,
}

impl<'a> Builder<'a> {
    /// For overlays below the folders of `boundary`; nothing outside of them is read.
    #[must_use]
    pub fn new(sources: &'a Sources, boundary: &[PathBuf]) -> Self {
        Self { documents: Documents::new(sources, boundary), folders: Mutex::default() }
    }

    /// The files, as kustomizations read them.
    #[must_use]
    pub fn documents(&self) -> &Documents<'a> {
        &self.documents
    }

    /// Builds the kustomization of a folder. Total: what is wrong is told, and the rest is built.
    #[must_use]
    pub fn build(&self, folder: &Path) -> Build {
        let accumulated = Arc::unwrap_or_clone(self.accumulated(folder, &[]));
        let built = accumulated.resources.into_iter().map(|resource| Built {
            root: resource.share(),
            file: resource.file,
            through: resource.through,
        });
        Build { resources: built.collect(), diagnostics: accumulated.diagnostics, files: accumulated.files }
    }

    /// What a folder gives to those that use it.
    pub(super) fn accumulated(&self, folder: &Path, around: &[PathBuf]) -> Arc<Accumulated> {
        let key = normalized(folder);
        let known = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return known;
        }
        let around: Vec<PathBuf> = around.iter().cloned().chain([key.clone()]).collect();
        let accumulated = Arc::new(Target::accumulate(self, folder, &around));
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(folders.entry(key).or_insert(accumulated))
    }
}
