//! Where the configuration is.

use std::path::{Path, PathBuf};

use seaworthy_source::{Disk, normalized};

use crate::discover::FILE_NAME;

/// The file in a folder, or in the nearest folder above it, within its repository.
#[must_use]
pub fn find(start: &Path) -> Option<PathBuf> {
    let (start, disk) = (normalized(start), Disk::anywhere());
    let folder = if disk.is_folder(&start) { start.as_path() } else { start.parent()? };
    for folder in folder.ancestors() {
        let file = folder.join(FILE_NAME);
        if disk.is_file(&file) {
            return Some(file);
        }
        if disk.exists(&folder.join(".git")) {
            break;
        }
    }
    None
}
