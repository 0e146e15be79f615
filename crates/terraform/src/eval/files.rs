//! Files that expressions read: below the folders of the scan, and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::Evaluator;
use crate::functions::{Context, FileError};
use crate::read;
use seaworthy_source::normalized;

/// More files than this below one folder are not listed.
const MAX_FILES: usize = 100_000;

impl Evaluator<'_> {
    /// Remembers why a file is not read: the caller tells some reasons in a way of their own.
    fn remembered<T>(&self, result: Result<T, FileError>) -> Result<T, FileError> {
        if let Err(error) = &result {
            self.unread.replace(Some(error.clone()));
        }
        result
    }

    /// Where a path of an expression leads, if it may be read.
    fn allowed(&self, path: &str) -> Result<PathBuf, FileError> {
        if path.starts_with('~') {
            return Err(FileError::Outside);
        }
        let wanted = self.tree.root.module.folder.join(path);
        let inside = |path: &Path| self.boundary.iter().any(|folder| path.starts_with(folder));
        if !inside(&normalized(&wanted)) {
            return Err(FileError::Outside);
        }
        // A link may lead out of the tree.
        match wanted.canonicalize() {
            Ok(real)
                if !self.boundary.iter().filter_map(|it| it.canonicalize().ok()).any(|it| real.starts_with(it)) =>
            {
                Err(FileError::Outside)
            }
            _ => Ok(wanted),
        }
    }

    fn read_file(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        let wanted = self.allowed(path)?;
        if let Some(bytes) = self.contents.borrow().get(&wanted) {
            return Ok(Arc::clone(bytes));
        }
        if wanted.is_dir() {
            return Err(FileError::IsFolder);
        }
        if !wanted.exists() {
            return Err(FileError::Missing);
        }
        let bytes: Arc<[u8]> = read::bytes(&wanted).map_err(FileError::Unreadable)?.into();
        self.contents.borrow_mut().insert(wanted, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn file_exists(&self, path: &str) -> Result<bool, FileError> {
        let wanted = self.allowed(path)?;
        if wanted.is_dir() { Err(FileError::IsFolder) } else { Ok(wanted.exists()) }
    }

    fn list_files(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let wanted = self.allowed(folder)?;
        let mut files = Vec::new();
        for entry in WalkDir::new(&wanted).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            if files.len() >= MAX_FILES {
                return Err(FileError::Unreadable(format!("more than {MAX_FILES} files")));
            }
            if let Ok(relative) = entry.path().strip_prefix(&wanted) {
                files.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
        Ok(files)
    }
}

impl Context for Evaluator<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError> {
        self.remembered(self.read_file(path))
    }

    fn exists(&self, path: &str) -> Result<bool, FileError> {
        self.remembered(self.file_exists(path))
    }

    fn files(&self, folder: &str) -> Result<Vec<String>, FileError> {
        self.remembered(self.list_files(folder))
    }

    fn folder(&self) -> &str {
        &self.folder
    }
}
