//! A practice that does not exist.

use super::{About, Hits, Lint, Policy};
use crate::policy::catalogue::{control, controls};
use crate::verdict::Severity;
use seaworthy_source::closest;

pub(super) const LINT: Lint = Lint {
    id: "unknown-control",
    severity: Severity::High,
    title: "A practice that does not exist",
    why: "A rule counts for the practices that it names in reports; one that does not exist counts for nothing.",
    remedy: "`policies/catalogue.yaml` has all practices.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for id in policy.metadata.iter().flat_map(|metadata| &metadata.custom.controls) {
        if control(id).is_none() {
            let meant = closest(id, controls()).map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
            hits.at(policy.in_header(id), format!("there is no practice `{id}`{meant}"));
        }
    }
}
