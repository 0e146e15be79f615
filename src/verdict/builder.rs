//! Findings are built here, and nowhere else: what a finding must have is asked for, what it may have can be added.

use std::sync::Arc;

use seaworthy_source::{FileId, Node, Number, Origin, Path, Place, Span, Value};

use super::{Finding, Related, Severity};

/// A finding in the making.
#[derive(Debug)]
pub struct FindingBuilder {
    finding: Finding,
    /// What tells it from other findings of its rule on its subject.
    identity: Option<String>,
}

impl Finding {
    /// Begins a finding: which rule, how bad, what, and on what.
    ///
    /// `address` is the subject's, `resource` what people call it; `span` is the place to edit until
    /// [`at`](FindingBuilder::at) says otherwise, and its file the one that declares the subject.
    #[must_use]
    pub fn builder(rule: &str, severity: Severity, message: String, address: &str, span: Span) -> FindingBuilder {
        let finding = Finding {
            rule: rule.to_owned(),
            severity,
            message,
            address: address.to_owned(),
            resource: address.to_owned(),
            subjects: Vec::new(),
            also: Vec::new(),
            overlays: Vec::new(),
            file: span.file,
            path: Path::default(),
            value: None,
            masked: Vec::new(),
            span,
            origins: Vec::new(),
            related: Vec::new(),
            fingerprint: String::new(),
        };
        FindingBuilder { finding, identity: None }
    }
}

impl FindingBuilder {
    /// What people call the subject: `Deployment prod/web`.
    #[must_use]
    pub fn resource(mut self, name: String) -> Self {
        self.finding.resource = name;
        self
    }

    /// The kustomization that builds the subject.
    #[must_use]
    pub fn overlay(mut self, overlay: Option<&str>) -> Self {
        self.finding.overlays = overlay.iter().map(ToString::to_string).collect();
        self
    }

    /// The file that declares the subject, where it is not that of the place.
    #[must_use]
    pub fn declared_in(mut self, file: FileId) -> Self {
        self.finding.file = file;
        self
    }

    /// The attribute, and the place that it has.
    #[must_use]
    pub fn at(mut self, path: Path, place: Place) -> Self {
        self.finding.path = path;
        self.finding.span = place.span;
        self.finding.origins = place.origins;
        self
    }

    /// The value that was found, if it is short enough to be shown.
    #[must_use]
    pub fn value(mut self, node: Option<&Node>) -> Self {
        self.finding.value = node.and_then(short);
        self
    }

    /// Texts that no report may show.
    #[must_use]
    pub fn masked(mut self, places: impl FnOnce(&[Arc<Origin>]) -> Vec<Span>) -> Self {
        self.finding.masked = places(&self.finding.origins);
        self
    }

    /// Further places.
    #[must_use]
    pub fn related(mut self, related: Vec<Related>) -> Self {
        self.finding.related = related;
        self
    }

    /// What tells it from other findings of its rule on its subject, where that is not the attribute with its value.
    #[must_use]
    pub fn identity(mut self, identity: impl Into<String>) -> Self {
        self.identity = Some(identity.into());
        self
    }

    /// The finding, with its fingerprint.
    #[must_use]
    pub fn build(self) -> Finding {
        let Self { mut finding, identity } = self;
        let identity =
            identity.unwrap_or_else(|| format!("{}\0{}", finding.path, finding.value.as_deref().unwrap_or("\0")));
        finding.fingerprint = super::finding::fingerprint(&finding.rule, &finding.address, &identity);
        finding
    }
}

/// A scalar as text, for reports.
fn short(node: &Node) -> Option<String> {
    match &node.value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(Number::Integer(value)) => Some(value.to_string()),
        Value::Number(Number::Float(value)) => Some(value.to_string()),
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}
