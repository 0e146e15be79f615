//! Paths as reports name them, and as they are compared.

use std::path::{Component, Path, PathBuf};

/// How reports name a path: with `/`, without a leading `./`, and relative where it lies below the working folder.
#[must_use]
pub fn display_name(path: &Path) -> String {
    let relative = if path.is_absolute() {
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf))
    } else {
        None
    };
    let path = relative.as_deref().unwrap_or(path);
    let parts: Vec<_> = path.components().filter(|part| *part != Component::CurDir).collect();
    if parts.is_empty() {
        return ".".to_owned();
    }
    let joined: PathBuf = parts.iter().collect();
    let text = joined.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The path as an absolute one without `.` and `..`, by name alone: links are not followed.
#[must_use]
pub fn normalized(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
