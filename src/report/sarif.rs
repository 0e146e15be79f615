//! SARIF 2.1.0 as code scanning reads it: narrow regions, help for every rule, stable fingerprints.
//!
//! Source: the OASIS standard, and GitHub's notes on what it reads of it ("SARIF support for code scanning"). It reads no
//! `suppressions`: an accepted finding would be an open alert there, so it is written only on request.

use std::collections::HashMap;
use std::io;

use serde_json::{Value, json};

use super::{Report, RuleInfo};
use crate::policy::Category;
use crate::verdict::{Finding, Severity};
use seaworthy_source::{Level, Sources, Span};

/// Writes what stands, and with `accepted` also what was accepted.
pub(super) fn write(report: &Report, accepted: bool, out: &mut dyn io::Write) -> io::Result<()> {
    let indexes: HashMap<&str, usize> =
        report.rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let mut results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &indexes, report)).collect();
    for suppressed in report.suppressed.iter().filter(|_| accepted) {
        let mut value = result(&suppressed.finding, &indexes, report);
        let directive = &suppressed.suppression.directive;
        let justification: Vec<String> = [
            directive.reason.clone(),
            directive.owner.as_ref().map(|owner| format!("owner {owner}")),
            directive.ticket.as_ref().map(|ticket| format!("ticket {ticket}")),
            directive.until.map(|until| format!("until {until}")),
        ]
        .into_iter()
        .flatten()
        .collect();
        value["suppressions"] = json!([{
            "kind": "inSource",
            "status": "accepted",
            "justification": justification.join(", "),
            "location": {"physicalLocation": physical(suppressed.suppression.span, &report.sources)},
        }]);
        results.push(value);
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "seaworthy",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": report.rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "automationDetails": {"id": "seaworthy/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder in which the check ran."}}},
            "invocations": [{
                "executionSuccessful": !report.incomplete,
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn rule(rule: &RuleInfo) -> Value {
    let metadata = &rule.metadata;
    let custom = &metadata.custom;
    let mut tags = vec![custom.category.name().to_owned()];
    tags.extend(custom.controls.iter().cloned());
    tags.extend(
        custom
            .frameworks
            .iter()
            .flat_map(|(framework, controls)| controls.iter().map(move |control| format!("{framework}/{control}"))),
    );
    // At most twenty are read.
    tags.truncate(20);
    let mut properties =
        json!({"tags": tags, "precision": "high", "problem.severity": problem_severity(custom.severity)});
    if custom.category == Category::Security {
        properties["security-severity"] = security_severity(custom.severity).into();
    }
    let links = metadata.related_resources.iter().map(|link| format!("- <{link}>\n")).collect::<String>();
    // Rules of other dialects may have none.
    let (remedy, bold) = match custom.remediation.trim() {
        "" => (String::new(), String::new()),
        remedy => (format!("\n\nRemedy: {remedy}"), format!("\n\n**Remedy.** {remedy}")),
    };
    let markdown = format!("{}{bold}\n\n{links}", metadata.description.trim());
    let mut value = json!({
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": metadata.title},
        "fullDescription": {"text": cut(metadata.description.trim(), 1000)},
        "help": {"text": format!("{}{remedy}", metadata.description.trim()), "markdown": markdown},
        "defaultConfiguration": {"level": level(custom.severity)},
        "properties": properties,
    });
    if let Some(link) = metadata.link() {
        value["helpUri"] = link.into();
    }
    value
}

fn result(finding: &Finding, indexes: &HashMap<&str, usize>, report: &Report) -> Value {
    let title = indexes.get(finding.rule.as_str()).map(|&at| report.rules[at].metadata.title.as_str());
    let mut related: Vec<(Span, String)> =
        finding.origins.iter().map(|origin| (origin.span, origin.what.to_string())).collect();
    related.extend(finding.related.iter().map(|related| (related.span, related.message.clone())));
    let mentions: String =
        related.iter().enumerate().map(|(at, (_, text))| format!(" [{}]({}).", escape(text), at + 1)).collect();
    let found = escape(&finding.message_with_resource());
    let message = format!("{}: {found}.{mentions}", title.unwrap_or(&finding.rule));
    let mut value = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": message},
        "locations": [{
            "physicalLocation": physical(finding.span, &report.sources),
            "logicalLocations": std::iter::once(&finding.address)
                .chain(&finding.also)
                .map(|address| json!({"fullyQualifiedName": address, "kind": "resource"}))
                .collect::<Vec<_>>(),
        }],
        "partialFingerprints": {"seaworthy/v1": finding.fingerprint},
    });
    if let Some(&index) = indexes.get(finding.rule.as_str()) {
        value["ruleIndex"] = index.into();
    }
    if !finding.overlays.is_empty() {
        value["properties"] = json!({"overlays": finding.overlays});
    }
    if !related.is_empty() {
        let places = related.iter().enumerate().map(|(at, (span, text))| {
            json!({"id": at + 1, "physicalLocation": physical(*span, &report.sources), "message": {"text": text}})
        });
        value["relatedLocations"] = places.collect();
    }
    value
}

/// What went wrong while scanning, and where.
fn notifications(report: &Report) -> Vec<Value> {
    let one = |diagnostic: &seaworthy_source::Diagnostic| {
        let mut value = json!({
            "level": match diagnostic.level { Level::Error => "error", Level::Warning => "warning" },
            "message": {"text": format!("{}: {}", diagnostic.subject, diagnostic.message)},
        });
        if let Some((span, _)) = diagnostic.labels.first() {
            value["locations"] = json!([{"physicalLocation": physical(*span, &report.sources)}]);
        }
        value
    };
    report.diagnostics.iter().map(one).collect()
}

fn physical(span: Span, sources: &Sources) -> Value {
    let file = sources.get(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "artifactLocation": {"uri": uri(file.name()), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column},
    })
}

/// A relative path as a URI reference (RFC 3986): what may not stand in a path is written in percent signs, and so is a
/// colon, which would end a scheme.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The words of code scanning for rules that are not about security.
fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

/// A score within the band that code scanning gives to each word: above 9.0 critical, from 7.0 high, from 4.0 medium.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
        Severity::Info => "0.5",
    }
}

/// Brackets make links of what stands between them.
fn escape(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

fn cut(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
