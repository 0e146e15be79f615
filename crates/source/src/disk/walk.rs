//! What is in a folder, and below it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Disk, Kind, ReadError};
use crate::normalized;

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it is: the folder's path as it was given, and then the way from there.
    pub path: PathBuf,
    /// What it is, links followed.
    pub kind: Kind,
}

/// What could not be listed.
#[derive(Debug, Clone)]
pub struct WalkError {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub reason: ReadError,
}

impl Disk {
    /// What is in a folder itself, by name.
    ///
    /// # Errors
    /// Why it cannot be listed.
    pub fn list(&self, folder: &Path) -> Result<Vec<Entry>, ReadError> {
        if self.look(folder)? != Kind::Folder {
            return Err(ReadError::Missing);
        }
        let mut entries = BTreeMap::new();
        if !self.overlay.is_whole() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if let Some(kind) = self.kind(&path) {
                    entries.insert(path, kind);
                }
            }
        }
        let plain = normalized(folder);
        for (path, content) in self.overlay.below(&plain) {
            let Some(first) = path.strip_prefix(&plain).ok().and_then(|below| below.components().next()) else {
                continue;
            };
            let is_file = plain.join(first) == path;
            let kind = if is_file { Kind::File } else { Kind::Folder };
            if content.is_some() {
                entries.insert(folder.join(first), kind);
            }
        }
        Ok(entries.into_iter().map(|(path, kind)| Entry { path, kind }).collect())
    }

    /// The files below a folder, by path, without what `enter` refuses: it is asked of each file and folder below. Links
    /// are not followed, so that nothing is met twice.
    pub fn walk(&self, folder: &Path, enter: &dyn Fn(&Path, Kind) -> bool) -> (Vec<PathBuf>, Vec<WalkError>) {
        self.walk_by(folder, false, enter)
    }

    /// The same with links followed, for folders that are meant as a whole, as a chart's is. A link that leads out of the
    /// boundary, to nothing, or around to a folder that contains it is an error. What is no regular file is among the
    /// files: reading it says so.
    pub fn walk_links(&self, folder: &Path, enter: &dyn Fn(&Path, Kind) -> bool) -> (Vec<PathBuf>, Vec<WalkError>) {
        self.walk_by(folder, true, enter)
    }

    fn walk_by(
        &self,
        folder: &Path,
        links: bool,
        enter: &dyn Fn(&Path, Kind) -> bool,
    ) -> (Vec<PathBuf>, Vec<WalkError>) {
        let mut files = Vec::new();
        let mut errors = Vec::new();
        let mut escapes = Vec::new();
        if !self.overlay.is_whole() {
            if let Err(reason) = self.real(folder) {
                return (files, vec![WalkError { path: folder.to_path_buf(), reason }]);
            }
            let walk = WalkDir::new(folder).follow_links(links).sort_by_file_name().into_iter().filter_entry(|entry| {
                let kind = if entry.file_type().is_dir() { Kind::Folder } else { Kind::File };
                if entry.depth() > 0 && !enter(entry.path(), kind) {
                    return false;
                }
                if entry.path_is_symlink()
                    && let Err(reason) = self.real(entry.path())
                {
                    escapes.push(WalkError { path: entry.path().to_path_buf(), reason });
                    return false;
                }
                true
            });
            for entry in walk {
                match entry {
                    Ok(entry)
                        if (entry.file_type().is_file() || links && !entry.file_type().is_dir())
                            && !self.is_gone(entry.path()) =>
                    {
                        files.push(entry.into_path());
                    }
                    Ok(_) => {}
                    Err(error) => errors.push(WalkError {
                        path: error.path().unwrap_or(folder).to_path_buf(),
                        reason: error.into_io_error().map_or(ReadError::Cycle, ReadError::from),
                    }),
                }
            }
        }
        self.add_overlaid(folder, enter, &mut files);
        escapes.append(&mut errors);
        (files, escapes)
    }

    /// Whether an overlay hides the file.
    pub(super) fn is_gone(&self, path: &Path) -> bool {
        !self.overlay.is_empty() && self.overlay.kind(path) == Some(None)
    }

    /// The files of the overlay that the disk does not have.
    fn add_overlaid(&self, folder: &Path, enter: &dyn Fn(&Path, Kind) -> bool, files: &mut Vec<PathBuf>) {
        if self.overlay.is_empty() {
            return;
        }
        let plain = normalized(folder);
        for (path, content) in self.overlay.below(&plain) {
            let Ok(below) = path.strip_prefix(&plain) else { continue };
            let shown = folder.join(below);
            let above = below.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
            let is_entered = above.into_iter().all(|above| enter(&folder.join(above), Kind::Folder));
            if content.is_some() && is_entered && enter(&shown, Kind::File) && !files.contains(&shown) {
                files.push(shown);
            }
        }
        files.sort();
    }
}
