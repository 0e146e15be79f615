//! Kubernetes manifests, as the rules see them.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::scan::LoadedWorlds;
use crate::world::{Resource, World};
use seaworthy_helm::manifest_yaml;
use seaworthy_source::{Node, Number, Path, Sources, Value as NodeValue};

/// The manifests, each below the place that it comes from. Those of overlays come as kustomize prints them, those of charts
/// as Helm does.
pub(super) fn text(loaded: &LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    let plain = loaded.worlds.len().saturating_sub(loaded.manifests.len());
    let (overlays, plain): (Vec<&World>, Vec<&World>) =
        loaded.worlds[..plain].iter().partition(|world| world.overlay.is_some());
    let mut any = false;
    for resource in plain.into_iter().flat_map(|world| &world.resources).filter(|it| is_shown(it)) {
        let text = serde_yaml::to_string(&value(&resource.object)).map_err(io::Error::other)?;
        writeln!(out, "---\n# {}\n{text}", place(resource, &loaded.sources))?;
        any = true;
    }
    // A single overlay is printed to the letter as `kubectl kustomize` prints it.
    let single = overlays.len() == 1 && !any && loaded.manifests.is_empty();
    for overlay in overlays {
        let name = overlay.overlay.as_deref().filter(|_| !single);
        let mut separator = if single { "" } else { "---\n" };
        if let Some(name) = name {
            writeln!(out, "{separator}# Overlay {name}")?;
            separator = "";
        }
        for resource in overlay.resources.iter().filter(|it| is_shown(it)) {
            let text = manifest_yaml(&resource.object).map_err(io::Error::other)?;
            write!(out, "{separator}{text}")?;
            separator = "---\n";
        }
    }
    for manifest in &loaded.manifests {
        if !manifest.release.is_empty() {
            writeln!(out, "# Release {}", manifest.release)?;
        }
        match &manifest.text {
            Ok(text) => write!(out, "{text}")?,
            // The report says what is wrong with it.
            Err(error) => writeln!(out, "# {error}")?,
        }
    }
    Ok(())
}

/// Each value of the manifests with the places that it comes from, the line that writes it first.
pub(super) fn origins(loaded: &LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    for resource in loaded.worlds.iter().flat_map(|world| &world.resources).filter(|it| is_shown(it)) {
        let overlay = resource.overlay.as_ref().map(|overlay| format!(" (overlay {overlay})")).unwrap_or_default();
        writeln!(out, "{}{overlay}", resource.address)?;
        origins_of(&resource.object, &Path::default(), loaded, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn origins_of(node: &Node, path: &Path, loaded: &LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    match &node.value {
        NodeValue::List(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| origins_of(item, &path.index(at), loaded, out))
        }
        NodeValue::Map(map) => {
            map.iter().try_for_each(|entry| origins_of(&entry.value, &path.key(&entry.key), loaded, out))
        }
        _ => {
            write!(out, "  {path}: {}", super::terraform::place(node.span, &loaded.sources))?;
            let mut next = node.origin.as_ref();
            while let Some(step) = next {
                write!(out, " <- {} ({})", super::terraform::place(step.span, &loaded.sources), step.what)?;
                next = step.before.as_ref();
            }
            writeln!(out)
        }
    }
}

fn is_shown(resource: &Resource) -> bool {
    resource.reported && resource.platform.is_admitted
}

/// The manifests with what is known of them.
pub(super) fn json(loaded: &LoadedWorlds) -> Vec<Value> {
    let mut resources = Vec::new();
    for world in &loaded.worlds {
        for (number, resource) in world.resources.iter().enumerate().filter(|(_, resource)| is_shown(resource)) {
            let mut relations = serde_json::Map::new();
            for (relation, other) in world.relations.of_resource(number) {
                let others = relations.entry(relation.name()).or_insert_with(|| json!([]));
                if let Value::Array(others) = others {
                    others.push(world.resources[*other].address.to_string().into());
                }
            }
            resources.push(json!({
                "address": resource.address.to_string(),
                "type": resource.type_name(),
                "namespace": resource.namespace.as_deref(),
                "name": &*resource.name,
                "place": place(resource, &loaded.sources),
                "pods": resource.pods.iter().map(|pod| json!({
                    "role": &*pod.role,
                    "path": pod.path.to_string(),
                    "completed_elsewhere": pod.partial,
                    "containers": pod.containers.iter().map(|container| json!({
                        "name": &*container.name,
                        "type": container.kind.name(),
                        "path": container.path.to_string(),
                    })).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
                "relations": relations,
                "object": value(&resource.object),
            }));
        }
    }
    resources
}

/// File and line at which a resource begins.
fn place(resource: &Resource, sources: &Sources) -> String {
    let file = sources.get(resource.file());
    format!("{}:{}", file.name(), file.position(resource.object.span.start).line)
}

/// A value as the world has it.
fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => (*value).into(),
        NodeValue::Number(Number::Integer(value)) => i64::try_from(*value)
            .map(Value::from)
            .or_else(|_| u64::try_from(*value).map(Value::from))
            .unwrap_or(Value::Null),
        NodeValue::Number(Number::Float(value)) => (*value).into(),
        NodeValue::String(text) => (&**text).into(),
        NodeValue::Unknown(unknown) => (&*unknown.written).into(),
        NodeValue::List(items) => items.iter().map(value).collect(),
        NodeValue::Map(map) => map
            .iter()
            .map(|entry| (entry.key.to_string(), value(&entry.value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}
