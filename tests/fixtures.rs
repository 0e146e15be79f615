//! Every rule against its fixtures, as `seaworthy test policies` runs them: a failing one must be reported at exactly the
//! lines that are marked, a passing one not at all. See docs/writing-rules.md.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use seaworthy::report::Style;
use seaworthy::testing::{self, Format, Kind, Options};

#[test]
fn every_rule_is_right_about_its_fixtures() {
    let folders = vec![PathBuf::from("policies")];
    let options = Options { folders, filter: Vec::new(), coverage: false, patience: Duration::from_secs(60) };
    let summary = testing::run(&options, &mut |_, _| {});
    let mut text = Vec::new();
    let style = Style { color: false, links: false, width: 100, show_files: false };
    let written = testing::write(&summary, Format::Terminal, false, &style, &mut text);
    assert!(written.is_ok() && summary.passed(), "{}", String::from_utf8_lossy(&text));
    let rules: std::collections::BTreeSet<&str> = summary
        .tests
        .iter()
        .filter(|test| test.kind == Kind::Fixture)
        .filter_map(|test| Some(test.name.rsplit_once('/')?.0))
        .collect();
    let written = walkdir::WalkDir::new("policies").into_iter().filter_map(Result::ok);
    let is_rule = |path: &Path| path.extension().is_some_and(|it| it == "rego") && !path.starts_with("policies/lib");
    let written = written.filter(|entry| is_rule(entry.path())).count();
    assert_eq!(rules.len(), written, "a rule that was not tested");
}

#[test]
fn the_lines_that_fixtures_reach_are_known() {
    let files = testing::fixture_coverage(Path::new("tests/workbench/policies"));
    let [file] = files.as_slice() else { panic!("one policy, and not {files:?}") };
    assert_eq!(file.file, "tests/workbench/policies/own/labels.rego");
    let text = std::fs::read_to_string(&file.file).unwrap_or_default();
    let line = text.lines().position(|line| line.contains("reached by nothing")).map_or(0, |at| at as u32 + 1);
    // The line of the finding, and the head that would give it.
    assert_eq!(file.missed.iter().copied().collect::<Vec<_>>(), [line - 2, line]);
}
