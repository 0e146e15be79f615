//! Rules about exceptions themselves. They judge comments, which Rego never sees, so they are not policies.

use super::metadata::{Category, Custom, Metadata};
use crate::verdict::Severity;

/// Id and metadata of each.
#[must_use]
pub fn about_exceptions() -> Vec<(&'static str, Metadata)> {
    [
        (
            "exceptions/malformed",
            Severity::Medium,
            "Ignore comment cannot be understood",
            "An exception that cannot be understood accepts nothing, and whoever reads it believes that it does.",
            "Write it as `# seaworthy:ignore[rule] until=2027-01-31 owner=@team ticket=ABC-1 -- reason`.",
        ),
        (
            "exceptions/expired",
            Severity::Medium,
            "Exception has ended",
            "The day until which the finding was accepted has passed, and the finding stands again.",
            "Correct what it accepts and remove the comment, or agree on a new date.",
        ),
        (
            "exceptions/unused",
            Severity::Low,
            "Exception accepts nothing",
            "An exception that is no longer needed hides the next finding at its place.",
            "Remove the comment.",
        ),
    ]
    .into_iter()
    .map(|(id, severity, title, description, remediation)| {
        let custom = Custom {
            severity,
            category: Category::Operations,
            controls: Vec::new(),
            frameworks: std::collections::BTreeMap::new(),
            selects: Vec::new(),
            params: std::collections::BTreeMap::new(),
            remediation: remediation.to_owned(),
        };
        let metadata = Metadata {
            title: title.to_owned(),
            description: description.to_owned(),
            related_resources: Vec::new(),
            custom,
            authors: None,
            organizations: None,
            scope: None,
        };
        (id, metadata)
    })
    .collect()
}
