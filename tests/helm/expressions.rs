//! Pieces of templates: functions, operators, control structures, objects.

use std::path::Path;

use rayon::prelude::*;
use seaworthy_helm::{self as helm, Inputs, Semantics};
use seaworthy_source::{Disk, Sources};
use serde_json::Value;

use super::folder;

/// Pieces for which the message of an error is not Go's: most of those tell of Go's own faults, or of its parsers.
const WORDED_OTHERWISE: &[&str] = &[
    r#"{{ first nil }}"#,
    r#"{{ append nil 1 }}"#,
    r#"{{ reverse nil }}"#,
    r#"{{ fromYaml "a: [" }}"#,
    r#"{{ fromYaml "a: b: c" }}"#,
    r#"{{ fromToml "bad" }}"#,
    r#"{{ substr 3 1 "hello" }}"#,
    r#"{{ mustRegexMatch "[" "a" }}"#,
    r#"{{ regexFind "(" "a" }}"#,
    r#"{{ if true }}a"#,
    r#"{{ .Values..text }}"#,
    r#"{{ /* unclosed }}"#,
    r#"{{ tpl "{{ if }}" . }}"#,
    r#"{{ eq .Values.map .Values.map }}"#,
    r#"{{ call .Values.text }}"#,
    r#"{{ $.Files.Get 5 }}"#,
];

/// What comes of a piece, or why nothing does.
type Answer = Result<String, String>;

fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

/// Every file of cases, with its name.
fn files() -> Vec<(String, Vec<(String, Answer)>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder("expressions")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let cases = lines(&path).into_iter().map(|line| {
                let case: Value = serde_json::from_str(&line).unwrap();
                let text = |key: &str| case[key].as_str().map(str::to_owned);
                (text("in").unwrap(), text("out").ok_or_else(|| text("error").unwrap()))
            });
            files.push((path.file_stem().unwrap().to_string_lossy().into_owned(), cases.collect()));
        }
    }
    files
}

/// Puts a piece into a copy of the chart, and renders it.
fn evaluate(piece: &str, chart: &Path) -> Answer {
    std::fs::write(chart.join("templates/_case.tpl"), piece).unwrap();
    let out = "{{ include \"expressions/templates/_case.tpl\" . | toJson }}";
    std::fs::write(chart.join("templates/out.yaml"), out).unwrap();
    let sources = Sources::default();
    let loaded = helm::load(chart, &Disk::anywhere(), &sources, &[]);
    let inputs = Inputs { semantics: Semantics::Helm4, origins: false, ..Inputs::default() };
    let rendered = helm::render(&loaded.chart.unwrap(), &inputs, &Disk::anywhere(), &sources);
    let error = rendered.diagnostics.into_iter().chain(loaded.diagnostics).next();
    match (error, rendered.templates.into_iter().next()) {
        (None, Some(template)) => Ok(serde_json::from_str(&template.text).unwrap()),
        (error, _) => {
            let message = error.unwrap().message;
            let (_, message) = message.split_once(": ").unwrap();
            Err(message.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    }
}

fn copy_chart(to: &Path) {
    let from = folder("expressions/chart");
    for entry in walkdir::WalkDir::new(&from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn pieces_give_what_helm_gives() {
    let cases: Vec<(String, String, Answer)> = files()
        .into_iter()
        .flat_map(|(name, cases)| cases.into_iter().map(move |(piece, answer)| (name.clone(), piece, answer)))
        .collect();
    assert!(cases.len() > 1000, "the cases are here");
    let chunk = cases.len().div_ceil(rayon::current_num_threads());
    let differences: Vec<String> = cases
        .par_chunks(chunk)
        .flat_map(|cases| {
            let chart = tempfile::tempdir().unwrap();
            copy_chart(chart.path());
            let differing = cases.iter().filter_map(|(name, piece, expected)| {
                let answer = evaluate(piece, chart.path());
                let alike = WORDED_OTHERWISE.contains(&piece.as_str()) && answer.is_ok() == expected.is_ok();
                (answer != *expected && !alike)
                    .then(|| format!("{name}: {piece}\n    expected {expected:?}\n    but got  {answer:?}"))
            });
            differing.collect::<Vec<_>>()
        })
        .collect();
    let (wrong, all) = (differences.len(), cases.len());
    assert!(differences.is_empty(), "{wrong} of {all} differ:\n{}", differences.join("\n"));
}

/// The names are those that Helm 4.3 knows: Go's, Sprig's and its own.
#[test]
fn every_function_is_compared() {
    let cases: Vec<(String, Answer)> = files().into_iter().flat_map(|(_, cases)| cases).collect();
    let names = lines(&folder("expressions/functions.names"));
    let is_word = |text: &str, name: &str| {
        text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').any(|word| word == name)
    };
    let missing: Vec<&String> = names
        .iter()
        // There is nothing in a chart that could be called.
        .filter(|name| *name != "call")
        .filter(|name| !cases.iter().any(|(piece, answer)| answer.is_ok() && is_word(piece, name)))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert_eq!(names.len(), 248);
}
