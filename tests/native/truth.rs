//! The truth table: what expressions over missing, null, known and unknown values come to.

use std::fs;

use regorus::Value;
use seaworthy::policy::probe::{self, may_exist};
use serde::Deserialize;

use super::unknown_value;

#[derive(Deserialize)]
struct Case {
    /// The body of the rule.
    when: String,
    /// Further rules.
    #[serde(default)]
    with: String,
    input: serde_yaml::Value,
    verdict: Verdict,
    /// The unknown values that the verdict hangs on: `x.a`.
    causes: Option<Vec<String>>,
    /// Whether the native path leaves the rule to the engine.
    #[serde(default)]
    engine: bool,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Fail,
    Pass,
    Undetermined,
}

#[test]
fn the_truth_table_holds() {
    let text = fs::read_to_string("tests/native/truth.yaml").expect("the table");
    let cases: Vec<Case> = serde_yaml::from_str(&text).expect("a list of cases");
    let faults: Vec<String> = cases.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} of {} are wrong:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

fn fault(case: &Case) -> Option<String> {
    let body = case.when.trim_end().replace('\n', "\n\t");
    let finding = r#"{"message": "found", "path": ["found"]}"#;
    let policy = format!("package test\n\ndeny contains {finding} if {{\n\t{body}\n}}\n\n{}", case.with);
    let input = value(&case.input);
    let judged = match probe::judge(&policy, &input) {
        Ok(judged) => judged,
        Err(error) => return Some(format!("{body}\n  fails: {error}")),
    };
    if judged.is_native == case.engine {
        return Some(format!("{body}\n  is evaluated natively: {}", judged.is_native));
    }
    let found = match (judged.findings.as_set().is_ok_and(|set| !set.is_empty()), judged.is_undetermined) {
        (true, _) => Verdict::Fail,
        (false, false) => Verdict::Pass,
        (false, true) => Verdict::Undetermined,
    };
    // Where all is known, the engine says so too.
    let engine = probe::engine(&policy, &input);
    let is_known = !serde_yaml::to_string(&case.input).unwrap_or_default().contains("$");
    if is_known && engine.as_ref() != Ok(&judged.findings) {
        return Some(format!("{body}\n  is {found:?} natively, and to the engine {engine:?}"));
    }
    let causes: Vec<String> = judged.causes.iter().map(|path| text(path)).collect();
    if found == Verdict::Undetermined && causes.is_empty() {
        return Some(format!("{body}\n  is undetermined without a cause"));
    }
    if let Some(expected) = case.causes.as_ref().filter(|expected| **expected != causes) {
        return Some(format!("{body}\n  hangs on {causes:?}, not {expected:?}"));
    }
    (found != case.verdict).then(|| format!("{body}\n  of {}  is {found:?}, not {:?}", input, case.verdict))
}

fn text(path: &[Value]) -> String {
    let step = |step: &Value| step.as_string().map_or_else(|_| step.to_string(), |key| key.to_string());
    path.iter().map(step).collect::<Vec<_>>().join(".")
}

/// `$unknown`, `$set` (unknown, but certainly not null) and `$more` (any number of further elements) stand for what
/// they say. As in all inputs, an entry that is null is missing.
fn value(yaml: &serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::String(text) if text == "$unknown" => unknown_value(false),
        serde_yaml::Value::String(text) if text == "$set" => unknown_value(true),
        serde_yaml::Value::String(text) if text == "$more" => may_exist(),
        serde_yaml::Value::Sequence(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            Value::from(
                entries.map(|(key, item)| (value(key), value(item))).collect::<std::collections::BTreeMap<_, _>>(),
            )
        }
        other => Value::from(other.clone()),
    }
}
