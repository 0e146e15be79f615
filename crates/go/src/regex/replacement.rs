//! The text that a match is replaced with.

use std::sync::Arc;

/// A part of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that stands for itself.
    Text(&'a str),
    /// A group, by name or number.
    Group(&'a str),
}

/// The parts of a replacement, as Go's `Regexp.Expand` reads it: `$1`, `$name`, `${name}`, `$$`.
#[must_use]
pub fn parts(replacement: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = replacement;
    while let Some((before, behind)) = rest.split_once('$') {
        parts.push(Part::Text(before));
        if let Some(behind) = behind.strip_prefix('$') {
            parts.push(Part::Text("$"));
            rest = behind;
        } else if let Some((name, behind)) = reference(behind) {
            parts.push(Part::Group(name));
            rest = behind;
        } else {
            parts.push(Part::Text("$"));
            rest = behind;
        }
    }
    parts.push(Part::Text(rest));
    parts
}

/// The name behind a dollar sign, in braces or without.
fn reference(text: &str) -> Option<(&str, &str)> {
    let braced = text.starts_with('{');
    let inner = text.strip_prefix('{').unwrap_or(text);
    let end = inner.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(inner.len());
    let (name, behind) = inner.split_at(end);
    let behind = if braced { behind.strip_prefix('}')? } else { behind };
    (!name.is_empty()).then_some((name, behind))
}

/// The group with a name or number; of groups with the same name, the first that took part counts.
pub(super) fn group<M>(groups: &[Option<Arc<str>>], name: &str, get: impl Fn(usize) -> Option<M>) -> Option<M> {
    if name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0')) {
        return get(name.parse().ok()?);
    }
    let named = groups.iter().enumerate().filter(|(_, group)| group.as_deref() == Some(name));
    named.filter_map(|(index, _)| get(index + 1)).next()
}
