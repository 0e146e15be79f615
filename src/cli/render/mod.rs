//! `seaworthy render`: print what is judged.

mod manifests;
mod plan;
mod terraform;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::json;

use super::config::Configuration;
use super::helm::Release;
use super::terminal;
use super::terraform::Variables;
use super::{Exit, check, options};
use crate::scan;
use seaworthy_source::{Diagnostic, Level};

/// Print what is judged: the resources as the rules see them.
///
/// Values that Terraform marks as sensitive are masked. Manifests are printed as they are written, the data of Secrets
/// included: mind where you paste it.
#[derive(Debug, clap::Args)]
#[command(after_help = super::EXIT_CODES)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    /// Print where each value of the manifests comes from, instead of the manifests: the line that writes it, then templates
    /// and values behind it.
    #[arg(long, conflicts_with = "format")]
    origins: bool,

    /// Leave out what a glob matches, in the syntax of gitignore. Repeatable.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Walk hidden files and folders, too.
    #[arg(long)]
    hidden: bool,

    #[command(flatten)]
    configuration: Configuration,

    #[command(flatten)]
    variables: Variables,

    #[command(flatten)]
    release: Release,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Manifests as YAML, one document each; Terraform's resources with their values.
    #[value(alias = "yaml")]
    Text,
    /// JSON with addresses, places, pods, relations; of Terraform what is known, unknown and sensitive.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Ok(file) = arguments.configuration.read(&arguments.paths) else { return Exit::Usage };
    let request = options::request(&arguments.paths, arguments.hidden, &arguments.exclude, file.as_ref());
    let standard_input = check::standard_input(&arguments.paths).unwrap_or_default();
    let Ok(inputs) = options::inputs(&arguments.variables, &arguments.release, file.as_ref(), standard_input) else {
        return Exit::Usage;
    };
    let loaded = match scan::load(&request, &inputs) {
        Ok(loaded) => loaded,
        Err(error) => {
            terminal::complain(&error.to_string(), error.help());
            return Exit::Usage;
        }
    };
    for Diagnostic { level, subject, message, .. } in &loaded.diagnostics {
        terminal::say(&format!("{}: {subject}: {message}", if *level == Level::Error { "error" } else { "warning" }));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match arguments.format {
        _ if arguments.origins => manifests::origins(&loaded, &mut out),
        Format::Text => manifests::text(&loaded, &mut out)
            .and_then(|()| terraform::text(&loaded, &mut out))
            .and_then(|()| plan::text(&loaded, &mut out)),
        Format::Json => {
            let document = json!({
                "version": 1,
                "resources": manifests::json(&loaded),
                "roots": terraform::json(&loaded),
                "plans": plan::json(&loaded),
            });
            serde_json::to_writer_pretty(&mut out, &document).map_err(Into::into).and_then(|()| writeln!(out))
        }
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            terminal::complain(&format!("cannot be written: {error}"), "Check where standard output leads.");
            Exit::Usage
        }
        _ if loaded.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) => Exit::Incomplete,
        _ if loaded.worlds.iter().all(|world| world.resources.is_empty()) => Exit::NothingToScan,
        _ => Exit::Clean,
    }
}
