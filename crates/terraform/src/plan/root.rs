//! The configuration that a plan was made of.

use std::collections::BTreeSet;

use super::address::without_keys;
use super::resources::Plan;
use crate::config::Mode;
use crate::tree::{Tree, TreeNode};
use seaworthy_source::normalized;

/// The number of the root that declares most of the plan's resources, and at least half of them. Among equals, the
/// plan's own folder wins.
#[must_use]
pub fn root_of<'t>(plan: &Plan, roots: impl Iterator<Item = &'t Tree>) -> Option<usize> {
    let planned: BTreeSet<String> = plan.resources.iter().map(|planned| without_keys(&planned.address)).collect();
    let folder = plan.path.parent().map(normalized);
    let score = |(number, tree): (usize, &Tree)| {
        let mut declared = BTreeSet::new();
        blocks(&tree.root, "", &mut declared);
        let is_own = Some(normalized(&tree.root.module.folder)) == folder;
        (planned.intersection(&declared).count(), is_own, number)
    };
    let best = roots.enumerate().map(score).max_by_key(|(common, own, number)| (*common, *own, usize::MAX - number))?;
    (best.0 > 0 && best.0 * 2 >= planned.len()).then_some(best.2)
}

/// The addresses of all blocks of resources in a module and those below it.
fn blocks(node: &TreeNode, path: &str, into: &mut BTreeSet<String>) {
    for name in node.module.resources.keys() {
        let data = if name.mode == Mode::Data { "data." } else { "" };
        into.insert(format!("{path}{data}{}.{}", name.ty, name.name));
    }
    for (name, child) in &node.children {
        child.iter().for_each(|child| blocks(child, &format!("{path}module.{name}."), into));
    }
}
