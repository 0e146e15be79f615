//! Whatever is wrong with an input, it is told, and nothing panics.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;
use seaworthy::discover::Request;
use seaworthy::report::{Format, Report, Style};
use seaworthy::scan::{self, Options};
use seaworthy_source::Status;

/// Checks a text as it would come through a pipe, and writes every report of it.
fn check(text: &[u8]) -> Report {
    let request = Request { paths: vec![PathBuf::from("-")], ..Request::default() };
    let mut options = Options::new(request, jiff::civil::date(2026, 1, 1));
    options.inputs.standard_input = Some(text.to_vec());
    let report = scan::scan(&options, &|_, _| {}).expect("a request that can be read");
    let style = Style { color: true, links: true, width: 80, show_files: true };
    for format in [Format::Terminal, Format::Json, Format::Sarif] {
        report.write(format, &style, &mut std::io::sink()).expect("a report");
    }
    report
}

fn samples() -> Vec<String> {
    let files = walkdir::WalkDir::new("fixtures/samples").sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "yaml" || extension == "json"));
    files.map(|entry| fs::read_to_string(entry.path()).expect("a text")).collect()
}

#[test]
fn a_file_may_end_anywhere() {
    samples().par_iter().for_each(|text| {
        for cut in (0..text.len()).step_by(97) {
            let report = check(&text.as_bytes()[..cut]);
            assert_eq!(report.coverage.iter().count(), 1, "the file is accounted for");
        }
    });
}

#[test]
fn any_line_may_be_missing() {
    samples().par_iter().for_each(|text| {
        let lines: Vec<&str> = text.lines().collect();
        for missing in (0..lines.len()).step_by(3) {
            let rest: Vec<&str> =
                lines.iter().enumerate().filter(|(number, _)| *number != missing).map(|(_, line)| *line).collect();
            check(rest.join("\n").as_bytes());
        }
    });
}

/// A value of another type than the API has must not make the program fail, and a rule only where it has to iterate over
/// something that is no collection: that is an error to this engine, and is told.
#[test]
fn any_value_may_have_the_wrong_type() {
    let replacements = ["null", "[]", "{}", "0", "\"\"", "true", "[1, {a: b}]", "{a: [null]}"];
    let faults: Vec<String> = samples()
        .par_iter()
        .flat_map_iter(|text| {
            let lines: Vec<&str> = text.lines().collect();
            let keys = lines.iter().enumerate().filter(|(_, line)| line.trim_end().ends_with(':'));
            let mut faults = Vec::new();
            for ((number, line), replacement) in keys.zip(replacements.iter().cycle()) {
                let indent = line.len() - line.trim_start().len();
                let deeper = |other: &&&str| {
                    other.trim().is_empty()
                        || other.len() - other.trim_start().len() > indent
                        || other.trim_start().starts_with("- ") && other.len() - other.trim_start().len() >= indent
                };
                let below = lines[number + 1..].iter().take_while(deeper).count();
                let mut changed: Vec<String> = lines[..number].iter().map(|line| (*line).to_owned()).collect();
                changed.push(format!("{line} {replacement}"));
                changed.extend(lines[number + 1 + below..].iter().map(|line| (*line).to_owned()));
                let report = check(changed.join("\n").as_bytes());
                for diagnostic in report.diagnostics.iter().filter(|diagnostic| {
                    diagnostic.subject.starts_with("rule ") && !diagnostic.message.contains("expects array/set/object")
                }) {
                    faults.push(format!("{} with `{line} {replacement}`: {}", diagnostic.subject, diagnostic.message));
                }
            }
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let report = check(b"apiVersion: v1\nkind: Pod\n\xff\xfe");
    assert!(report.incomplete);
    assert!(matches!(report.coverage.iter().next().map(|file| file.status), Some(Status::Failed(_))));
}
