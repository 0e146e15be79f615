//! For people.

use std::io::{self, Write};

use regorus::Value;

use super::{Evaluated, Outcome};
use crate::policy::probe::Native;
use crate::policy::testing::{Answer, Inspection, QueryAnswer, Seen, Trace, value_text};
use crate::report::{Style, diagnostic};
use crate::testing::ranges;
use seaworthy_source::Sources;

/// Longer values are cut.
const MAX_VALUE: usize = 120;
/// More values of one expression are not shown.
const MAX_VALUES: usize = 3;

pub(super) fn write(
    evaluated: &[Evaluated],
    sources: &Sources,
    policies: &Sources,
    show_input: bool,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let several = evaluated.len() > 1;
    for (number, it) in evaluated.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        // One input alone can be piped into other programs.
        if several || !matches!(it.result, Outcome::Input) {
            writeln!(out, "{}", paint(style, &format!("# {} ({})", it.resource, it.place), "1"))?;
        }
        match &it.result {
            Outcome::Input => writeln!(out, "{}", pretty(&it.input))?,
            Outcome::Query(answer) => {
                if show_input {
                    writeln!(out, "input: {}", pretty(&it.input))?;
                }
                query(answer, out)?;
            }
            Outcome::Rule(inspection) => rule(inspection, sources, policies, show_input, style, out)?,
        }
    }
    Ok(())
}

fn query(answer: &QueryAnswer, out: &mut dyn Write) -> io::Result<()> {
    match &answer.rows {
        Err(error) => writeln!(out, "error: {error}")?,
        Ok(rows) if rows.is_empty() => writeln!(out, "undefined")?,
        Ok(rows) => {
            for row in rows {
                let variables = row.variables.as_object().ok().filter(|variables| !variables.is_empty());
                // A test that holds says nothing beside the values of the variables.
                for value in row.values.iter().filter(|it| variables.is_none() || **it != Value::Bool(true)) {
                    writeln!(out, "{}", pretty(value))?;
                }
                for (name, value) in variables.into_iter().flat_map(|it| it.iter()) {
                    writeln!(out, "  {} is {}", plain(name), value_text(value, MAX_VALUE))?;
                }
            }
        }
    }
    prints(&answer.prints, out)
}

fn rule(
    inspection: &Inspection,
    sources: &Sources,
    policies: &Sources,
    show_input: bool,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let record = &inspection.record;
    let (verdict, code) = match () {
        () if !record.diagnostics.is_empty() => ("error", "31"),
        () if !record.findings.is_empty() => ("fail", "31"),
        () if record.counts().undetermined > 0 => ("undetermined", "33"),
        () => ("pass", "32"),
    };
    writeln!(out, "verdict: {}", paint(style, verdict, code))?;
    for fault in &record.diagnostics {
        writeln!(out, "{}", diagnostic(fault, policies, style).trim_matches('\n'))?;
    }
    for finding in &record.findings {
        let file = sources.get(finding.span.file);
        let place = file.position(finding.span.start);
        writeln!(out, "  {}:{}:{}: {} ({})", file.name(), place.line, place.column, finding.message, finding.path)?;
    }
    if inspection.possible() > 0 && !record.findings.is_empty() {
        writeln!(out, "  {} more possible, depending on unknown values", inspection.possible())?;
    }
    let several = inspection.answers.len() > 1;
    for answer in &inspection.answers {
        if several {
            let role = answer.input["pod"]["role"].as_string().map(|role| role.to_string()).unwrap_or_default();
            writeln!(out, "\n## Pod template `{role}`")?;
        }
        if show_input {
            writeln!(out, "\ninput: {}", pretty(&answer.input))?;
        }
        self::answer(answer, style, out)?;
    }
    Ok(())
}

fn answer(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if !answer.hangs_on.is_empty() {
        writeln!(out, "hangs on what is not known yet:")?;
        for path in &answer.hangs_on {
            writeln!(out, "  input.{path}")?;
        }
    }
    match &answer.native {
        Native::Verdict(..) => {}
        Native::NotModelled(what) => writeln!(out, "evaluated by the engine: the native path does not model {what}")?,
        Native::LeftToEngine => writeln!(out, "evaluated by the engine: the native path leaves this input to it")?,
        Native::Limit(what) => writeln!(out, "given up: {what}")?,
    }
    if answer.differs() {
        writeln!(out, "THE NATIVE PATH AND THE ENGINE DIFFER, which is a bug worth reporting:")?;
        if let Native::Verdict(findings, _) = &answer.native {
            writeln!(out, "  natively:   {}", value_text(findings, MAX_VALUE))?;
        }
        match &answer.engine {
            Ok(findings) => writeln!(out, "  the engine: {}", value_text(findings, MAX_VALUE))?,
            Err(error) => writeln!(out, "  the engine: {error}")?,
        }
    }
    prints(&answer.prints, out)?;
    if answer.has_unknown && !answer.traces.is_empty() {
        writeln!(out, "below, what is not known yet stands as the text of its expression")?;
    }
    for trace in &answer.traces {
        self::trace(trace, style, out)?;
    }
    let reached = answer.reached.iter().filter(|(_, lines)| !lines.is_empty());
    for (number, (file, lines)) in reached.enumerate() {
        let before = if number == 0 { "\n" } else { "" };
        writeln!(out, "{before}lines reached in {file}: {}", ranges(lines.iter().copied()))?;
    }
    Ok(())
}

fn trace(trace: &Trace, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", paint(style, &format!("{} ({}:{})", trace.rule, trace.file, trace.line), "1"))?;
    let width = trace.steps.iter().map(|step| step.line.to_string().len()).max().unwrap_or_default();
    for step in &trace.steps {
        let (sign, code) = match (step.reached, step.held) {
            (0, _) => ('·', "2"),
            (_, 0) => ('✗', "31"),
            _ => ('✓', "32"),
        };
        let first = step.text.lines().next().unwrap_or_default();
        let more = if step.text.contains('\n') { " …" } else { "" };
        writeln!(out, " {} {:>width$} │ {first}{more}", paint(style, &sign.to_string(), code), step.line)?;
        let note = |text: &str, out: &mut dyn Write| writeln!(out, "   {:width$} │   {}", "", paint(style, text, "2"));
        if step.reached == 0 {
            continue;
        }
        let counted = match (step.reached, step.held) {
            (reached, 0) if reached > 1 => Some(format!("holds for none of {reached}")),
            (reached, held) if 0 < held && held < reached => Some(format!("holds for {held} of {reached}")),
            (reached, held) if held > reached => Some(format!("holds for {held}")),
            _ => None,
        };
        counted.map_or(Ok(()), |text| note(&text, out))?;
        // Where all goes well, the outcome is enough.
        let shown = if step.held < step.reached || step.bound.is_empty() { &step.seen } else { &step.bound };
        for seen in shown {
            note(&seen_text(seen), out)?;
        }
    }
    Ok(())
}

/// `x is 1, or 2`.
fn seen_text(seen: &Seen) -> String {
    let room = if seen.values.len() > 1 { MAX_VALUE / 2 } else { MAX_VALUE };
    let shown = seen.values.iter().take(MAX_VALUES).map(|value| value_text(value, room));
    let shown = shown.chain(seen.undefined.then(|| "undefined".to_owned())).collect::<Vec<_>>().join(", or ");
    let more = match seen.values.len().saturating_sub(MAX_VALUES) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("{} is {shown}{more}", seen.text)
}

fn prints(prints: &[String], out: &mut dyn Write) -> io::Result<()> {
    prints.iter().try_for_each(|line| writeln!(out, "printed at {line}"))
}

fn pretty(value: &Value) -> String {
    value.to_json_str().unwrap_or_else(|_| value.to_string())
}

/// A text without quotes.
fn plain(value: &Value) -> String {
    value.as_string().map_or_else(|_| value.to_string(), |text| text.to_string())
}

fn paint(style: &Style, text: &str, code: &str) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
