//! JUnit's XML, in the form that continuous integration agrees on: a suite for each file.

use std::io;

use super::{counts, places};
use crate::testing::{Kind, Outcome, Summary, Tested};
use seaworthy_source::{Diagnostic, Level, Sources};

pub(super) fn write(summary: &Summary, out: &mut dyn io::Write) -> io::Result<()> {
    let (passed, failed, todo) = counts(summary);
    let errors: Vec<&Diagnostic> = summary.diagnostics.iter().filter(|it| it.level == Level::Error).collect();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"seaworthy\" tests=\"{}\" failures=\"{failed}\" errors=\"{}\" skipped=\"{todo}\" time=\"{:.6}\">",
        passed + failed + todo + errors.len(),
        errors.len(),
        summary.duration.as_secs_f64()
    )?;
    for tests in summary.tests.chunk_by(|a, b| suite_of(a) == suite_of(b)) {
        let count = |is: fn(&Outcome) -> bool| tests.iter().filter(|test| is(&test.outcome)).count();
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.6}\">",
            escaped(suite_of(&tests[0])),
            tests.len(),
            count(|outcome| matches!(outcome, Outcome::Failed(_))),
            count(|outcome| matches!(outcome, Outcome::Todo)),
            tests.iter().map(|test| test.duration.as_secs_f64()).sum::<f64>()
        )?;
        for test in tests {
            case(test, &summary.sources, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    if !errors.is_empty() {
        let count = errors.len();
        writeln!(
            out,
            "  <testsuite name=\"policies\" tests=\"{count}\" failures=\"0\" errors=\"{count}\" skipped=\"0\">"
        )?;
        for error in errors {
            writeln!(out, "    <testcase name=\"{0}\" classname=\"{0}\">", escaped(&error.subject))?;
            fault("error", error, &summary.sources, out)?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The package of a test, or the rule of a fixture.
fn suite_of(test: &Tested) -> &str {
    let separator = match test.kind {
        Kind::Rego => '.',
        Kind::Fixture => '/',
    };
    test.name.rsplit_once(separator).map_or(&test.name, |(suite, _)| suite)
}

fn case(test: &Tested, sources: &Sources, out: &mut dyn io::Write) -> io::Result<()> {
    let class = suite_of(test);
    let name = test.name.strip_prefix(class).unwrap_or(&test.name).trim_start_matches(['/', '.']);
    write!(
        out,
        "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.6}\"",
        escaped(name),
        escaped(class),
        escaped(&test.file),
        test.line,
        test.duration.as_secs_f64()
    )?;
    if matches!(test.outcome, Outcome::Passed) && test.prints.is_empty() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    match &test.outcome {
        Outcome::Passed => {}
        Outcome::Todo => writeln!(out, "      <skipped message=\"to do\"/>")?,
        Outcome::Failed(faults) => faults.iter().try_for_each(|it| fault("failure", it, sources, out))?,
    }
    if !test.prints.is_empty() {
        writeln!(out, "      <system-out>{}</system-out>", escaped(&test.prints.join("\n")))?;
    }
    writeln!(out, "    </testcase>")
}

fn fault(element: &str, diagnostic: &Diagnostic, sources: &Sources, out: &mut dyn io::Write) -> io::Result<()> {
    let places = places(diagnostic, sources).into_iter();
    let mut lines: Vec<String> =
        places.map(|(file, line, column, text)| format!("{file}:{line}:{column}: {text}")).collect();
    lines.extend(diagnostic.help.clone());
    writeln!(
        out,
        "      <{element} message=\"{}\">{}</{element}>",
        escaped(&diagnostic.message),
        escaped(&lines.join("\n"))
    )
}

/// As XML takes it; control characters, which it does not, are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            char if char.is_control() => {}
            char => out.push(char),
        }
    }
    out
}
