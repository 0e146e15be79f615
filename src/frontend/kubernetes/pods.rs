//! The pods and containers that a resource carries.

use std::sync::Arc;

use super::kinds::{self, Shape};
use crate::world::{Container, ContainerKind, Pod};
use seaworthy_source::{Node, Path, Value};

/// The pod templates of a resource, by the table of kinds.
pub(super) fn pods(group: &str, kind: &str, object: &Node) -> Vec<Pod> {
    let Some(row) = kinds::pod_bearing(group, kind) else { return Vec::new() };
    let mut pods = Vec::new();
    for template in row.templates {
        let keys: Vec<&str> = template.path.split('.').filter(|key| !key.is_empty()).collect();
        for (path, name) in expand(object, &keys, Path::default(), "") {
            let spec_path = match template.shape {
                Shape::Template => path.key("spec"),
                Shape::Spec => path.clone(),
            };
            let role =
                [template.role, &name].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
            let containers = containers(object, &spec_path, template.containers);
            pods.push(Pod { role: role.into(), path, spec_path, partial: template.partial, containers });
        }
    }
    pods
}

/// Every way below `node` that the keys describe, with a name for what stood for a `*`.
fn expand(node: &Node, keys: &[&str], path: Path, name: &str) -> Vec<(Path, String)> {
    let Some((&key, rest)) = keys.split_first() else {
        return if node.as_map().is_some() { vec![(path, name.to_owned())] } else { Vec::new() };
    };
    if key != "*" {
        return node.get(key).map_or_else(Vec::new, |child| expand(child, rest, path.key(key), name));
    }
    match &node.value {
        Value::List(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| {
                let own = item.get("name").and_then(Node::as_written).or_else(|| item.str_at(&["groupName"]));
                expand(item, rest, path.index(index), &own.map_or_else(|| index.to_string(), str::to_owned))
            })
            .collect(),
        Value::Map(map) => {
            map.iter().flat_map(|entry| expand(&entry.value, rest, path.key(&entry.key), &entry.key)).collect()
        }
        _ => Vec::new(),
    }
}

/// The containers of a pod's spec, in the order in which they start: init containers first.
fn containers(object: &Node, spec_path: &Path, further: &[(&str, &str)]) -> Vec<Container> {
    let Some(spec) = spec_path.find(object) else { return Vec::new() };
    let mut containers = Vec::new();
    for (key, kind) in [
        ("initContainers", ContainerKind::Init),
        ("containers", ContainerKind::Container),
        ("ephemeralContainers", ContainerKind::Ephemeral),
    ] {
        for (index, container) in spec.items_at(&[key]).iter().enumerate().filter(|(_, item)| item.as_map().is_some()) {
            let sidecar = kind == ContainerKind::Init && container.str_at(&["restartPolicy"]) == Some("Always");
            containers.push(Container {
                name: container.get("name").and_then(Node::as_written).unwrap_or("").into(),
                kind: if sidecar { ContainerKind::Sidecar } else { kind },
                path: spec_path.key(key).index(index),
            });
        }
    }
    for (key, name) in further {
        if spec.get(key).is_some_and(|node| node.as_map().is_some()) {
            let name: Arc<str> = spec.str_at(&[key, "name"]).unwrap_or(name).into();
            containers.push(Container { name, kind: ContainerKind::Container, path: spec_path.key(key) });
        }
    }
    containers
}
