//! What a foreign policy reports, as a finding.

use crate::documents::Document;
use crate::verdict::Severity;
use crate::verdict::{Finding, fingerprint};
use crate::world::Resource;
use seaworthy_source::{FileId, Node, Path, Sources, Span, locate};

use super::ForeignRule;

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Resource(&'a Resource),
    Document(&'a Document),
    /// Everything together.
    All(&'a Node),
}

/// Where a finding points.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// At a path from the root of the subject; the root's own header where it is empty.
    Path(Path),
    /// At a place of its own.
    Span(Span),
}

/// What a policy reports.
pub(super) struct Verdict<'a> {
    pub rule: &'a ForeignRule,
    pub subject: Subject<'a>,
    pub message: String,
    /// What this part of the rule says of its severity, where it differs from the rule's.
    pub severity: Option<Severity>,
    pub place: Place,
}

impl<'a> Subject<'a> {
    pub(super) fn root(self) -> &'a Node {
        match self {
            Self::Resource(resource) => &resource.object,
            Self::Document(document) => &document.root,
            Self::All(root) => root,
        }
    }

    pub(super) fn file(self) -> FileId {
        match self {
            Self::Resource(resource) => resource.file(),
            Self::Document(document) => document.file,
            Self::All(root) => root.span.file,
        }
    }

    /// What people call it.
    pub(super) fn name(self, sources: &Sources) -> String {
        match self {
            Self::Resource(resource) => resource.to_string(),
            Self::Document(document) => sources.get(document.file).name().to_owned(),
            Self::All(_) => "all files".to_owned(),
        }
    }

    /// The kustomization that builds it.
    fn overlay(self) -> Option<&'a str> {
        match self {
            Self::Resource(resource) => resource.overlay.as_deref(),
            Self::Document(_) | Self::All(_) => None,
        }
    }

    /// Whether something else writes the attribute, a part of it or what holds it before it is applied.
    fn is_rewritten(self, path: &Path) -> bool {
        let Self::Resource(resource) = self else { return false };
        resource.rewritten.iter().any(|rewritten| path.starts_with(rewritten) || rewritten.starts_with(path))
    }
}

impl Verdict<'_> {
    /// The finding; none where it hangs on something that is decided later.
    pub(super) fn into_finding(self, sources: &Sources) -> Option<Finding> {
        let root = self.subject.root();
        let (path, span, origins) = match self.place {
            Place::Path(path) if self.subject.is_rewritten(&path) => return None,
            Place::Path(path) => {
                let place = locate(root, &path, |span| sources.get(span.file));
                (path, place.span, place.origins)
            }
            Place::Span(span) => (Path::default(), span, Vec::new()),
        };
        let (address, resource) = match self.subject {
            Subject::Resource(resource) => (resource.address.to_string(), resource.to_string()),
            Subject::Document(document) => {
                let name = document.part(&path).unwrap_or_else(|| sources.get(document.file).name().to_owned());
                (name.clone(), name)
            }
            Subject::All(_) => ("all files".to_owned(), "all files".to_owned()),
        };
        let value = path.find(root).and_then(super::super::evaluate::short);
        let severity = self.rule.metadata.custom.severity;
        Some(Finding {
            // One rule may well report several things of one attribute: the message tells them apart.
            fingerprint: fingerprint(&self.rule.id, &address, &format!("{path}\0{}", self.message)),
            rule: self.rule.id.clone(),
            severity: self.severity.filter(|_| !self.rule.severity_is_set).unwrap_or(severity),
            message: self.message,
            resource,
            also: Vec::new(),
            overlays: self.subject.overlay().iter().map(ToString::to_string).collect(),
            address,
            file: self.subject.file(),
            masked: Vec::new(),
            span,
            origins,
            related: Vec::new(),
            path,
            value,
        })
    }
}
