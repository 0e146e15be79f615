//! `replacements`: a value of one resource put into others.
//!
//! Source: `api/filters/replacement` of kustomize.

use super::Problem;
use crate::config::gvk_of;
use crate::edit::replaced;
use crate::file::{Text, field, flag, text, texts};
use crate::id::{Id, scalar_text};
use crate::limits;
use crate::path::{self, Step};
use crate::resource::Resource;
use crate::select::Selector;
use seaworthy_source::yaml::{Dialect, scalar};
use seaworthy_source::{Node, Number, Span, Value};

/// Where a path leads that is not said.
const DEFAULT_PATH: &str = "metadata.name";

/// Carries out a replacement.
pub(crate) fn apply(resources: &mut [Resource], args: &Node) -> Vec<Problem> {
    let value = match value(resources, args) {
        Ok(value) => value,
        Err(problem) => return vec![problem],
    };
    let targets = field(args, "targets").map(|entry| entry.value.items()).unwrap_or_default();
    if targets.is_empty() {
        return vec![Problem::new("a replacement requires a source and at least one target", args.span)];
    }
    targets.iter().filter_map(|target| fill(resources, target, &value).err()).collect()
}

/// The value to put in.
fn value(resources: &[Resource], args: &Node) -> Result<Node, Problem> {
    let source = field(args, "source");
    let source = match (field(args, "sourceValue"), source) {
        (Some(value), None) => return Ok(value.value.clone()),
        (None, Some(source)) => &source.value,
        (Some(value), Some(_)) => {
            return Err(Problem::new("a replacement has either `source` or `sourceValue`, not both", value.key_span));
        }
        (None, None) => return Err(Problem::new("a replacement requires a source", args.span)),
    };
    let (gvk, name, namespace) = (gvk_of(source), text(source, "name"), text(source, "namespace"));
    let fits = |id: &Id| {
        let is_named = name.as_ref().is_none_or(|name| name.text == id.name);
        let is_there = namespace.as_ref().is_none_or(|namespace| *namespace.text == *id.effective_namespace());
        is_named && is_there && id.gvk.is_selected(&gvk)
    };
    let found: Vec<&Resource> = resources
        .iter()
        .filter(|resource| fits(resource.id()) || resource.previous_ids().any(|id| fits(&id)))
        .collect();
    let wanted = || format!("{} `{}`", gvk.kind, name.as_ref().map_or("", |name| &name.text));
    let resource = match &*found {
        [resource] => resource,
        [] => return Err(Problem::absence(format!("source {} not found", wanted()), source.span)),
        _ => {
            return Err(Problem::new(
                format!("{} resources could be the source {}", found.len(), wanted()),
                source.span,
            ));
        }
    };
    let field_path = text(source, "fieldPath");
    let (path, at) = field_path.as_ref().map_or((DEFAULT_PATH, source.span), |path| (&path.text, path.span));
    let value = path::find(resource.root(), &path::steps(path)).filter(|node| !is_nothing(node));
    let value = value.ok_or_else(|| Problem::new(format!("{} has no `{path}`", resource.id()), at))?;
    refined(value, field(source, "options").map(|entry| &entry.value), at)
}

/// The part of a value that options ask for.
fn refined(value: &Node, options: Option<&Node>, at: Span) -> Result<Node, Problem> {
    let Some((options, delimiter)) = options.and_then(|options| Some((options, text(options, "delimiter")?))) else {
        return Ok(value.clone());
    };
    let Some(whole) = scalar_text(value) else {
        return Err(Problem::new(format!("{} cannot be split by a delimiter", value.type_name()), at));
    };
    let index = index(options);
    let part = usize::try_from(index).ok().and_then(|index| whole.split(&*delimiter.text).nth(index));
    let part = part.ok_or_else(|| Problem::new(format!("`{whole}` has no part number {index}"), options.span))?;
    Ok(Node { value: Value::String(part.into()), ..value.clone() })
}

/// Puts the value into the resources that a target selects.
fn fill(resources: &mut [Resource], target: &Node, value: &Node) -> Result<(), Problem> {
    let wrong = |(message, at): (String, Span)| Problem::new(message, at);
    let select = field(target, "select").ok_or_else(|| Problem::new("a target requires `select`", target.span))?;
    let select = Selector::read(&select.value).map_err(wrong)?;
    let reject = field(target, "reject").map(|entry| entry.value.items()).unwrap_or_default();
    let reject = reject.iter().map(Selector::read).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let mut paths = texts(target, "fieldPaths");
    if paths.is_empty() {
        paths.push(Text { text: DEFAULT_PATH.into(), span: target.span });
    }
    let options = field(target, "options").map(|entry| &entry.value);
    let value_is_large = !matches!(value.value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    for resource in resources.iter_mut() {
        let ids: Vec<Id> = [resource.id().clone()].into_iter().chain(resource.previous_ids()).collect();
        let is_rejected = reject.iter().any(|reject| {
            (reject.names_labels() && reject.fits_labels(resource.root()))
                || (reject.names_ids() && ids.iter().any(|id| reject.fits_id(id)))
        });
        if is_rejected || !select.fits_labels(resource.root()) || !ids.iter().any(|id| select.fits_id(id)) {
            continue;
        }
        for path in &paths {
            let before = resource.clone();
            let filled = resource.edit(|root| put(root, &path::steps(&path.text), options, value));
            let message = match filled {
                Ok(_) if value_is_large && limits::size(resource.root()) > limits::VALUES => {
                    format!("{} would hold more than {} values", before.id(), limits::VALUES)
                }
                Ok(count) if count > 0 => continue,
                Ok(_) => format!("{} has no `{}`", before.id(), path.text),
                Err(message) => format!("{}: `{}`: {message}", before.id(), path.text),
            };
            *resource = before;
            return Err(Problem::new(message, path.span));
        }
    }
    Ok(())
}

fn put(root: &mut Node, steps: &[Step], options: Option<&Node>, value: &Node) -> Result<usize, String> {
    let made = options.filter(|options| flag(options, "create")).map(|_| value.span);
    let delimiter = options.and_then(|options| text(options, "delimiter"));
    if steps.len() + limits::depth(value) > limits::DEPTH {
        return Err("it would nest too deep".to_owned());
    }
    path::visit(root, steps, made, &mut |node, key_span| {
        let mut new = value.clone();
        if let (Some(delimiter), Some(options)) = (&delimiter, options) {
            let old = if node.value == Value::Null { Some("".into()) } else { scalar_text(node) };
            let (Some(old), Some(part)) = (old, scalar_text(value)) else {
                return Err("only a scalar can be split by a delimiter".to_owned());
            };
            let text = joined(&old, &part, &delimiter.text, index(options));
            if text.len() > limits::TEXT {
                return Err(format!("the text would be longer than {} bytes", limits::TEXT));
            }
            new.value = Value::String(text.into());
        }
        if let Some(text) = scalar_text(&new) {
            new.value = as_before(&node.value, &text, &new.value);
        }
        let is_made = made == Some(node.span);
        *node = if is_made { new } else { replaced(node, new, &"before this replacement".into()) };
        if let Some(key_span) = key_span {
            *key_span = value.span;
        }
        Ok(())
    })
}

/// A text as a value of the type that was there before, as far as it can be one.
fn as_before(old: &Value, text: &str, new: &Value) -> Value {
    match old {
        Value::String(_) => Value::String(text.into()),
        Value::Null | Value::Number(_) | Value::Bool(_) => scalar::resolve(text, Dialect::Kustomize),
        _ => new.clone(),
    }
}

/// A text with one of its parts replaced, or with one more before or behind them.
fn joined(old: &str, part: &str, delimiter: &str, index: i128) -> String {
    let mut parts: Vec<&str> = old.split(delimiter).collect();
    match usize::try_from(index) {
        Err(_) => parts.insert(0, part),
        Ok(index) => match parts.get_mut(index) {
            Some(known) => *known = part,
            None => parts.push(part),
        },
    }
    parts.join(delimiter)
}

fn index(options: &Node) -> i128 {
    match field(options, "index").map(|entry| &entry.value.value) {
        Some(Value::Number(Number::Integer(index))) => *index,
        _ => 0,
    }
}

fn is_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Map(map) => map.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}
