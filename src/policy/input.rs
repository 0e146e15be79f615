//! What rules see: the `input` of docs/writing-rules.md, built from the world.
//!
//! What is unknown is in it as [`native::unknown`] has it; the engine is given what the source has in its place.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use regorus::Value;

use crate::world::{Container, Pod, Relation, Resource, World};
use seaworthy_rego::native;
use seaworthy_rego::{Nulls, object, value};
use seaworthy_source::{Node, Path, Step};

fn path(path: &Path) -> Value {
    let steps = path.0.iter().map(|step| match step {
        Step::Key(key) => Value::String(Arc::clone(key)),
        Step::Index(index) => Value::from(*index),
    });
    Value::from(steps.collect::<Vec<_>>())
}

/// Builds inputs for the resources of one world. What several inputs share is built once.
pub(super) struct Inputs<'a> {
    world: &'a World,
    cards: Vec<OnceLock<Card>>,
    no_relations: HashMap<Relation, Value>,
}

/// What a rule is evaluated on.
pub(super) struct Input {
    /// The value, without parameters.
    pub value: Value,
    /// Whether anything in it is unknown.
    pub has_unknown: bool,
}

/// A resource as rules see it, in pieces that inputs share.
struct Card {
    object: Value,
    has_unknown: bool,
    /// What is declared for it.
    requirements: Value,
    /// Pod and containers of each template.
    pods: Vec<(Value, Vec<Value>)>,
    /// As a related resource.
    related: Value,
}

impl<'a> Inputs<'a> {
    pub(super) fn new(world: &'a World) -> Self {
        let cards = world.resources.iter().map(|_| OnceLock::new()).collect();
        let no_relations = Relation::ALL.iter().map(|relation| (*relation, Value::new_array())).collect();
        Self { world, cards, no_relations }
    }

    fn card(&self, number: usize) -> &Card {
        let of = || Card::of(&self.world.resources[number], self.world.requirements[number].as_ref());
        self.cards[number].get_or_init(of)
    }

    /// The input of a resource as a whole; with `pod`, of one of its pod templates.
    pub(super) fn input(&self, number: usize, pod: Option<usize>) -> Input {
        let resource = &self.world.resources[number];
        let card = self.card(number);
        let mut entries = vec![
            (content(resource), card.object.clone()),
            ("related", self.related(number)),
            ("requirements", card.requirements.clone()),
            ("resource", identity(resource)),
        ];
        let containers = match (pod, card.pods.as_slice()) {
            (Some(pod), pods) => {
                entries.push(("pod", pods[pod].0.clone()));
                pods[pod].1.clone()
            }
            (None, [(pod, containers)]) => {
                entries.push(("pod", pod.clone()));
                containers.clone()
            }
            (None, pods) => pods.iter().flat_map(|(_, containers)| containers.iter().cloned()).collect(),
        };
        entries.push(("containers", Value::from(containers)));
        if resource.platform.is_settings {
            entries.push(("settings", settings(&card.object)));
        }
        let mut others = self.world.relations.of_resource(number).iter().map(|(_, other)| *other);
        let is_open = self.world.open_relation(number).is_some();
        let has_unknown = card.has_unknown
            || is_open
            || others.any(|other| self.card(other).has_unknown || self.may_not_exist(other));
        Input { value: object(entries), has_unknown }
    }

    /// Whether it hangs on something unknown whether there is such a resource.
    fn may_not_exist(&self, number: usize) -> bool {
        let resource = &self.world.resources[number];
        resource.platform.is_counted && resource.rewritten.iter().any(|path| path.0.is_empty())
    }

    /// Where a path of an input comes from: the resource by number, the value that holds it, and the path there. Nothing for
    /// what was made for the input only.
    pub(super) fn origin(&self, number: usize, pod: Option<usize>, path: &[Value]) -> Option<(usize, &'a Node, Path)> {
        let resource = &self.world.resources[number];
        let object: &Node = &resource.object;
        let (first, rest) = path.split_first()?;
        let pods: Vec<&Pod> = resource
            .pods
            .iter()
            .enumerate()
            .filter(|(at, _)| pod.is_none_or(|pod| pod == *at))
            .map(|(_, pod)| pod)
            .collect();
        let below = |base: &Path, rest: &[Value]| {
            Some((number, object, Path(base.0.iter().cloned().chain(steps(rest)?).collect())))
        };
        match (key(first)?, rest) {
            ("object" | "values", rest) => below(&Path::default(), rest),
            ("pod", rest) => of_pod(pods.first()?, rest).and_then(|(base, rest)| below(&base, rest)),
            ("pods", [at, rest @ ..]) => {
                of_pod(pods.get(index(at)?)?, rest).and_then(|(base, rest)| below(&base, rest))
            }
            ("containers", [at, rest @ ..]) => {
                let container = pods.iter().flat_map(|pod| &pod.containers).nth(index(at)?)?;
                match rest.split_first() {
                    Some((part, rest)) if key(part) == Some("spec") => below(&container.path, rest),
                    _ => below(&container.path, &[]),
                }
            }
            ("requirements", rest) => {
                Some((number, self.world.requirements[number].as_ref()?, Path(steps(rest)?.collect())))
            }
            ("related", [relation, at, rest @ ..]) => {
                let relation = key(relation)?;
                let of_resource = self.world.relations.of_resource(number);
                let mut others =
                    of_resource.iter().filter(|(name, _)| name.name() == relation).map(|(_, other)| *other);
                self.origin(others.nth(index(at)?)?, None, rest)
            }
            _ => None,
        }
    }

    fn related(&self, number: usize) -> Value {
        let mut by_relation: HashMap<Relation, Vec<Value>> = HashMap::new();
        for (relation, other) in self.world.relations.of_resource(number) {
            let related =
                if self.may_not_exist(*other) { native::may_exist() } else { self.card(*other).related.clone() };
            by_relation.entry(*relation).or_default().push(related);
        }
        if let Some(relation) = self.world.open_relation(number) {
            by_relation.entry(relation).or_default().push(native::may_exist());
        }
        object(Relation::ALL.iter().map(|relation| {
            let found = by_relation.remove(relation).map(Value::from);
            (relation.name(), found.unwrap_or_else(|| self.no_relations[relation].clone()))
        }))
    }
}

/// The same input with a rule's parameters.
pub(super) fn with_params(input: &Value, params: &Value) -> Value {
    let Value::Object(entries) = input else { return input.clone() };
    let mut entries = regorus::Value::clone(&Value::Object(Arc::clone(entries)));
    if let Ok(entries) = entries.as_object_mut() {
        entries.insert(Value::from("params"), params.clone());
    }
    entries
}

fn key(step: &Value) -> Option<&str> {
    step.as_string().ok().map(|text| &**text)
}

fn index(step: &Value) -> Option<usize> {
    step.as_u64().ok().and_then(|index| usize::try_from(index).ok())
}

fn steps(path: &[Value]) -> Option<impl Iterator<Item = Step>> {
    let steps = path.iter().map(|step| match key(step) {
        Some(key) => Some(Step::from(key)),
        None => index(step).map(Step::Index),
    });
    steps.collect::<Option<Vec<_>>>().map(Vec::into_iter)
}

/// The part of a pod's template that a path below `pod` is about, and the rest of the path.
fn of_pod<'p>(pod: &Pod, path: &'p [Value]) -> Option<(Path, &'p [Value])> {
    match path.split_first() {
        Some((part, rest)) if key(part) == Some("spec") => Some((pod.spec_path.clone(), rest)),
        Some((part, rest)) if key(part) == Some("metadata") => Some((pod.path.key("metadata"), rest)),
        _ => Some((pod.path.clone(), &[])),
    }
}

impl Card {
    fn of(resource: &Resource, declared: Option<&Node>) -> Self {
        let object_value = value(&resource.object, Nulls::LeftOut);
        let requirements = declared.map_or_else(Value::new_object, |node| value(node, Nulls::LeftOut));
        let has_unknown = resource.object.holds_unknown() || declared.is_some_and(Node::holds_unknown);
        let pods: Vec<(Value, Vec<Value>)> = resource
            .pods
            .iter()
            .map(|pod| {
                let containers = pod.containers.iter().map(|it| container(it, &object_value)).collect();
                (pod_value(pod, &object_value), containers)
            })
            .collect();
        let all_containers = pods.iter().flat_map(|(_, containers)| containers.iter().cloned()).collect::<Vec<_>>();
        let mut entries = identity_entries(resource);
        entries.push((content(resource), object_value.clone()));
        entries.push(("containers", Value::from(all_containers)));
        entries.push(("pods", Value::from(pods.iter().map(|(pod, _)| pod.clone()).collect::<Vec<_>>())));
        entries.push(("requirements", requirements.clone()));
        Self { related: object(entries), object: object_value, has_unknown, requirements, pods }
    }
}

/// The key under which rules find what is written: the object of a manifest, the values of a configuration.
fn content(resource: &Resource) -> &'static str {
    resource.platform.content
}

/// Every key of a chart's values with its path, however deep: rules have no recursion.
fn settings(chart: &Value) -> Value {
    let mut found = Vec::new();
    collect_settings(&chart["values"], &mut vec![Value::from("values")], &mut found);
    Value::from(found)
}

fn collect_settings(value: &Value, path: &mut Vec<Value>, found: &mut Vec<Value>) {
    let children: Vec<(Value, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (Value::from(index), item)).collect(),
        _ => return,
    };
    for (step, child) in children {
        path.push(step.clone());
        if matches!(step, Value::String(_)) {
            found.push(object([("key", step), ("path", Value::from(path.clone())), ("value", child.clone())]));
        }
        collect_settings(child, path, found);
        path.pop();
    }
}

fn identity(resource: &Resource) -> Value {
    object(identity_entries(resource))
}

fn identity_entries(resource: &Resource) -> Vec<(&'static str, Value)> {
    vec![
        ("address", Value::from(resource.address.to_string())),
        ("group", Value::String(Arc::clone(&resource.group))),
        ("kind", Value::String(Arc::clone(&resource.kind))),
        ("name", Value::String(Arc::clone(&resource.name))),
        ("namespace", Value::from(resource.namespace.as_deref().unwrap_or_default())),
        ("platform", Value::from(resource.platform.name)),
        ("type", Value::from(resource.type_name())),
        ("version", Value::String(Arc::clone(&resource.version))),
    ]
}

fn pod_value(pod: &Pod, root: &Value) -> Value {
    let object_at = |at: &Path| find(root, at).filter(|value| value.as_object().is_ok());
    object([
        ("metadata", object_at(&pod.path.key("metadata")).unwrap_or_else(Value::new_object)),
        ("path", path(&pod.path)),
        ("role", Value::String(Arc::clone(&pod.role))),
        ("spec", object_at(&pod.spec_path).unwrap_or_else(Value::new_object)),
        ("spec_path", path(&pod.spec_path)),
    ])
}

fn container(container: &Container, root: &Value) -> Value {
    object([
        ("name", Value::String(Arc::clone(&container.name))),
        ("path", path(&container.path)),
        ("spec", find(root, &container.path).unwrap_or_else(Value::new_object)),
        ("type", Value::from(container.kind.name())),
    ])
}

/// The part of a value at a path; values are shared, not copied.
fn find(root: &Value, path: &Path) -> Option<Value> {
    let mut found = root;
    for step in &path.0 {
        found = match (step, found) {
            (Step::Key(key), Value::Object(map)) => map.get(&Value::String(Arc::clone(key)))?,
            (Step::Index(index), Value::Array(items)) => items.get(*index)?,
            _ => return None,
        };
    }
    Some(found.clone())
}
