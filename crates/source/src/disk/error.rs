use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::{Diagnostic, display_name};

/// Why something is not read, to be put behind its name: `does not exist`.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("does not exist")]
    Missing,
    /// It lies outside of the boundary, perhaps by way of a link.
    #[error("lies outside the scanned repository and was not read")]
    Outside,
    /// It is a folder.
    #[error("is a folder, not a file")]
    IsFolder,
    /// It is a device, a FIFO or a socket.
    #[error("is not a regular file")]
    Special,
    /// It has more bytes than its reader takes.
    #[error("is larger than {} MB", limit >> 20)]
    TooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// It is a link to a folder that contains it.
    #[error("is a link to a folder that contains it")]
    Cycle,
    /// It is not UTF-8.
    #[error("is not valid UTF-8: invalid byte at offset {byte}")]
    NotUtf8 {
        /// The first byte that is none of a character, from 1.
        byte: usize,
    },
    /// The system refuses.
    #[error("cannot be read: {0}")]
    System(Arc<io::Error>),
}

impl ReadError {
    /// The diagnostic about a path that is not read.
    #[must_use]
    pub fn diagnostic(&self, path: &Path) -> Diagnostic {
        let diagnostic = Diagnostic::error(display_name(path), self.to_string());
        match self.help() {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Outside => Some("Scan a folder that holds both, or put a copy inside."),
            Self::NotUtf8 { .. } => Some("Save the file as UTF-8."),
            Self::System(_) => Some("Check the file's permissions."),
            Self::Missing | Self::IsFolder | Self::Special | Self::TooLarge { .. } | Self::Cycle => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::System(Arc::new(error)),
        }
    }
}
