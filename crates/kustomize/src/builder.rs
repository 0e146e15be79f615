//! The overlays of a scan.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::accumulate::{Accumulated, Around, Target};
use super::documents::Documents;
use super::finish::finish;
use super::limits;
use super::resource::Resource;
use super::{Build, Built};
use seaworthy_source::{Disk, Origin, Sources, normalized};

/// A folder, and the namespace of those that use it where it matters.
type Key = (PathBuf, Option<Arc<str>>);

/// Builds the overlays of a scan. It may be used by several threads at once.
#[derive(Debug)]
pub struct Builder<'a> {
    pub(super) documents: Documents<'a>,
    /// What folders give to those that use them.
    /// Two threads may build the same one at the same time; neither waits for the other.
    folders: Mutex<HashMap<Key, Arc<Accumulated>>>,
    /// How many values were changed so far.
    spent: AtomicUsize,
}

impl<'a> Builder<'a> {
    /// For overlays on a disk; the texts of their files become part of `sources`.
    #[must_use]
    pub fn new(disk: &'a Disk, sources: &'a Sources) -> Self {
        Self { documents: Documents::new(disk, sources), folders: Mutex::default(), spent: AtomicUsize::new(0) }
    }

    /// The files, as kustomizations read them.
    #[must_use]
    pub fn documents(&self) -> &Documents<'a> {
        &self.documents
    }

    /// Builds the kustomization of a folder. Total: what is wrong is reported, and the rest is built.
    #[must_use]
    pub fn build(&self, folder: &Path) -> Build {
        let fuel = Cell::new(limits::KUSTOMIZATIONS);
        let around = Around { folders: Vec::new(), fuel: &fuel, namespace: None };
        let accumulated = Arc::unwrap_or_clone(self.accumulated(folder, &around));
        let finished = finish(accumulated, folder, &self.documents);
        let resources = finished.resources.into_iter().map(|resource| Built {
            root: resource.share(),
            file: resource.file,
            through: reversed(resource.through.as_ref()),
        });
        Build {
            resources: resources.collect(),
            diagnostics: finished.diagnostics,
            files: finished.files,
            is_component: finished.is_component,
        }
    }

    /// Whether kustomizations have grown more than they may.
    pub(super) fn has_spent_all(&self) -> bool {
        self.spent.load(Ordering::Relaxed) > limits::COPIED_VALUES
    }

    /// What a folder gives to those that use it.
    pub(super) fn accumulated(&self, folder: &Path, around: &Around<'_>) -> Arc<Accumulated> {
        let path = normalized(folder);
        let namespace = around.namespace.as_ref().map(|text| Arc::clone(&text.text));
        let keys = [(path.clone(), None), (path.clone(), namespace)];
        {
            let folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = keys.iter().find_map(|key| folders.get(key)) {
                return Arc::clone(known);
            }
        }
        around.fuel.set(around.fuel.get().saturating_sub(1));
        let mut inner = around.clone();
        inner.folders.push(path);
        let accumulated = Arc::new(Target::accumulate(self, folder, &inner));
        let own = accumulated.resources.iter().map(Resource::own_size).sum();
        self.spent.fetch_add(own, Ordering::Relaxed);
        // What is said in a ring depends on where one came in.
        if !accumulated.is_in_ring {
            let [general, particular] = keys;
            let key = if accumulated.hears_namespace { particular } else { general };
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&accumulated));
        }
        accumulated
    }
}

/// The steps from the last one to the first.
fn reversed(steps: Option<&Arc<Origin>>) -> Option<Arc<Origin>> {
    let mut result = None;
    let mut next = steps;
    while let Some(step) = next {
        result = Some(Arc::new(Origin { span: step.span, what: Arc::clone(&step.what), before: result }));
        next = step.before.as_ref();
    }
    result
}
