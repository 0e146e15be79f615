//! Compares the overlays that are built here with what the real kustomize builds. A tool for developing.
//!
//!     cargo run --release --example kustomize_differential -- REQUESTS [DIFFERENCES]
//!
//! REQUESTS has a JSON object a line: `{"folder", "boundary", "output" or "error"}`, where `output` is a file with what
//! `kubectl kustomize` printed. Resources are compared in order, by value. DIFFERENCES is how many are shown.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use seaworthy_kustomize::{Build, Builder};
use seaworthy_source::yaml;
use seaworthy_source::{Disk, Level, Node, Number, Sources, Value as NodeValue};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(requests) = arguments.first() else {
        println!("usage: REQUESTS [DIFFERENCES]");
        return;
    };
    let mut shown = arguments.get(1).map_or(20, |text| text.parse().expect("a number"));
    let text = std::fs::read_to_string(requests).expect("a readable file");
    let requests: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut by_boundary: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for request in &requests {
        by_boundary.entry(request["boundary"].as_str().expect("a boundary")).or_default().push(request);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (boundary, requests) in by_boundary {
        let sources = Sources::default();
        let disk = Disk::within(&[PathBuf::from(boundary)]);
        let builder = Builder::new(&disk, &sources);
        for request in requests {
            let folder = request["folder"].as_str().expect("a folder");
            let build = builder.build(Path::new(folder));
            let (verdict, difference) = match request["output"].as_str() {
                Some(output) => compared(&build, &std::fs::read_to_string(output).expect("a readable output")),
                None if build.is_complete() => ("built, but kustomize refuses", request["error"].to_string()),
                None => ("refused by both", String::new()),
            };
            *counts.entry(verdict).or_default() += 1;
            if !difference.is_empty() && shown > 0 {
                shown -= 1;
                println!("{verdict}: {folder}\n  {}", difference.trim_end().replace('\n', "\n  "));
            }
        }
    }
    for (verdict, count) in counts {
        println!("{count:6} {verdict}");
    }
}

fn compared(build: &Build, output: &str) -> (&'static str, String) {
    let errors = build.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let errors: Vec<String> = errors.map(|error| format!("{}: {}", error.subject, error.message)).collect();
    if !errors.is_empty() {
        return ("refused, but kustomize builds", errors.join("\n"));
    }
    let sources = Sources::default();
    let file = sources.add(PathBuf::new(), String::new(), output.to_owned());
    let theirs: Vec<Value> =
        yaml::parse(&file).documents.iter().filter_map(|document| document.root.as_ref()).map(plain).collect();
    let ours: Vec<Value> = build.resources.iter().map(|built| plain(&built.root)).collect();
    if ours == theirs {
        return ("equal", String::new());
    }
    let name = |value: &Value| format!("{} {}", value["kind"], value["metadata"]["name"]);
    let differences: Vec<String> = ours
        .iter()
        .zip(&theirs)
        .filter_map(|(ours, theirs)| {
            let path = difference(ours, theirs, "")?;
            Some(format!("{} {}", name(theirs), path))
        })
        .take(3)
        .collect();
    let mut sorted = [ours.iter().map(name).collect::<Vec<_>>(), theirs.iter().map(name).collect::<Vec<_>>()];
    let in_order = sorted[0] == sorted[1];
    sorted.iter_mut().for_each(|names| names.sort());
    let missing: Vec<&String> = sorted[1].iter().filter(|name| !sorted[0].contains(name)).take(3).collect();
    let surplus: Vec<&String> = sorted[0].iter().filter(|name| !sorted[1].contains(name)).take(3).collect();
    match (sorted[0] == sorted[1], in_order) {
        (false, _) => {
            ("other resources", format!("missing {missing:?}, surplus {surplus:?}\n{}", differences.join("\n")))
        }
        (true, false) => ("other order", differences.join("\n")),
        (true, true) => ("other values", differences.join("\n")),
    }
}

/// The first place where two values differ.
fn difference(ours: &Value, theirs: &Value, path: &str) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => a
            .iter()
            .map(|(key, value)| {
                (key, difference(value, b.get(key).unwrap_or(&json!("<none>")), &format!("{path}/{key}")))
            })
            .find_map(|(_, difference)| difference)
            .or_else(|| {
                b.keys()
                    .find(|key| !a.contains_key(*key))
                    .map(|key| format!("{path}/{key}: not there; theirs {}", b[key]))
            }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(at, (a, b))| difference(a, b, &format!("{path}/{at}")))
        }
        _ if ours == theirs => None,
        _ => Some(format!("{path}: ours {ours}; theirs {theirs}")),
    }
}

/// The value without places, its keys in order.
fn plain(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => json!(value),
        NodeValue::Number(Number::Integer(value)) => json!(format!("{value}")),
        NodeValue::Number(Number::Float(value)) => json!(format!("{value}")),
        NodeValue::String(text) => json!(format!("'{text}'")),
        NodeValue::Unknown(unknown) => json!(format!("'{}'", unknown.written)),
        NodeValue::List(items) => items.iter().map(plain).collect(),
        NodeValue::Map(map) => {
            let entries: BTreeMap<String, Value> =
                map.iter().map(|entry| (entry.key.to_string(), plain(&entry.value))).collect();
            json!(entries)
        }
    }
}
