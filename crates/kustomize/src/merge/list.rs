//! Lists whose items have names: containers, ports, environment variables.
//!
//! kustomize pairs the items of both lists by the texts of their keys, merges the pairs, puts the patch's items first, and
//! then lays the old list over the result. It does so by repeated searches through lists, and what these find decides what
//! comes out where keys are missing or stand twice. So the searches are the same here.

use super::schema::{At, Keys};
use super::{DIRECTIVE, Directive, Merger, Mismatch, Outcome, directive};
use crate::id::scalar_text;
use crate::limits;
use seaworthy_source::{Node, Value};

/// What a list is merged with.
pub(super) enum With<'a> {
    /// A patch says nothing about it.
    Nothing,
    /// The patch's list.
    Patch(&'a Node),
    /// It is the patch's own list, where there was none before.
    Itself,
}

/// The values of an item's keys; an empty text where it has none.
type Values = Vec<String>;

/// Items by their numbers in here, so that one item can be in several lists.
struct Items {
    nodes: Vec<Node>,
}

impl Merger<'_> {
    /// Merges a list.
    pub(super) fn list(
        &self,
        node: &mut Node,
        with: With<'_>,
        keys: &Keys,
        at: Option<At<'_>>,
    ) -> Result<Outcome, Mismatch> {
        let mut patch: Vec<Node> = Vec::new();
        match &with {
            With::Nothing => {}
            With::Patch(whole) => {
                patch = whole.items().to_vec();
                match list_directive(&patch)? {
                    Some((Directive::Delete, _)) => return Ok(Outcome::Gone),
                    Some((Directive::Replace, text)) => {
                        elide(&mut patch, &text);
                        let mut new = Node { value: Value::List(patch), ..(*whole).clone() };
                        return Ok(match self.list(&mut new, With::Itself, keys, at)? {
                            Outcome::Gone => Outcome::Gone,
                            _ => self.replaces(node, new),
                        });
                    }
                    Some((Directive::Merge, text)) => elide(&mut patch, &text),
                    None => {}
                }
            }
            With::Itself => {}
        }
        let Value::List(own) = &mut node.value else { return Ok(Outcome::Kept) };
        let mut items = Items { nodes: std::mem::take(own) };
        if matches!(with, With::Itself) {
            match list_directive(&items.nodes)? {
                Some((Directive::Delete, _)) => return Ok(Outcome::Gone),
                Some((_, text)) => elide(&mut items.nodes, &text),
                None => {}
            }
        }
        let list: Vec<usize> = (0..items.nodes.len()).collect();
        let total = list.len() + patch.len();
        if total.saturating_mul(total) > limits::COMPARISONS {
            let message = format!("lists of {total} items are too long to be merged by their keys");
            return Err(Mismatch { message, at: node.span, other: None });
        }
        if keys.is_empty() {
            let texts = patch.iter().chain(&items.nodes).map(|item| vec![text(item)]);
            let names = distinct(texts);
            let list = self.paired(&mut items, list, &patch, &with, &[String::new()], names, at)?;
            node.value = Value::List(items.taken(&list));
        } else {
            let names = distinct(patch.iter().chain(&items.nodes).map(|item| values(item, keys)));
            let list = self.paired(&mut items, list, &patch, &with, keys, names, at)?;
            node.value = Value::List(items.taken(&list));
        }
        Ok(Outcome::Kept)
    }

    /// The merged list.
    #[allow(clippy::too_many_arguments)]
    fn paired(
        &self,
        items: &mut Items,
        mut list: Vec<usize>,
        patch: &[Node],
        with: &With<'_>,
        keys: &[String],
        mut names: Vec<Values>,
        at: Option<At<'_>>,
    ) -> Result<Vec<usize>, Mismatch> {
        if keys.len() > 1 {
            unify(&mut names);
        }
        let valid = used(&names, keys);
        let valid_keys: Vec<&str> = valid.iter().map(|&at| keys[at].as_str()).collect();
        let mut merged: Vec<usize> = Vec::new();
        for name in &names {
            let valid_values: Vec<&str> = valid.iter().map(|&at| name[at].as_str()).collect();
            // An item is looked for by the keys that it has.
            let has = used(std::slice::from_ref(name), keys);
            let pairs: Vec<(&str, &str)> = has.iter().map(|&at| (keys[at].as_str(), name[at].as_str())).collect();
            let own = list.iter().copied().find(|&item| is_named(&items.nodes[item], &pairs));
            let patched = patch.iter().find(|item| is_named(item, &pairs));
            let result = self.item(items, own, patched, matches!(with, With::Itself), at)?;
            let Some(result) = result.filter(|&item| !is_empty(&items.nodes[item])) else {
                items.set(&mut list, None, &valid_keys, &valid_values);
                continue;
            };
            items.set(&mut merged, Some(result), &valid_keys, &valid_values);
        }
        if names.is_empty() {
            return Ok(list);
        }
        items.lay_over(&mut merged, &list, &valid_keys);
        Ok(merged)
    }

    /// A pair of items merged.
    fn item(
        &self,
        items: &mut Items,
        own: Option<usize>,
        patched: Option<&Node>,
        is_itself: bool,
        at: Option<At<'_>>,
    ) -> Result<Option<usize>, Mismatch> {
        let Some(own) = own else {
            let adopted = patched.map(|patched| self.adopted(patched, at)).transpose()?.flatten();
            return Ok(adopted.map(|node| items.add(node)));
        };
        if is_itself {
            let Some(adopted) = self.adopted(&items.nodes[own], at)? else { return Ok(None) };
            items.nodes[own] = adopted;
            return Ok(Some(own));
        }
        match self.merge(&mut items.nodes[own], patched, at)? {
            Outcome::Kept => Ok(Some(own)),
            Outcome::Gone => Ok(None),
            Outcome::Replaced(node) => Ok(Some(items.add(node))),
        }
    }
}

impl Items {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Puts an item in the place of those with these values, or at the end; `None` takes them out. What is empty goes, too.
    fn set(&self, list: &mut Vec<usize>, item: Option<usize>, keys: &[&str], values: &[&str]) {
        let wants_maps =
            keys.first().is_some_and(|key| !key.is_empty()) && values.first().is_some_and(|v| !v.is_empty());
        let mut result = Vec::with_capacity(list.len() + 1);
        let mut found_any = false;
        for &known in &*list {
            let node = &self.nodes[known];
            if is_empty(node) {
                continue;
            }
            if wants_maps && node.as_map().is_none() {
                result.push(known);
                continue;
            }
            // Behind the values at hand, the last answer stands for the rest of the keys.
            let mut answer = false;
            let found = keys.iter().enumerate().all(|(number, key)| {
                if let Some(value) = values.get(number) {
                    answer = has_field(node, key, value);
                }
                answer
            });
            if found {
                found_any = true;
                result.extend(item);
            } else if !values.is_empty() {
                result.push(known);
            }
        }
        if let Some(item) = item.filter(|_| !found_any) {
            result.push(item);
        }
        *list = result;
    }

    /// Lays a list over another.
    fn lay_over(&self, list: &mut Vec<usize>, over: &[usize], keys: &[&str]) {
        for &item in over {
            let node = &self.nodes[item];
            if keys.first().is_some_and(|key| key.is_empty()) {
                self.set(list, Some(item), &[""], &[&text(node)]);
                continue;
            }
            let mut values = Vec::with_capacity(keys.len());
            for key in keys {
                match node.as_map().and_then(|map| map.get(key)) {
                    Some(value) => values.push(text(value)),
                    None => list.push(item),
                }
            }
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            if keys.len() > 1 {
                self.set(list, None, keys, &values);
            }
            self.set(list, Some(item), keys, &values);
        }
    }

    fn taken(self, list: &[usize]) -> Vec<Node> {
        let mut nodes: Vec<Option<Node>> = self.nodes.into_iter().map(Some).collect();
        let taken = list.iter().enumerate().filter_map(|(number, &item)| {
            let again = list[number + 1..].contains(&item);
            if again { nodes[item].clone() } else { nodes[item].take() }
        });
        taken.collect()
    }
}

/// The directive that stands as an item of its own: `- $patch: replace`.
fn list_directive(items: &[Node]) -> Result<Option<(Directive, String)>, Mismatch> {
    let found = items.iter().find(|item| item.as_map().is_some_and(|map| map.get(DIRECTIVE).is_some()));
    match found.filter(|item| item.as_map().is_some_and(|map| map.len() == 1)) {
        Some(item) => {
            let text = item.str_at(&[DIRECTIVE]).unwrap_or_default().to_owned();
            Ok(Some((directive(item)?, text)))
        }
        None => Ok(None),
    }
}

fn elide(items: &mut Vec<Node>, text: &str) {
    items.retain(|item| !is_empty(item) && item.str_at(&[DIRECTIVE]) != Some(text));
}

/// Names of which one has what the other lacks are the same.
fn unify(names: &mut [Values]) {
    for one in 0..names.len() {
        for other in 0..names.len() {
            if let Some(both) = common(&names[one], &names[other]) {
                names[one] = both.clone();
                names[other] = both;
            }
        }
    }
}

fn common(one: &Values, other: &Values) -> Option<Values> {
    let mut share = false;
    let both = one.iter().zip(other).map(|(one, other)| {
        share |= one == other;
        match (one.is_empty(), other.is_empty()) {
            (false, false) if one != other => None,
            (false, _) => Some(one.clone()),
            _ => Some(other.clone()),
        }
    });
    let both = both.collect::<Option<Values>>()?;
    share.then_some(both)
}

/// The numbers of the keys that some name has; all of them where none has any.
fn used(names: &[Values], keys: &[String]) -> Vec<usize> {
    let used: Vec<usize> = (0..keys.len()).filter(|&at| names.iter().any(|name| !name[at].is_empty())).collect();
    if used.is_empty() { (0..keys.len()).collect() } else { used }
}

fn distinct(names: impl Iterator<Item = Values>) -> Vec<Values> {
    let mut seen = std::collections::HashSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

fn values(item: &Node, keys: &[String]) -> Values {
    keys.iter().map(|key| item.as_map().and_then(|map| map.get(key)).map(text).unwrap_or_default()).collect()
}

/// The text of a scalar; nothing for anything else.
fn text(node: &Node) -> String {
    scalar_text(node).map(|text| text.to_string()).unwrap_or_default()
}

fn is_named(item: &Node, pairs: &[(&str, &str)]) -> bool {
    if let [("", value)] = pairs {
        return text(item) == *value;
    }
    item.as_map().is_some() && pairs.iter().all(|(key, value)| has_field(item, key, value))
}

/// Whether a map has a field with this value; any value where none is asked for. Without a key, the item itself is meant.
fn has_field(item: &Node, key: &str, value: &str) -> bool {
    if key.is_empty() {
        return item.as_map().is_none() && text(item) == value;
    }
    item.as_map().and_then(|map| map.get(key)).is_some_and(|field| value.is_empty() || text(field) == value)
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Map(map) => map.is_empty(),
        _ => false,
    }
}
