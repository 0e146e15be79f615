//! `seaworthy test`: the tests and fixtures of policies.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::Exit;
use super::terminal::{self, Color};
use crate::report::Style;
use crate::testing::{self, Format, NameFilter, Options, Summary};
use seaworthy_source::Disk;

/// Test policies: their `test_` rules, and their fixtures.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 all passed, 1 failures, or coverage below --coverage-min, 2 wrong usage, \
    3 nothing to test. docs/testing-policies.md describes tests and fixtures.")]
pub(super) struct Arguments {
    /// Folders of policies. [default: `policies` where there is such a folder, or else the working folder]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Only tests whose names hold this, or match it, if it is a glob. Repeatable.
    #[arg(long, value_name = "NAME", value_parser = NameFilter::parse)]
    filter: Vec<NameFilter>,

    /// Tell which lines of the policies no test reaches.
    #[arg(long)]
    coverage: bool,

    /// Fail where less than so many percent of the lines are reached.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    coverage_min: Option<f64>,

    /// How to report: `terminal`, `json` or `junit`, each with `=FILE` to write to a file. Repeatable.
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "terminal")]
    format: Vec<Output>,

    /// List the tests that passed, too, and what they printed.
    #[arg(long, short)]
    verbose: bool,

    /// How long a test may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// Leave out how long things took, so that what is printed is the same each time.
    #[arg(long)]
    no_times: bool,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto")]
    color: Color,
}

/// A format, and where to write it: standard output without a file.
#[derive(Debug, Clone)]
struct Output {
    format: Format,
    file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, file) = match text.split_once('=') {
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = <Format as clap::ValueEnum>::from_str(format, false)
            .map_err(|_| "known are `terminal`, `json` and `junit`".to_owned())?;
        Ok(Self { format, file })
    }
}

fn percent(text: &str) -> Result<f64, String> {
    let percent: f64 = text.parse().map_err(|_| "give a number from 0 to 100".to_owned())?;
    if (0.0..=100.0).contains(&percent) { Ok(percent) } else { Err("give a number from 0 to 100".to_owned()) }
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    if arguments.format.iter().filter(|output| output.file.is_none()).count() > 1 {
        terminal::complain(
            "two formats cannot share standard output",
            "Write one to a file: `--format junit=results.xml`.",
        );
        return Exit::Usage;
    }
    let mut folders = arguments.folders.clone();
    if folders.is_empty() {
        let usual = PathBuf::from("policies");
        folders.push(if Disk::anywhere().is_folder(&usual) { usual } else { PathBuf::from(".") });
    }
    if let Some(missing) = folders.iter().find(|folder| !Disk::anywhere().is_folder(folder)) {
        terminal::complain(
            &format!("there is no folder `{}`", missing.display()),
            "`seaworthy test` takes folders of policies; `--filter` chooses among the tests.",
        );
        return Exit::Usage;
    }
    let options = Options {
        folders,
        filter: arguments.filter.clone(),
        coverage: arguments.coverage || arguments.coverage_min.is_some(),
        patience: Duration::from_secs(arguments.timeout),
    };
    let summary = testing::run(&options, &mut |_, _| {});
    let summary = if arguments.no_times { summary.without_times() } else { summary };
    if summary.tests.is_empty() && summary.diagnostics.is_empty() {
        let help = if options.filter.is_empty() {
            "Tests are rules `test_…`, and files `fail*` and `pass*` in `fixtures/<id>`; `seaworthy new-rule` writes both."
        } else {
            "No test's name is like `--filter`; `--verbose` lists the names."
        };
        terminal::complain("there is nothing to test", help);
        return Exit::NothingToScan;
    }
    for output in &arguments.format {
        if let Err(error) = write(&summary, output, arguments) {
            if error.kind() == io::ErrorKind::BrokenPipe {
                continue;
            }
            let place = output
                .file
                .as_ref()
                .map_or_else(|| "standard output".to_owned(), |file| format!("`{}`", file.display()));
            terminal::complain(
                &format!("the results cannot be written to {place}: {error}"),
                "Check the folder and its permissions.",
            );
            return Exit::Usage;
        }
    }
    let reached = summary.percent().unwrap_or(100.0);
    if let Some(least) = arguments.coverage_min.filter(|least| reached < *least) {
        terminal::complain(
            &format!("only {reached:.1} % of the lines are reached, and {least} % are asked for"),
            "Write tests or fixtures for the lines that `--coverage` lists.",
        );
        return Exit::Findings;
    }
    if summary.passed() { Exit::Clean } else { Exit::Findings }
}

fn write(summary: &Summary, output: &Output, arguments: &Arguments) -> io::Result<()> {
    let style = terminal::style(arguments.color, false);
    match &output.file {
        Some(path) => {
            let plain = Style { color: false, links: false, ..style };
            let mut out = BufWriter::new(File::create(path)?);
            testing::write(summary, output.format, arguments.verbose, &plain, &mut out)?;
            out.flush()
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            testing::write(summary, output.format, arguments.verbose, &style, &mut out)?;
            out.flush()
        }
    }
}
