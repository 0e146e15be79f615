//! Policies that were written for OPA mean here what they mean there: `tests/opa/golden.json` is what OPA itself made of the
//! rules.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use seaworthy::policy::probe;
use serde_json::Value;

#[test]
fn rules_mean_what_they_mean_to_opa() {
    let context: Value = serde_json::from_str(include_str!("opa/input.json")).expect("the input");
    let golden: serde_json::Map<String, Value> =
        serde_json::from_str(include_str!("opa/golden.json")).expect("what OPA made of it");
    let (rules, helpers): (Vec<&str>, Vec<&str>) =
        include_str!("opa/rules.rego").lines().partition(|line| line.split(' ').nth(1) == Some("contains"));
    assert_eq!(rules.len(), golden.len(), "generate.py has to be run again");
    let mut differences = Vec::new();
    for rule in rules {
        let name = rule.split(' ').next().expect("a name");
        let policy = format!("{}\n{rule}\n", helpers.join("\n"));
        let found = probe::like_opa(&policy, &context["data"].to_string(), &context["input"].to_string(), name);
        let found = found.map(|json| sorted(serde_json::from_str(&json).expect("JSON")));
        let expected = sorted(golden[name].clone());
        if found.as_ref() != Ok(&expected) {
            differences.push(format!("{rule}\n  OPA: {expected}\n  here: {found:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// A set is a list in JSON, in any order.
fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}
