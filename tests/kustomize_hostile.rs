//! Kustomizations that are wrong or meant to hurt: nothing panics, nothing takes long or grows without end, and every file is
//! accounted for.

#![allow(clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::path::Path;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use seaworthy::discover::Request;
use seaworthy::report::Report;
use seaworthy::scan::{self, Options};

/// A debug build is some twenty times slower than what people use.
const TIME: Duration = Duration::from_secs(30);

/// What is scanned, written down with its files below lines like `-- path --`.
fn check(files: &[(String, String)]) -> Report {
    let tree = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = tree.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let request = Request { paths: vec![tree.path().to_path_buf()], ..Request::default() };
    let mut options = Options::new(request, jiff::civil::date(2026, 1, 1));
    options.choice.select = vec!["kubernetes/privileged-container".to_owned()];
    let began = Instant::now();
    let report = scan::scan(&options, &|_, _| {}).unwrap();
    assert!(began.elapsed() < TIME, "{:?}: {files:?}", began.elapsed());
    for (name, _) in files {
        let named = |file: &str| Path::new(file).ends_with(name);
        assert!(report.coverage.iter().any(|file| named(&file.name)), "{name} is not accounted for: {files:?}");
    }
    report
}

fn case(text: &str) -> Vec<(String, String)> {
    let text = text.split("\n== ").next().unwrap_or(text);
    let parts = text.split("\n-- ").skip(1).map(|part| part.split_once(" --\n").unwrap());
    parts.map(|(name, text)| (name.to_owned(), format!("{text}\n"))).collect()
}

/// The cases that are compared with the real kustomize.
fn cases() -> Vec<Vec<(String, String)>> {
    let files = walkdir::WalkDir::new("tests/kustomize").sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "txt"));
    files.map(|entry| case(&std::fs::read_to_string(entry.path()).unwrap())).collect()
}

#[test]
fn any_line_may_be_missing_or_say_something_else() {
    let instead =
        ["", "x", "- x", "x: [", "x: {a: [null]}", "resources: [.]", "name: 1", "path: ../..", "$patch: delete"];
    cases().par_iter().enumerate().for_each(|(number, files)| {
        // A few lines of each case: there are many cases.
        for (at, (name, text)) in files.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            for line in (number % 13..lines.len()).step_by(13) {
                let mut changed = lines.clone();
                let indent = &lines[line][..lines[line].len() - lines[line].trim_start().len()];
                let other = format!("{indent}{}", instead[(number + line) % instead.len()]);
                changed[line] = &other;
                let mut files = files.clone();
                files[at] = (name.clone(), changed.join("\n"));
                check(&files);
            }
        }
    });
}

#[test]
fn files_may_be_missing_or_broken() {
    cases().par_iter().for_each(|files| {
        for at in 0..files.len() {
            let mut without = files.clone();
            without.remove(at);
            check(&without);
            let mut cut = files.clone();
            let text = &mut cut[at].1;
            text.truncate((0..=text.len() / 2).rev().find(|end| text.is_char_boundary(*end)).unwrap());
            check(&cut);
        }
    });
}
