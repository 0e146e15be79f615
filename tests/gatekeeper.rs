//! Gatekeeper's constraints: they find what OPA finds, on what Gatekeeper's documentation says.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use seaworthy::discover::Request;
use seaworthy::report::Report;
use seaworthy::scan::{Options, scan};
use serde_json::Value;

/// Judges manifests by the policies of some folders, and by no bundled rules.
fn judged(manifests: &str, policies: Vec<PathBuf>) -> Report {
    let request =
        Request { paths: vec![PathBuf::from(manifests)], hidden: false, exclude: Vec::new(), exclude_from: None };
    let mut options = Options::new(request, "2026-11-28".parse().expect("a day"));
    options.policies = policies;
    options.choice.select = vec!["gatekeeper".to_owned()];
    scan(&options, &|_, _| {}).expect("a scan")
}

#[test]
fn constraints_find_what_opa_finds() {
    let report = judged("tests/gatekeeper/manifests", vec!["tests/gatekeeper/policies".into()]);
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
    let report = judged("tests/gatekeeper/matching/manifests.yaml", vec![folder.path().into()]);
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
