//! The lints: what they see in the policies of `tests/lint/`, and that they see nothing in the bundled ones.
//!
//! `tests/lint/<lint>/` holds a folder of policies. A line in which the lint must see something ends in `# lint`, or in
//! `# lint: other-id` where another one does; everything else must be as it should be.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use seaworthy::linting::{Options, run};
use seaworthy::policy::lint::{LINTS, document};
use seaworthy::verdict::Severity;

/// File, line and lint of everything that is seen in a folder.
fn seen(folder: &Path, fixtures: bool) -> BTreeSet<(String, usize, String)> {
    let options = Options { folders: vec![folder.to_path_buf()], fixtures, min_severity: Severity::Info };
    let report = run(&options);
    assert!(!report.incomplete, "{:?}", report.diagnostics);
    let place = |finding: &seaworthy::verdict::Finding| {
        let file = report.sources.get(finding.span.file);
        (file.name().to_owned(), file.line_of(finding.span.start), finding.rule.clone())
    };
    report.findings.iter().map(place).collect()
}

fn marked(folder: &Path, lint: &str) -> BTreeSet<(String, usize, String)> {
    let mut marked = BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_none_or(|it| it != "rego") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("a policy");
        for (number, line) in text.lines().enumerate() {
            if let Some((_, ids)) = line.split_once("# lint") {
                let ids = ids.strip_prefix(": ").unwrap_or(lint);
                let name = entry.path().to_string_lossy().into_owned();
                marked.extend(ids.split(", ").map(|id| (name.clone(), number + 1, id.to_owned())));
            }
        }
    }
    marked
}

#[test]
fn each_lint_sees_what_is_marked_and_nothing_else() {
    let mut faults = Vec::new();
    for lint in LINTS {
        let folder = Path::new("tests/lint").join(lint.id);
        let fixtures = ["missing-fixtures", "unreached-line"].contains(&lint.id);
        let (marked, seen) = (marked(&folder, lint.id), seen(&folder, fixtures));
        faults.extend(seen.symmetric_difference(&marked).map(|fault| {
            format!("{}: {fault:?} is {}", lint.id, if seen.contains(fault) { "seen" } else { "not seen" })
        }));
        if !marked.iter().any(|(_, _, id)| id == lint.id) {
            faults.push(format!("{} is not tested", lint.id));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn bundled_policies_are_as_they_should_be() {
    let seen = seen(Path::new("policies"), false);
    assert!(seen.is_empty(), "{seen:#?}");
}

#[test]
fn the_documentation_of_the_lints_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy-lints.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, document()).expect("the documentation can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document(), "docs/policy-lints.md is not current");
}
