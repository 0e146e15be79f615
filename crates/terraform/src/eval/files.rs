//! Files that expressions read, as the [`Disk`](seaworthy_source::Disk) allows.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Evaluator;
use crate::functions::Context;
use seaworthy_source::ReadError;
use seaworthy_source::disk::Kind;

/// More files than this below one folder are not listed.
const MAX_FILES: usize = 100_000;

impl Evaluator<'_> {
    /// Keeps why a file is not read: the caller reports some of the reasons differently.
    fn remembered<T>(&self, result: Result<T, ReadError>) -> Result<T, ReadError> {
        if let Err(error) = &result {
            self.unread.replace(Some(error.clone()));
        }
        result
    }

    /// The path that an expression means: relative ones start from the root's folder.
    fn resolved(&self, path: &str) -> Result<PathBuf, ReadError> {
        // The home directory of the user who runs Terraform is not part of any repository.
        if path.starts_with('~') { Err(ReadError::Outside) } else { Ok(self.tree.root.module.folder.join(path)) }
    }

    fn read_file(&self, path: &str) -> Result<Arc<[u8]>, ReadError> {
        let path = self.resolved(path)?;
        if let Some(bytes) = self.contents.borrow().get(&path) {
            return Ok(Arc::clone(bytes));
        }
        let bytes: Arc<[u8]> = self.disk.bytes(&path)?.into();
        self.contents.borrow_mut().insert(path, Arc::clone(&bytes));
        Ok(bytes)
    }

    fn look(&self, path: &str) -> Result<Kind, ReadError> {
        let path = self.resolved(path)?;
        if let Some(kind) = self.kinds.borrow().get(&path) {
            return kind.clone();
        }
        let kind = self.disk.look(&path);
        self.kinds.borrow_mut().insert(path, kind.clone());
        kind
    }

    fn file_exists(&self, path: &str) -> Result<bool, ReadError> {
        match self.look(path) {
            Ok(Kind::File) => Ok(true),
            Ok(Kind::Folder) => Err(ReadError::IsFolder),
            Ok(Kind::Special) => Err(ReadError::Special),
            Err(ReadError::Missing) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn list_files(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        match self.look(folder) {
            Err(ReadError::Missing) => return Ok(Vec::new()),
            Err(error) => return Err(error),
            Ok(_) => {}
        }
        let folder = self.resolved(folder)?;
        let met = Cell::new(0);
        let enter = |_: &Path, kind: Kind| {
            met.set(met.get() + usize::from(kind == Kind::File));
            met.get() <= MAX_FILES
        };
        let (files, _) = self.disk.walk(&folder, &enter);
        if met.get() > MAX_FILES {
            let error = std::io::Error::other(format!("more than {MAX_FILES} files"));
            return Err(ReadError::from(error));
        }
        let relative = files.iter().filter_map(|file| file.strip_prefix(&folder).ok());
        Ok(relative.map(|file| file.to_string_lossy().replace('\\', "/")).collect())
    }
}

impl Context for Evaluator<'_> {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadError> {
        self.remembered(self.read_file(path))
    }

    fn exists(&self, path: &str) -> Result<bool, ReadError> {
        self.remembered(self.file_exists(path))
    }

    fn files(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        self.remembered(self.list_files(folder))
    }

    fn folder(&self) -> &str {
        &self.folder
    }
}
