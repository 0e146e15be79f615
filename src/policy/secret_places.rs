//! Where a secret is written that no report may show: in the resource, and on the way that its value took.

use std::ops::Range;
use std::sync::Arc;

use crate::world::Platform;
use seaworthy_source::{Node, Origin, Sources, Span, Value};

/// The places of the texts behind a value. What only refers to a secret stays readable.
pub(super) fn secret_places(node: &Node, origins: &[Arc<Origin>], platform: &Platform, sources: &Sources) -> Vec<Span> {
    let steps = origins.iter().map(|origin| (origin.span, true));
    let spans = scalar_spans(node).into_iter().map(|span| (span, false)).chain(steps);
    let mut places: Vec<Span> = spans
        .filter_map(|(span, with_key)| {
            let file = sources.get(span.file);
            let text = file.text().get(span.range())?;
            let is_key = file.text()[span.range().end..].starts_with(':');
            let part = literal(text, with_key, platform).filter(|_| !is_key)?;
            Some(Span::new(span.file, span.range().start + part.start, span.range().start + part.end))
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The part of a text that may be a secret itself.
fn literal(text: &str, with_key: bool, platform: &Platform) -> Option<Range<usize>> {
    if platform.has_bare_references && is_reference(text) {
        return None;
    }
    let separator = [": ", ":\n", "="].into_iter().filter_map(|sign| Some(text.find(sign)? + sign.len())).min();
    let start = separator.filter(|_| with_key).unwrap_or(0);
    let value = &text[start..];
    let is_written_elsewhere = value.contains("{{") && only_refers(value);
    (!value.trim().is_empty() && !is_written_elsewhere).then_some(start..text.len())
}

/// `var.password`, `local.credentials["token"]`: names of other values.
fn is_reference(text: &str) -> bool {
    let is_name = |char: char| char.is_ascii_alphanumeric() || "_-.[]\"*".contains(char);
    text.contains('.') && text.starts_with(|char: char| char.is_ascii_alphabetic()) && text.chars().all(is_name)
}

/// Whether there is nothing but actions, without texts in them.
fn only_refers(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((action, behind)) = after.split_once("}}") else { return false };
        let key_before = before.trim().trim_matches(['"', '\'']);
        if !(key_before.is_empty() || key_before.ends_with(':')) || action.contains(['"', '\'', '`']) {
            return false;
        }
        rest = behind;
    }
    rest.trim().trim_matches(['"', '\'']).is_empty()
}

/// Where the scalars of a value are written.
fn scalar_spans(node: &Node) -> Vec<Span> {
    match &node.value {
        Value::List(items) => items.iter().flat_map(scalar_spans).collect(),
        Value::Map(map) => map.iter().flat_map(|entry| scalar_spans(&entry.value)).collect(),
        _ => vec![node.span],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontend::{kubernetes, terraform};

    fn shown(text: &str, with_key: bool, platform: &Platform) -> String {
        let mut text = text.to_owned();
        if let Some(part) = literal(&text, with_key, platform) {
            text.replace_range(part, "***");
        }
        text
    }

    #[test]
    fn what_only_refers_to_a_secret_stays_readable() {
        let helm = |text| shown(text, true, &kubernetes::PLATFORM);
        assert_eq!(helm("password: hunter2"), "password: ***");
        assert_eq!(helm("auth.password=hunter2"), "auth.password=***");
        assert_eq!(helm("password: {{ .Values.password | b64enc }}"), "password: {{ .Values.password | b64enc }}");
        assert_eq!(helm("password: \"{{ .Values.password }}\""), "password: \"{{ .Values.password }}\"");
        assert_eq!(helm("password: {{ \"hunter2\" | b64enc }}"), "password: ***");
        assert_eq!(helm("password: hunter2-{{ .Values.more }}"), "password: ***");
        let terraform = |text| shown(text, false, &terraform::PLATFORM);
        assert_eq!(terraform("var.password"), "var.password");
        assert_eq!(terraform("\"hunter2\""), "***");
    }
}
