//! Comments that accept what a lint sees: `# seaworthy:lint-ignore[sprintf-verbs] -- the reason`, at the line or above it.

use std::ops::Range;

use super::{About, Hit, Hits, LINTS, Lint, Policy};
use crate::verdict::Severity;

pub(super) const MALFORMED: Lint = Lint {
    id: "ignore-malformed",
    severity: Severity::Medium,
    title: "A comment that accepts nothing",
    why: "Who reads it believes that it does.",
    remedy: "Write `# seaworthy:lint-ignore[lint] -- reason`, at the line or above it.",
    about: About::Every,
    check: malformed,
};

pub(super) const UNUSED: Lint = Lint {
    id: "ignore-unused",
    severity: Severity::Low,
    title: "A comment that accepts nothing any more",
    why: "It hides the next finding at its place.",
    remedy: "Remove it.",
    about: About::Every,
    // Only known when all others have been asked.
    check: |_, _| {},
};

const MARK: &str = "seaworthy:lint-ignore";

/// A comment.
struct Comment {
    /// Where it stands.
    range: Range<usize>,
    line: usize,
    /// What it accepts, or what is wrong with it.
    lints: Result<Vec<String>, String>,
}

fn comments(policy: &Policy<'_>) -> Vec<Comment> {
    let mut comments = Vec::new();
    for line in 1..=policy.file.line_count() {
        let range = policy.file.line_range(line);
        let text = &policy.file.text()[range.clone()];
        let Some(at) = text.find('#').and_then(|start| Some(start + text[start..].find(MARK)?)) else { continue };
        let lints = read(text[at + MARK.len()..].trim());
        comments.push(Comment { range: range.start + at..range.end, line, lints });
    }
    comments
}

fn read(text: &str) -> Result<Vec<String>, String> {
    let inner = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    let Some((ids, rest)) = inner else { return Err("the lints that it accepts are missing".to_owned()) };
    if rest.trim().strip_prefix("--").is_none_or(|reason| reason.trim().is_empty()) {
        return Err("the reason is missing".to_owned());
    }
    let ids: Vec<String> = ids.split(',').map(|id| id.trim().to_owned()).collect();
    match ids.iter().find(|id| LINTS.iter().all(|lint| lint.id != **id)) {
        Some(unknown) => {
            let meant = seaworthy_source::closest(unknown, LINTS.iter().map(|lint| lint.id));
            let meant = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
            Err(format!("there is no lint `{unknown}`{meant}"))
        }
        None => Ok(ids),
    }
}

fn malformed(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for comment in comments(policy) {
        if let Err(what) = comment.lints {
            hits.at(comment.range, what);
        }
    }
}

/// Leaves out what comments accept, and adds those that accept nothing.
pub(super) fn apply(policy: &Policy<'_>, found: &mut Vec<Hit>) {
    for comment in comments(policy) {
        let Ok(lints) = &comment.lints else { continue };
        let before = policy.file.text()[policy.file.line_range(comment.line)].trim_start().starts_with('#');
        let line = if before { comment.line + 1 } else { comment.line };
        let range = policy.file.line_range(line);
        for id in lints {
            let count = found.len();
            found.retain(|hit| hit.lint != id || !(range.start..=range.end).contains(&hit.range.start));
            // Of a policy that cannot be read, nothing is seen.
            if found.len() == count && policy.module.is_ok() {
                let message = format!("nothing to accept for `{id}`");
                found.push(Hit { range: comment.range.clone(), lint: UNUSED.id, message });
            }
        }
    }
}
