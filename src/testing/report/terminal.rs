//! For people.

use std::io;
use std::time::Duration;

use super::counts;
use crate::report::{Style, diagnostic};
use crate::testing::{FileCoverage, Outcome, Summary, Tested};

pub(super) fn write(summary: &Summary, verbose: bool, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for fault in &summary.diagnostics {
        writeln!(out, "{}\n", diagnostic(fault, &summary.sources, style).trim_matches('\n'))?;
    }
    for test in &summary.tests {
        if let Outcome::Failed(faults) = &test.outcome {
            for fault in faults {
                writeln!(out, "{}\n", diagnostic(fault, &summary.sources, style).trim_matches('\n'))?;
            }
            prints(test, out)?;
        }
    }
    if verbose {
        for test in &summary.tests {
            let (word, code) = match test.outcome {
                Outcome::Passed => ("PASS", "32"),
                Outcome::Failed(_) => ("FAIL", "31"),
                Outcome::Todo => ("TODO", "33"),
            };
            writeln!(out, "{} {}{}", paint(style, word, code), test.name, time(" in ", test.duration))?;
            if matches!(test.outcome, Outcome::Passed) {
                prints(test, out)?;
            }
        }
        writeln!(out)?;
    }
    if let Some(files) = &summary.coverage {
        coverage(files, summary.percent().unwrap_or_default(), style, out)?;
    }
    last(summary, style, out)
}

fn prints(test: &Tested, out: &mut dyn io::Write) -> io::Result<()> {
    for line in &test.prints {
        writeln!(out, "  printed at {line}")?;
    }
    if test.prints.is_empty() { Ok(()) } else { writeln!(out) }
}

fn coverage(files: &[FileCoverage], percent: f64, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let width = files.iter().map(|file| file.file.chars().count()).max().unwrap_or_default();
    for file in files.iter().filter(|file| !file.missed.is_empty()) {
        let share = format!("{:5.1} %", floor(file.percent()));
        let missed = ranges(file.missed.iter().copied());
        writeln!(out, "{} {:width$}  not reached: {missed}", paint(style, &share, "33"), file.file)?;
    }
    let whole = files.iter().filter(|file| file.missed.is_empty()).count();
    writeln!(out, "Coverage: {:.1} % of the lines; {whole} of {} files are reached whole.", floor(percent), files.len())
}

/// With one digit, and never 100 where something is missing.
fn floor(percent: f64) -> f64 {
    (percent * 10.0).floor() / 10.0
}

/// Lines as people write them: `3, 7-9`.
#[must_use]
pub fn ranges(lines: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let texts = ranges.iter().map(|&(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}-{last}"),
    });
    texts.collect::<Vec<_>>().join(", ")
}

fn last(summary: &Summary, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (passed, failed, todo) = counts(summary);
    let mut parts = vec![format!("{passed} passed")];
    if failed > 0 {
        parts.insert(0, format!("{failed} failed"));
    }
    if todo > 0 {
        parts.push(format!("{todo} to do"));
    }
    let code = if summary.passed() { "32" } else { "31" };
    writeln!(out, "{}{}", paint(style, &parts.join(", "), code), time(" in ", summary.duration))
}

/// A time, where one was taken.
fn time(before: &str, duration: Duration) -> String {
    match duration {
        Duration::ZERO => String::new(),
        _ if duration.as_secs() > 0 => format!("{before}{:.1} s", duration.as_secs_f64()),
        _ => format!("{before}{:.1} ms", duration.as_secs_f64() * 1000.0),
    }
}

fn paint(style: &Style, text: &str, code: &str) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_a_row_are_one_range() {
        assert_eq!(ranges([3, 7, 8, 9, 11].into_iter()), "3, 7-9, 11");
        assert_eq!(ranges(std::iter::empty()), "");
    }
}
