//! Paths in replacements and variables: `spec.containers.[name=web].image`, `spec.ports[0].port`, `data.*`.
//!
//! Source: `kyaml/yaml/match.go` and `kyaml/utils` of kustomize.

use regex::Regex;

use super::field_spec::split;
use super::id::scalar_text;
use seaworthy_source::{Entry, Map, Node, Span, Value};

/// A step of a path.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Key(String),
    Index(usize),
    /// The last item.
    Last,
    Every,
    /// Items by the value of a field; without a field, by their own value.
    Where(String, String),
}

/// The steps of a path.
pub(super) fn steps(path: &str) -> Vec<Step> {
    let mut parts: Vec<String> = Vec::new();
    let mut open: Option<String> = None;
    for part in split(path, '.') {
        // A dot within brackets is part of a value.
        let whole = match open.take() {
            Some(before) => format!("{before}.{part}"),
            None => part,
        };
        if whole.starts_with('[') && !whole.ends_with(']') {
            open = Some(whole);
        } else if whole.starts_with('[') && !whole.contains('=') {
            parts.push(whole.trim_matches(['[', ']']).to_owned());
        } else {
            parts.push(whole);
        }
    }
    parts.extend(open);
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).flat_map(step).collect()
}

fn step(part: &str) -> Vec<Step> {
    if let Some((field, value)) = part.strip_prefix('[').and_then(|part| part.strip_suffix(']')?.split_once('=')) {
        return vec![Step::Where(field.to_owned(), value.to_owned())];
    }
    if let Some((key, index)) = part.strip_suffix(']').and_then(|part| part.rsplit_once('['))
        && let Ok(index) = index.parse()
    {
        let key = (!key.is_empty()).then(|| Step::Key(key.to_owned()));
        return key.into_iter().chain([Step::Index(index)]).collect();
    }
    vec![match part {
        "*" => Step::Every,
        "-" => Step::Last,
        _ => part.parse().map_or_else(|_| Step::Key(part.to_owned()), Step::Index),
    }]
}

/// The value that a path leads to.
pub(super) fn find<'a>(root: &'a Node, steps: &[Step]) -> Option<&'a Node> {
    steps.iter().try_fold(root, |node, step| match (step, &node.value) {
        (Step::Key(key), Value::Map(map)) => map.get(key),
        (Step::Index(at), Value::Map(map)) => map.get(&at.to_string()),
        (Step::Index(at), Value::List(items)) => items.get(*at),
        (Step::Last, Value::List(items)) => items.last(),
        (Step::Where(field, value), Value::List(items)) => items.iter().find(|item| {
            let own = if field.is_empty() { Some(*item) } else { item.as_map().and_then(|map| map.get(field)) };
            own.and_then(scalar_text).is_some_and(|own| *own == **value)
        }),
        _ => None,
    })
}

/// Hears of each value that is found, and of the place of its key where it has one.
type Visitor<'a> = dyn FnMut(&mut Node, Option<&mut Span>) -> Result<(), String> + 'a;

/// Visits the values that a path leads to, and says how many there are. What is missing is made where `made` says its place.
///
/// # Errors
/// A step cannot be done.
pub(super) fn visit(
    root: &mut Node,
    steps: &[Step],
    made: Option<Span>,
    show: &mut Visitor<'_>,
) -> Result<usize, String> {
    walk(root, None, steps, made, show)
}

fn walk(
    node: &mut Node,
    key_span: Option<&mut Span>,
    steps: &[Step],
    made: Option<Span>,
    show: &mut Visitor<'_>,
) -> Result<usize, String> {
    let Some((step, rest)) = steps.split_first() else {
        show(node, key_span)?;
        return Ok(1);
    };
    if node.value == Value::Null && made.is_some() {
        node.value = match step {
            Step::Key(_) => Value::Map(Map::default()),
            _ => Value::List(Vec::new()),
        };
    }
    match (step, &mut node.value) {
        (Step::Key(key), Value::Map(map)) => {
            if let (None, Some(span)) = (map.get(key), made) {
                let value = Node { value: Value::Null, span, origin: None };
                map.insert(Entry { key: key.as_str().into(), key_span: span, value });
            }
            match map.entry_mut(key) {
                Some(entry) => walk(&mut entry.value, Some(&mut entry.key_span), rest, made, show),
                None => Ok(0),
            }
        }
        (Step::Index(at), Value::Map(_)) => {
            let steps: Vec<Step> = [Step::Key(at.to_string())].into_iter().chain(rest.iter().cloned()).collect();
            walk(node, key_span, &steps, made, show)
        }
        (Step::Index(at), Value::List(items)) => {
            if let Some(span) = made.filter(|_| items.len() == *at) {
                items.push(Node { value: Value::Null, span, origin: None });
            }
            let len = items.len();
            let item = items.get_mut(*at).ok_or_else(|| format!("there are {len} items, and no number {at}"))?;
            walk(item, None, rest, made, show)
        }
        (Step::Last, Value::List(items)) => items.last_mut().map_or(Ok(0), |item| walk(item, None, rest, made, show)),
        (Step::Every, Value::List(items)) => {
            items.iter_mut().try_fold(0, |count, item| Ok(count + walk(item, None, rest, made, show)?))
        }
        (Step::Where(field, value), Value::List(items)) => {
            let pattern = Regex::new(value).map_err(|_| format!("`{value}` is not a regular expression"))?;
            let fits = |item: &Node| {
                let own = if field.is_empty() { Some(item) } else { item.as_map().and_then(|map| map.get(field)) };
                own.and_then(scalar_text).is_some_and(|own| pattern.is_match(&own))
            };
            if let Some(span) = made.filter(|_| !items.iter().any(fits)) {
                items.push(named_item(field, value, span));
            }
            let found = items.iter_mut().filter(|item| fits(item));
            let mut count = 0;
            for item in found {
                count += walk(item, None, rest, made, show)?;
            }
            Ok(count)
        }
        _ => Ok(0),
    }
}

/// An item with a name, as it is made where there is none.
fn named_item(field: &str, value: &str, span: Span) -> Node {
    let text = Node { value: Value::String(value.into()), span, origin: None };
    if field.is_empty() {
        return text;
    }
    let entry = Entry { key: field.into(), key_span: span, value: text };
    Node { value: Value::Map(vec![entry].into()), span, origin: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let shown = |path: &str| format!("{:?}", steps(path));
        assert_eq!(shown("a.[name=x.y].b"), "[Key(\"a\"), Where(\"name\", \"x.y\"), Key(\"b\")]");
        assert_eq!(shown("spec.ports[0].port"), "[Key(\"spec\"), Key(\"ports\"), Index(0), Key(\"port\")]");
        assert_eq!(shown("a.*.[=x].1"), "[Key(\"a\"), Every, Where(\"\", \"x\"), Index(1)]");
        assert_eq!(shown("annotations.[a.b/c]"), "[Key(\"annotations\"), Key(\"a.b/c\")]");
        assert_eq!(shown("annotations.a\\.b"), "[Key(\"annotations\"), Key(\"a.b\")]");
    }
}
