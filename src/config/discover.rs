//! Where the configuration is.

use std::path::{Path, PathBuf};

use seaworthy_source::normalized;

use crate::discover::FILE_NAME;

/// The file in a folder, or in the nearest folder above it, within its repository.
#[must_use]
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = normalized(start);
    let folder = if start.is_dir() { start.as_path() } else { start.parent()? };
    for folder in folder.ancestors() {
        let file = folder.join(FILE_NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}
