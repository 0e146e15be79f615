use std::sync::Arc;

use seaworthy_source::ReadError;

/// The environment of function calls.
pub trait Context {
    /// The content of a file. Paths are as they are written: relative to [`Context::folder`], or absolute.
    ///
    /// # Errors
    /// It is missing, or must not be read.
    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadError>;

    /// Whether there is a file; a folder is an error.
    ///
    /// # Errors
    /// It must not be looked at.
    fn exists(&self, path: &str) -> Result<bool, ReadError>;

    /// All files below a folder, hidden ones too, as paths relative to it with `/` between their parts. A missing
    /// folder has none.
    ///
    /// # Errors
    /// The folder must not be listed, or has too many files.
    fn files(&self, folder: &str) -> Result<Vec<String>, ReadError>;

    /// The folder that relative paths start from, as an absolute path with `/` between its parts.
    fn folder(&self) -> &str;
}
