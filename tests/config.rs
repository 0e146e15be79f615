//! The JSON Schema of `seaworthy.yaml`: what is committed is what the program takes.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::path::Path;

use seaworthy::config;

/// Written anew with `UPDATE_SCHEMA=1 cargo test --test config`.
#[test]
fn the_committed_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/seaworthy.schema.json");
    let current = format!("{}\n", serde_json::to_string_pretty(&config::schema()).unwrap());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == current,
        "schemas/seaworthy.schema.json is not current"
    );
}

/// Every file of our cases is refused, or taken, by both.
#[test]
fn the_schema_takes_what_the_program_takes() {
    let validator = jsonschema::validator_for(&config::schema()).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")) {
        let entry = entry.unwrap();
        if entry.file_name() != seaworthy::discover::FILE_NAME {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        let is_taken = config::read(entry.path(), seaworthy_source::Sources::default()).is_ok();
        assert_eq!(validator.is_valid(&value), is_taken, "{}", entry.path().display());
        if is_taken { taken += 1 } else { refused += 1 }
    }
    assert!(taken > 1 && refused > 1, "{taken} taken, {refused} refused");
}
