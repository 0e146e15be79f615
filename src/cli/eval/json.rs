//! JSON, for programs.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::{Evaluated, Outcome};
use crate::policy::probe::Native;
use crate::policy::testing::{Answer, Inspection, QueryAnswer, Seen, Step, Trace};
use seaworthy_source::Sources;

pub(super) fn write(
    evaluated: &[Evaluated],
    sources: &Sources,
    show_input: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let results: Vec<Json> = evaluated
        .iter()
        .map(|it| {
            let mut result = json!({"address": it.address, "resource": it.resource, "place": it.place});
            match &it.result {
                Outcome::Input => result["input"] = value(&it.input),
                Outcome::Query(answer) => {
                    if show_input {
                        result["input"] = value(&it.input);
                    }
                    result["query"] = query(answer);
                }
                Outcome::Rule(inspection) => result["rule"] = rule(inspection, sources, show_input),
            }
            result
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &json!({"version": 1, "results": results}))?;
    writeln!(out)
}

fn query(answer: &QueryAnswer) -> Json {
    match &answer.rows {
        Err(error) => json!({"error": error, "prints": answer.prints}),
        Ok(rows) => {
            let rows = rows.iter().map(|row| {
                json!({"values": row.values.iter().map(value).collect::<Vec<_>>(), "variables": value(&row.variables)})
            });
            json!({"results": rows.collect::<Vec<_>>(), "prints": answer.prints})
        }
    }
}

fn rule(inspection: &Inspection, sources: &Sources, show_input: bool) -> Json {
    let record = &inspection.record;
    let findings = record.findings.iter().map(|finding| {
        let file = sources.get(finding.span.file);
        let place = file.position(finding.span.start);
        json!({
            "message": finding.message,
            "path": finding.path.to_string(),
            "file": file.name(),
            "line": place.line,
            "column": place.column,
        })
    });
    let verdict = match () {
        () if !record.diagnostics.is_empty() => "error",
        () if !record.findings.is_empty() => "fail",
        () if record.counts().undetermined > 0 => "undetermined",
        () => "pass",
    };
    let errors = record.diagnostics.iter().map(|diagnostic| format!("{}: {}", diagnostic.subject, diagnostic.message));
    json!({
        "verdict": verdict,
        "findings": findings.collect::<Vec<_>>(),
        "undetermined": inspection.possible(),
        "errors": errors.collect::<Vec<_>>(),
        "evaluations": inspection.answers.iter().map(|it| answer(it, show_input)).collect::<Vec<_>>(),
    })
}

fn answer(answer: &Answer, show_input: bool) -> Json {
    let native = match &answer.native {
        Native::Verdict(findings, possible) => {
            json!({"findings": value(findings), "possible": possible.iter().map(value).collect::<Vec<_>>()})
        }
        Native::NotModelled(what) => json!({"not_modelled": what}),
        Native::LeftToEngine => json!({"left_to_engine": true}),
        Native::Limit(what) => json!({"limit": what}),
    };
    let engine = match &answer.engine {
        Ok(findings) => json!({"findings": value(findings)}),
        Err(error) => json!({"error": error}),
    };
    let mut result = json!({
        "native": native,
        "engine": engine,
        "differs": answer.differs(),
        "hangs_on": answer.hangs_on,
        "prints": answer.prints,
        "reached": answer.reached,
        "trace": answer.traces.iter().map(trace).collect::<Vec<_>>(),
    });
    if show_input {
        result["input"] = value(&answer.input);
    }
    result
}

fn trace(trace: &Trace) -> Json {
    json!({
        "rule": trace.rule,
        "file": trace.file,
        "line": trace.line,
        "steps": trace.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Json {
    json!({
        "line": step.line,
        "text": step.text,
        "reached": step.reached,
        "held": step.held,
        "bound": step.bound.iter().map(seen).collect::<Vec<_>>(),
        "seen": step.seen.iter().map(seen).collect::<Vec<_>>(),
    })
}

fn seen(seen: &Seen) -> Json {
    json!({
        "text": seen.text,
        "values": seen.values.iter().map(value).collect::<Vec<_>>(),
        "undefined": seen.undefined,
    })
}

fn value(value: &regorus::Value) -> Json {
    serde_json::to_value(value).unwrap_or(Json::Null)
}
