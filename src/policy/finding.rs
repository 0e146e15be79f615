use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::source::{FileId, Origin, Path, Span};

/// A violation: what, where, and what else belongs to it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: super::Severity,
    /// What was found, as a sentence without a full stop.
    pub message: String,
    /// The resource's address.
    pub address: String,
    /// The resource for people: `Deployment prod/web`.
    pub resource: String,
    /// The addresses of further resources of which the same holds for the same reason, as other instances of a block.
    pub also: Vec<String>,
    /// The file that declares the resource.
    pub file: FileId,
    /// Path of the attribute within the resource.
    pub path: Path,
    /// The value found there, as short as a report needs it; `None` where nothing is.
    pub value: Option<String>,
    /// Texts that no report may show, as they are secrets.
    pub masked: Vec<Span>,
    /// The place to edit.
    pub span: Span,
    /// How the value came there.
    pub origins: Vec<Arc<Origin>>,
    /// Further places.
    pub related: Vec<Related>,
    /// What stays the same while lines move: a hash of rule, address, path and value.
    pub fingerprint: String,
}

impl Finding {
    /// The message with the resource, unless it names that already.
    #[must_use]
    pub fn message_with_resource(&self) -> String {
        let (kind, name) = self.resource.split_once(' ').unwrap_or(("", &self.resource));
        let name = name.rsplit('/').next().unwrap_or(name);
        let more = match self.also.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        if !kind.is_empty() && self.message.contains(&format!("{kind} `{name}`")) {
            self.message.clone()
        } else {
            format!("{} ({}{more})", self.message, self.resource)
        }
    }
}

/// A place in another resource that belongs to a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// The other resource's address.
    pub address: String,
    /// Where to look.
    pub span: Span,
    /// What to see there.
    pub message: String,
}

/// Names a finding for baselines: no line numbers go in, so that it survives edits elsewhere in the file.
/// `attribute` is the path within the resource and the value there.
#[must_use]
pub fn fingerprint(rule: &str, address: &str, attribute: &str) -> String {
    let mut hash = Sha256::new();
    for part in [rule, address, attribute] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
