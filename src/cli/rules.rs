//! `seaworthy rules`: what there is.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::Exit;
use super::config::{Configuration, complain};
use super::conftest::Conftest;
use super::explain::{paint, severity_code};
use super::terminal::{self, Color};
use crate::policy::{Bundle, Category, Choice, Example, Metadata, control, table};
use crate::report::Style;
use crate::verdict::Severity;
use seaworthy_source::{Disk, Level, Sources, closest};

/// List the rules.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only rules whose ids begin like one of these: `kubernetes`, `aws/bucket`.
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    /// Only rules of this severity, or worse.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    severity: Option<Severity>,

    /// Only rules of this category.
    #[arg(long, value_enum, value_name = "CATEGORY")]
    category: Option<Category>,

    /// Only rules that encode this practice of the catalogue, or one that begins like it: `SEC-17`, `SCL`.
    #[arg(long, value_name = "CONTROL")]
    control: Option<String>,

    /// Only rules that name a control of this framework, or one that begins like it: `pss`, `nist-800-53-r5`, `pss:baseline`.
    #[arg(long, value_name = "FRAMEWORK[:CONTROL]")]
    framework: Option<String>,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,

    #[command(flatten)]
    policies: Policies,
}

/// Which rules there are beside those that come with the program.
#[derive(Debug, clap::Args)]
pub(super) struct Policies {
    /// A folder of further rules, beside those of the configuration. Repeatable.
    #[arg(long, value_name = "DIR")]
    policy: Vec<PathBuf>,

    #[command(flatten)]
    conftest: Conftest,

    #[command(flatten)]
    configuration: Configuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A line for each rule.
    Text,
    /// All that rules say of themselves.
    Json,
    /// A table.
    Markdown,
}

/// A rule's id, and what it says of itself.
type Described<'a> = (&'a str, &'a Metadata);

impl Policies {
    /// All rules, and the folders of those that do not come with the program. What is wrong with them is said; nothing, where the
    /// program cannot go on.
    pub(super) fn load(&self) -> Option<(Bundle, Vec<PathBuf>)> {
        let file = self.configuration.read(&[]).ok()?;
        let configured = file.iter().flat_map(|file| file.config.policies.iter().map(|folder| file.path(folder)));
        let folders: Vec<PathBuf> = configured.chain(self.policy.iter().cloned()).collect();
        if let Some(folder) = folders.iter().find(|folder| !Disk::anywhere().is_folder(folder)) {
            terminal::complain(&format!("there is no folder `{}`", folder.display()), "Rules are in folders.");
            return None;
        }
        let conftest = self.conftest.options(file.as_ref()).ok()?;
        let sources = Sources::default();
        let mut bundle = Bundle::load_with(&folders, &conftest, &Choice::default(), &sources);
        for diagnostic in bundle.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            complain(diagnostic, &sources);
        }
        if let Some(file) = &file {
            // What is wrong with changes is told by `check`.
            let enabled = file.config.rules.iter().filter(|(_, settings)| settings.enabled != Some(false));
            let _ = bundle.change(&enabled.map(|(id, settings)| (id.clone(), settings.clone())).collect(), &[]);
        }
        Some((bundle, folders))
    }
}

impl Arguments {
    fn wants(&self, id: &str, metadata: &Metadata) -> bool {
        let custom = &metadata.custom;
        let choice = Choice { select: self.ids.clone(), ignore: Vec::new() };
        choice.wants(id)
            && self.severity.is_none_or(|severity| custom.severity >= severity)
            && self.category.is_none_or(|category| custom.category == category)
            && self.control.as_ref().is_none_or(|wanted| custom.controls.iter().any(|it| it.starts_with(wanted)))
            && self.framework.as_ref().is_none_or(|wanted| names_framework(metadata, wanted))
    }

    /// Why there may be none that is wanted.
    fn help(&self, bundle: &Bundle) -> String {
        let frameworks: BTreeSet<&str> =
            bundle.described().flat_map(|(_, it)| it.custom.frameworks.keys().map(String::as_str)).collect();
        let wanted = self.framework.as_deref().map(|wanted| wanted.split(':').next().unwrap_or(wanted));
        if let Some(wanted) = wanted.filter(|wanted| !frameworks.contains(wanted)) {
            return match closest(wanted, frameworks.iter().copied()) {
                Some(meant) => format!("There is no framework `{wanted}`. Did you mean `{meant}`?"),
                None => format!("Frameworks are {}.", frameworks.into_iter().collect::<Vec<_>>().join(", ")),
            };
        }
        "`seaworthy rules` lists all of them.".to_owned()
    }
}

fn names_framework(metadata: &Metadata, wanted: &str) -> bool {
    let (framework, begins) = wanted.split_once(':').unwrap_or((wanted, ""));
    let controls = metadata.custom.frameworks.get(framework);
    controls.is_some_and(|controls| controls.iter().any(|control| control.starts_with(begins)))
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some((bundle, _)) = arguments.policies.load() else { return Exit::Usage };
    let rules: Vec<Described<'_>> = bundle.described().filter(|(id, metadata)| arguments.wants(id, metadata)).collect();
    if rules.is_empty() {
        terminal::complain("no rule is like that", &arguments.help(&bundle));
        return Exit::Usage;
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = match arguments.format {
        Format::Text => text(&rules, &terminal::style(arguments.color, false), &mut out),
        Format::Json => {
            let rules: Vec<Value> = rules.iter().map(|(id, metadata)| described_as_json(id, metadata, None)).collect();
            serde_json::to_writer_pretty(&mut out, &json!({"version": 1, "rules": rules}))
                .map_err(Into::into)
                .and_then(|()| writeln!(out))
        }
        Format::Markdown => out.write_all(table(&rules).as_bytes()),
    };
    end(printed.and_then(|()| out.flush()))
}

/// How the program ends once something was printed.
pub(super) fn end(printed: io::Result<()>) -> Exit {
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::complain(&format!("cannot be written: {error}"), "Check where standard output leads.");
            Exit::Usage
        }
        _ => Exit::Clean,
    }
}

/// A line for each rule. In a terminal, titles are wrapped, and how many there are is told.
fn text(rules: &[Described<'_>], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
    let is_terminal = io::stdout().is_terminal();
    let indent = " ".repeat(width + 12);
    for (id, metadata) in rules {
        let severity = metadata.custom.severity;
        let painted = paint(style, &format!("{:8}", severity.name()), severity_code(severity));
        let title = if is_terminal && style.width > width + 32 {
            textwrap::wrap(&metadata.title, style.width - width - 12).join(&format!("\n{indent}"))
        } else {
            metadata.title.clone()
        };
        writeln!(out, "{}  {painted}  {title}", paint(style, &format!("{id:width$}"), "1"))?;
    }
    if is_terminal {
        writeln!(out, "\n{} rules; `seaworthy explain ID` says more of one.", rules.len())?;
    }
    Ok(())
}

/// All that a rule says of itself.
pub(super) fn described_as_json(id: &str, metadata: &Metadata, example: Option<&Example>) -> Value {
    let custom = &metadata.custom;
    let controls = custom.controls.iter().map(|id| json!({"id": id, "title": control(id)}));
    let mut described = json!({
        "id": id,
        "title": metadata.title,
        "description": metadata.description,
        "severity": custom.severity,
        "category": custom.category,
        "controls": controls.collect::<Vec<_>>(),
        "frameworks": custom.frameworks,
        "selects": custom.selects,
        "params": custom.params,
        "remediation": custom.remediation,
        "links": metadata.related_resources,
    });
    if let Some(example) = example {
        let files = |files: &[(std::borrow::Cow<'static, str>, std::borrow::Cow<'static, str>)]| {
            files.iter().map(|(name, text)| json!({"name": name, "text": text})).collect::<Vec<_>>()
        };
        described["examples"] = json!({"fail": files(&example.fail), "pass": files(&example.pass)});
    }
    described
}
