//! `seaworthy render`: print what is judged.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::terminal;
use super::terraform::Variables;
use super::{Exit, check};
use crate::discover::Request;
use crate::scan;
use crate::source::{Diagnostic, Level, Node, Number, Sources, Value as NodeValue};
use crate::world::Resource;

#[derive(Debug, clap::Args)]
#[command(after_help = super::EXIT_CODES)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// How to print.
    #[arg(long, value_enum, default_value = "yaml")]
    format: Format,

    /// Leave out what a glob matches, in the syntax of gitignore. Repeatable.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Walk hidden files and folders, too.
    #[arg(long)]
    hidden: bool,

    #[command(flatten)]
    variables: Variables,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// The manifests, one document each, below the place that each comes from.
    Yaml,
    /// JSON with addresses, places, pods and relations.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let request =
        Request { paths: arguments.paths.clone(), hidden: arguments.hidden, exclude: arguments.exclude.clone() };
    let input = check::standard_input(&arguments.paths).unwrap_or_default();
    let loaded = match scan::load(&request, &arguments.variables.given(), input.as_deref()) {
        Ok(loaded) => loaded,
        Err(error) => {
            terminal::complain(&error.to_string(), error.help());
            return Exit::Usage;
        }
    };
    for Diagnostic { level, subject, message, .. } in &loaded.diagnostics {
        terminal::say(&format!("{}: {subject}: {message}", if *level == Level::Error { "error" } else { "warning" }));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.format {
        Format::Yaml => yaml(&loaded, &mut out),
        Format::Json => json(&loaded, &mut out),
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::complain(&format!("cannot be written: {error}"), "Check where standard output leads.");
            Exit::Usage
        }
        _ if loaded.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) => Exit::Incomplete,
        _ if loaded.worlds.iter().all(|world| world.resources.is_empty()) => Exit::NothingToScan,
        _ => Exit::Clean,
    }
}

fn yaml(loaded: &scan::LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    for resource in loaded.worlds.iter().flat_map(|world| &world.resources).filter(|resource| resource.reported) {
        let text = serde_yaml::to_string(&value(&resource.object)).map_err(io::Error::other)?;
        writeln!(out, "---\n# {}\n{text}", place(resource, &loaded.sources))?;
    }
    Ok(())
}

fn json(loaded: &scan::LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    let mut resources = Vec::new();
    for world in &loaded.worlds {
        for (number, resource) in world.resources.iter().enumerate().filter(|(_, resource)| resource.reported) {
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
    serde_json::to_writer_pretty(&mut *out, &json!({"version": 1, "resources": resources}))?;
    writeln!(out)
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
