//! Kustomizations that are wrong or meant to hurt: nothing panics, nothing takes long or grows without end, and every file is
//! accounted for.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::fmt::Write as _;
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
/// None may take long, and each is told.
#[test]
fn what_grows_without_end_is_stopped() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\n";
    // Every level uses the one below twice, under two names.
    let mut doubled = vec![
        ("l0/kustomization.yaml".to_owned(), "resources: [pod.yaml]\n".to_owned()),
        ("l0/pod.yaml".to_owned(), pod.to_owned()),
    ];
    for level in 1..=40 {
        let below = level - 1;
        for side in ["a", "b"] {
            let text = format!("resources: [../../l{below}]\nnamePrefix: {side}-\n");
            doubled.push((format!("l{level}/{side}/kustomization.yaml"), text));
        }
        doubled.push((format!("l{level}/kustomization.yaml"), "resources: [a, b]\n".to_owned()));
    }
    // Every operation doubles what is there.
    let mut copies = String::from(
        "resources: [pod.yaml]\npatches:\n- target: {kind: Pod}\n  patch: |-\n    - {op: add, path: /spec, value: {a: b}}\n",
    );
    for _ in 0..60 {
        copies += "    - {op: copy, from: /spec, path: /spec/x}\n    - {op: move, from: /spec, path: /metadata/y}\n    - {op: move, from: /metadata/y, path: /spec}\n    - {op: copy, from: /spec, path: /spec/z}\n";
    }
    // Every replacement doubles a text.
    let mut texts = String::from("resources: [pod.yaml]\nreplacements:\n");
    for _ in 0..60 {
        for index in ["-1", "1"] {
            let _ = write!(
                texts,
                "- source: {{kind: Pod, fieldPath: metadata.annotations.a}}\n  targets: [{{select: {{kind: Pod}}, fieldPaths: [metadata.annotations.a], options: {{delimiter: '|', index: {index}}}}}]\n"
            );
        }
    }
    let deep = format!("resources: [pod.yaml]\npatches: [{{patch: '{}1{}'}}]\n", "{a: ".repeat(3000), "}".repeat(3000));
    let chain: Vec<(String, String)> = (0..300)
        .map(|at| (format!("c{at}/kustomization.yaml"), format!("resources: [../c{}]\n", at + 1)))
        .chain([
            ("c300/kustomization.yaml".to_owned(), "resources: [pod.yaml]\n".to_owned()),
            ("c300/pod.yaml".to_owned(), pod.to_owned()),
        ])
        .collect();
    let indexes = "resources: [pod.yaml]\npatches:\n- target: {kind: Pod}\n  patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels/99999999999999999999\", \"value\": \"1\"}]'\nreplacements:\n- source: {kind: Pod, fieldPath: metadata.name}\n  targets: [{select: {kind: Pod}, fieldPaths: [spec.containers.4000000000.name], options: {create: true, delimiter: a, index: 4000000000}}]\nreplicas: [{name: pod, count: 99999999999999999999}]\n".to_owned();
    let with_pod = |text: String| {
        vec![
            ("kustomization.yaml".to_owned(), text),
            (
                "pod.yaml".to_owned(),
                format!("{pod}  annotations: {{a: b|c}}\n")
                    .replace("metadata: {name: pod}\n", "metadata:\n  name: pod\n"),
            ),
        ]
    };
    for (name, files) in [
        ("doubled resources", doubled),
        ("doubled values", with_pod(copies)),
        ("doubled texts", with_pod(texts)),
        ("deep patch", with_pod(deep)),
        ("long chain", chain),
        ("large numbers", with_pod(indexes)),
    ] {
        let report = check(&files);
        assert!(report.statistics.resources <= 1, "{name}: {} resources", report.statistics.resources);
        // Texts that double are only short of a limit here.
        assert!(report.incomplete || name == "doubled texts", "{name}: nothing is told");
    }
}
