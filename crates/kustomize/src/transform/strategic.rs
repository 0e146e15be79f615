//! Strategic merge patches on resources: a resource stays what it is and keeps its name unless options say otherwise.

use super::Problem;
use crate::merge::Merger;
use crate::resource::Resource;
use seaworthy_source::{Map, Node, Value};

/// A strategic merge patch with its options.
pub(super) struct Merge<'a> {
    /// The patch's merger.
    pub(super) merger: Merger<'a>,
    /// Whether it may change names.
    pub(super) allows_name: bool,
    /// Whether it may change kinds.
    pub(super) allows_kind: bool,
}

impl Merge<'_> {
    /// Patches the resources that are meant.
    pub(super) fn apply(
        &self,
        resources: &mut Vec<Resource>,
        patch: &Node,
        is_meant: impl Fn(&Resource) -> bool,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        resources.retain_mut(|resource| {
            if !is_meant(resource) {
                return true;
            }
            let before = resource.clone();
            if self.allows_name || self.allows_kind {
                resource.store_id();
            }
            match resource.edit(|root| self.merger.apply(root, patch).inspect(|_| self.restore(root, before.root()))) {
                Ok(is_there) => is_there,
                Err(mismatch) => {
                    *resource = before;
                    let mut problem = Problem::new(format!("{}: {}", resource.id(), mismatch.message), mismatch.at);
                    problem.other = mismatch.other.map(|span| (span, "here".to_owned()));
                    problems.push(problem);
                    true
                }
            }
        });
        problems
    }

    /// Gives a resource back what a patch must not change: what it is, and what it is called.
    fn restore(&self, root: &mut Node, before: &Node) {
        let (Value::Map(map), Some(before)) = (&mut root.value, before.as_map()) else { return };
        let mut keep = |key: &str| match before.entry(key) {
            Some(entry) => map.insert(entry.clone()),
            None => drop(map.remove(key)),
        };
        keep("apiVersion");
        if !self.allows_kind {
            keep("kind");
        }
        let Some(old) = before.entry("metadata") else { return };
        if map.get("metadata").is_none_or(|node| node.as_map().is_none()) {
            let mut entry = old.clone();
            entry.value.value = Value::Map(Map::default());
            map.insert(entry);
        }
        let Some(Value::Map(metadata)) = map.get_mut("metadata").map(|node| &mut node.value) else { return };
        let Some(old) = old.value.as_map() else { return };
        let mut keep = |key: &str| match old.entry(key) {
            Some(entry) => metadata.insert(entry.clone()),
            None => drop(metadata.remove(key)),
        };
        if !self.allows_name {
            keep("name");
        }
        keep("namespace");
    }
}
