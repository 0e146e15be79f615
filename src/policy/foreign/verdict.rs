//! What a foreign policy reports, as a finding.

use crate::documents::Document;
use crate::policy::evaluate;
use crate::verdict::{Cause, Finding, Severity};
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

    /// What is not known about a part of it.
    pub(super) fn pending(self, path: &Path, sources: &Sources) -> Cause {
        match self {
            Self::Resource(resource) => evaluate::pending(resource, &resource.object, path, sources),
            Self::Document(_) | Self::All(_) => {
                let span = locate(self.root(), path, |span| sources.get(span.file)).span;
                let reason = "not known before deployment".into();
                Cause { attribute: path.to_string().into(), written: "".into(), reason, span }
            }
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
    /// The finding.
    ///
    /// # Errors
    /// What it hangs on, where that is decided later.
    pub(super) fn into_finding(self, sources: &Sources) -> Result<Finding, Cause> {
        let root = self.subject.root();
        let (path, place) = match self.place {
            Place::Path(path) => {
                let place = locate(root, &path, |span| sources.get(span.file));
                if self.subject.is_rewritten(&path) {
                    let reason = evaluate::REWRITTEN.into();
                    let attribute = path.to_string().into();
                    return Err(Cause { attribute, written: "".into(), reason, span: place.span });
                }
                (path, place)
            }
            Place::Span(span) => (Path::default(), seaworthy_source::Place { span, exists: true, origins: Vec::new() }),
        };
        let (address, resource) = match self.subject {
            Subject::Resource(resource) => (resource.address.to_string(), resource.to_string()),
            Subject::Document(document) => {
                let name = document.part(&path).unwrap_or_else(|| sources.get(document.file).name().to_owned());
                (name.clone(), name)
            }
            Subject::All(_) => ("all files".to_owned(), "all files".to_owned()),
        };
        let severity = self.rule.metadata.custom.severity;
        let severity = self.severity.filter(|_| !self.rule.severity_is_set).unwrap_or(severity);
        let value = path.find(root);
        // One rule may well report several things of one attribute: the message tells them apart.
        let identity = format!("{path}\0{}", self.message);
        let finding = Finding::builder(&self.rule.id, severity, self.message, &address, place.span)
            .resource(resource)
            .overlay(self.subject.overlay())
            .declared_in(self.subject.file())
            .at(path, place)
            .value(value)
            .identity(identity);
        Ok(finding.build())
    }
}
