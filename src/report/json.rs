//! JSON for programs. The shape is versioned: `version` changes when a key goes away or changes its meaning.
//! docs/json-report.md describes it.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::{Report, RuleInfo};
use crate::triage::Suppressed;
use crate::verdict::{Cause, Finding, Severity, Subject};
use seaworthy_source::{self, FileRecord, Level, Sources, Span, Status, Step};

/// The version of the shape.
const VERSION: u32 = 1;

pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document::of(report))?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    summary: Summary,
    findings: Vec<FindingEntry<'a>>,
    suppressed: Vec<SuppressedEntry<'a>>,
    undetermined: Vec<UndeterminedEntry<'a>>,
    resources_without_rules: BTreeMap<&'a str, usize>,
    diagnostics: Vec<DiagnosticEntry<'a>>,
    files: Vec<FileEntry>,
    rules: BTreeMap<&'a str, RuleEntry<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    findings: usize,
    by_severity: BTreeMap<Severity, usize>,
    suppressed: usize,
    undetermined: usize,
    resources: usize,
    rules: usize,
    evaluations: usize,
    files: FileCounts,
    complete: bool,
}

#[derive(Serialize)]
struct FileCounts {
    evaluated: usize,
    not_ours: usize,
    failed: usize,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    resource: &'a str,
    also: &'a [String],
    overlays: &'a [String],
    path: Vec<PathStep<'a>>,
    value: Option<&'a str>,
    location: Location,
    origins: Vec<OriginEntry<'a>>,
    related: Vec<RelatedEntry<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

/// Lines and columns from 1, columns in characters; `end` is behind the last character; offsets in bytes.
#[derive(Serialize)]
struct Location {
    path: String,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct OriginEntry<'a> {
    what: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct RelatedEntry<'a> {
    resource: &'a str,
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct SuppressedEntry<'a> {
    #[serde(flatten)]
    finding: FindingEntry<'a>,
    suppression: SuppressionEntry<'a>,
}

#[derive(Serialize)]
struct SuppressionEntry<'a> {
    kind: &'static str,
    location: Location,
    until: Option<String>,
    owner: Option<&'a str>,
    ticket: Option<&'a str>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct UndeterminedEntry<'a> {
    rule: &'a str,
    resource: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    overlay: Option<&'a str>,
    causes: Vec<CauseEntry<'a>>,
}

#[derive(Serialize)]
struct CauseEntry<'a> {
    attribute: &'a str,
    reason: &'a str,
    written: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct DiagnosticEntry<'a> {
    level: &'static str,
    subject: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct FileEntry {
    path: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    title: &'a str,
    description: &'a str,
    severity: Severity,
    category: &'static str,
    remediation: &'a str,
    links: &'a [String],
    controls: &'a [String],
    frameworks: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> Document<'a> {
    fn of(report: &'a Report) -> Self {
        let sources = &report.sources;
        Self {
            version: VERSION,
            tool: Tool { name: "seaworthy", version: env!("CARGO_PKG_VERSION") },
            summary: Summary::of(report),
            findings: report.findings.iter().map(|finding| FindingEntry::of(finding, sources)).collect(),
            suppressed: report.suppressed.iter().map(|suppressed| SuppressedEntry::of(suppressed, sources)).collect(),
            undetermined: report
                .record
                .undetermined()
                .map(|(subject, rule, causes)| UndeterminedEntry::of(subject, rule, &causes, sources))
                .collect(),
            resources_without_rules: report.record.types_without_rules(),
            diagnostics: report.diagnostics.iter().map(|diagnostic| DiagnosticEntry::of(diagnostic, sources)).collect(),
            files: report.coverage.iter().map(FileEntry::from).collect(),
            rules: report.rules.iter().map(|rule| (rule.id.as_str(), RuleEntry::from(rule))).collect(),
        }
    }
}

impl Summary {
    fn of(report: &Report) -> Self {
        let (evaluated, not_ours, failed) = report.coverage.counts();
        Self {
            findings: report.findings.len(),
            by_severity: Severity::DESCENDING.iter().map(|severity| (*severity, report.count(*severity))).collect(),
            suppressed: report.suppressed.len(),
            undetermined: report.statistics.undetermined,
            resources: report.statistics.resources,
            rules: report.statistics.policies,
            evaluations: report.statistics.evaluations,
            files: FileCounts { evaluated, not_ours, failed },
            complete: !report.incomplete,
        }
    }
}

impl<'a> FindingEntry<'a> {
    fn of(finding: &'a Finding, sources: &Sources) -> Self {
        let steps = finding.path.0.iter().map(|step| match step {
            Step::Key(key) => PathStep::Key(key),
            Step::Index(index) => PathStep::Index(*index),
        });
        let origins = finding
            .origins
            .iter()
            .map(|origin| OriginEntry { what: &origin.what, location: Location::of(origin.span, sources) });
        let related = finding.related.iter().map(|related| RelatedEntry {
            resource: &related.address,
            message: &related.message,
            location: Location::of(related.span, sources),
        });
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            message: &finding.message,
            resource: &finding.address,
            also: &finding.also,
            overlays: &finding.overlays,
            path: steps.collect(),
            value: finding.value.as_deref(),
            location: Location::of(finding.span, sources),
            origins: origins.collect(),
            related: related.collect(),
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> SuppressedEntry<'a> {
    fn of(suppressed: &'a Suppressed, sources: &Sources) -> Self {
        let directive = &suppressed.suppression.directive;
        Self {
            finding: FindingEntry::of(&suppressed.finding, sources),
            suppression: SuppressionEntry {
                kind: "comment",
                location: Location::of(suppressed.suppression.span, sources),
                until: directive.until.map(|until| until.to_string()),
                owner: directive.owner.as_deref(),
                ticket: directive.ticket.as_deref(),
                reason: directive.reason.as_deref(),
            },
        }
    }
}

impl<'a> UndeterminedEntry<'a> {
    fn of(subject: &'a Subject, rule: &'a str, causes: &[&'a Cause], sources: &Sources) -> Self {
        let causes = causes.iter().map(|cause| CauseEntry {
            attribute: &cause.attribute,
            reason: &cause.reason,
            written: &cause.written,
            location: Location::of(cause.span, sources),
        });
        Self { rule, resource: &subject.address, overlay: subject.overlay.as_deref(), causes: causes.collect() }
    }
}

impl<'a> DiagnosticEntry<'a> {
    fn of(diagnostic: &'a seaworthy_source::Diagnostic, sources: &Sources) -> Self {
        Self {
            level: match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
            },
            subject: &diagnostic.subject,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            locations: diagnostic.labels.iter().map(|(span, _)| Location::of(*span, sources)).collect(),
        }
    }
}

impl Location {
    fn of(span: Span, sources: &Sources) -> Self {
        let file = sources.get(span.file);
        let position = |offset| {
            let seaworthy_source::Position { line, column } = file.position(offset);
            Position { line, column, offset }
        };
        Self { path: file.name().to_owned(), start: position(span.start), end: position(span.end) }
    }
}

impl From<FileRecord> for FileEntry {
    fn from(file: FileRecord) -> Self {
        let (status, resources, reason) = match file.status {
            Status::Evaluated { resources } => ("evaluated", Some(resources), None),
            Status::Used(what) => ("evaluated", None, Some(what)),
            Status::NotOurs(reason) => ("not-ours", None, Some(reason.into_owned())),
            Status::Failed(reason) => ("failed", None, Some(reason.into_owned())),
        };
        Self { path: file.name, status, resources, reason }
    }
}

impl<'a> From<&'a RuleInfo> for RuleEntry<'a> {
    fn from(rule: &'a RuleInfo) -> Self {
        let (metadata, custom) = (&rule.metadata, &rule.metadata.custom);
        Self {
            title: &metadata.title,
            description: &metadata.description,
            severity: custom.severity,
            category: custom.category.name(),
            remediation: &custom.remediation,
            links: &metadata.related_resources,
            controls: &custom.controls,
            frameworks: &custom.frameworks,
        }
    }
}
