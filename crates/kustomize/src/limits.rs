//! How far overlays may grow: a few lines that use each other can ask for more than any machine has.

use seaworthy_source::{Node, Value};

/// How many resources a kustomization may have.
pub(super) const RESOURCES: usize = 10_000;

/// How many values the resources of a kustomization may hold.
pub(super) const VALUES: usize = 2_000_000;

/// How many values all kustomizations of a scan may change, which is to copy them.
pub(super) const COPIED_VALUES: usize = 5_000_000;

/// How many layers there may be.
pub(super) const LAYERS: usize = 64;

/// How many kustomizations one build may read that are not known already.
pub(super) const KUSTOMIZATIONS: usize = 10_000;

/// How many bytes a text may have that is put together from others.
pub(super) const TEXT: usize = 1024 * 1024;

/// How many bytes a name or an image may have. Clusters refuse much shorter ones.
pub(super) const NAME: usize = 4096;

/// How many bytes one generator may read.
pub(super) const GENERATED: usize = 64 * 1024 * 1024;

/// How deep values may be put into each other. The same holds for what is parsed.
pub(super) const DEPTH: usize = 255;

/// How many comparisons the merging of two lists may take.
pub(super) const COMPARISONS: usize = 50_000_000;

/// How many values a node holds, itself included.
pub(super) fn size(node: &Node) -> usize {
    1 + match &node.value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Map(map) => map.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    }
}

/// How deep the values in a node nest; a scalar is 0.
pub(super) fn depth(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(map) => 1 + map.iter().map(|entry| depth(&entry.value)).max().unwrap_or(0),
        _ => 0,
    }
}
