//! The files that kustomizations name: read and parsed once, whoever uses them.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::file::is_kustomization;
use super::inline;
use seaworthy_source::disk::ReadError;
use seaworthy_source::yaml::{self, Dialect, Problem};
use seaworthy_source::{Disk, Node, SourceFile, Sources, Span, display_name, normalized};

/// A file, read.
#[derive(Debug)]
pub struct ParsedFile {
    /// The text.
    pub file: Arc<SourceFile>,
    /// The documents in order, empty ones left out.
    pub documents: Vec<ParsedDocument>,
    /// The comments that are directives.
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

type Slot<T> = Arc<OnceLock<Result<T, ReadError>>>;

/// The files that kustomizations use, read from a disk at most once.
#[derive(Debug)]
pub struct Documents<'a> {
    disk: &'a Disk,
    sources: &'a Sources,
    parsed: Mutex<HashMap<PathBuf, Slot<Arc<ParsedFile>>>>,
    texts: Mutex<HashMap<PathBuf, Slot<Arc<SourceFile>>>>,
    bytes: Mutex<HashMap<PathBuf, Slot<Arc<[u8]>>>>,
}

impl<'a> Documents<'a> {
    /// The files of a disk; their texts become part of `sources`.
    #[must_use]
    pub fn new(disk: &'a Disk, sources: &'a Sources) -> Self {
        Self { disk, sources, parsed: Mutex::default(), texts: Mutex::default(), bytes: Mutex::default() }
    }

    /// Where they are read.
    #[must_use]
    pub fn disk(&self) -> &'a Disk {
        self.disk
    }

    /// The texts.
    #[must_use]
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// The documents of a file, with scalars as kustomize reads them.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn get(&self, path: &Path) -> Result<Arc<ParsedFile>, ReadError> {
        let slot = slot(&self.parsed, path);
        // Nothing waits for anything in here, so that no lock can be held in a ring.
        slot.get_or_init(|| Ok(Arc::new(parse(self.text(path)?)))).clone()
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn text(&self, path: &Path) -> Result<Arc<SourceFile>, ReadError> {
        let slot = slot(&self.texts, path);
        slot.get_or_init(|| {
            // Not by way of the bytes that are kept: a large text is held once.
            let text = self.disk.text(path)?;
            let path = tidy(path);
            Ok(self.sources.add(path.clone(), display_name(&path), text))
        })
        .clone()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it is not read.
    pub fn read(&self, path: &Path) -> Result<Arc<[u8]>, ReadError> {
        let slot = slot(&self.bytes, path);
        slot.get_or_init(|| self.disk.bytes(path).map(Arc::from)).clone()
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
