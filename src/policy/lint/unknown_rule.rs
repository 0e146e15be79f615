//! A rule that is named and does not exist.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_source::closest;

pub(super) const LINT: Lint = Lint {
    id: "unknown-rule",
    severity: Severity::Low,
    title: "A rule that is named and does not exist",
    why: "Who follows the hint finds nothing.",
    remedy: "`seaworthy rules` lists the ids.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Some(metadata) = &policy.metadata else { return };
    let families: Vec<&str> = policy.all.ids().filter_map(|id| id.split_once('/').map(|(family, _)| family)).collect();
    let texts = [&metadata.description, &metadata.custom.remediation, &metadata.title];
    for word in texts.into_iter().flat_map(|text| text.split('`').skip(1).step_by(2)) {
        let is_id = word.split_once('/').is_some_and(|(family, name)| {
            families.contains(&family)
                && !name.is_empty()
                && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
        });
        if is_id && !policy.all.ids().any(|id| id == word) {
            let meant = closest(word, policy.all.ids()).map(|it| format!(": did you mean `{it}`?")).unwrap_or_default();
            hits.at(policy.in_header(word), format!("there is no rule `{word}`{meant}"));
        }
    }
}
