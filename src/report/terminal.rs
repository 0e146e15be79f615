//! Diagnostics for people, in the terminal.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity as Level,
    SourceCode, SourceSpan, SpanContents,
};
use rayon::prelude::*;

use super::secrets::Secrets;
use super::{Judged, Report, RuleInfo, plural};
use crate::verdict::{Finding, Severity};
use seaworthy_source::{self, SourceFile, Sources, Span, Status};

/// How to write for a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Whether links can be followed by a click.
    pub links: bool,
    /// Columns.
    pub width: usize,
    /// Whether every file is listed.
    pub show_files: bool,
}

/// Longer lines, in bytes, are not shown whole.
const MAX_LINE: usize = 400;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let handler = handler(*style);
    let rules = report.rules_by_id();
    let secrets = Secrets::of(report);
    let mut rendered: Vec<String> = report
        .diagnostics
        .par_iter()
        .map(|diagnostic| render(&handler, &Shown::of_diagnostic(diagnostic, &report.sources, &secrets)))
        .collect();
    rendered.par_extend(
        report
            .findings
            .par_iter()
            .map(|finding| render(&handler, &Shown::of_finding(finding, &rules, &report.sources, &secrets))),
    );
    for text in rendered {
        writeln!(out, "{}\n", text.trim_matches('\n'))?;
    }
    if style.show_files {
        files(report, out)?;
    }
    summary(report, *style, out)
}

/// A diagnostic by itself, without a report.
#[must_use]
pub fn diagnostic(diagnostic: &seaworthy_source::Diagnostic, sources: &Sources, style: &Style) -> String {
    render(&handler(*style), &Shown::of_diagnostic(diagnostic, sources, &Secrets::default()))
}

fn handler(style: Style) -> GraphicalReportHandler {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(style.links)
        .with_context_lines(1)
        .with_show_related_as_nested(true)
}

fn render(handler: &GraphicalReportHandler, shown: &Shown) -> String {
    let mut text = String::new();
    // Writing to a string does not fail; what cannot be drawn is at least said.
    if handler.render_report(&mut text, shown).is_err() {
        text = format!("{}\n", shown.message);
    }
    text
}

/// Lists what became of every file.
fn files(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    for file in report.coverage.iter() {
        match file.status {
            Status::Evaluated { resources } => {
                writeln!(out, "evaluated      {} ({})", file.name, plural(resources, "resource"))?
            }
            Status::Used(what) => writeln!(out, "evaluated      {} ({what})", file.name)?,
            Status::NotOurs(reason) => writeln!(out, "not evaluated  {} ({reason})", file.name)?,
            Status::Failed(reason) => writeln!(out, "FAILED         {} ({reason})", file.name)?,
        }
    }
    writeln!(out)
}

fn summary(report: &Report, style: Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (evaluated, other, failed) = report.coverage.counts();
    let found = if report.findings.is_empty() {
        paint(style, "No findings.", "32")
    } else {
        let parts = Severity::DESCENDING.iter().map(|severity| (severity, report.count(*severity)));
        let parts: Vec<String> = parts
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{count} {}", severity.name()))
            .collect();
        let text = format!("{}: {}.", plural(report.findings.len(), "finding"), parts.join(", "));
        paint(style, &text, "1")
    };
    let accepted = if report.suppressed.is_empty() {
        String::new()
    } else {
        format!(" {} accepted by comments.", report.suppressed.len())
    };
    writeln!(out, "{found}{accepted}")?;
    let undetermined = match report.statistics.undetermined {
        0 => String::new(),
        1 => " 1 check undetermined: it depends on values not known before deployment.".to_owned(),
        count => format!(" {} checks undetermined: they depend on values not known before deployment.", grouped(count)),
    };
    let failed = if failed == 0 { String::new() } else { paint(style, &format!(", {failed} failed"), "31") };
    let statistics = &report.statistics;
    match statistics.judged {
        Judged::Resources => writeln!(
            out,
            "{} in {} judged by {}; {other} other {}{failed}.{undetermined}",
            plural(statistics.resources, "resource"),
            plural(evaluated, "file"),
            plural(statistics.policies, "rule"),
            if other == 1 { "file" } else { "files" },
        )?,
        Judged::Policies => {
            let (files, lints) = (plural(evaluated, "policy file"), plural(statistics.policies, "lint"));
            writeln!(out, "{files} looked over by {lints}{failed}.")?;
        }
    }
    if report.incomplete {
        writeln!(out, "{}", paint(style, "The scan is incomplete: see the errors above.", "31"))?;
    }
    Ok(())
}

/// `3,490`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group));
    let first = std::iter::once(digits[..first].into()).filter(|first: &std::borrow::Cow<'_, str>| !first.is_empty());
    first.chain(groups).collect::<Vec<_>>().join(",")
}

fn paint(style: Style, text: &str, code: &str) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Something to show, as miette takes it.
struct Shown {
    message: String,
    code: Option<String>,
    severity: Level,
    help: Option<String>,
    url: Option<String>,
    labels: Vec<LabeledSpan>,
    text: Option<Excerpt>,
    /// Places in other files, each with its own source.
    elsewhere: Vec<Shown>,
}

impl Shown {
    fn of_finding(finding: &Finding, rules: &HashMap<&str, &RuleInfo>, sources: &Sources, secrets: &Secrets) -> Self {
        let rule = rules.get(finding.rule.as_str());
        let file = sources.get(finding.span.file);
        let mut shown = Self {
            message: finding.message_with_resource(),
            code: Some(format!("{}[{}]", finding.severity.name(), finding.rule)),
            severity: level(finding.severity),
            help: rule.map(|rule| rule.metadata.custom.remediation.clone()).filter(|help| !help.is_empty()),
            url: rule.and_then(|rule| rule.metadata.link()).map(str::to_owned),
            labels: vec![label(finding.span, rule.map_or("", |rule| &rule.metadata.title), true)],
            text: Some(Excerpt::new(file, secrets)),
            elsewhere: Vec::new(),
        };
        let origins = finding.origins.iter().map(|origin| (origin.span, origin.what.to_string()));
        let related = finding.related.iter().map(|related| (related.span, related.message.clone()));
        for (span, text) in origins.chain(related) {
            if span.file == finding.span.file {
                shown.labels.push(label(span, &text, false));
            } else {
                shown.elsewhere.push(Self::place(span, text, sources, secrets));
            }
        }
        shown
    }

    fn of_diagnostic(diagnostic: &seaworthy_source::Diagnostic, sources: &Sources, secrets: &Secrets) -> Self {
        let (level, code) = match diagnostic.level {
            seaworthy_source::Level::Error => (Level::Error, "error"),
            seaworthy_source::Level::Warning => (Level::Warning, "warning"),
        };
        let first = diagnostic.labels.first().map(|(span, _)| span.file);
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            diagnostic.labels.iter().partition(|(span, _)| Some(span.file) == first);
        let labels = here.into_iter().enumerate();
        Self {
            message: format!("{}: {}", diagnostic.subject, diagnostic.message),
            code: Some(code.to_owned()),
            severity: level,
            help: diagnostic.help.clone(),
            url: None,
            labels: labels.map(|(number, (span, text))| label(*span, text, number == 0)).collect(),
            text: first.map(|file| Excerpt::new(sources.get(file), secrets)),
            elsewhere: elsewhere
                .into_iter()
                .map(|(span, text)| Self::place(*span, text.clone(), sources, secrets))
                .collect(),
        }
    }

    /// A place in another file.
    fn place(span: Span, text: String, sources: &Sources, secrets: &Secrets) -> Self {
        Self {
            message: text,
            code: None,
            severity: Level::Advice,
            help: None,
            url: None,
            labels: vec![label(span, "", true)],
            text: Some(Excerpt::new(sources.get(span.file), secrets)),
            elsewhere: Vec::new(),
        }
    }
}

fn label(span: Span, text: &str, primary: bool) -> LabeledSpan {
    let range = span.range();
    let place = (range.start, range.len());
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    if primary { LabeledSpan::new_primary_with_span(text, place) } else { LabeledSpan::new_with_span(text, place) }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium | Severity::Low => Level::Warning,
        Severity::Info => Level::Advice,
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Level> {
        Some(self.severity)
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn url<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.url.as_ref().map(|url| Box::new(url) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|text| text as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'s>(&'s self) -> Option<Box<dyn Iterator<Item = &'s dyn miette::Diagnostic> + 's>> {
        let others = self.elsewhere.iter().map(|other| other as &dyn miette::Diagnostic);
        (!self.elsewhere.is_empty()).then(|| Box::new(others) as Box<dyn Iterator<Item = &'s dyn miette::Diagnostic>>)
    }
}

/// A file's text for miette, which finds lines by index instead of reading the file from its start each time.
struct Excerpt {
    file: Arc<SourceFile>,
    blotted: Option<Vec<u8>>,
}

impl Excerpt {
    fn new(file: Arc<SourceFile>, secrets: &Secrets) -> Self {
        let blotted = secrets.blotted(&file);
        Self { file, blotted }
    }

    /// The nearest offset, towards the start, at which a character begins.
    fn boundary(&self, mut offset: usize) -> usize {
        while !self.file.text().is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn bytes(&self) -> &[u8] {
        self.blotted.as_deref().unwrap_or(self.file.text().as_bytes())
    }
}

impl SourceCode for Excerpt {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let length = self.bytes().len();
        if span.offset() > length || span.offset() + span.len() > length {
            return Err(MietteError::OutOfBounds);
        }
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let end = span.offset() + span.len();
        let first = self.file.line_of(offset(span.offset()));
        let last = self.file.line_of(offset(end.saturating_sub(1).max(span.offset())));
        let from_line = first.saturating_sub(before).max(1);
        let mut from = self.file.line_range(from_line).start;
        let mut to = self.file.line_range((last + after).min(self.file.line_count())).end.max(end);
        let (mut line, mut column) = (from_line, 0);
        let too_long = (from_line..=last).any(|line| self.file.line_range(line).len() > MAX_LINE);
        if before == 0 || too_long {
            // Minified JSON has everything on one line: show what is around the place.
            let room = if before == 0 { 0 } else { MAX_LINE / 4 };
            from = self.boundary(span.offset().saturating_sub(room).max(self.file.line_range(first).start));
            to = self.boundary((end + room).min(self.file.line_range(last).end.max(end)));
            (line, column) = (first, self.file.position(offset(from)).column - 1);
        }
        let contents = MietteSpanContents::new_named(
            self.file.name().to_owned(),
            &self.bytes()[from..to],
            (from, to - from).into(),
            line - 1,
            column,
            last + 1 - first,
        );
        Ok(Box::new(contents))
    }
}
