use super::annotations::Annotations;
use crate::policy::metadata::{Category, Custom, Metadata};
use crate::verdict::Severity;

/// A rule of another dialect, as everything but its evaluation knows it.
#[derive(Debug, Clone)]
pub(in crate::policy) struct ForeignRule {
    /// Its id, which begins with its dialect: `conftest/main/deny_run_as_root`.
    pub id: String,
    /// What it says of itself; what it does not say is empty.
    pub metadata: Metadata,
    /// Whether a configuration has set the severity, which then counts whatever the policy itself says.
    pub severity_is_set: bool,
    /// Whether it judges files as they are written, and not resources alone.
    pub judges_documents: bool,
}

impl ForeignRule {
    /// A rule that says of itself what its annotations hold. `title` and `description` stand in where they hold none.
    pub(super) fn new(
        id: String,
        annotations: &Annotations,
        severity: Severity,
        title: String,
        description: String,
    ) -> Self {
        let custom = Custom {
            severity: annotations.severity().unwrap_or(severity),
            category: annotations.category().unwrap_or(Category::Operations),
            controls: Vec::new(),
            frameworks: std::collections::BTreeMap::new(),
            selects: Vec::new(),
            params: std::collections::BTreeMap::new(),
            remediation: annotations.text("remediation").unwrap_or_default(),
        };
        let metadata = Metadata {
            title: annotations.title.clone().unwrap_or(title),
            description: annotations.description.clone().unwrap_or(description),
            related_resources: annotations.links.clone(),
            custom,
            authors: None,
            organizations: None,
            scope: None,
        };
        Self { id, metadata, severity_is_set: false, judges_documents: false }
    }
}
