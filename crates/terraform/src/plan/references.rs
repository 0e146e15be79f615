//! What the resources of a plan refer to, from the configuration that the plan repeats.
//!
//! The configuration names blocks, not instances, and leaves locals out. References through variables and outputs of
//! modules are followed; among the instances of a block the one with the same key and the nearest module counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::{key, parts, shared, without_keys};
use seaworthy_source::{Node, Value};

/// The maximum number of references that are followed through variables and outputs.
const MAX_STEPS: usize = 10_000;

/// The configuration of a plan.
pub(super) struct Configuration<'a> {
    root: Option<&'a Node>,
    /// The addresses of all instances, by the address of their block.
    instances: BTreeMap<String, Vec<Arc<str>>>,
}

impl<'a> Configuration<'a> {
    pub(super) fn new(plan: &'a Node, addresses: &[Arc<str>]) -> Self {
        let mut instances: BTreeMap<String, Vec<Arc<str>>> = BTreeMap::new();
        for address in addresses {
            instances.entry(without_keys(address)).or_default().push(Arc::clone(address));
        }
        Self { root: plan.at(&["configuration", "root_module"]), instances }
    }

    /// The arguments that a resource's block sets.
    pub(super) fn expressions(&self, address: &str) -> Option<&'a Node> {
        self.block(address)?.get("expressions")
    }

    fn block(&self, address: &str) -> Option<&'a Node> {
        let (modules, name) = split(address);
        let module = self.module(&modules)?;
        module.items_at(&["resources"]).iter().find(|block| block.str_at(&["address"]) == Some(name.as_str()))
    }

    fn module(&self, path: &[String]) -> Option<&'a Node> {
        path.iter().try_fold(self.root?, |module, name| module.at(&["module_calls", name, "module"]))
    }

    /// The addresses of the instances that a resource refers to.
    pub(super) fn references(&self, address: &str) -> Vec<Arc<str>> {
        let (modules, _) = split(address);
        let Some(block) = self.block(address) else { return Vec::new() };
        let mut found = BTreeSet::new();
        let mut search = Search { configuration: self, steps: 0, found: BTreeSet::new() };
        let scope = Scope { modules: &modules, each: block.get("for_each_expression") };
        block.get("expressions").into_iter().for_each(|expressions| search.within(expressions, scope));
        for target in search.found {
            found.extend(self.instances_of(&target, address));
        }
        found.remove(address);
        found.into_iter().collect()
    }

    /// The instances of a block that a reference from `address` selects.
    fn instances_of(&self, target: &str, address: &str) -> Vec<Arc<str>> {
        let Some(all) = self.instances.get(&without_keys(target)) else { return Vec::new() };
        let nearest = all.iter().map(|instance| shared(instance, address)).max().unwrap_or_default();
        let near = all.iter().filter(|instance| shared(instance, address) == nearest);
        let near: Vec<Arc<str>> = near.cloned().collect();
        let wanted = key(target).or_else(|| key(address));
        let same: Vec<Arc<str>> = near.iter().filter(|instance| key(instance) == wanted).cloned().collect();
        if same.is_empty() { near } else { same }
    }
}

/// The place of an expression.
#[derive(Clone, Copy)]
struct Scope<'s, 'a> {
    /// The names of its module and of those above.
    modules: &'s [String],
    /// What its block is repeated for.
    each: Option<&'a Node>,
}

struct Search<'c, 'a> {
    configuration: &'c Configuration<'a>,
    steps: usize,
    /// Addresses of blocks, of instances where the reference names one.
    found: BTreeSet<String>,
}

impl<'a> Search<'_, 'a> {
    /// Collects the references of expressions in a module.
    fn within(&mut self, expressions: &'a Node, scope: Scope<'_, 'a>) {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return;
        }
        match &expressions.value {
            Value::List(items) => items.iter().for_each(|item| self.within(item, scope)),
            Value::Map(map) => match expressions.get("references") {
                Some(references) => references
                    .items()
                    .iter()
                    .filter_map(Node::as_str)
                    .for_each(|reference| self.follow(reference, scope)),
                None => map.iter().for_each(|entry| self.within(&entry.value, scope)),
            },
            _ => {}
        }
    }

    fn follow(&mut self, reference: &str, scope: Scope<'_, 'a>) {
        let modules = scope.modules;
        let parts = parts(reference);
        let plain = |part: &str| part.split('[').next().unwrap_or_default().to_owned();
        match parts.as_slice() {
            ["var", name, ..] => {
                let Some((call, caller)) = modules.split_last() else { return };
                let call = self.configuration.module(caller).and_then(|module| module.at(&["module_calls", call]));
                if let Some(call) = call
                    && let Some(given) = call.at(&["expressions", &plain(name)])
                {
                    self.within(given, Scope { modules: caller, each: call.get("for_each_expression") });
                }
            }
            ["module", call, output, ..] => {
                let mut inside = modules.to_vec();
                inside.push(plain(call));
                let module = self.configuration.module(&inside);
                if let Some(value) = module.and_then(|module| module.at(&["outputs", &plain(output), "expression"])) {
                    self.within(value, Scope { modules: &inside, each: None });
                }
            }
            ["each", "value", ..] => {
                if let Some(each) = scope.each {
                    self.within(each, Scope { each: None, ..scope });
                }
            }
            ["module" | "local" | "each" | "count" | "self" | "path" | "terraform", ..] => {}
            ["data", _, _, ..] => self.add(&parts[..3], modules),
            [_, _, ..] => self.add(&parts[..2], modules),
            _ => {}
        }
    }

    fn add(&mut self, block: &[&str], modules: &[String]) {
        let path: String = modules.iter().map(|name| format!("module.{name}.")).collect();
        self.found.insert(format!("{path}{}", block.join(".")));
    }
}

/// The names of the modules of an address, and the block's address within them.
fn split(address: &str) -> (Vec<String>, String) {
    let plain = without_keys(address);
    let mut rest = plain.as_str();
    let mut modules = Vec::new();
    while let Some((name, after)) = rest.strip_prefix("module.").and_then(|rest| rest.split_once('.')) {
        modules.push(name.to_owned());
        rest = after;
    }
    (modules, rest.to_owned())
}
