//! Writes what every rule finds on its fixtures, and on what becomes of them when they are changed at random, for a
//! comparison with OPA: `tests/opa/compare.py`.
//!
//!     SEAWORTHY_PAIRS=pairs.jsonl cargo test --test native -- --ignored

use std::fs::File;
use std::io::{BufWriter, Write as _};

use seaworthy::policy::probe::Probe;

use super::mutate::{self, Random};
use super::{FIXTURES, known};

/// How many changed inputs there are for each pair.
const CHANGED: usize = 2;

#[test]
#[ignore = "writes a file, for a comparison with OPA"]
fn what_rules_find_is_written() {
    let (bundle, pairs) = &*FIXTURES;
    let path = std::env::var_os("SEAWORTHY_PAIRS").expect("SEAWORTHY_PAIRS names the file to write");
    let mut out = BufWriter::new(File::create(path).expect("a file that can be written"));
    let mut probe = Probe::new(bundle);
    for (number, pair) in pairs.iter().enumerate() {
        let rule = &bundle.rules[pair.rule];
        let mut random = Random::new(number as u64);
        let mut input = known(&pair.input, &mut random);
        for round in 0..=CHANGED {
            if round > 0 {
                input = mutate::changed(&input, &mut random);
            }
            let found = probe.engine(pair.rule, &input);
            let mut json: serde_json::Value =
                serde_json::from_str(&input.to_json_str().expect("a value that is JSON")).expect("JSON");
            json["params"] = serde_json::to_value(&rule.metadata.custom.params).expect("parameters that are JSON");
            let mut line = serde_json::json!({"rule": rule.id, "changed": round > 0, "input": json});
            match found {
                Ok(found) => {
                    let found = found.to_json_str().expect("a value that is JSON");
                    line["found"] = serde_json::from_str(&found).expect("JSON");
                }
                Err(error) => line["error"] = error.into(),
            }
            writeln!(out, "{line}").expect("the file can be written");
        }
    }
    out.flush().expect("the file can be written");
}
