//! What Gatekeeper would review: the creation of a resource, and of those that an expansion derives from it.
//!
//! Source: `pkg/target` and `website/docs/input.md` of Gatekeeper. The request is the one that its own tool makes up, but for
//! the operation: something is created. Who creates it is not known.

use std::sync::Arc;

use regorus::Value;

use super::expansion::{self, Expansion, Parent};
use super::matching::{Namespace, Subject};
use super::rego::Rego;
use super::scope::Scopes;
use crate::world::{Relation, Resource, World};
use seaworthy_rego::native;
use seaworthy_rego::{Nulls, object, value};
use seaworthy_source::{Node, Path, Step, Value as NodeValue};

/// How often what was derived is derived from again.
const MAX_DEPTH: usize = 8;

/// A review.
#[derive(Debug)]
pub(super) struct Review<'a> {
    /// What it is about, for matching.
    pub subject: Subject<'a>,
    version: String,
    object: Value,
    /// Its name; empty where it has none.
    name: String,
    /// Its namespace, where the manifest names one.
    namespace: Option<Value>,
    /// Where the object is within the resource.
    pub base: Path,
    /// What derived it, the first first.
    pub expansions: Vec<&'a Expansion>,
}

/// The reviews of a resource.
pub(super) fn reviews<'a>(
    world: &'a World,
    number: usize,
    scopes: &Scopes<'a>,
    expansions: &'a [Expansion],
) -> Vec<Review<'a>> {
    let resource = &world.resources[number];
    let namespace = namespace(world, number, scopes);
    let own = Review {
        subject: Subject {
            group: &resource.group,
            kind: &resource.kind,
            root: &resource.object,
            name: resource.object.at(&["metadata", "name"]).map_or(Some(""), Node::as_str).map(Into::into),
            namespace,
            is_generated: false,
        },
        version: resource.version.to_string(),
        object: with_rewritten(value(&resource.object, Nulls::LeftOut), &resource.rewritten),
        name: resource.object.str_at(&["metadata", "name"]).unwrap_or_default().to_owned(),
        namespace: resource.object.at(&["metadata", "namespace"]).map(|node| value(node, Nulls::LeftOut)),
        base: Path::default(),
        expansions: Vec::new(),
    };
    let mut reviews = vec![own];
    let mut next = 0;
    while next < reviews.len() {
        if reviews[next].expansions.len() < MAX_DEPTH {
            let derived: Vec<_> =
                expansions.iter().filter_map(|expansion| derive(&reviews[next], expansion, resource)).collect();
            reviews.extend(derived);
        }
        next += 1;
    }
    reviews
}

fn derive<'a>(from: &Review<'a>, expansion: &'a Expansion, resource: &'a Resource) -> Option<Review<'a>> {
    if !expansion.applies_to(from.subject.group, &from.version, from.subject.kind) {
        return None;
    }
    let root = expansion::source(from.subject.root, expansion)?;
    let api_version = match from.subject.group {
        "" => from.version.clone(),
        group => format!("{group}/{}", from.version),
    };
    let parent = Parent {
        api_version,
        kind: from.subject.kind,
        name: &from.name,
        namespace: match from.subject.namespace {
            Namespace::Named(name, _) => Some(name),
            _ => None,
        },
    };
    let base = Path(from.base.0.iter().chain(&expansion.source.0).cloned().collect());
    let below = resource.rewritten.iter().filter(|path| path.starts_with(&base));
    let rewritten: Vec<Path> = below.map(|path| Path(path.0[base.0.len()..].to_vec())).collect();
    let source = with_rewritten(value(root, Nulls::LeftOut), &rewritten);
    Some(Review {
        subject: Subject {
            group: &expansion.group,
            kind: &expansion.kind,
            root,
            name: Some(expansion.name_of(&from.name).into()),
            namespace: from.subject.namespace,
            is_generated: true,
        },
        version: expansion.version.clone(),
        object: expansion.object(&source, &parent),
        name: expansion.name_of(&from.name),
        namespace: from.namespace.clone(),
        base,
        expansions: from.expansions.iter().copied().chain([expansion]).collect(),
    })
}

/// Where a resource will live.
fn namespace<'a>(world: &'a World, number: usize, scopes: &Scopes<'a>) -> Namespace<'a> {
    let resource = &world.resources[number];
    let written = resource.object.at(&["metadata", "namespace"]);
    match written.map(|node| &node.value) {
        Some(NodeValue::Unknown(_)) => Namespace::Open,
        _ if resource.namespace_is_open => Namespace::Open,
        Some(NodeValue::String(name)) if !name.is_empty() => {
            let object = world.related(number, Relation::Namespaces).next();
            Namespace::Named(name, object.map(|number| &*world.resources[number].object))
        }
        _ => match scopes.is_namespaced(&resource.group, &resource.kind) {
            Some(true) => Namespace::Open,
            Some(false) => Namespace::None,
            None => Namespace::NotKnown,
        },
    }
}

impl Review<'_> {
    /// What is reviewed.
    pub fn object(&self) -> &Value {
        &self.object
    }

    /// `input.review` with an object, as far as a policy may look at it.
    pub fn value(&self, rego: &Rego, reviewed: Value) -> Value {
        let text = |text: &str| Value::from(text);
        let may_read = |key: &str| rego.mentions(key) && rego.reads.reads_input(&["review", key]);
        let mut entries = vec![
            (
                "kind",
                object([
                    ("group", text(self.subject.group)),
                    ("kind", text(self.subject.kind)),
                    ("version", text(&self.version)),
                ]),
            ),
            ("object", reviewed),
            ("oldObject", Value::Null),
            ("operation", text("CREATE")),
            ("options", Value::Null),
            ("resource", object([("group", text("")), ("resource", text("")), ("version", text(""))])),
            ("uid", text("")),
        ];
        if !self.name.is_empty() {
            entries.push(("name", text(&self.name)));
        }
        entries.extend(self.namespace.clone().map(|namespace| ("namespace", namespace)));
        let nobody = Value::new_object();
        entries.push(("userInfo", if may_read("userInfo") { native::unknown(true, nobody) } else { nobody }));
        entries.push((
            "namespaceObject",
            match self.subject.namespace {
                Namespace::Named(_, Some(node)) => value(node, Nulls::LeftOut),
                Namespace::None => Value::Null,
                _ if may_read("namespaceObject") => native::unknown(true, Value::Null),
                _ => Value::Null,
            },
        ));
        object(entries)
    }
}

/// A value in which what something else rewrites is not known.
fn with_rewritten(mut value: Value, rewritten: &[Path]) -> Value {
    for path in rewritten {
        hide(&mut value, &path.0);
    }
    value
}

fn hide(value: &mut Value, steps: &[Step]) {
    let Some((step, rest)) = steps.split_first() else {
        *value = native::unknown(false, std::mem::replace(value, Value::Null));
        return;
    };
    match (step, value) {
        (Step::Key(key), Value::Object(entries)) => {
            let entries = Arc::make_mut(entries);
            let key = Value::String(Arc::clone(key));
            let inner = entries.get(&key).cloned();
            let mut inner = inner.unwrap_or_else(|| if rest.is_empty() { Value::Null } else { Value::new_object() });
            hide(&mut inner, rest);
            entries.insert(key, inner);
        }
        (Step::Index(index), Value::Array(items)) => {
            if let Some(item) = Arc::make_mut(items).get_mut(*index) {
                hide(item, rest);
            }
        }
        _ => {}
    }
}
