//! `seaworthy eval`: what rules see of a resource, what they say, and why.

mod choose;
mod json;
mod text;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use regorus::Value;

use self::choose::{choose, is_foreign, is_query};
use super::config::Configuration;
use super::helm::Release;
use super::terminal::{self, Color};
use super::terraform::Variables;
use super::{Exit, check, options};
use crate::policy::testing::{Inspection, Queries, QueryAnswer, check_query, input_of, inspect};
use crate::policy::{Bundle, Choice};
use crate::scan::{self, LoadedWorlds};
use seaworthy_source::{Disk, Level, Sources, closest};

/// Evaluate a rule, or any query, on a resource, and show why it says what it says.
///
/// Without a query and without `--rule`, prints the `input` that rules see. Values are printed as they are, those of Secrets included:
/// mind where you paste them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 evaluated, whatever was found, 2 wrong usage or configuration, 3 nothing to evaluate, \
    4 something could not be evaluated."
)]
pub(super) struct Arguments {
    /// A query, such as `data.seaworthy.kubernetes.host_port.deny` or `input.containers[_].name`, where the first argument is
    /// no path; then files and folders. `-` reads standard input.
    #[arg(value_name = "[QUERY] PATH", required = true)]
    arguments: Vec<String>,

    /// Evaluate this rule, and show how far it gets.
    #[arg(long, value_name = "ID")]
    rule: Option<String>,

    /// Only this resource: `Deployment/prod/web`, `Deployment/web`, `web`, or its whole address. [default: all]
    #[arg(long, short, value_name = "RESOURCE")]
    resource: Option<String>,

    /// Print the `input`, too.
    #[arg(long)]
    show_input: bool,

    /// A folder of further rules; one with the id of a bundled rule takes its place. Repeatable.
    #[arg(long, value_name = "DIR")]
    policy: Vec<PathBuf>,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,

    #[command(flatten)]
    configuration: Configuration,

    #[command(flatten)]
    variables: Variables,

    #[command(flatten)]
    release: Release,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// JSON, with a version.
    Json,
}

/// What was evaluated on a resource.
struct Evaluated {
    address: String,
    resource: String,
    place: String,
    input: Value,
    result: Outcome,
}

enum Outcome {
    Input,
    Rule(Box<Inspection>),
    Query(QueryAnswer),
}

/// What is asked for.
enum Asked {
    Input,
    Rule(String),
    Query(String),
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let (query, paths) = match arguments.arguments.split_first() {
        Some((first, rest)) if is_query(first) => (Some(first.clone()), rest.to_vec()),
        _ => (None, arguments.arguments.clone()),
    };
    if paths.is_empty() {
        terminal::complain("there is nothing to evaluate on", "Name a file or folder behind the query.");
        return Exit::Usage;
    }
    if query.is_some() && arguments.rule.is_some() {
        terminal::complain("either a query or `--rule`, not both", "`--rule ID` evaluates `deny` of the rule.");
        return Exit::Usage;
    }
    if let Some(Err(error)) = query.as_deref().map(check_query) {
        terminal::complain(&format!("the query cannot be read: {error}"), "Write it as in Rego, within single quotes.");
        return Exit::Usage;
    }
    if let Some(folder) = arguments.policy.iter().find(|folder| !Disk::anywhere().is_folder(folder)) {
        terminal::complain(
            &format!("there is no folder `{}`", folder.display()),
            "`--policy` takes a folder of rules.",
        );
        return Exit::Usage;
    }
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let Ok(file) = arguments.configuration.read(&paths) else { return Exit::Usage };
    let standard_input = check::standard_input(&paths).unwrap_or_default();
    let Ok(inputs) = options::inputs(&arguments.variables, &arguments.release, file.as_ref(), standard_input) else {
        return Exit::Usage;
    };
    let mut folders: Vec<PathBuf> =
        file.iter().flat_map(|file| file.config.policies.iter().map(|folder| file.path(folder))).collect();
    folders.extend(arguments.policy.iter().cloned());
    let request = options::request(&paths, false, &[], file.as_ref());
    let mut loaded = match scan::load(&request, &inputs) {
        Ok(loaded) => loaded,
        Err(error) => {
            terminal::complain(&error.to_string(), error.help());
            return Exit::Usage;
        }
    };
    let policies = Sources::default();
    let mut bundle = Bundle::load(&folders, &Choice::default(), &policies);
    if let Some(file) = &file {
        // What is wrong with changes is told by `check`.
        let _ = bundle.change(&file.config.rules, &[]);
    }
    let wrong = loaded.diagnostics.iter().chain(&bundle.diagnostics);
    let mut is_incomplete = false;
    for diagnostic in wrong.filter(|diagnostic| diagnostic.level == Level::Error) {
        is_incomplete = true;
        terminal::say(&format!("error: {}: {}", diagnostic.subject, diagnostic.message));
    }
    let asked = match (&arguments.rule, query) {
        (Some(id), _) if !bundle.known.contains(id) => {
            let help = match closest(id, bundle.known.iter().map(String::as_str)) {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => "`seaworthy rules` lists all of them.".to_owned(),
            };
            terminal::complain(&format!("there is no rule `{id}`"), &help);
            return Exit::Usage;
        }
        (Some(id), _) if bundle.rules.iter().all(|rule| rule.id != *id) => {
            terminal::complain(
                &format!("`{id}` is not written for seaworthy alone, so its input is not known here"),
                "Ask for its package: `seaworthy eval 'data.main.deny' --policy DIR FILE`.",
            );
            return Exit::Usage;
        }
        (Some(id), _) => Asked::Rule(id.clone()),
        // The findings of a rule are what the rule says.
        (None, Some(query)) => match rule_of(&query, &bundle) {
            Some(id) => Asked::Rule(id),
            None => Asked::Query(query),
        },
        (None, None) => Asked::Input,
    };
    let Some(chosen) = choose(&loaded, arguments.resource.as_deref(), &asked, &bundle) else {
        return Exit::NothingToScan;
    };
    let evaluated = evaluate(&mut loaded, &chosen, &asked, &bundle, &folders, &policies);
    is_incomplete |= evaluated.iter().any(|it| match &it.result {
        Outcome::Input => false,
        Outcome::Rule(inspection) => !inspection.record.diagnostics.is_empty(),
        Outcome::Query(answer) => answer.rows.is_err(),
    });
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.format {
        Format::Json => json::write(&evaluated, &loaded.sources, arguments.show_input, &mut out),
        Format::Text => {
            let style = terminal::style(arguments.color, false);
            text::write(&evaluated, &loaded.sources, &policies, arguments.show_input, &style, &mut out)
        }
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::complain(&format!("cannot be written: {error}"), "Check where standard output leads.");
            Exit::Usage
        }
        _ if is_incomplete => Exit::Incomplete,
        _ => Exit::Clean,
    }
}

/// The rule whose findings a query asks for.
fn rule_of(query: &str, bundle: &Bundle) -> Option<String> {
    let package = query.trim().strip_prefix("data.seaworthy.")?.strip_suffix(".deny")?;
    let is_it = |rule: &&crate::policy::Rule| rule.id.replace('/', ".").replace('-', "_") == package;
    bundle.rules.iter().find(is_it).map(|rule| rule.id.clone())
}

/// The object itself, as policies for Conftest see it.
fn written(input: &Value) -> &Value {
    if input["object"] == Value::Undefined { &input["values"] } else { &input["object"] }
}

fn evaluate(
    loaded: &mut LoadedWorlds,
    chosen: &[(usize, usize)],
    asked: &Asked,
    bundle: &Bundle,
    folders: &[PathBuf],
    policies: &Sources,
) -> Vec<Evaluated> {
    let queries = matches!(asked, Asked::Query(_)).then(|| Queries::new(bundle, folders, policies));
    let mut evaluated = Vec::new();
    for &(world, number) in chosen {
        let result = match (asked, &queries) {
            (Asked::Rule(id), _) => match inspect(&mut loaded.worlds[world], number, bundle, id, &loaded.sources) {
                Some(inspection) => Outcome::Rule(Box::new(inspection)),
                None => continue,
            },
            (Asked::Query(query), Some(queries)) => {
                let input = input_of(&loaded.worlds[world], number, true);
                Outcome::Query(queries.ask(query, if is_foreign(query) { written(&input) } else { &input }))
            }
            _ => Outcome::Input,
        };
        let resource = &loaded.worlds[world].resources[number];
        let file = loaded.sources.get(resource.file());
        let line = file.position(resource.object.span.start).line;
        evaluated.push(Evaluated {
            address: resource.address.to_string(),
            resource: resource.to_string(),
            place: format!("{}:{line}", file.name()),
            input: input_of(&loaded.worlds[world], number, false),
            result,
        });
    }
    evaluated
}
