//! JSON, for programs.

use std::io;
use std::time::Duration;

use serde_json::{Value, json};

use super::{counts, places};
use crate::testing::{FileCoverage, Kind, Outcome, Summary, Tested};
use seaworthy_source::{Diagnostic, Level, Sources};

pub(super) fn write(summary: &Summary, out: &mut dyn io::Write) -> io::Result<()> {
    let (passed, failed, todo) = counts(summary);
    let diagnostics = summary.diagnostics.iter().map(|it| diagnostic(it, &summary.sources));
    let mut report = json!({
        "version": 1,
        "success": summary.passed(),
        "counts": {"passed": passed, "failed": failed, "todo": todo},
        "duration_ms": milliseconds(summary.duration),
        "tests": summary.tests.iter().map(|it| test(it, &summary.sources)).collect::<Vec<_>>(),
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    });
    if let Some(files) = &summary.coverage {
        report["coverage"] = json!({
            "percent": summary.percent(),
            "files": files.iter().map(file).collect::<Vec<_>>(),
        });
    }
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

fn test(test: &Tested, sources: &Sources) -> Value {
    let (outcome, faults): (_, &[Diagnostic]) = match &test.outcome {
        Outcome::Passed => ("passed", &[]),
        Outcome::Failed(faults) => ("failed", faults),
        Outcome::Todo => ("todo", &[]),
    };
    json!({
        "name": test.name,
        "kind": match test.kind { Kind::Rego => "rego", Kind::Fixture => "fixture" },
        "file": test.file,
        "line": test.line,
        "outcome": outcome,
        "duration_ms": milliseconds(test.duration),
        "faults": faults.iter().map(|it| diagnostic(it, sources)).collect::<Vec<_>>(),
        "prints": test.prints,
    })
}

fn diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let places = places(diagnostic, sources).into_iter();
    json!({
        "level": if diagnostic.level == Level::Error { "error" } else { "warning" },
        "subject": diagnostic.subject,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "places": places
            .map(|(file, line, column, text)| json!({"file": file, "line": line, "column": column, "text": text}))
            .collect::<Vec<_>>(),
    })
}

fn file(file: &FileCoverage) -> Value {
    json!({"file": file.file, "percent": file.percent(), "lines": file.lines.len(), "missed": file.missed})
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
