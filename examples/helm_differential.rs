//! Compares the Helm renderer with what the real Helm prints, over any number of charts. A tool for developing.
//!
//!     cargo run --release --example helm_differential -- render REQUESTS > OURS
//!     cargo run --release --example helm_differential -- compare OURS THEIRS
//!     cargo run --release --example helm_differential -- time REQUESTS
//!
//! REQUESTS has a JSON object a line: `{"id", "chart", "values": [paths], "helm": "v3" or "v4", "raw": bool}`; results are
//! `{"id", "ok", "output" or "error"}`, where the output is what `helm template` prints or, if raw, an object with the text
//! of each template. Values that each rendering makes up anew are compared as equal: the results name the templates that
//! hold them under `"generated"`.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use seaworthy_helm::{self as helm, Inputs, Rendered, Semantics};
use seaworthy_source::yaml;
use seaworthy_source::{Disk, Level, Node, Sources, Value as NodeValue};
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["render", requests] => render_all(requests),
        ["compare", ours, theirs] => compare_all(ours, theirs),
        ["time", requests] => time_all(requests),
        _ => eprintln!("usage: render REQUESTS | compare OURS THEIRS | time REQUESTS"),
    }
}

fn lines(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path).expect("a readable file");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn inputs(request: &Value) -> Inputs {
    let texts = |key: &str| -> Vec<String> {
        let items = request[key].as_array().into_iter().flatten();
        items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let raw = request["raw"] == true;
    Inputs {
        values_files: texts("values").into_iter().map(PathBuf::from).collect(),
        sets: texts("set").into_iter().map(helm::Set::Value).collect(),
        semantics: if raw || request["helm"] == "v4" { Semantics::Helm4 } else { Semantics::Helm3 },
        ..Inputs::default()
    }
}

fn render(request: &Value, inputs: &Inputs) -> (Rendered, Vec<String>) {
    let sources = Sources::default();
    let path = Path::new(request["chart"].as_str().expect("a chart"));
    let loaded = helm::load(path, &Disk::anywhere(), &sources, &[]);
    let mut problems = loaded.diagnostics;
    let rendered =
        loaded.chart.map(|chart| helm::render(&chart, inputs, &Disk::anywhere(), &sources)).unwrap_or_default();
    problems.extend(rendered.diagnostics.iter().cloned());
    let errors = problems.into_iter().filter(|problem| problem.level == Level::Error);
    (rendered, errors.map(|error| format!("{}: {}", error.subject, error.message)).collect())
}

fn render_all(requests: &str) {
    for request in lines(requests) {
        let (rendered, errors) = render(&request, &inputs(&request));
        let generated: Vec<&str> = rendered
            .templates
            .iter()
            .filter(|template| template.is_generated)
            .map(|template| template.name.as_str())
            .collect();
        let raw = request["raw"] == true;
        // What YAML makes of a text is no matter of rendering, and Helm's library renders what is there of a chart.
        let ignored = |error: &String| {
            error.contains("what the template gives") || raw && error.contains("that it needs is not there")
        };
        let errors: Vec<String> = errors.into_iter().filter(|error| !ignored(error)).collect();
        let output = if raw {
            let texts = rendered.templates.iter().map(|template| (template.name.clone(), json!(template.text)));
            Ok(Value::Object(texts.collect()))
        } else {
            rendered.manifest().map(Value::String)
        };
        let mut result = json!({"id": request["id"], "generated": generated});
        match (errors.is_empty(), output) {
            (true, Ok(output)) => {
                result["ok"] = json!(true);
                result["output"] = output;
            }
            (_, output) => {
                result["ok"] = json!(false);
                result["error"] = json!(errors.into_iter().chain(output.err()).collect::<Vec<_>>().join("\n"));
            }
        }
        println!("{result}");
    }
}

/// Documents by the template that each comes from.
fn documents(output: &str) -> Vec<(String, NodeValue)> {
    let sources = Sources::default();
    let mut documents = Vec::new();
    for part in format!("\n{output}").split("\n---\n# Source: ").skip(1) {
        let (source, text) = part.split_once('\n').unwrap_or((part, ""));
        let file = sources.add(PathBuf::new(), String::new(), format!("{text}\n"));
        for document in yaml::parse(&file).documents {
            documents.push((source.to_owned(), plain(document.root)));
        }
    }
    documents
}

/// The value without places.
fn plain(node: Option<Node>) -> NodeValue {
    fn json(node: &Node) -> Value {
        match &node.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(value) => json!(value),
            NodeValue::Number(value) => json!(format!("{value:?}")),
            NodeValue::String(text) => json!(**text),
            NodeValue::Unknown(unknown) => json!(*unknown.written),
            NodeValue::List(items) => items.iter().map(json).collect(),
            NodeValue::Map(map) => {
                let entries: BTreeMap<String, Value> =
                    map.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect();
                json!(entries)
            }
        }
    }
    NodeValue::String(node.map(|node| json(&node).to_string()).unwrap_or_default().into())
}

fn difference(a: &str, b: &str) -> String {
    let at = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    let cut = |text: &str| {
        let part = &text.as_bytes()[at.saturating_sub(60)..text.len().min(at + 80)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("\n    ours   {:?}\n    theirs {:?}", cut(a), cut(b))
}

fn compare_all(ours: &str, theirs: &str) {
    let theirs: BTreeMap<String, Value> = lines(theirs)
        .into_iter()
        .map(|result| (result["id"].as_str().unwrap_or_default().to_owned(), result))
        .collect();
    let (mut charts, mut rendered, mut equal, mut both_refuse, mut ours_only) = (0, 0, 0, 0, 0);
    let (mut texts, mut equal_texts, mut with_generated) = (0, 0, 0);
    for result in lines(ours) {
        let id = result["id"].as_str().unwrap_or_default();
        let Some(their) = theirs.get(id) else { continue };
        if their["ok"] != true {
            if result["ok"] == true {
                ours_only += 1;
                println!("HELM REFUSES {id}: {}", their["error"].as_str().unwrap_or_default().replace('\n', " "));
            } else {
                both_refuse += 1;
            }
            continue;
        }
        charts += 1;
        if result["ok"] != true {
            println!(
                "NOT RENDERED {id}: {}",
                result["error"].as_str().unwrap_or_default().lines().next().unwrap_or("")
            );
            continue;
        }
        rendered += 1;
        let generated: Vec<&str> =
            result["generated"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        with_generated += usize::from(!generated.is_empty());
        let mut same = true;
        if let (Some(ours), Some(theirs)) = (result["output"].as_object(), their["output"].as_object()) {
            for (name, text) in theirs {
                // Helm 4's own text of a partial is never printed.
                if name.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
                    || generated.contains(&name.as_str())
                {
                    continue;
                }
                texts += 1;
                let (our, their) = (ours.get(name).and_then(Value::as_str), text.as_str().unwrap_or_default());
                if our == Some(their) {
                    equal_texts += 1;
                } else {
                    same = false;
                    println!("TEXT {id} {name}:{}", difference(our.unwrap_or("<none>"), their));
                }
            }
        } else {
            let ours = documents(result["output"].as_str().unwrap_or_default());
            let theirs = documents(their["output"].as_str().unwrap_or_default());
            if ours.len() != theirs.len() {
                same = false;
                println!("DOCUMENTS {id}: {} instead of {}", ours.len(), theirs.len());
            }
            for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
                if ours != theirs && !generated.contains(&name.as_str()) {
                    if same {
                        let (NodeValue::String(ours), NodeValue::String(theirs)) = (ours, theirs) else { continue };
                        println!("VALUE {id} {name}:{}", difference(ours, theirs));
                    }
                    same = false;
                }
            }
        }
        equal += usize::from(same);
    }
    println!(
        "Helm renders {charts}: {rendered} rendered here, {equal} equal ({with_generated} with generated values); texts {equal_texts} of {texts} equal byte for byte"
    );
    println!("Helm refuses {}: {both_refuse} refused here, {ours_only} rendered", both_refuse + ours_only);
}

/// Times three ways of rendering: texts alone, texts that are then parsed, and documents with origins.
fn time_all(requests: &str) {
    let requests = lines(requests);
    for (way, origins, parsed) in
        [("texts", false, false), ("texts, parsed", false, true), ("documents with origins", true, false)]
    {
        let mut times = Vec::new();
        let all = Instant::now();
        for request in &requests {
            let start = Instant::now();
            let (rendered, _) = render(request, &Inputs { origins, ..inputs(request) });
            if parsed {
                let sources = Sources::default();
                for template in rendered.templates {
                    if !template.name.ends_with("NOTES.txt") {
                        let _ = yaml::parse(&sources.add(PathBuf::new(), template.name, template.text));
                    }
                }
            }
            times.push((start.elapsed(), request["id"].to_string()));
        }
        let all = all.elapsed();
        times.sort();
        println!("{way}: {} charts in {all:?}, median {:?}", times.len(), times[times.len() / 2].0);
        for (time, id) in times.iter().rev().take(8) {
            println!("  {time:?} {id}");
        }
    }
}
