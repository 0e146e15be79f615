//! What a run of tests has to say, one file for each format.

mod json;
mod junit;
mod terminal;

use std::io;

pub use terminal::ranges;

use super::{Outcome, Summary};
use crate::report::Style;
use seaworthy_source::{Diagnostic, Sources};

/// The formats that a run can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Terminal,
    /// JSON, with a version.
    Json,
    /// JUnit's XML, which continuous integration reads.
    Junit,
}

/// Writes what a run has to say. `verbose` tells whether tests that passed are listed, too.
///
/// # Errors
/// What the writer says.
pub fn write(
    summary: &Summary,
    format: Format,
    verbose: bool,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Terminal => terminal::write(summary, verbose, style, out),
        Format::Json => json::write(summary, out),
        Format::Junit => junit::write(summary, out),
    }
}

/// How many tests passed, failed, and are not to be run yet.
fn counts(summary: &Summary) -> (usize, usize, usize) {
    let count = |is: fn(&Outcome) -> bool| summary.tests.iter().filter(|test| is(&test.outcome)).count();
    (
        count(|outcome| matches!(outcome, Outcome::Passed)),
        count(|outcome| matches!(outcome, Outcome::Failed(_))),
        count(|outcome| matches!(outcome, Outcome::Todo)),
    )
}

/// Where a diagnostic points: `file:line:column: text`.
fn places(diagnostic: &Diagnostic, sources: &Sources) -> Vec<(String, usize, usize, String)> {
    let place = |(span, text): &(seaworthy_source::Span, String)| {
        let file = sources.get(span.file);
        let position = file.position(span.start);
        (file.name().to_owned(), position.line, position.column, text.clone())
    };
    diagnostic.labels.iter().map(place).collect()
}
