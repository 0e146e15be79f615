//! Terraform's resources, with the values that they will have.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::scan::LoadedWorlds;
use seaworthy_source::{Sources, Span, display_name};
use seaworthy_terraform::config::Mode;
use seaworthy_terraform::eval::{EvaluatedResource, InstanceKey, OPEN, known, marked};
use seaworthy_terraform::value::{Kind, Value, text as quoting};

/// Each resource in the syntax of the language, with what is unknown and what is sensitive said in its place.
pub(super) fn text(loaded: &LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    for root in loaded.terraform.roots.iter().filter(|root| root.reported) {
        for resource in &root.evaluated.resources {
            writeln!(out, "# {}\n# {}", resource.address, place(resource.header, &loaded.sources))?;
            if let Some(cause) = &resource.existence {
                writeln!(out, "# whether it exists is not known: {}", cause.what)?;
            }
            let block = if resource.name.mode == Mode::Data { "data" } else { "resource" };
            writeln!(out, "{block} {:?} {:?} {{", resource.name.ty, resource.name.name)?;
            for (name, value) in resource.body.to_entries() {
                write!(out, "  {name} = ")?;
                print(&value, 1, out)?;
                writeln!(out)?;
            }
            writeln!(out, "}}\n")?;
        }
    }
    Ok(())
}

fn print(value: &Value, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    if value.marks.sensitive {
        return write!(out, "(sensitive)");
    }
    match &value.kind {
        Kind::Null(_) => write!(out, "null"),
        Kind::Bool(value) => write!(out, "{value}"),
        Kind::Number(number) => write!(out, "{number}"),
        Kind::String(text) => write!(out, "{}", quoting::quote(text)),
        Kind::Unknown(unknown) => write!(out, "(unknown: {})", unknown.cause.what),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) if items.is_empty() => write!(out, "[]"),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            writeln!(out, "[")?;
            for item in items.iter() {
                write!(out, "{indent}  ")?;
                print(item, depth + 1, out)?;
                writeln!(out, ",")?;
            }
            write!(out, "{indent}]")
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            writeln!(out, "{{")?;
            for (name, item) in entries.iter().filter(|(name, _)| &***name != OPEN) {
                write!(out, "{indent}  {} = ", quoting::quote(name))?;
                print(item, depth + 1, out)?;
                writeln!(out)?;
            }
            write!(out, "{indent}}}")
        }
    }
}

/// The roots in the shape of a plan: `values` as in `planned_values`, `unknown` as in `after_unknown`, `sensitive` as in
/// `after_sensitive`.
pub(super) fn json(loaded: &LoadedWorlds) -> Vec<Json> {
    let roots = loaded.terraform.roots.iter().filter(|root| root.reported).map(|root| {
        let resources: Vec<Json> = root.evaluated.resources.iter().map(|it| resource(it, &loaded.sources)).collect();
        let outputs: Map<String, Json> =
            root.evaluated.outputs.iter().map(|(name, value)| (name.to_string(), attribute(value))).collect();
        json!({"folder": display_name(Path::new(&root.folder)), "resources": resources, "outputs": outputs})
    });
    roots.collect()
}

fn resource(resource: &EvaluatedResource, sources: &Sources) -> Json {
    let object = Value::object(resource.body.to_entries());
    let index = match &resource.key {
        InstanceKey::None | InstanceKey::Any => Json::Null,
        InstanceKey::Index(index) => (*index).into(),
        InstanceKey::Key(key) => (&**key).into(),
    };
    let mut causes = Vec::new();
    note_causes(&object, &mut String::new(), &mut causes);
    json!({
        "address": &*resource.address,
        "mode": if resource.name.mode == Mode::Data { "data" } else { "managed" },
        "type": &*resource.name.ty,
        "name": &*resource.name.name,
        "index": index,
        "module": &*resource.module,
        "place": place(resource.header, sources),
        "exists": resource.existence.is_none(),
        "values": known(&object).unwrap_or_default(),
        "unknown": marked(&object, &|value| !value.is_known()).unwrap_or_else(|| json!({})),
        "sensitive": marked(&object, &|value| value.marks.sensitive).unwrap_or_else(|| json!({})),
        "causes": causes,
    })
}

fn attribute(value: &Value) -> Json {
    json!({
        "value": known(value),
        "unknown": marked(value, &|value| !value.is_known()),
        "sensitive": marked(value, &|value| value.marks.sensitive),
    })
}

fn note_causes(value: &Value, path: &mut String, causes: &mut Vec<Json>) {
    let length = path.len();
    match &value.kind {
        Kind::Unknown(unknown) => {
            causes.push(json!({"path": path.trim_start_matches('.'), "cause": &*unknown.cause.what}))
        }
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push_str(&format!("[{index}]"));
                note_causes(item, path, causes);
                path.truncate(length);
            }
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            for (name, item) in entries.iter().filter(|(name, _)| &***name != OPEN) {
                path.push('.');
                path.push_str(name);
                note_causes(item, path, causes);
                path.truncate(length);
            }
        }
        _ => {}
    }
}

/// File and line.
pub(super) fn place(span: Span, sources: &Sources) -> String {
    let file = sources.get(span.file);
    format!("{}:{}", file.name(), file.position(span.start).line)
}
