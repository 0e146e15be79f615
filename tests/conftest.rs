//! Conftest's policies: what they find, and where, beside what the real programs make of the same files.
//!
//! `tests/conftest/policies/CASE/` holds policies and what they judge. Lines at which something must be found end in
//! `# finding`, once for each finding; JSON has no comments, and says it in `expected.json`, which holds the messages of OPA.
//! `tests/conftest/hcl/` holds files of HCL with what hcl2json makes of them. `generate.py` writes both.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use seaworthy::discover::{Request, discover};
use seaworthy::documents::Files;
use seaworthy::scan::{Options, scan};
use seaworthy_source::{Disk, Node, Number, Sources, Value};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conftest")
}

fn request(path: PathBuf) -> Request {
    Request { paths: vec![path], exclude: vec!["policy".to_owned(), "expected.json".to_owned()], ..Request::default() }
}

#[test]
fn what_is_found_is_found_at_the_right_lines() {
    let mut cases = 0;
    let mut wrong = String::new();
    for case in std::fs::read_dir(root().join("policies")).unwrap() {
        let case = case.unwrap().path();
        let mut options = Options::new(request(case.clone()), jiff::civil::date(2026, 11, 23));
        options.policies = vec![case.join("policy")];
        options.choice.select = vec!["conftest".to_owned()];
        let data = case.join("data");
        options.conftest.data = data.is_dir().then_some(data).into_iter().collect();
        let report = scan(&options, &|_, _| {}).unwrap();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        // Modules that are not here are no matter of policies.
        for diagnostic in report.diagnostics.iter().filter(|it| !it.message.contains("`git::")) {
            wrong.push_str(&format!("{}: {}\n", name(&case), diagnostic.message));
        }
        let mut found: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        for finding in &report.findings {
            let file = report.sources.get(finding.span.file);
            let line = file.line_of(finding.span.start);
            found.entry(name(file.path())).or_default().push((line, finding.message.clone()));
        }
        let expected: Option<BTreeMap<String, Vec<String>>> =
            std::fs::read_to_string(case.join("expected.json")).ok().map(|text| serde_json::from_str(&text).unwrap());
        for file in std::fs::read_dir(&case).unwrap() {
            let path = file.unwrap().path();
            if !path.is_file() || path.ends_with("expected.json") {
                continue;
            }
            cases += 1;
            let here = format!("{}/{}", name(&case), name(&path));
            let found = found.remove(&name(&path)).unwrap_or_default();
            if let Some(expected) = expected.as_ref().map(|expected| &expected[&name(&path)]) {
                let mut messages: Vec<&String> = found.iter().map(|(_, message)| message).collect();
                messages.sort();
                // OPA has not been told the name of the file.
                messages.retain(|message| !message.ends_with("should not be here"));
                if messages != expected.iter().collect::<Vec<_>>() {
                    wrong.push_str(&format!("{here}: found {messages:#?}, OPA finds {expected:#?}\n"));
                }
            }
            let text = std::fs::read_to_string(&path).unwrap();
            if !text.contains("finding") {
                let lines: Vec<_> = found.iter().map(|(line, message)| format!("{line}: {message}")).collect();
                insta::assert_snapshot!(here.replace(['/', '.'], "-"), lines.join("\n"));
                continue;
            }
            let marked: Vec<usize> =
                (1..).zip(text.lines()).filter(|(_, line)| line.ends_with("# finding")).map(|(line, _)| line).collect();
            let mut lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
            lines.dedup();
            if lines != marked {
                wrong.push_str(&format!("{here}: marked are {marked:?}, found is {found:#?}\n"));
            }
        }
        for (file, findings) in found {
            wrong.push_str(&format!("{}: in no file of the case: {file} {findings:?}\n", name(&case)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(cases > 8, "{cases} files");
}

#[test]
fn hcl_has_the_shape_that_policies_expect() {
    let folder = root().join("hcl");
    let discovery =
        discover(&Request { exclude: vec!["*.json".to_owned()], ..request(folder) }, &Disk::anywhere()).unwrap();
    let sources = Sources::default();
    let read = Files::of(&discovery).read(&[], None, &sources);
    assert!(read.documents.len() > 2, "{} documents", read.documents.len());
    for document in read.documents {
        let path = sources.get(document.file).path().to_path_buf();
        let expected = std::fs::read_to_string(format!("{}.json", path.display())).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
        pretty_assert(&json(&document.root), &expected, &path.display().to_string());
    }
}

/// Names the first part that differs.
fn pretty_assert(found: &serde_json::Value, expected: &serde_json::Value, at: &str) {
    match (found, expected) {
        (serde_json::Value::Object(found), serde_json::Value::Object(expected)) => {
            let keys =
                |map: &serde_json::Map<_, _>| map.keys().cloned().collect::<std::collections::BTreeSet<String>>();
            assert_eq!(keys(found), keys(expected), "{at}");
            found.iter().for_each(|(key, value)| pretty_assert(value, &expected[key], &format!("{at} {key}")));
        }
        (serde_json::Value::Array(found), serde_json::Value::Array(expected)) => {
            assert_eq!(found.len(), expected.len(), "{at}");
            found.iter().zip(expected).for_each(|(found, expected)| pretty_assert(found, expected, at));
        }
        (serde_json::Value::Number(found), serde_json::Value::Number(expected)) => {
            assert_eq!(found.as_f64(), expected.as_f64(), "{at}");
        }
        _ => assert_eq!(found, expected, "{at}"),
    }
}

fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(Number::Integer(value)) => i64::try_from(*value).map_or((*value as f64).into(), Into::into),
        Value::Number(Number::Float(value)) => (*value).into(),
        Value::String(text) => (**text).into(),
        Value::Unknown(unknown) => (*unknown.written).into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(map) => map.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect(),
    }
}
