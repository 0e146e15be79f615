//! Every rule against its fixtures: a failing one must be reported at exactly the lines that are marked, a passing one
//! not at all. See docs/writing-rules.md.

#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use seaworthy::discover::Request;
use seaworthy::policy::{Bundle, Choice, Severity};
use seaworthy::scan::{self, Inputs, Options};
use seaworthy::source::Sources;

/// Findings by file and line.
type Lines = BTreeMap<(String, usize), usize>;

#[test]
fn every_rule_is_right_about_its_fixtures() {
    let bundle = Bundle::load(&[], &Choice::default(), &Sources::default());
    assert!(bundle.diagnostics.is_empty(), "{:#?}", bundle.diagnostics);
    assert!(!bundle.rules.is_empty());
    let faults: Vec<String> = bundle.rules.par_iter().flat_map(|rule| faults_of_rule(&rule.id)).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn faults_of_rule(id: &str) -> Vec<String> {
    let folder = Path::new("fixtures").join(id);
    let mut cases: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    cases.sort();
    let mut faults: Vec<String> = ["fail", "pass"]
        .iter()
        .filter(|kind| !cases.iter().any(|case| name(case).starts_with(**kind)))
        .map(|kind| format!("{id}: no {kind} fixture"))
        .collect();
    for case in &cases {
        faults.extend(fault_of_case(id, case).map(|fault| format!("{id}/{}: {fault}", name(case))));
    }
    faults
}

fn fault_of_case(id: &str, case: &Path) -> Option<String> {
    // Apart from the repository around it, which would be its world.
    let apart = tempfile::tempdir().expect("a temporary folder");
    let root = apart.path().join("case");
    fs::create_dir(&root).expect("a folder");
    copy(case, &root);
    let expected = marks(&root);
    if name(case).starts_with("fail") == expected.is_empty() {
        return Some("the name and the marked lines do not fit".to_owned());
    }
    let options = Options {
        request: Request { paths: vec![root.clone()], ..Request::default() },
        inputs: Inputs::default(),
        policies: Vec::new(),
        choice: Choice { select: vec![id.to_owned()], ignore: Vec::new() },
        native: true,
        min_severity: Severity::Info,
        ignores: false,
        today: jiff::civil::date(2026, 1, 1),
    };
    let report = scan::scan(&options, &|_, _| {}).expect("a request that can be read");
    if !report.diagnostics.is_empty() {
        return Some(format!("{:#?}", report.diagnostics));
    }
    let mut found = Lines::new();
    for finding in report.findings.iter().filter(|finding| finding.rule == id) {
        let file = report.sources.get(finding.span.file);
        let below = file.path().strip_prefix(&root).expect("a path below the case");
        let line = file.position(finding.span.start).line;
        *found.entry((below.to_string_lossy().into_owned(), line)).or_default() += 1;
    }
    (found != expected).then(|| format!("expected {expected:?}, found {found:?}"))
}

/// The lines that end in `# finding`, or in `# findings: 2`.
fn marks(root: &Path) -> Lines {
    let mut marks = Lines::new();
    for path in files(root) {
        let text = fs::read_to_string(&path).expect("a text");
        let below = path.strip_prefix(root).expect("a path below the case").to_string_lossy().into_owned();
        for (number, line) in text.lines().enumerate() {
            let count = match line.trim_end().rsplit_once("# finding") {
                Some((_, "")) => 1,
                Some((_, rest)) => rest.strip_prefix("s: ").and_then(|count| count.parse().ok()).unwrap_or(0),
                None => 0,
            };
            if count > 0 {
                marks.insert((below.clone(), number + 1), count);
            }
        }
    }
    marks
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to.join(from.file_name().expect("a name"))).expect("a copy");
        return;
    }
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).expect("a path below the case"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, target).expect("a copy");
    }
}

fn files(root: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
