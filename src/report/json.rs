//! JSON for programs. The shape is versioned: `version` changes when a key goes away or changes its meaning.

use std::io;

use serde_json::{Value, json};

use super::Report;
use crate::discover::Status;
use crate::policy::{Finding, Severity};
use crate::source::{Level, Path, Sources, Span, Step};

/// The version of the shape.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let rules = report.rules_by_id();
    let (evaluated, not_ours, failed) = report.coverage.counts();
    let by_severity: serde_json::Map<String, Value> = Severity::DESCENDING
        .iter()
        .map(|severity| (severity.name().to_owned(), report.count(*severity).into()))
        .collect();
    let finding = |finding: &Finding| {
        let rule = rules.get(finding.rule.as_str()).map(|rule| &rule.metadata);
        json!({
            "rule": finding.rule,
            "severity": finding.severity.name(),
            "category": rule.map(|rule| rule.custom.category.name()),
            "title": rule.map(|rule| &rule.title),
            "message": finding.message,
            "remediation": rule.map(|rule| &rule.custom.remediation),
            "link": rule.and_then(|rule| rule.link()),
            "controls": rule.map(|rule| &rule.custom.controls),
            "frameworks": rule.map(|rule| &rule.custom.frameworks),
            "resource": finding.address,
            "path": path(&finding.path),
            "value": finding.value,
            "location": location(finding.span, &report.sources),
            "origins": finding.origins.iter().map(|origin| json!({
                "what": &*origin.what,
                "location": location(origin.span, &report.sources),
            })).collect::<Vec<_>>(),
            "related": finding.related.iter().map(|related| json!({
                "resource": related.address,
                "message": related.message,
                "location": location(related.span, &report.sources),
            })).collect::<Vec<_>>(),
            "fingerprint": finding.fingerprint,
        })
    };
    let document = json!({
        "version": VERSION,
        "tool": {"name": "seaworthy", "version": env!("CARGO_PKG_VERSION")},
        "summary": {
            "findings": report.findings.len(),
            "by_severity": by_severity,
            "suppressed": report.suppressed.len(),
            "undetermined": report.statistics.undetermined,
            "resources": report.statistics.resources,
            "rules": report.statistics.policies,
            "evaluations": report.statistics.evaluations,
            "files": {"evaluated": evaluated, "not_ours": not_ours, "failed": failed},
            "complete": !report.incomplete,
        },
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "suppressed": report.suppressed.iter().map(|suppressed| {
            let mut value = finding(&suppressed.finding);
            let directive = &suppressed.suppression.directive;
            value["suppression"] = json!({
                "kind": "comment",
                "location": location(suppressed.suppression.span, &report.sources),
                "until": directive.until.map(|until| until.to_string()),
                "owner": directive.owner,
                "ticket": directive.ticket,
                "reason": directive.reason,
            });
            value
        }).collect::<Vec<_>>(),
        "diagnostics": report.diagnostics.iter().map(|diagnostic| json!({
            "level": match diagnostic.level { Level::Error => "error", Level::Warning => "warning" },
            "subject": diagnostic.subject,
            "message": diagnostic.message,
            "help": diagnostic.help,
            "locations": diagnostic.labels.iter().map(|(span, _)| location(*span, &report.sources)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "files": report.coverage.iter().map(|file| match file.status {
            Status::Evaluated { resources } => json!({"path": file.name, "status": "evaluated", "resources": resources}),
            Status::NotOurs(reason) => json!({"path": file.name, "status": "not-ours", "reason": reason}),
            Status::Failed(reason) => json!({"path": file.name, "status": "failed", "reason": reason}),
        }).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// A place: lines and columns from 1, columns in characters; `end` is behind the last character; offsets in bytes.
pub(super) fn location(span: Span, sources: &Sources) -> Value {
    let file = sources.get(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "path": file.name(),
        "start": {"line": start.line, "column": start.column, "offset": span.start},
        "end": {"line": end.line, "column": end.column, "offset": span.end},
    })
}

/// A path as keys and indexes.
pub(super) fn path(path: &Path) -> Value {
    let steps = path.0.iter().map(|step| match step {
        Step::Key(key) => Value::from(&**key),
        Step::Index(index) => Value::from(*index),
    });
    steps.collect()
}
