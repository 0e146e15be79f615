//! JSON patches.
//!
//! Source: RFC 6902, RFC 6901 and https://github.com/evanphx/json-patch (version 4), which kustomize applies them with.

use std::sync::Arc;

use super::Problem;
use crate::edit::replaced;
use crate::limits;
use seaworthy_source::{Entry, Node, Span, Value};

/// An operation of a patch.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    kind: Kind<'a>,
    path: Vec<String>,
    /// The path as it is written.
    written: &'a str,
    at: Span,
}

#[derive(Debug)]
enum Kind<'a> {
    Add(&'a Entry),
    Remove,
    Replace(&'a Entry),
    Move(Vec<String>),
    Copy(Vec<String>),
    Test(Option<&'a Node>),
}

/// Reads the operations of a patch.
///
/// # Errors
/// One of them is none.
pub(crate) fn read(patch: &Node) -> Result<Vec<Operation<'_>>, Problem> {
    patch.items().iter().map(operation).collect()
}

fn operation(node: &Node) -> Result<Operation<'_>, Problem> {
    let wrong = |message: String| Problem::new(message, node.span);
    let entry = |key: &str| node.as_map().and_then(|map| map.entry(key));
    let text = |key: &str| entry(key).and_then(|entry| entry.value.as_str());
    let op = text("op").ok_or_else(|| wrong("an operation requires `op`".into()))?;
    let written = text("path").ok_or_else(|| wrong(format!("the operation `{op}` requires a `path`")))?;
    let value = || entry("value").ok_or_else(|| wrong(format!("the operation `{op}` requires a `value`")));
    let from = || text("from").map(pointer).ok_or_else(|| wrong(format!("the operation `{op}` requires `from`")));
    let kind = match op {
        "add" => Kind::Add(value()?),
        "remove" => Kind::Remove,
        "replace" => Kind::Replace(value()?),
        "move" => Kind::Move(from()?),
        "copy" => Kind::Copy(from()?),
        "test" => Kind::Test(entry("value").map(|entry| &entry.value)),
        _ => return Err(wrong(format!("unknown operation `{op}`"))),
    };
    Ok(Operation { kind, path: pointer(written), written, at: node.span })
}

/// The parts of a JSON pointer.
fn pointer(text: &str) -> Vec<String> {
    text.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect()
}

/// Applies operations to a resource, one after the other.
///
/// # Errors
/// One of them does not fit; then the resource is of no use any more.
pub(crate) fn apply(root: &mut Node, operations: &[Operation<'_>]) -> Result<(), Problem> {
    let mut size = None;
    operations.iter().try_for_each(|operation| {
        // Copies of copies grow fast.
        let grown = match &operation.kind {
            Kind::Copy(from) => find(root, from).map_or(0, limits::size),
            _ => 0,
        };
        if grown > 0 {
            let size = size.get_or_insert_with(|| limits::size(root));
            *size += grown;
            if *size > limits::VALUES {
                let message = format!("the resource exceeds {} values with this", limits::VALUES);
                return Err(Problem::new(message, operation.at));
            }
        }
        operation.apply(root).map_err(|reason| {
            Problem::new(format!("`{}` cannot be applied: {reason}", operation.written), operation.at)
        })
    })
}

impl Operation<'_> {
    fn apply(&self, root: &mut Node) -> Result<(), String> {
        match &self.kind {
            Kind::Add(entry) => add(root, &self.path, entry.value.clone(), entry.key_span),
            Kind::Remove => remove(root, &self.path).map(|_| ()),
            Kind::Replace(entry) => {
                let (parent, last) = parent(root, &self.path)?;
                match &mut parent.value {
                    // A key need not be there to be replaced.
                    Value::Map(_) => return add(root, &self.path, entry.value.clone(), entry.key_span),
                    Value::List(items) => {
                        let at = index(last, items.len(), false)?;
                        items[at] = replaced(&items[at], entry.value.clone(), &"before this patch".into());
                    }
                    _ => return Err(missing(last)),
                }
                Ok(())
            }
            Kind::Move(from) => {
                let value = remove(root, from)?;
                add(root, &self.path, value, self.at)
            }
            Kind::Copy(from) => {
                let value = find(root, from).ok_or("there is nothing to copy")?.clone();
                add(root, &self.path, value, self.at)
            }
            Kind::Test(value) => {
                let known = find(root, &self.path).map_or(&Value::Null, |node| &node.value);
                let wanted = value.map_or(&Value::Null, |node| &node.value);
                if is_equal(known, wanted) { Ok(()) } else { Err("the test fails".to_owned()) }
            }
        }
    }
}

fn missing(key: &str) -> String {
    format!("`{key}` not found")
}

/// The node that holds the last part of a path.
fn parent<'a, 'b>(root: &'a mut Node, path: &'b [String]) -> Result<(&'a mut Node, &'b str), String> {
    let (last, rest) = path.split_last().ok_or("the whole resource cannot be changed")?;
    let mut node = root;
    for part in rest {
        node = match &mut node.value {
            Value::Map(map) => map.get_mut(part),
            Value::List(items) => match index(part, items.len(), false) {
                Ok(at) => items.get_mut(at),
                Err(_) => None,
            },
            _ => None,
        }
        .ok_or_else(|| missing(part))?;
    }
    Ok((node, last))
}

fn find<'a>(root: &'a Node, path: &[String]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, part| match &node.value {
        Value::Map(map) => map.get(part),
        Value::List(items) => items.get(index(part, items.len(), false).ok()?),
        _ => None,
    })
}

fn add(root: &mut Node, path: &[String], value: Node, key_span: Span) -> Result<(), String> {
    if path.len() + limits::depth(&value) > limits::DEPTH {
        return Err("the value would be nested too deep".to_owned());
    }
    let (parent, last) = parent(root, path)?;
    match &mut parent.value {
        Value::Map(map) => {
            let value = match map.get(last) {
                Some(known) => replaced(known, value, &"before this patch".into()),
                None => value,
            };
            map.insert(Entry { key: Arc::from(last), key_span, value });
        }
        Value::List(items) => {
            let at = if last == "-" { items.len() } else { index(last, items.len(), true)? };
            items.insert(at, value);
        }
        _ => return Err(format!("cannot put `{last}` into {}", parent.type_name())),
    }
    Ok(())
}

fn remove(root: &mut Node, path: &[String]) -> Result<Node, String> {
    let (parent, last) = parent(root, path)?;
    match &mut parent.value {
        Value::Map(map) => map.remove(last).map(|entry| entry.value).ok_or_else(|| missing(last)),
        Value::List(items) => Ok(items.remove(index(last, items.len(), false)?)),
        _ => Err(missing(last)),
    }
}

/// The index of an item, from behind where it is negative; that of a new one may be the length.
fn index(text: &str, len: usize, is_new: bool) -> Result<usize, String> {
    let limit = if is_new { len + 1 } else { len };
    let at: i64 = text.parse().map_err(|_| format!("`{text}` is not a list index"))?;
    let from_behind = usize::try_from(at.unsigned_abs()).ok().and_then(|at| limit.checked_sub(at));
    let at = if at < 0 { from_behind } else { usize::try_from(at).ok() };
    at.filter(|at| *at < limit).ok_or_else(|| format!("the list has {len} items, and no `{text}`"))
}

/// Whether two values are the same, wherever they come from.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(&one.value, &other.value))
        }
        (Value::Map(one), Value::Map(other)) => {
            let same = |key: &str, value: &Value| other.get(key).is_some_and(|other| is_equal(value, &other.value));
            one.len() == other.len() && one.iter().all(|entry| same(&entry.key, &entry.value.value))
        }
        _ => one == other,
    }
}
