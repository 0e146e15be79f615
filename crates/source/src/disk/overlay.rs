//! Content that stands in front of the disk, or in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Kind;
use crate::normalized;

/// Files with content that does not come from the disk.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// By normalized path; `None` is a file that is gone.
    files: Arc<BTreeMap<PathBuf, Option<Arc<[u8]>>>>,
    whole: bool,
}

impl Overlay {
    /// Content in front of the disk: an editor's unsaved files. `None` hides what the disk has.
    pub fn in_front(files: impl IntoIterator<Item = (PathBuf, Option<Arc<[u8]>>)>) -> Self {
        let files = files.into_iter().map(|(path, content)| (normalized(&path), content)).collect();
        Self { files: Arc::new(files), whole: false }
    }

    /// Content in the place of the disk: another revision of a repository. What is not among it does not exist.
    pub fn instead(files: impl IntoIterator<Item = (PathBuf, Arc<[u8]>)>) -> Self {
        let files = files.into_iter().map(|(path, content)| (normalized(&path), Some(content))).collect();
        Self { files: Arc::new(files), whole: true }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.whole
    }

    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// What is at a path: `None` where the disk decides, `Some(None)` where it is gone.
    pub(super) fn kind(&self, path: &Path) -> Option<Option<Kind>> {
        let path = normalized(path);
        match self.files.get(&path) {
            Some(Some(_)) => Some(Some(Kind::File)),
            Some(None) => Some(None),
            None => self.below(&path).any(|(_, content)| content.is_some()).then_some(Some(Kind::Folder)),
        }
    }

    pub(super) fn bytes(&self, path: &Path) -> Option<Arc<[u8]>> {
        if self.files.is_empty() {
            return None;
        }
        self.files.get(&normalized(path)).cloned().flatten()
    }

    /// The files below a folder, those that are gone included.
    pub(super) fn below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = (&'a Path, Option<&'a Arc<[u8]>>)> {
        self.files
            .range(folder.to_path_buf()..)
            .map(|(path, content)| (path.as_path(), content.as_ref()))
            .skip_while(move |(path, _)| *path == folder)
            .take_while(move |(path, _)| path.starts_with(folder))
    }
}
