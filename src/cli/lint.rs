//! `seaworthy lint`: look over policies.

use std::path::PathBuf;

use super::Exit;
use super::check::{Output, Threshold, can_be_written, write_all};
use super::terminal::{self, Color};
use crate::linting::{self, Options};
use crate::verdict::Severity;
use seaworthy_source::Disk;

/// Look over policies: what they say that they hardly mean, or that another engine takes in another way.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage, 3 no policies, 4 something could \
    not be read. docs/policy-lints.md has all lints."
)]
pub(super) struct Arguments {
    /// Folders of policies. [default: `policies` where there is such a folder, or else the working folder]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// See which fixtures rules have, too, and which lines these reach: that takes a scan for each.
    #[arg(long)]
    fixtures: bool,

    /// How to report: `terminal`, `json` or `sarif`, each with `=FILE` to write to a file. Repeatable.
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "terminal")]
    format: Vec<Output>,

    /// Report nothing below this severity.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value = "info")]
    min_severity: Severity,

    /// Exit with 1 from this severity on, or `none`.
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    fail_on: Threshold,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

pub(super) fn run(arguments: Arguments) -> Exit {
    if !can_be_written(&arguments.format) {
        return Exit::Usage;
    }
    let mut folders = arguments.folders;
    if folders.is_empty() {
        let usual = PathBuf::from("policies");
        folders.push(if Disk::anywhere().is_folder(&usual) { usual } else { PathBuf::from(".") });
    }
    if let Some(missing) = folders.iter().find(|folder| !Disk::anywhere().is_folder(folder)) {
        terminal::complain(
            &format!("there is no folder `{}`", missing.display()),
            "`seaworthy lint` takes folders of policies.",
        );
        return Exit::Usage;
    }
    let options = Options { folders, fixtures: arguments.fixtures, min_severity: arguments.min_severity };
    let report = linting::run(&options);
    if report.statistics.resources == 0 && !report.incomplete {
        terminal::complain("there are no policies", "Policies are files `*.rego`; `*_test.rego` are their tests.");
        return Exit::NothingToScan;
    }
    if let Err(exit) = write_all(&report, &arguments.format, &terminal::style(arguments.color, false)) {
        return exit;
    }
    if report.incomplete {
        Exit::Incomplete
    } else if arguments.fail_on.is_met(&report) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
