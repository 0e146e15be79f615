//! `seaworthy explain`: what a rule is about.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;

use super::Exit;
use super::rules::{Policies, described_as_json, end};
use super::terminal::{self, Color};
use crate::policy::{Example, MAX_EXAMPLE_LINES, Metadata, about_exceptions, control, document, example};
use crate::report::Style;
use crate::testing::example_of;
use seaworthy_source::{Disk, closest};

/// Say what a rule is about, why, and what to do, with examples.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The rule's id.
    #[arg(value_name = "ID")]
    id: String,

    /// How to print. [default: text in a terminal, or else markdown]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,

    #[command(flatten)]
    policies: Policies,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal: wrapped and coloured.
    Text,
    /// All that the rule says of itself.
    Json,
    /// What docs/rules has of the rules that come with the program.
    Markdown,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some((bundle, folders)) = arguments.policies.load() else { return Exit::Usage };
    let builtin = about_exceptions();
    let mut rules = bundle.described().chain(builtin.iter().map(|(id, metadata)| (*id, metadata)));
    let Some((id, metadata)) = rules.clone().find(|(id, _)| *id == arguments.id) else {
        let help = match closest(&arguments.id, rules.by_ref().map(|(id, _)| id)) {
            Some(id) => format!("Did you mean `{id}`?"),
            None => "`seaworthy rules` lists all of them.".to_owned(),
        };
        terminal::complain(&format!("there is no rule `{}`", arguments.id), &help);
        return Exit::Usage;
    };
    let example = example_for(id, &folders);
    let usual = if io::stdout().is_terminal() { Format::Text } else { Format::Markdown };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.format.unwrap_or(usual) {
        Format::Text => {
            let style = terminal::style(arguments.color, false);
            out.write_all(text(id, metadata, example.as_ref(), &style).as_bytes())
        }
        Format::Markdown => out.write_all(document(id, metadata, example.as_ref()).as_bytes()),
        Format::Json => serde_json::to_writer_pretty(&mut out, &described_as_json(id, metadata, example.as_ref()))
            .map_err(Into::into)
            .and_then(|()| writeln!(out)),
    };
    end(written.and_then(|()| out.flush()))
}

/// The example of a rule: from its own fixtures, where it lies in a folder; the last folder counts.
fn example_for(id: &str, folders: &[PathBuf]) -> Option<Example> {
    match folders.iter().rev().find(|folder| Disk::anywhere().is_file(&folder.join(format!("{id}.rego")))) {
        Some(folder) => example_of(folder, id),
        None => example(id),
    }
}

/// A rule for a terminal.
fn text(id: &str, metadata: &Metadata, example: Option<&Example>, style: &Style) -> String {
    let page = Page { style, width: style.width.min(100) };
    let custom = &metadata.custom;
    let severity = paint(style, custom.severity.name(), severity_code(custom.severity));
    let mut out = format!("{}  {severity}, {}\n", paint(style, id, "1"), custom.category.name());
    page.paragraph(&metadata.title, "", &mut out);
    out.push('\n');
    page.paragraph(&metadata.description, "", &mut out);
    if !custom.selects.is_empty() {
        out.push('\n');
        page.row("Judges", &custom.selects.join(", "), &mut out);
    }
    for id in &custom.controls {
        page.row("Practice", &format!("{id}, {}", control(id).unwrap_or_default()), &mut out);
    }
    for (framework, controls) in &custom.frameworks {
        page.row("Framework", &format!("{framework}: {}", controls.join(", ")), &mut out);
    }
    if !custom.remediation.is_empty() {
        page.heading("What to do", &mut out);
        page.paragraph(&custom.remediation, "  ", &mut out);
    }
    if !custom.params.is_empty() {
        page.heading("Parameters", &mut out);
        for (name, value) in &custom.params {
            let _ =
                writeln!(out, "  {} is {}", paint(style, name, "36"), serde_json::to_string(value).unwrap_or_default());
        }
        out.push_str("\n  Set them in seaworthy.yaml:\n\n");
        let _ = writeln!(out, "    rules:\n      {id}:\n        params:");
        for (name, value) in &custom.params {
            let _ = writeln!(out, "          {name}: {}", serde_json::to_string(value).unwrap_or_default());
        }
    }
    for (title, files) in [("Reported", example.map(|it| &it.fail)), ("Not reported", example.map(|it| &it.pass))] {
        page.files(title, files.map_or(&[], Vec::as_slice), &mut out);
    }
    if !metadata.related_resources.is_empty() {
        page.heading("Sources", &mut out);
        for link in &metadata.related_resources {
            let _ = writeln!(out, "  {}", paint(style, link, "4"));
        }
    }
    out
}

struct Page<'s> {
    style: &'s Style,
    width: usize,
}

impl Page<'_> {
    fn heading(&self, text: &str, out: &mut String) {
        let _ = writeln!(out, "\n{}", paint(self.style, text, "1"));
    }

    fn paragraph(&self, text: &str, indent: &str, out: &mut String) {
        let options = textwrap::Options::new(self.width).initial_indent(indent).subsequent_indent(indent);
        for line in textwrap::wrap(text.trim(), options) {
            let _ = writeln!(out, "{}", code(&line, self.style));
        }
    }

    /// A name, and beside it a text.
    fn row(&self, name: &str, text: &str, out: &mut String) {
        let name = format!("{name:11}");
        let options = textwrap::Options::new(self.width).initial_indent(&name).subsequent_indent("           ");
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(out, "{line}");
        }
    }

    fn files(&self, title: &str, files: &[(Cow<'static, str>, Cow<'static, str>)], out: &mut String) {
        let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
        if files.is_empty() || lines > MAX_EXAMPLE_LINES {
            return;
        }
        self.heading(title, out);
        for (name, text) in files {
            if files.len() > 1 {
                let _ = writeln!(out, "  {name}:");
            }
            for line in text.trim_end().lines() {
                let is_found = line.contains(crate::testing::MARK);
                let line = if is_found { paint(self.style, line, "31") } else { line.to_owned() };
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            }
        }
    }
}

/// What stands in backticks gets a colour.
fn code(text: &str, style: &Style) -> String {
    if !style.color {
        return text.to_owned();
    }
    let parts = text.split('`').enumerate();
    parts.map(|(number, part)| if number % 2 == 1 { paint(style, part, "36") } else { part.to_owned() }).collect()
}

pub(super) fn severity_code(severity: crate::verdict::Severity) -> &'static str {
    use crate::verdict::Severity;
    match severity {
        Severity::Critical | Severity::High => "31",
        Severity::Medium | Severity::Low => "33",
        Severity::Info => "36",
    }
}

pub(super) fn paint(style: &Style, text: &str, code: &str) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
