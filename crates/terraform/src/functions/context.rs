use std::sync::Arc;

/// What functions ask of the world around the module.
pub trait Context {
    /// The content of a file. Paths are as they are written: relative to [`Context::folder`], or absolute.
    ///
    /// # Errors
    /// If it is not there, or must not be read.
    fn read(&self, path: &str) -> Result<Arc<[u8]>, FileError>;

    /// Whether there is a file; a folder is an error.
    ///
    /// # Errors
    /// If that must not be known.
    fn exists(&self, path: &str) -> Result<bool, FileError>;

    /// All files below a folder, hidden ones too, as paths relative to it with `/` between their parts. A folder that is
    /// not there has none.
    ///
    /// # Errors
    /// If that must not be known, or there are too many.
    fn files(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// The folder that relative paths start from, as an absolute path with `/` between its parts.
    fn folder(&self) -> &str;
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is none.
    Missing,
    /// It is a folder.
    IsFolder,
    /// It lies outside of what is scanned.
    Outside,
    /// It could not be read, or is too big; says why.
    Unreadable(String),
}
