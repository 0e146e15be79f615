//! Generated resources among the others: new ones, and those that merge with or replace existing ones.
//!
//! Source: `appendReplaceOrMerge` of kustomize.

use std::sync::Arc;

use super::edit::replaced;
use super::resource::Resource;
use super::transform::Problem;
use seaworthy_source::{Entry, Node, Span, Value};

/// What a generated resource is to one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behavior {
    Create,
    Merge,
    Replace,
}

/// Puts a generated resource among the others, or into the one that it is to merge with or to replace.
///
/// # Errors
/// There is one already, or none.
pub(super) fn absorb(
    resources: &mut Vec<Resource>,
    mut new: Resource,
    behavior: Behavior,
    at: Span,
) -> Result<(), Problem> {
    let id = new.id().clone();
    let is_meant = |known: &Resource| known.id().is_same(&id) || known.previous_ids().any(|known| known.is_same(&id));
    let found: Vec<usize> = (0..resources.len()).filter(|&number| is_meant(&resources[number])).collect();
    let (&[number], true) = (&*found, behavior != Behavior::Create) else {
        return match (found.len(), behavior) {
            (0, Behavior::Create) => {
                resources.push(new);
                Ok(())
            }
            (0, _) => Err(Problem::absence(format!("{id} not found: nothing to merge with or to replace"), at)),
            (1, _) => Err(Problem {
                help: Some("Give the generator `behavior: merge` or `replace`, or another name.".to_owned()),
                ..Problem::new(format!("{id} exists already"), at)
            }),
            (count, _) => Err(Problem::new(format!("{id} matches {count} resources to merge with"), at)),
        };
    };
    let old = &resources[number];
    let before = old.share();
    new.edit(|root| {
        inherit_metadata(root, &before);
        if behavior == Behavior::Merge {
            inherit(root, &before, "data");
            inherit(root, &before, "binaryData");
        }
    });
    new.needs_hash &= old.needs_hash;
    new.previous.clone_from(&old.previous);
    new.prefixes.clone_from(&old.prefixes);
    new.suffixes.clone_from(&old.suffixes);
    new.variables.clone_from(&old.variables);
    new.file = Arc::clone(&old.file);
    new.through.clone_from(&old.through);
    resources[number] = new;
    Ok(())
}

/// Name and namespace of the old resource, and its labels and annotations where there are no new ones.
fn inherit_metadata(root: &mut Node, before: &Node) {
    let (Value::Map(map), Some(old)) = (&mut root.value, before.get("metadata")) else { return };
    let Some(metadata) = map.get_mut("metadata") else { return };
    inherit(metadata, old, "labels");
    inherit(metadata, old, "annotations");
    let (Value::Map(metadata), Some(old)) = (&mut metadata.value, old.as_map()) else { return };
    for key in ["name", "namespace"] {
        match old.entry(key) {
            Some(entry) => metadata.insert(entry.clone()),
            None => drop(metadata.remove(key)),
        }
    }
}

/// The entries of an old map, and over them those of the new one.
fn inherit(root: &mut Node, before: &Node, key: &str) {
    let (Value::Map(map), Some(old)) = (&mut root.value, before.as_map().and_then(|map| map.entry(key))) else {
        return;
    };
    let Some(Value::Map(mut merged)) = Some(old.value.value.clone()) else { return };
    if let Some(Value::Map(new)) = map.get_mut(key).map(|node| std::mem::replace(&mut node.value, Value::Null)) {
        for mut entry in new.into_entries() {
            if let Some(known) = merged.get(&entry.key) {
                entry.value = replaced(known, entry.value, &"before this generator".into());
            }
            merged.insert(entry);
        }
    }
    let value = Node { value: Value::Map(merged), span: old.value.span, origin: old.value.origin.clone() };
    map.insert(Entry { key: old.key.clone(), key_span: old.key_span, value });
}
