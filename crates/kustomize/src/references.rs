//! Names of resources in others: they follow when a resource is called otherwise.
//!
//! Source: `api/filters/nameref` of kustomize.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::config::Config;
use super::field_spec::{FieldSpec, Make};
use super::id::{Gvk, scalar_text};
use super::resource::Resource;
use super::transform::Problem;
use seaworthy_source::{Node, Value};

/// Corrects all names that refer to resources which are called otherwise now.
pub(super) fn follow(resources: &mut [Resource], config: &Config) -> Vec<Problem> {
    let names = Names::of(resources);
    let mut problems = Vec::new();
    if names.by_name.is_empty() {
        return problems;
    }
    for referrer in resources.iter_mut() {
        let kind = referrer.original_id().gvk;
        for (target, specs) in &config.references {
            for spec in specs.iter().filter(|spec| kind.is_selected(&spec.gvk)) {
                if !spec.reaches(referrer.root(), Make::Nothing) {
                    continue;
                }
                let lookup = Lookup::new(&names, referrer, target, spec);
                if !lookup.may_change(referrer.root(), spec) {
                    continue;
                }
                let place = referrer.root().span;
                let result =
                    referrer.edit(|root| spec.visit(root, Make::Nothing, place, &mut |node, _| lookup.correct(node)));
                if let Err(message) = result {
                    problems.push(Problem::new(format!("{}: {message}", referrer.id()), place));
                }
            }
        }
    }
    problems
}

/// The resources that were called otherwise, by what they were called.
struct Names {
    all: Vec<Named>,
    by_name: HashMap<Arc<str>, Vec<usize>>,
}

/// What is asked about a resource that is referred to.
struct Named {
    id: super::id::Id,
    namespace: String,
    first_namespace: String,
    /// What it was before, group and version being those of now.
    kinds: Vec<Gvk>,
    prefixes: Vec<Arc<str>>,
    suffixes: Vec<Arc<str>>,
}

impl Names {
    fn of(resources: &[Resource]) -> Self {
        let mut names = Self { all: Vec::new(), by_name: HashMap::new() };
        for resource in resources.iter().filter(|resource| !resource.previous.is_empty()) {
            let number = names.all.len();
            for id in &resource.previous {
                let numbers = names.by_name.entry(Arc::clone(&id.name)).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
            names.all.push(Named {
                id: resource.id().clone(),
                namespace: resource.id().effective_namespace().to_owned(),
                first_namespace: resource.original_id().effective_namespace().to_owned(),
                kinds: resource.previous_ids().map(|id| id.gvk).collect(),
                prefixes: resource.prefixes.clone(),
                suffixes: resource.suffixes.clone(),
            });
        }
        names
    }
}

/// Looks for what a field of a resource refers to.
struct Lookup<'a> {
    names: &'a Names,
    target: &'a Gvk,
    /// What a role binding says that its role is.
    role: Option<Gvk>,
    is_cluster_scoped: bool,
    namespace: String,
    /// Namespaces of a role binding's service accounts.
    subjects: BTreeSet<String>,
    prefixes: Vec<Arc<str>>,
    suffixes: Vec<Arc<str>>,
}

impl<'a> Lookup<'a> {
    fn new(names: &'a Names, referrer: &Resource, target: &'a Gvk, spec: &FieldSpec) -> Self {
        let root = referrer.root();
        let id = referrer.id();
        let role = || {
            let part = |key: &str| root.str_at(&["roleRef", key]);
            Some(Gvk { group: part("apiGroup")?.into(), version: "".into(), kind: part("kind")?.into() })
        };
        let subjects = root.items_at(&["subjects"]).iter().filter(|_| &*id.gvk.kind == "RoleBinding");
        let accounts = subjects.filter(|subject| subject.str_at(&["kind"]) == Some("ServiceAccount"));
        Self {
            names,
            target,
            role: if spec.path.ends_with("roleRef/name") { role() } else { None },
            is_cluster_scoped: id.gvk.is_cluster_scoped(),
            namespace: id.effective_namespace().to_owned(),
            subjects: accounts.filter_map(|account| account.str_at(&["namespace"]).map(str::to_owned)).collect(),
            prefixes: referrer.prefixes.clone(),
            suffixes: referrer.suffixes.clone(),
        }
    }

    /// Whether some text at the field is a name that was changed.
    fn may_change(&self, root: &Node, spec: &FieldSpec) -> bool {
        let mut found = false;
        spec.each(root, &mut |node| found |= self.mentions(node));
        found
    }

    fn mentions(&self, node: &Node) -> bool {
        match &node.value {
            Value::List(items) => items.iter().any(|item| self.mentions(item)),
            Value::Map(map) => map.get("name").is_some_and(|name| self.mentions(name)),
            _ => scalar_text(node).is_some_and(|text| self.names.by_name.contains_key(&text)),
        }
    }

    fn correct(&self, node: &mut Node) -> Result<(), String> {
        match &mut node.value {
            Value::Null => Ok(()),
            Value::List(items) => items.iter_mut().try_for_each(|item| self.correct(item)),
            Value::Map(_) => self.correct_map(node),
            _ => {
                let old = scalar_text(node).unwrap_or_default();
                if let Some(named) = self.find(&old, None, |one, other| one.id.name == other.id.name)? {
                    rename(node, &old, &named.id.name);
                }
                Ok(())
            }
        }
    }

    /// Corrects name and namespace in a map that has both.
    fn correct_map(&self, node: &mut Node) -> Result<(), String> {
        let Value::Map(map) = &mut node.value else { return Ok(()) };
        let Some(old) = map.get("name").and_then(scalar_text) else {
            return Err("it has no name".to_owned());
        };
        let namespace = map.get("namespace").and_then(scalar_text);
        let same = |one: &Named, other: &Named| one.id.name == other.id.name && one.id.namespace == other.id.namespace;
        let Some(named) = self.find(&old, namespace.as_deref(), same)? else { return Ok(()) };
        if let Some(name) = map.get_mut("name") {
            rename(name, &old, &named.id.name);
        }
        if named.id.namespace.is_empty() {
            return Ok(());
        }
        match map.get_mut("namespace") {
            Some(node) => {
                let old = scalar_text(node).unwrap_or_default();
                rename(node, &old, &named.id.namespace);
            }
            None => {
                if let Some(entry) = map.entry("name") {
                    let mut entry = entry.clone();
                    entry.key = "namespace".into();
                    entry.value.value = Value::String(Arc::clone(&named.id.namespace));
                    map.insert(entry);
                }
            }
        }
        Ok(())
    }

    /// The resource that was called `name`.
    fn find(
        &self,
        name: &str,
        namespace: Option<&str>,
        is_same: impl Fn(&Named, &Named) -> bool,
    ) -> Result<Option<&'a Named>, String> {
        let Some(numbers) = self.names.by_name.get(name) else { return Ok(None) };
        let reachable: Vec<&Named> =
            numbers.iter().map(|&at| &self.names.all[at]).filter(|named| self.reaches(named)).collect();
        let mut found = match namespace {
            None => reachable,
            Some(namespace) => {
                // Which of the namespaces is meant is decided by all resources, not by those of this name.
                let first = |named: &&Named| self.reaches(named) && named.first_namespace == namespace;
                let by_first = self.names.all.iter().any(|named| first(&named));
                let is_there = |named: &&Named| {
                    if by_first { named.first_namespace == namespace } else { named.namespace == namespace }
                };
                reachable.into_iter().filter(is_there).collect()
            }
        };
        let was = |named: &Named, kind: &Gvk| named.kinds.iter().any(|known| known.is_selected(kind));
        found.retain(|named| was(named, self.target));
        found.retain(|named| self.role.as_ref().is_none_or(|role| was(named, role)));
        found.retain(|named| {
            self.is_cluster_scoped
                || named.id.gvk.is_cluster_scoped()
                || &*named.id.gvk.kind == "ServiceAccount"
                || named.namespace == self.namespace
        });
        if found.len() > 1 {
            found.retain(|named| self.has_same_ends(named, true));
        }
        if found.len() > 1 {
            found.retain(|named| self.has_same_ends(named, false));
        }
        match &*found {
            [] => Ok(None),
            [first, rest @ ..] if rest.iter().all(|other| is_same(first, other)) => Ok(Some(first)),
            _ => Err(format!("`{name}` can refer to {} resources", found.len())),
        }
    }

    /// Whether the resource can refer to another one at all.
    fn reaches(&self, named: &Named) -> bool {
        self.is_cluster_scoped
            || named.id.gvk.is_cluster_scoped()
            || named.namespace == self.namespace
            || self.subjects.contains(&*named.id.namespace)
    }

    /// Whether both were given the same prefixes and suffixes, from the last one backwards.
    fn has_same_ends(&self, named: &Named, none_fits_all: bool) -> bool {
        let same = |one: &[Arc<str>], other: &[Arc<str>]| {
            if none_fits_all && (one.is_empty() || other.is_empty()) {
                return true;
            }
            if one.is_empty() != other.is_empty() {
                return false;
            }
            one.iter().rev().zip(other.iter().rev()).all(|(one, other)| one == other)
        };
        same(&named.prefixes, &self.prefixes) && same(&named.suffixes, &self.suffixes)
    }
}

/// Gives a reference its new name. It stays where it is written: nobody wrote the new name.
fn rename(node: &mut Node, old: &str, new: &Arc<str>) {
    if old != &**new {
        node.value = Value::String(Arc::clone(new));
    }
}
