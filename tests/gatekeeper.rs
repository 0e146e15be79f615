//! Gatekeeper's constraints: they find what OPA finds, on what Gatekeeper's documentation says.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use seaworthy::discover::Request;
use seaworthy::report::Report;
use seaworthy::scan::{Options, scan};
use serde::Deserialize as _;
use serde_json::Value;

/// Judges manifests by the policies of some folders, and by no bundled rules.
fn judged(manifests: &Path, policies: Vec<PathBuf>, native: bool) -> Report {
    let request =
        Request { paths: vec![manifests.to_path_buf()], hidden: false, exclude: Vec::new(), exclude_from: None };
    let mut options = Options::new(request, "2026-11-28".parse().expect("a day"));
    options.policies = policies;
    options.native = native;
    options.choice.select = vec!["gatekeeper".to_owned()];
    scan(&options, &|_, _| {}).expect("a scan")
}

#[test]
fn constraints_find_what_opa_finds() {
    for native in [true, false] {
        compare_with_opa(native);
    }
}

fn compare_with_opa(native: bool) {
    let manifests = Path::new("tests/gatekeeper/manifests");
    let report = judged(manifests, vec!["tests/gatekeeper/policies".into()], native);
    let told: Vec<_> = report.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    assert!(told.is_empty(), "{told:?}");
    let mut found: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for finding in &report.findings {
        let of_rule = found.entry(finding.rule.clone()).or_default();
        of_rule.entry(finding.resource.clone()).or_default().insert(finding.message.clone());
    }
    let golden: Value = serde_json::from_str(include_str!("gatekeeper/golden.json")).expect("what OPA made of it");
    assert_eq!(serde_json::to_value(&found).expect("JSON"), golden);
}

#[test]
fn matches_select_what_the_documentation_says() {
    let text = include_str!("gatekeeper/matching/cases.yaml");
    let cases: Vec<serde_yaml::Value> = serde_yaml::from_str(text).expect("cases");
    let folder = tempfile::tempdir().expect("a folder");
    let constraints: String = cases
        .iter()
        .enumerate()
        .map(|(number, case)| {
            let rule = serde_json::to_string(&case["match"]).expect("JSON");
            format!(
                "---\napiVersion: constraints.gatekeeper.sh/v1beta1\nkind: Always\nmetadata: {{name: case-{number}}}\n\
                 spec: {{match: {rule}}}\n"
            )
        })
        .collect();
    std::fs::write(folder.path().join("constraints.yaml"), constraints).expect("a file");
    let template = Path::new("tests/gatekeeper/matching/template.yaml");
    std::fs::copy(template, folder.path().join("template.yaml")).expect("a copy");
    let report = judged(Path::new("tests/gatekeeper/matching/manifests.yaml"), vec![folder.path().into()], true);
    let texts = |value: &serde_yaml::Value| -> BTreeSet<String> {
        value.as_sequence().into_iter().flatten().map(|text| text.as_str().expect("a text").to_owned()).collect()
    };
    for (number, case) in cases.iter().enumerate() {
        let id = format!("gatekeeper/always/case-{number}");
        let selected: BTreeSet<String> = report
            .findings
            .iter()
            .filter(|finding| finding.rule == id)
            .map(|finding| finding.message.clone())
            .collect();
        let start = format!("whether `{id}` applies to ");
        let undecided: BTreeSet<String> = report
            .diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.message.strip_prefix(&start).map(str::to_owned))
            .collect();
        let shown = serde_json::to_string(&case["match"]).expect("JSON");
        assert_eq!(selected, texts(&case["selects"]), "selected by {shown}");
        assert_eq!(undecided, texts(&case["undecided"]), "undecided of {shown}");
    }
}

/// Without any one of its parts, a manifest is judged the same by both ways of evaluating.
#[test]
fn both_ways_of_evaluating_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut number = 0;
    for file in ["shop.yaml", "ingresses.yaml"] {
        let text = std::fs::read_to_string(Path::new("tests/gatekeeper/manifests").join(file)).expect("manifests");
        for document in serde_yaml::Deserializer::from_str(&text) {
            let manifest = serde_json::Value::deserialize(document).expect("a manifest");
            let mut pointers = Vec::new();
            collect_pointers(&manifest, "", &mut pointers);
            // Every other one is enough, and half the time.
            for pointer in pointers.into_iter().step_by(2) {
                let mut changed = manifest.clone();
                remove(&mut changed, &pointer);
                number += 1;
                let path = folder.path().join(format!("{number:03}.json"));
                std::fs::write(path, changed.to_string()).expect("a file");
            }
        }
    }
    let findings = |native| {
        let report = judged(folder.path(), vec!["tests/gatekeeper/policies".into()], native);
        let key = |finding: &seaworthy::verdict::Finding| {
            let file = report.sources.get(finding.span.file).name().to_owned();
            (file, finding.rule.clone(), finding.message.clone())
        };
        report.findings.iter().map(key).collect::<BTreeSet<_>>()
    };
    let (native, engine) = (findings(true), findings(false));
    assert!(engine.len() > number, "only {} findings in {number} manifests", engine.len());
    let differences: Vec<_> = native.symmetric_difference(&engine).collect();
    assert!(differences.is_empty(), "{differences:#?}");
}

fn collect_pointers(value: &Value, at: &str, pointers: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => return,
    };
    for (key, child) in children {
        let pointer = format!("{at}/{key}");
        pointers.push(pointer.clone());
        collect_pointers(child, &pointer, pointers);
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match value.pointer_mut(parent).expect("a parent") {
        Value::Object(map) => drop(map.shift_remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().expect("an index"))),
        _ => {}
    }
}
