//! A source that is no link.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "link",
    severity: Severity::Medium,
    title: "A source that is no link",
    why: "The first of `related_resources` is the link that every finding shows.",
    remedy: "Give the address of the page, with `https://`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for link in policy.metadata.iter().flat_map(|metadata| &metadata.related_resources) {
        let is_link = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
        if is_link.is_none_or(|rest| !rest.contains('.') || rest.contains(char::is_whitespace)) {
            hits.at(policy.in_header(link), format!("`{link}` is no address of a page"));
        }
    }
}
