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

    /// All files below a folder, as paths relative to it with `/` between their parts. A folder that is not there has
    /// none.
    ///
    /// # Errors
    /// If that must not be known, or there are too many.
    fn files(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// The folder that relative paths start from, as an absolute path with `/` between its parts.
    fn folder(&self) -> &str;
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is none.
    #[error(
        "no file exists at {0:?}; this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource"
    )]
    Missing(String),
    /// It is a folder.
    #[error("{0:?} is a directory, not a file")]
    IsFolder(String),
    /// It lies outside of what is scanned.
    #[error("{0:?} lies outside of the scanned tree and is not read")]
    Outside(String),
    /// It could not be read, or is too big.
    #[error("failed to read {0:?}: {1}")]
    Unreadable(String, String),
}
