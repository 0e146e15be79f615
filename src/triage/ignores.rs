//! Ignore comments applied to findings.

use std::collections::HashMap;

use jiff::civil::Date;

use super::directive::Directive;
use super::line::line_concerned;
use crate::verdict::{Finding, Severity};
use seaworthy_source::{FileId, SourceFile, Sources, Span};

/// A finding that somebody accepted.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// Who accepted it, and why.
    pub suppression: Suppression,
}

/// An exception that holds.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The comment.
    pub span: Span,
    /// What it says.
    pub directive: Directive,
}

/// The result of triage.
#[derive(Debug, Default)]
pub struct Triage {
    /// What stands; exceptions that are malformed, expired or unused are among it.
    pub findings: Vec<Finding>,
    /// What was accepted.
    pub suppressed: Vec<Suppressed>,
}

/// An exception, and the line that it is about.
struct Exception {
    span: Span,
    directive: Directive,
    /// In the comment's file, from 1: its own line, or the next one that says something.
    line: usize,
    used: bool,
}

/// Applies the comments to the findings. `today` decides what has expired, `known` which rules exist, and `evaluated`
/// which of them could have reported something.
#[must_use]
pub fn apply(
    findings: Vec<Finding>,
    comments: &[Span],
    sources: &Sources,
    today: Date,
    known: &[String],
    evaluated: &dyn Fn(&str) -> bool,
) -> Triage {
    let mut triage = Triage::default();
    let mut exceptions: HashMap<FileId, Vec<Exception>> = HashMap::new();
    for &span in comments {
        let file = sources.get(span.file);
        match read(&file, span, today, known) {
            Ok(Some(exception)) => exceptions.entry(span.file).or_default().push(exception),
            Ok(None) => {}
            Err(finding) => triage.findings.push(*finding),
        }
    }
    for finding in findings {
        match accepted(&finding, &mut exceptions, sources) {
            Some(suppression) => triage.suppressed.push(Suppressed { finding, suppression }),
            None => triage.findings.push(finding),
        }
    }
    let unused = exceptions
        .into_values()
        .flatten()
        .filter(|exception| !exception.used && exception.directive.rules.iter().all(|rule| evaluated(rule)));
    triage.findings.extend(unused.map(|exception| {
        let file = sources.get(exception.span.file);
        let message =
            format!("nothing is found any more that this comment accepts: {}", exception.directive.rules.join(", "));
        about_comment("exceptions/unused", Severity::Low, message, exception.span, &file)
    }));
    triage
}

/// Reads a comment; one that does not hold becomes a finding.
fn read(file: &SourceFile, span: Span, today: Date, known: &[String]) -> Result<Option<Exception>, Box<Finding>> {
    let text = &file.text()[span.range()];
    let malformed =
        |message: String| Box::new(about_comment("exceptions/malformed", Severity::Medium, message, span, file));
    let directive = match Directive::parse(text) {
        None => return Ok(None),
        Some(Err(error)) => return Err(malformed(error.to_string())),
        Some(Ok(directive)) => directive,
    };
    if let Some(rule) = directive.rules.iter().find(|rule| !known.contains(rule)) {
        return Err(malformed(format!("there is no rule `{rule}`")));
    }
    if let Some(until) = directive.until.filter(|until| *until < today) {
        let message = format!("the exception for {} ended on {until}", directive.rules.join(", "));
        return Err(Box::new(about_comment("exceptions/expired", Severity::Medium, message, span, file)));
    }
    let line = line_concerned(file, span);
    Ok(Some(Exception { span, directive, line, used: false }))
}

/// The exception that holds for a finding: at its place, or at a step on the way of its value.
fn accepted(
    finding: &Finding,
    exceptions: &mut HashMap<FileId, Vec<Exception>>,
    sources: &Sources,
) -> Option<Suppression> {
    let places = std::iter::once(finding.span).chain(finding.origins.iter().map(|origin| origin.span));
    for place in places {
        let Some(of_file) = exceptions.get_mut(&place.file) else { continue };
        let line = sources.get(place.file).line_of(place.start);
        let holds =
            |exception: &&mut Exception| exception.line == line && exception.directive.rules.contains(&finding.rule);
        if let Some(exception) = of_file.iter_mut().find(holds) {
            exception.used = true;
            return Some(Suppression { span: exception.span, directive: exception.directive.clone() });
        }
    }
    None
}

fn about_comment(rule: &str, severity: Severity, message: String, span: Span, file: &SourceFile) -> Finding {
    let text = file.text().get(span.range()).unwrap_or_default();
    Finding::builder(rule, severity, message, file.name(), span)
        .resource(format!("comment in {}", file.name()))
        .identity(text)
        .build()
}
