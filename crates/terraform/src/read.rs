//! Files to texts.

use std::path::Path;
use std::sync::Arc;

use seaworthy_source::{SourceFile, Sources, display_name};

/// Larger files are no configuration that somebody wrote, and could exhaust memory.
const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Reads a file and takes it in.
///
/// # Errors
/// Why it could not be read, for people.
pub fn file(path: &Path, sources: &Sources) -> Result<Arc<SourceFile>, String> {
    let bytes = bytes(path)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8: byte {} is none of it", error.utf8_error().valid_up_to() + 1))?;
    Ok(sources.add(path.to_path_buf(), display_name(path), text))
}

/// Reads a file's bytes.
///
/// # Errors
/// Why it could not be read, for people.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        return Err(format!("larger than {} MB", MAX_FILE_BYTES / 1024 / 1024));
    }
    std::fs::read(path).map_err(unreadable)
}
