use std::sync::Arc;

use super::{Severity, SubjectId};
use sha2::{Digest as _, Sha256};

use seaworthy_source::{FileId, Origin, Path, Span};

/// A violation: what, where, and what else belongs to it.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, as a sentence without a full stop.
    pub message: String,
    /// The resource's address.
    pub address: String,
    /// The resource for people: `Deployment prod/web`.
    pub resource: String,
    /// The subjects of the record that it is about.
    pub subjects: Vec<SubjectId>,
    /// The addresses of further resources of which the same holds for the same reason, as other instances of a block.
    pub also: Vec<String>,
    /// The kustomizations that build the resource so, as reports name their folders.
    pub overlays: Vec<String>,
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
        let names_resource = !kind.is_empty() && self.message.contains(&format!("{kind} `{name}`"));
        match (names_resource, self.overlays_for_people()) {
            (true, None) => self.message.clone(),
            (true, Some(overlays)) => format!("{} ({overlays})", self.message),
            (false, None) => format!("{} ({}{more})", self.message, self.resource),
            (false, Some(overlays)) => format!("{} ({}{more}, {overlays})", self.message, self.resource),
        }
    }

    /// Takes in the same finding of another instance of the resource, or of another overlay.
    pub fn take_in(&mut self, other: Self) {
        if other.address != self.address && !self.also.contains(&other.address) {
            self.also.push(other.address);
        }
        for overlay in other.overlays {
            if !self.overlays.contains(&overlay) {
                self.overlays.push(overlay);
            }
        }
        self.overlays.sort_unstable();
        self.subjects.extend(other.subjects);
    }

    /// `overlay prod`, `overlays dev, prod`, `overlays dev, prod, test and 4 more`.
    fn overlays_for_people(&self) -> Option<String> {
        const SHOWN: usize = 3;
        let first = self.overlays.first()?;
        if self.overlays.len() == 1 {
            return Some(format!("overlay {first}"));
        }
        let shown = self.overlays.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = self.overlays.len().saturating_sub(SHOWN);
        Some(if more == 0 { format!("overlays {shown}") } else { format!("overlays {shown} and {more} more") })
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
pub(super) fn fingerprint(rule: &str, address: &str, attribute: &str) -> String {
    let mut hash = Sha256::new();
    for part in [rule, address, attribute] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
