//! Files that expressions read: below the folders of the scan, and nowhere else.

use std::path::{Path, PathBuf};

use super::Evaluator;
use crate::discover::normalized;
use crate::terraform::functions::{Context, FileError};
use crate::terraform::read;

impl Evaluator<'_> {
    /// Where a path of an expression leads, if it may be read.
    fn allowed(&self, path: &str) -> Result<PathBuf, FileError> {
        let folder = &self.tree.root.module.folder;
        let outside = || FileError::Outside(path.to_owned());
        if path.starts_with('~') {
            return Err(outside());
        }
        let wanted = folder.join(path);
        let inside = |path: &Path| self.boundary.iter().any(|folder| path.starts_with(folder));
        if !inside(&normalized(&wanted)) {
            return Err(outside());
        }
        // A link may lead out of the tree.
        match wanted.canonicalize() {
            Ok(real) if !self.boundary.iter().filter_map(|it| it.canonicalize().ok()).any(|it| real.starts_with(it)) => {
                Err(outside())
            }
            _ => Ok(wanted),
        }
    }
}

impl Context for Evaluator<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let wanted = self.allowed(path)?;
        if !wanted.exists() {
            return Err(FileError::Missing(path.to_owned()));
        }
        read::bytes(&wanted).map_err(FileError::Unreadable)
    }
}
