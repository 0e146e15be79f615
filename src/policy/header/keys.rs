//! The keys of a header, and the values that they take.

use std::ops::Range;

use super::{Block, Header, code_list, whole};
use crate::policy::metadata::{Category, HeaderError};
use crate::verdict::Severity;
use seaworthy_source::{Map, Node, Number, Value, closest};

/// What a key of a header takes.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    Text,
    /// Texts, with one as an example.
    Texts(&'static str),
    /// A map, with an example.
    Map(&'static str),
    Severity,
    Category,
    Links,
    Anything,
}

const ROOT: [(&str, Takes, bool); 9] = [
    ("title", Takes::Text, true),
    ("description", Takes::Text, true),
    ("related_resources", Takes::Links, true),
    ("custom", Takes::Map("severity: low"), true),
    ("authors", Takes::Anything, false),
    ("organizations", Takes::Anything, false),
    ("schemas", Takes::Anything, false),
    ("scope", Takes::Text, false),
    ("entrypoint", Takes::Anything, false),
];

const CUSTOM: [(&str, Takes, bool); 7] = [
    ("severity", Takes::Severity, true),
    ("category", Takes::Category, true),
    ("controls", Takes::Texts("SEC-17"), true),
    ("frameworks", Takes::Map("{nist-800-53-r5: [AC-6]}"), false),
    ("selects", Takes::Texts("pod"), true),
    ("params", Takes::Map("{max_replicas: 10}"), false),
    ("remediation", Takes::Text, true),
];

/// What is wrong with a header that could not be read; `said` is what its reader said, and at which byte.
pub(in crate::policy) fn diagnose(text: &str, block: Block, said: (String, usize)) -> HeaderError {
    let header = Header::of(text, block);
    if let Some((message, place)) = &header.problem {
        return syntax(&header, message.clone(), place.clone());
    }
    let Some(root) = header.root() else {
        let help = "It is YAML, such as `# title: Container runs privileged`.".to_owned();
        return header.wrong(
            header.block.mark.clone(),
            "the header is no map of keys and values".to_owned(),
            Some(help),
        );
    };
    let fault = keys(&header, root, &ROOT, header.block.mark.clone()).or_else(|| {
        let custom = header.custom()?;
        keys(&header, custom, &CUSTOM, header.place_of("custom"))
    });
    fault.unwrap_or_else(|| {
        let line = line_at(text, said.1.min(text.len()));
        header.wrong(line, said.0, None)
    })
}

fn syntax(header: &Header<'_>, message: String, place: Range<usize>) -> HeaderError {
    let text = header.text;
    if let Some(key) = message.strip_suffix(" is given twice; the last one wins") {
        return header.wrong(place, format!("{key} is given twice"), Some("Keep one of them.".to_owned()));
    }
    if let Some(open) = unclosed(text, header.block.lines.start, place.start) {
        let message = "a bracket is not closed".to_owned();
        return header.wrong(open, message, Some("Close it on the same line.".to_owned()));
    }
    let line = line_at(text, place.start);
    let help = if text[line.clone()].contains('\t') {
        "YAML takes no tabs: indent with spaces."
    } else if text[line.clone()].matches(": ").count() > 1 {
        "Put quotes around a text that holds `: `."
    } else {
        "The lines below `# METADATA` are YAML. Look at this line and at the one above: at quotes and at indentation."
    };
    header.wrong(place.start.clamp(line.start, line.end)..line.end, message, Some(help.to_owned()))
}

/// The line around a byte, without its end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}

/// The line that opens a bracket which is still open where another line begins.
fn unclosed(text: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let before = line_at(text, at).start;
    let mut opened: Vec<usize> = Vec::new();
    let mut quote = None;
    for (offset, c) in text[from..before].char_indices() {
        match (c, quote) {
            ('\n', _) => quote = None,
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            ('[' | '{', None) => opened.push(from + offset),
            (']' | '}', None) => drop(opened.pop()),
            _ => {}
        }
    }
    opened.first().map(|&open| open..line_at(text, open).end)
}

/// The first fault among the keys of a map.
fn keys(header: &Header<'_>, map: &Map, known: &[(&str, Takes, bool)], holder: Range<usize>) -> Option<HeaderError> {
    for entry in map {
        let Some((_, takes, _)) = known.iter().find(|(key, ..)| *key == &*entry.key) else {
            let names = || known.iter().map(|(key, ..)| *key);
            let message = format!("there is no key `{}` in a header", entry.key);
            let elsewhere = CUSTOM.iter().chain(&ROOT).any(|(key, ..)| *key == &*entry.key);
            let help = match closest(&entry.key, names()) {
                _ if elsewhere && known.len() == ROOT.len() => format!("`{}` belongs below `custom`.", entry.key),
                _ if elsewhere => format!("`{}` does not belong below `custom`.", entry.key),
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => format!("Known here are {}.", code_list(names())),
            };
            return Some(header.wrong(entry.key_span.range(), message, Some(help)));
        };
        if let Some((message, help)) = wrong_value(&entry.key, *takes, &entry.value) {
            return Some(header.wrong(whole(entry, header.text), message, Some(help)));
        }
    }
    let missing =
        known.iter().find(|(key, _, needed)| *needed && map.get(key).is_none_or(|it| it.value == Value::Null));
    missing.map(|(key, takes, _)| {
        let what = if known.len() == ROOT.len() { "the header" } else { "`custom`" };
        let place = map.entry(key).map_or(holder, |entry| entry.key_span.range());
        header.wrong(place, format!("{what} has no `{key}`"), Some(help_for_missing(header, key, *takes)))
    })
}

/// What to do where a key is missing. A header ends at the first line that is no comment, which is easily overlooked.
fn help_for_missing(header: &Header<'_>, key: &str, takes: Takes) -> String {
    let mut rest = header.text[header.block.lines.end..].lines().skip_while(|line| line.trim().is_empty());
    let is_cut = header.text[header.block.lines.end..].starts_with(['\n', '\r'])
        && rest.next().is_some_and(|line| line.starts_with('#'));
    if is_cut {
        return "The header ends at the empty line below it: write `#` there.".to_owned();
    }
    match takes {
        Takes::Severity => format!("Known are {}.", code_list(Severity::DESCENDING.iter().map(|it| it.name()))),
        Takes::Category => format!("Known are {}.", code_list(Category::ALL.iter().map(|it| it.name()))),
        Takes::Texts(example) if key == "controls" => format!("Write `{key}: [{example}]`, or `{key}: []` for none."),
        Takes::Texts(example) => format!("Write for instance `{key}: [{example}]`."),
        Takes::Links => "Name the primary sources: `- https://…`.".to_owned(),
        _ => format!("docs/writing-rules.md says what `{key}` is for."),
    }
}

/// What is wrong with a value, and what to do; null counts as missing.
fn wrong_value(key: &str, takes: Takes, node: &Node) -> Option<(String, String)> {
    let is_not = |what: &str, help: String| Some((format!("`{key}` is {what}, not {}", kind(node)), help));
    let word = |what: &str, known: Vec<&'static str>| match node.as_str() {
        Some(text) if known.contains(&text) => None,
        Some(text) => {
            let lower = text.to_lowercase();
            let help = match closest(&lower, known.iter().copied()) {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => format!("Known are {}.", code_list(known.iter().copied())),
            };
            Some((format!("there is no {what} `{text}`"), help))
        }
        None => is_not("a word", format!("Known are {}.", code_list(known.iter().copied()))),
    };
    match (takes, &node.value) {
        (_, Value::Null) | (Takes::Anything, _) | (Takes::Text, Value::String(_)) => None,
        (Takes::Text, Value::Number(_) | Value::Bool(_)) => is_not("a text", "Put quotes around it.".to_owned()),
        (Takes::Text, _) => is_not("a text", "Write one sentence or a few.".to_owned()),
        (Takes::Severity, _) => word("severity", Severity::DESCENDING.iter().map(|it| it.name()).collect()),
        (Takes::Category, _) => word("category", Category::ALL.iter().map(|it| it.name()).collect()),
        (Takes::Texts(_), Value::List(items)) => {
            let odd = items.iter().find(|item| item.as_str().is_none())?;
            Some((format!("`{key}` holds {}, and takes texts", kind(odd)), "Put quotes around each.".to_owned()))
        }
        (Takes::Texts(example), value) => match value {
            Value::String(text) => is_not("a list", format!("Write `{key}: [{text}]`.")),
            _ => is_not("a list", format!("Write for instance `{key}: [{example}]`.")),
        },
        (Takes::Links, Value::List(items)) => {
            let is_link = |item: &&Node| item.as_str().or_else(|| item.str_at(&["ref"])).is_none();
            items.iter().find(is_link).map(|odd| {
                let help = "Write `- https://…`, or `- ref: https://…` with a `description`.".to_owned();
                (format!("`{key}` holds {}, and takes links", kind(odd)), help)
            })
        }
        (Takes::Links, _) => is_not("a list of links", "Write `- https://…` on a line of its own.".to_owned()),
        (Takes::Map(_), Value::Map(map)) if key == "frameworks" => {
            let odd = map.iter().find(|entry| {
                !matches!(&entry.value.value, Value::List(items) if items.iter().all(|item| item.as_str().is_some()))
            })?;
            let help = format!("Write `{}: [AC-6]`, with quotes around numbers.", odd.key);
            Some((format!("the controls of `{}` are {}, and not a list of texts", odd.key, kind(&odd.value)), help))
        }
        (Takes::Map(_), Value::Map(_)) => None,
        (Takes::Map(example), _) => is_not("a map", format!("Write for instance `{key}: {example}`.")),
    }
}

fn kind(node: &Node) -> String {
    match &node.value {
        Value::String(text) => format!("the text `{text}`"),
        Value::Number(Number::Integer(number)) => format!("the number `{number}`"),
        _ => node.type_name().to_owned(),
    }
}
