//! Override files: their arguments replace those of the other files.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::syntax::ast::{Block, Body};

/// Applies the blocks of override files to the module's other blocks; blocks that override nothing are returned.
pub(super) fn apply(base: &mut [Block], overrides: Vec<Block>) -> Vec<Block> {
    let mut unmatched = Vec::new();
    for block in overrides {
        if &*block.kind == "locals" {
            unmatched.push(override_locals(base, block));
            continue;
        }
        match base.iter_mut().find(|other| is_same(other, &block)) {
            Some(other) => merge(&mut other.body, block.body),
            None => unmatched.push(block),
        }
    }
    unmatched
}

fn is_same(a: &Block, b: &Block) -> bool {
    let alias = |block: &Block| block.body.attribute("alias").map(|alias| alias.value.kind.clone());
    let named = !a.labels.is_empty();
    named
        && a.kind == b.kind
        && a.labels.iter().map(|label| &label.text).eq(b.labels.iter().map(|label| &label.text))
        && (&*a.kind != "provider" || alias(a) == alias(b))
}

/// Arguments replace arguments; nested blocks replace all nested blocks of their type, except that `lifecycle` is
/// merged.
fn merge(base: &mut Body, over: Body) {
    for attribute in over.attributes {
        match base.attributes.iter_mut().find(|other| other.name == attribute.name) {
            Some(other) => *other = attribute,
            None => base.attributes.push(attribute),
        }
    }
    let (lifecycle, others): (Vec<Block>, Vec<Block>) =
        over.blocks.into_iter().partition(|block| &*block.kind == "lifecycle");
    for block in lifecycle {
        match base.blocks.iter_mut().find(|other| &*other.kind == "lifecycle") {
            Some(other) => merge(&mut other.body, block.body),
            None => base.blocks.push(block),
        }
    }
    let replaced: BTreeSet<Arc<str>> = others.iter().map(kind).collect();
    base.blocks.retain(|block| !replaced.contains(&kind(block)));
    base.blocks.extend(others);
}

/// The type of the blocks that a block writes: that of a `dynamic` block is its label.
fn kind(block: &Block) -> Arc<str> {
    match (&*block.kind, block.labels.first()) {
        ("dynamic", Some(label)) => Arc::clone(&label.text),
        _ => Arc::clone(&block.kind),
    }
}

/// Removes the overridden names from the other `locals` blocks.
fn override_locals(base: &mut [Block], block: Block) -> Block {
    for other in base.iter_mut().filter(|other| &*other.kind == "locals") {
        other.body.attributes.retain(|attribute| block.body.attribute(&attribute.name).is_none());
    }
    block
}
