//! `seaworthy rules` and `seaworthy explain`: what there is, and what a rule is about.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::json;

use super::{Exit, terminal};
use crate::config::closest;
use crate::policy::{Bundle, Category, Choice, Metadata, Severity, about_exceptions, control, document, table};
use crate::source::{Level, Sources};

#[derive(Debug, clap::Args)]
pub(super) struct RulesArguments {
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

    /// Only rules that name a control of this framework: `pss`, `nist-800-53-r5`.
    #[arg(long, value_name = "FRAMEWORK")]
    framework: Option<String>,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    policies: Policies,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArguments {
    /// The rule's id.
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    policies: Policies,
}

#[derive(Debug, clap::Args)]
struct Policies {
    /// A folder of further rules. Repeatable.
    #[arg(long, value_name = "DIR")]
    policy: Vec<PathBuf>,
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

impl Policies {
    fn load(&self) -> Bundle {
        let bundle = Bundle::load(&self.policy, &Choice::default(), &Sources::default());
        for diagnostic in bundle.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            terminal::say(&format!("error: {}: {}", diagnostic.subject, diagnostic.message));
        }
        bundle
    }
}

/// A rule's id, and what it says of itself.
type Described<'a> = (&'a str, &'a Metadata);

impl RulesArguments {
    fn wants(&self, id: &str, metadata: &Metadata) -> bool {
        let custom = &metadata.custom;
        let choice = Choice { select: self.ids.clone(), ignore: Vec::new() };
        choice.wants(id)
            && self.severity.is_none_or(|severity| custom.severity >= severity)
            && self.category.is_none_or(|category| custom.category == category)
            && self.control.as_ref().is_none_or(|wanted| custom.controls.iter().any(|it| it.starts_with(wanted)))
            && self.framework.as_ref().is_none_or(|framework| custom.frameworks.contains_key(framework))
    }
}

pub(super) fn rules(arguments: &RulesArguments) -> Exit {
    let bundle = arguments.policies.load();
    let rules: Vec<Described<'_>> = bundle.described().filter(|(id, metadata)| arguments.wants(id, metadata)).collect();
    if rules.is_empty() {
        terminal::complain("no rule is like that", "`seaworthy rules` lists all of them.");
        return Exit::Usage;
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = match arguments.format {
        Format::Text => text(&rules, &mut out),
        Format::Json => json(&rules, &mut out),
        Format::Markdown => out.write_all(table(&rules).as_bytes()),
    };
    end(printed.and_then(|()| out.flush()))
}

pub(super) fn explain(arguments: &ExplainArguments) -> Exit {
    let bundle = arguments.policies.load();
    let builtin = about_exceptions();
    let mut rules = bundle.described().chain(builtin.iter().map(|(id, metadata)| (*id, metadata)));
    if let Some((id, metadata)) = rules.clone().find(|(id, _)| *id == arguments.id) {
        let mut out = BufWriter::new(io::stdout().lock());
        return end(out.write_all(document(id, metadata).as_bytes()).and_then(|()| out.flush()));
    }
    let help = match closest(&arguments.id, rules.by_ref().map(|(id, _)| id)) {
        Some(id) => format!("Did you mean `{id}`?"),
        None => "`seaworthy rules` lists all of them.".to_owned(),
    };
    terminal::complain(&format!("there is no rule `{}`", arguments.id), &help);
    Exit::Usage
}

fn end(printed: io::Result<()>) -> Exit {
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::complain(&format!("cannot be written: {error}"), "Check where standard output leads.");
            Exit::Usage
        }
        _ => Exit::Clean,
    }
}

fn text(rules: &[Described<'_>], out: &mut dyn Write) -> io::Result<()> {
    let width = rules.iter().map(|(id, _)| id.len()).max().unwrap_or_default();
    for (id, metadata) in rules {
        writeln!(out, "{id:width$}  {:8}  {}", metadata.custom.severity.name(), metadata.title)?;
    }
    Ok(())
}

fn json(rules: &[Described<'_>], out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<_> = rules
        .iter()
        .map(|(id, metadata)| {
            let custom = &metadata.custom;
            let controls = custom.controls.iter().map(|id| json!({"id": id, "title": control(id)}));
            json!({
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
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &json!({"version": 1, "rules": rules}))?;
    writeln!(out)
}
