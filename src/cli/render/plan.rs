//! The resources of Terraform's plans.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use super::terraform::place;
use crate::scan::LoadedWorlds;
use seaworthy_source::{Node, Number, Value, display_name};
use seaworthy_terraform::config::Mode;
use seaworthy_terraform::plan::Planned;
use seaworthy_terraform::value::text::quote;

/// Each resource in the syntax of the language, with what is unknown and what is sensitive said in its place.
pub(super) fn text(loaded: &LoadedWorlds, out: &mut dyn Write) -> io::Result<()> {
    for planned in loaded.terraform.plans.iter().flat_map(|(plan, _)| &plan.resources) {
        let actions =
            if planned.actions.is_empty() { String::new() } else { format!(": {}", planned.actions.join(", ")) };
        writeln!(out, "# {}{actions}\n# {}", planned.address, place(planned.object.span, &loaded.sources))?;
        let (block, kind) = kind(planned);
        writeln!(out, "{block} {kind:?} {:?} {{", planned.name)?;
        for entry in planned.object.as_map().into_iter().flatten() {
            write!(out, "  {} = ", entry.key)?;
            print(&entry.value, 1, out)?;
            writeln!(out)?;
        }
        writeln!(out, "}}\n")?;
    }
    Ok(())
}

fn kind(planned: &Planned) -> (&'static str, &str) {
    (if planned.mode == Mode::Data { "data" } else { "resource" }, &planned.ty)
}

fn print(node: &Node, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    match &node.value {
        Value::Null => write!(out, "null"),
        Value::Bool(value) => write!(out, "{value}"),
        Value::Number(number) => write!(out, "{}", json_number(*number)),
        Value::String(text) => write!(out, "{}", quote(text)),
        Value::Unknown(unknown) => write!(out, "({})", unknown.cause),
        Value::List(items) if items.is_empty() => write!(out, "[]"),
        Value::List(items) => {
            writeln!(out, "[")?;
            for item in items {
                write!(out, "{indent}  ")?;
                print(item, depth + 1, out)?;
                writeln!(out, ",")?;
            }
            write!(out, "{indent}]")
        }
        Value::Map(map) => {
            writeln!(out, "{{")?;
            for entry in map {
                write!(out, "{indent}  {} = ", quote(&entry.key))?;
                print(&entry.value, depth + 1, out)?;
                writeln!(out)?;
            }
            write!(out, "{indent}}}")
        }
    }
}

/// The plans: of each resource what is known, what is not, and what is done with it.
pub(super) fn json(loaded: &LoadedWorlds) -> Vec<Json> {
    let plans = loaded.terraform.plans.iter().map(|(plan, _)| {
        let resources = plan.resources.iter().map(|planned| {
            let (block, kind) = kind(planned);
            let object = &planned.object;
            json!({
                "address": &*planned.address,
                "mode": if block == "data" { "data" } else { "managed" },
                "type": kind,
                "name": &*planned.name,
                "module": &*planned.module,
                "place": place(object.span, &loaded.sources),
                "actions": planned.actions.iter().map(|action| &**action).collect::<Vec<_>>(),
                "references": planned.references.iter().map(|address| &**address).collect::<Vec<_>>(),
                "values": known(object).unwrap_or_default(),
                "unknown": causes(object).unwrap_or_else(|| json!({})),
            })
        });
        json!({"file": display_name(&plan.path), "resources": resources.collect::<Vec<_>>()})
    });
    plans.collect()
}

fn json_number(number: Number) -> Json {
    match number {
        Number::Integer(value) => {
            i64::try_from(value).map(Json::from).or_else(|_| u64::try_from(value).map(Json::from))
        }
        Number::Float(value) => Ok(value.into()),
    }
    .unwrap_or_default()
}

fn known(node: &Node) -> Option<Json> {
    Some(match &node.value {
        Value::Unknown(_) => return None,
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => json_number(*number),
        Value::String(text) => (&**text).into(),
        Value::List(items) => items.iter().map(|item| known(item).unwrap_or_default()).collect(),
        Value::Map(map) => map
            .iter()
            .filter_map(|entry| Some((entry.key.to_string(), known(&entry.value)?)))
            .collect::<Map<_, _>>()
            .into(),
    })
}

/// Why each unknown value is unknown, in the shape of the values; nothing, where all are known.
fn causes(node: &Node) -> Option<Json> {
    match &node.value {
        Value::Unknown(unknown) => Some((&*unknown.cause).into()),
        Value::List(items) => {
            let parts: Vec<Option<Json>> = items.iter().map(causes).collect();
            let any = parts.iter().any(Option::is_some);
            any.then(|| parts.into_iter().map(Option::unwrap_or_default).collect())
        }
        Value::Map(map) => {
            let parts: Map<String, Json> =
                map.iter().filter_map(|entry| Some((entry.key.to_string(), causes(&entry.value)?))).collect();
            (!parts.is_empty()).then(|| parts.into())
        }
        _ => None,
    }
}
