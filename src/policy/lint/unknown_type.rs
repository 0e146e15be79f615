//! A type that nothing has.

use super::{About, Hits, Lint, Policy};
use crate::policy::selector::Selector;
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "unknown-type",
    severity: Severity::Medium,
    title: "A type that nothing has",
    why: "A rule that selects nothing is never evaluated, and finds nothing.",
    remedy: "Write `pod`, `workload`, `<apiVersion>/<Kind>` (`apps/*/Deployment`) or a type of Terraform (`aws_s3_bucket`).",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for text in policy.metadata.iter().flat_map(|metadata| &metadata.custom.selects) {
        let fault = match Selector::parse(text) {
            Err((message, _)) => Some(message),
            Ok(_) => shape(text),
        };
        if let Some(fault) = fault {
            hits.at(policy.in_header(text), fault);
        }
    }
}

/// What is wrong with the form of a type.
fn shape(text: &str) -> Option<String> {
    if matches!(text, "pod" | "workload" | "helm/Chart") {
        return None;
    }
    let Some((version, kind)) = text.rsplit_once('/') else {
        let name = text.strip_prefix("data.").unwrap_or(text);
        let is_type = name.split_once('_').is_some_and(|(provider, rest)| {
            let is_word = |text: &str| {
                text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"_*".contains(&it))
            };
            !provider.is_empty() && !rest.is_empty() && is_word(name)
        });
        return (!is_type).then(|| format!("`{text}` is no type of Terraform"));
    };
    // Some operators have kinds in small letters.
    let is_own_group = version.contains('.');
    if !is_own_group && !kind.starts_with(|char: char| char.is_ascii_uppercase() || char == '*') {
        return Some(format!("`{kind}` is no kind: kinds begin with a capital letter"));
    }
    let last = version.rsplit('/').next().unwrap_or_default();
    let is_version = last.contains('*')
        || last.strip_prefix('v').is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    (!is_version).then(|| format!("`{version}` has no version: write `{version}/*/{kind}`"))
}
