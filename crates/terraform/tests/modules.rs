//! Whole modules, compared with what the real Terraform plans for them.
//!
//! Each folder of `tests/modules/` is a root module with its `plan.json`; `generate.py` there makes those.

use std::collections::BTreeSet;
use std::path::Path;

use seaworthy_source::{Disk, Sources};
use seaworthy_terraform::config::Mode;
use seaworthy_terraform::eval::{known, marked};
use seaworthy_terraform::inputs::InputSettings;
use seaworthy_terraform::{Root, value};
use serde_json::{Map, Value, json};

#[test]
fn modules_are_evaluated_as_terraform_plans_them() {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/modules");
    let mut folders: Vec<_> =
        std::fs::read_dir(all).expect("the cases").filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.retain(|folder| folder.join("plan.json").exists());
    folders.sort();
    assert!(folders.len() > 9, "the cases are here");
    let mut differences = Vec::new();
    let mut compared = 0;
    for folder in folders {
        let plan = std::fs::read(folder.join("plan.json")).expect("a plan");
        let plan: Value = serde_json::from_slice(&plan).expect("JSON");
        let case = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let mut comparison = Comparison::default();
        comparison.roots(&plan, &evaluated(&folder));
        compared += comparison.compared;
        differences.extend(comparison.differences.into_iter().map(|it| format!("{case}: {it}")));
    }
    assert!(differences.is_empty(), "{} of {compared} differ:\n{}", differences.len(), differences.join("\n"));
}

/// The root module of a folder in the shape of a plan.
fn evaluated(folder: &Path) -> Value {
    let sources = Sources::default();
    let disk = Disk::within(&[folder.to_path_buf()]);
    let root = Root::load(folder, &InputSettings::default(), &disk, &sources).expect("a root module");
    let evaluated = root.evaluate(&disk, &sources);
    let wrong: Vec<String> =
        root.diagnostics().iter().chain(&evaluated.diagnostics).map(|it| it.message.clone()).collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", folder.display());
    let part = |value: &value::Value| {
        json!({
            "value": known(value),
            "unknown": marked(value, &|value| !value.is_known()),
            "sensitive": marked(value, &|value| value.marks.sensitive),
        })
    };
    let resources = evaluated.resources.iter().map(|resource| {
        let mut shape = part(&value::Value::object(resource.body.to_entries()));
        shape["mode"] = if resource.name.mode == Mode::Data { "data" } else { "managed" }.into();
        shape["address"] = (&*resource.address).into();
        shape
    });
    let outputs = evaluated.outputs.iter().map(|(name, value)| (name.to_string(), part(value)));
    json!({"resources": resources.collect::<Vec<_>>(), "outputs": outputs.collect::<Map<_, _>>()})
}

/// Values with what is unknown and what is sensitive in them, side by side.
#[derive(Clone, Copy)]
struct Overlaid<'a> {
    value: &'a Value,
    unknown: &'a Value,
    sensitive: &'a Value,
}

impl<'a> Overlaid<'a> {
    fn of(resource: &'a Value, value: &str) -> Self {
        Self { value: &resource[value], unknown: &resource["unknown"], sensitive: &resource["sensitive"] }
    }

    /// A part of it; what holds of the whole holds of the part.
    fn part(self, pick: impl Fn(&'a Value) -> &'a Value) -> Self {
        let mark = |mark: &'a Value| if mark.is_boolean() { mark } else { pick(mark) };
        Self { value: pick(self.value), unknown: mark(self.unknown), sensitive: mark(self.sensitive) }
    }
}

#[derive(Default)]
struct Comparison {
    compared: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn roots(&mut self, plan: &Value, root: &Value) {
        let theirs = plan["resources"].as_object().expect("resources");
        let ours: Map<String, Value> = root["resources"]
            .as_array()
            .expect("resources")
            .iter()
            .filter(|resource| resource["mode"] == "managed")
            .map(|resource| (resource["address"].as_str().expect("an address").to_owned(), resource.clone()))
            .collect();
        let addresses: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
        for address in addresses {
            match (theirs.get(address), ours.get(address)) {
                (Some(theirs), Some(ours)) => {
                    self.value(address, Overlaid::of(theirs, "values"), Overlaid::of(ours, "value"));
                }
                (Some(_), None) => self.differences.push(format!("{address} is missing")),
                _ => self.differences.push(format!("{address} is too much")),
            }
        }
        for (name, theirs) in plan["outputs"].as_object().expect("outputs") {
            let ours = &root["outputs"][name];
            self.value(&format!("output {name}"), Overlaid::of(theirs, "values"), Overlaid::of(ours, "value"));
        }
    }

    fn value(&mut self, path: &str, theirs: Overlaid, ours: Overlaid) {
        self.compared += 1;
        // A masked value cannot be compared.
        if ours.sensitive == &Value::Bool(true) {
            return;
        }
        if theirs.unknown == &Value::Bool(true) {
            // What a provider works out is not in the configuration at all.
            let is_computed = ours.value.is_null() && path.matches('.').count() > 0;
            if ours.unknown != &Value::Bool(true) && !is_computed {
                self.differences.push(format!("{path} should be unknown, and is {}", ours.value));
            }
            return;
        }
        if ours.unknown == &Value::Bool(true) {
            return self.differences.push(format!("{path} should be {}, and is unknown", theirs.value));
        }
        match (theirs.value, ours.value) {
            (Value::Object(a), b) if b.is_object() || a.is_empty() => {
                let empty = Map::new();
                let b = b.as_object().unwrap_or(&empty);
                let unknown = theirs.unknown.as_object().unwrap_or(&empty);
                for key in a.keys().chain(b.keys()).chain(unknown.keys()).collect::<BTreeSet<_>>() {
                    let part = |of: &Overlaid| of.part(|value| &value[key.as_str()]).value.is_null();
                    if part(&theirs) && part(&ours) && theirs.unknown[key].is_null() {
                        continue;
                    }
                    self.value(
                        &format!("{path}.{key}"),
                        theirs.part(|value| &value[key.as_str()]),
                        ours.part(|value| &value[key.as_str()]),
                    );
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                for index in 0..a.len() {
                    self.value(
                        &format!("{path}[{index}]"),
                        theirs.part(|value| &value[index]),
                        ours.part(|value| &value[index]),
                    );
                }
            }
            (a, b) if a == b || (a.as_f64().is_some() && a.as_f64() == b.as_f64()) => {}
            // A block that is not there.
            (Value::Array(a), Value::Null) if a.is_empty() => {}
            (a, b) => self.differences.push(format!("{path} should be {a}, and is {b}")),
        }
    }
}
