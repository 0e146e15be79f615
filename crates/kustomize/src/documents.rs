//! The files that kustomizations name: read and parsed once, whoever uses them.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::file::is_kustomization;
use super::inline;
use seaworthy_source::yaml::{self, Dialect, Problem};
use seaworthy_source::{Node, SourceFile, Sources, Span, display_name, normalized};

/// Larger files are nothing that somebody wrote, and could exhaust memory.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Why a file is not read that is not below the boundary.
pub(super) const OUTSIDE: &str = "lies outside of what is scanned";

/// What to do about that.
pub(super) const OUTSIDE_HELP: &str =
    "Nothing outside of the repository is read, or of the folder where there is none: scan the folder that holds both.";

/// A file, read.
#[derive(Debug)]
pub struct ParsedFile {
    /// The text.
    pub file: Arc<SourceFile>,
    /// The documents in order, those without a word left out.
    pub documents: Vec<ParsedDocument>,
    /// The comments that speak to this program.
    pub comments: Vec<Span>,
}

/// A document of a file.
#[derive(Debug)]
pub struct ParsedDocument {
    /// Its value; `None` where it is broken.
    pub root: Option<Arc<Node>>,
    /// The text that it takes up.
    pub span: Span,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

type Slot<T> = Arc<OnceLock<Result<T, String>>>;

/// The files of a scan that kustomizations use. Nothing outside of the boundary is read.
#[derive(Debug)]
pub struct Documents<'a> {
    sources: &'a Sources,
    boundary: Vec<PathBuf>,
    parsed: Mutex<HashMap<PathBuf, Slot<Arc<ParsedFile>>>>,
    texts: Mutex<HashMap<PathBuf, Slot<Arc<SourceFile>>>>,
    bytes: Mutex<HashMap<PathBuf, Slot<Arc<[u8]>>>>,
}

impl<'a> Documents<'a> {
    /// Files below the folders of `boundary`.
    #[must_use]
    pub fn new(sources: &'a Sources, boundary: &[PathBuf]) -> Self {
        let boundary = boundary.iter().map(|folder| folder.canonicalize().unwrap_or_else(|_| normalized(folder)));
        Self {
            sources,
            boundary: boundary.collect(),
            parsed: Mutex::default(),
            texts: Mutex::default(),
            bytes: Mutex::default(),
        }
    }

    /// The folder of the boundary that a path is in.
    pub(super) fn boundary_of(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().unwrap_or_else(|_| normalized(path));
        self.boundary.iter().find(|folder| real.starts_with(folder)).cloned()
    }

    /// The scan's files.
    #[must_use]
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// The documents of a file, with scalars as kustomize reads them.
    ///
    /// # Errors
    /// Why it cannot be read, to be put behind its name: `is not there`.
    pub fn get(&self, path: &Path) -> Result<Arc<ParsedFile>, String> {
        let slot = slot(&self.parsed, path);
        // Nothing waits for anything in here, so that no lock can be held in a ring.
        slot.get_or_init(|| Ok(Arc::new(parse(self.text(path)?)))).clone()
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Why it cannot be read, to be put behind its name: `is not there`.
    pub fn text(&self, path: &Path) -> Result<Arc<SourceFile>, String> {
        let slot = slot(&self.texts, path);
        slot.get_or_init(|| {
            // Not by way of the bytes that are kept: a large text is held once.
            let text = String::from_utf8(self.load(path)?).map_err(|error| {
                format!("is not UTF-8: byte {} is none of it", error.utf8_error().valid_up_to() + 1)
            })?;
            let path = tidy(path);
            Ok(self.sources.add(path.clone(), display_name(&path), text))
        })
        .clone()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read, to be put behind its name: `is not there`.
    pub fn read(&self, path: &Path) -> Result<Arc<[u8]>, String> {
        let slot = slot(&self.bytes, path);
        slot.get_or_init(|| self.load(path).map(Arc::from)).clone()
    }

    fn load(&self, path: &Path) -> Result<Vec<u8>, String> {
        let real = self.inside(path)?;
        let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
        let about = std::fs::metadata(&real).map_err(unreadable)?;
        if !about.is_file() {
            return Err("is not a file".to_owned());
        }
        if about.len() > MAX_FILE_BYTES {
            return Err(format!("is larger than {} MB", MAX_FILE_BYTES / 1024 / 1024));
        }
        std::fs::read(&real).map_err(unreadable)
    }

    /// The real path of what is there, links followed.
    ///
    /// # Errors
    /// It is not there, or lies outside of the boundary.
    pub fn inside(&self, path: &Path) -> Result<PathBuf, String> {
        let real = path.canonicalize().unwrap_or_else(|_| normalized(path));
        if !self.boundary.iter().any(|folder| real.starts_with(folder)) {
            return Err(OUTSIDE.to_owned());
        }
        if real.exists() { Ok(real) } else { Err("is not there".to_owned()) }
    }
}

fn parse(file: Arc<SourceFile>) -> ParsedFile {
    // A kustomization is read by another library than what it names.
    let dialect = if is_kustomization(file.path()) { Dialect::Kubernetes } else { Dialect::Kustomize };
    let stream = yaml::parse_as(&file, dialect);
    let documents = stream.documents.into_iter().map(|document| ParsedDocument {
        root: document.root.map(Arc::new),
        span: document.span,
        problems: document.problems,
    });
    let documents: Vec<ParsedDocument> = documents.collect();
    let mut comments = stream.comments;
    if is_kustomization(file.path()) {
        // Patches are often written as texts in it.
        documents
            .iter()
            .filter_map(|document| document.root.as_ref())
            .for_each(|root| inline::comments(root, &file, &mut comments));
    }
    ParsedFile { documents, comments, file }
}

fn slot<T>(slots: &Mutex<HashMap<PathBuf, Slot<T>>>, path: &Path) -> Slot<T> {
    let mut slots = slots.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(slots.entry(normalized(path)).or_default())
}

/// The path without `.`, and without `..` where a folder stands before it: as people would write it.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in path.components() {
        match (part, parts.last()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    if parts.is_empty() { PathBuf::from(".") } else { parts.iter().collect() }
}
