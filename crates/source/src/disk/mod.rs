//! The one door to the disk.
//!
//! Everything that is read is read here, by the same rules: what lies outside of the boundary is not read, whatever leads
//! there; what is no regular file (a device, a FIFO, a socket) is not opened; nothing larger than its limit is loaded; a
//! text is UTF-8. [`Overlay`]s put other content in front of the disk, as an editor needs it, or in its place, as another
//! revision of the repository needs it.

mod error;
mod overlay;
mod walk;

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::{fs, io};

pub use error::ReadError;
pub use overlay::Overlay;
pub use walk::{Entry, WalkError};

use crate::{SourceFile, Sources, display_name, normalized};

/// Nothing larger is loaded unless a reader has a limit of its own: no one wrote it, and it could exhaust memory.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;

/// What a path leads to, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A device, a FIFO or a socket: never opened.
    Special,
}

/// Reads files, within a boundary or anywhere.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    /// The folders within which reading is allowed, as they really are; `None` is anywhere.
    boundary: Option<Vec<PathBuf>>,
    overlay: Overlay,
    /// Folders by the path that they were named with, and where they really are: the files of a folder follow the same
    /// links. A disk is made for one scan, and what is kept is as old as that.
    folders: Arc<RwLock<HashMap<PathBuf, PathBuf>>>,
}

impl Disk {
    /// Reads anything: for what the user names on the command line.
    #[must_use]
    pub fn anywhere() -> Self {
        Self::default()
    }

    /// Reads what lies below these folders, links followed, and nothing else: for what the scanned files name.
    #[must_use]
    pub fn within(folders: &[PathBuf]) -> Self {
        let mut boundary: Vec<PathBuf> = folders.iter().map(|folder| real(folder)).collect();
        boundary.sort();
        boundary.dedup();
        Self { boundary: Some(boundary), ..Self::default() }
    }

    /// The same with other content in front of the disk, or in its place.
    #[must_use]
    pub fn with_overlay(mut self, overlay: Overlay) -> Self {
        self.overlay = overlay;
        self
    }

    /// The same without a boundary: for what the user names on the command line.
    #[must_use]
    pub fn unbounded(&self) -> Self {
        Self { boundary: None, ..self.clone() }
    }

    /// What the path leads to; `None` where nothing is, or where it may not be looked at.
    #[must_use]
    pub fn kind(&self, path: &Path) -> Option<Kind> {
        self.look(path).ok()
    }

    /// Whether a regular file is there.
    #[must_use]
    pub fn is_file(&self, path: &Path) -> bool {
        self.kind(path) == Some(Kind::File)
    }

    /// Whether a folder is there.
    #[must_use]
    pub fn is_folder(&self, path: &Path) -> bool {
        self.kind(path) == Some(Kind::Folder)
    }

    /// Whether anything is there.
    #[must_use]
    pub fn exists(&self, path: &Path) -> bool {
        self.kind(path).is_some()
    }

    /// What the path leads to, or why that cannot be said.
    ///
    /// # Errors
    /// Nothing is there, or it lies outside of the boundary.
    pub fn look(&self, path: &Path) -> Result<Kind, ReadError> {
        self.find(path).map(|(kind, _)| kind)
    }

    /// What the path leads to, and where that really is on the disk.
    fn find(&self, path: &Path) -> Result<(Kind, PathBuf), ReadError> {
        if !self.overlay.is_empty() {
            match self.overlay.kind(path) {
                Some(found) => {
                    let plain = normalized(path);
                    self.check(&plain)?;
                    return found.map(|kind| (kind, plain)).ok_or(ReadError::Missing);
                }
                None if self.overlay.is_whole() => return Err(ReadError::Missing),
                None => {}
            }
        }
        let (real, about) = self.resolve(path);
        self.check(&real)?;
        let about = about?;
        let kind = match (about.is_file(), about.is_dir()) {
            (true, _) => Kind::File,
            (_, true) => Kind::Folder,
            _ => Kind::Special,
        };
        Ok((kind, real))
    }

    /// The path of a regular file on the disk, links followed.
    fn file(&self, path: &Path) -> Result<PathBuf, ReadError> {
        match self.find(path)? {
            (Kind::File, real) => Ok(real),
            (Kind::Folder, _) => Err(ReadError::IsFolder),
            (Kind::Special, _) => Err(ReadError::Special),
        }
    }

    /// The path as it really is, links followed; by name alone where nothing is there.
    ///
    /// # Errors
    /// It lies outside of the boundary.
    pub fn real(&self, path: &Path) -> Result<PathBuf, ReadError> {
        let (real, _) = self.resolve(path);
        self.check(&real).map(|()| real)
    }

    /// The path as it really is, and what is there. Only the last part of the path is looked at where the folder is known.
    fn resolve(&self, path: &Path) -> (PathBuf, io::Result<fs::Metadata>) {
        if let (Some(parent), Some(name)) = (path.parent(), path.file_name()) {
            let folder = self.folder(if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
            let real = folder.join(name);
            match fs::symlink_metadata(&real) {
                Ok(about) if about.is_dir() => return (self.folder(path), Ok(about)),
                Ok(about) if !about.is_symlink() => return (real, Ok(about)),
                Ok(_) => {}
                Err(error) => return (real, Err(error)),
            }
        }
        let real = real(path);
        let about = fs::metadata(&real);
        (real, about)
    }

    /// Where a folder really is.
    fn folder(&self, folder: &Path) -> PathBuf {
        let known = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).cloned();
        known.unwrap_or_else(|| {
            let found = real(folder);
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            folders.insert(folder.to_path_buf(), found.clone());
            found
        })
    }

    /// Whether two paths lead to the same place.
    #[must_use]
    pub fn is_same(&self, one: &Path, other: &Path) -> bool {
        real(one) == real(other)
    }

    /// The folder of the boundary that the path lies in; `None` outside, and where there is no boundary.
    #[must_use]
    pub fn boundary_of(&self, path: &Path) -> Option<&Path> {
        let (real, _) = self.resolve(path);
        self.boundary.iter().flatten().find(|folder| real.starts_with(folder)).map(PathBuf::as_path)
    }

    fn check(&self, real: &Path) -> Result<(), ReadError> {
        match &self.boundary {
            Some(boundary) if !boundary.iter().any(|folder| real.starts_with(folder)) => Err(ReadError::Outside),
            _ => Ok(()),
        }
    }

    /// The bytes of a file of at most [`MAX_FILE`] bytes.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        self.bytes_up_to(path, MAX_FILE)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it is not read; among other reasons, it is larger than `limit` bytes.
    pub fn bytes_up_to(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let real = self.file(path)?;
        if let Some(bytes) = self.overlay.bytes(path) {
            return if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes.to_vec()) };
        }
        let file = fs::File::open(real)?;
        let size = file.metadata()?.len();
        if size > limit {
            return Err(ReadError::TooLarge { limit });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        // It may grow while it is read.
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
    }

    /// The first bytes of a file, at most `count`: enough to see what it is.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn start(&self, path: &Path, count: u64) -> Result<Vec<u8>, ReadError> {
        let real = self.file(path)?;
        if let Some(bytes) = self.overlay.bytes(path) {
            let end = bytes.len().min(usize::try_from(count).unwrap_or(usize::MAX));
            return Ok(bytes[..end].to_vec());
        }
        let mut bytes = Vec::new();
        fs::File::open(real)?.take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The text of a file of at most [`MAX_FILE`] bytes.
    ///
    /// # Errors
    /// Why it is not read; among other reasons, it is not UTF-8.
    pub fn text(&self, path: &Path) -> Result<String, ReadError> {
        self.text_up_to(path, MAX_FILE)
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Why it is not read; among other reasons, it is larger than `limit` bytes.
    pub fn text_up_to(&self, path: &Path, limit: u64) -> Result<String, ReadError> {
        text(self.bytes_up_to(path, limit)?)
    }

    /// Reads a file of at most [`MAX_FILE`] bytes and takes it in under the name that reports have for it.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn source(&self, path: &Path, sources: &Sources) -> Result<Arc<SourceFile>, ReadError> {
        self.source_up_to(path, MAX_FILE, sources)
    }

    /// Reads a file of at most `limit` bytes and takes it in under the name that reports have for it.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn source_up_to(&self, path: &Path, limit: u64, sources: &Sources) -> Result<Arc<SourceFile>, ReadError> {
        let text = self.text_up_to(path, limit)?;
        Ok(sources.add(path.to_path_buf(), display_name(path), text))
    }

    /// The repository that holds the folder: the nearest one above with `.git`.
    #[must_use]
    pub fn repository_above(&self, folder: &Path) -> Option<PathBuf> {
        normalized(folder).ancestors().find(|folder| self.exists(&folder.join(".git"))).map(Path::to_path_buf)
    }
}

/// Bytes as text.
///
/// # Errors
/// They are not UTF-8.
pub fn text(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { byte: error.utf8_error().valid_up_to() + 1 })
}

fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    // Nothing is there: what is there of the folders above may be links, all the same.
    let plain = normalized(path);
    for above in plain.ancestors().skip(1) {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), plain.strip_prefix(above)) {
            return real.join(rest);
        }
    }
    plain
}

#[cfg(test)]
mod tests;
