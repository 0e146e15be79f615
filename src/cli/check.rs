//! `seaworthy check`: judge files and folders.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Date;

use super::Exit;
use super::helm::Release;
use super::terminal::{self, Color};
use super::terraform::Variables;
use crate::discover::Request;
use crate::policy::{Choice, Severity};
use crate::report::{Format, Report, Style};
use crate::scan::{self, Options};

#[derive(Debug, clap::Args)]
#[command(after_help = super::EXIT_CODES)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// How to report: `terminal`, `json`, `sarif`, or `sarif-full` (with accepted findings), each with `=FILE` to write to a file.
    /// Repeatable.
    #[arg(
        long,
        value_name = "FORMAT[=FILE]",
        default_value = "terminal",
        hide_env_values = true,
        env = "SEAWORTHY_FORMAT",
        help_heading = "Output"
    )]
    format: Vec<Output>,

    /// List what became of every file.
    #[arg(long, help_heading = "Output")]
    show_files: bool,

    /// When to colour.
    #[arg(long, value_enum, default_value = "auto", help_heading = "Output")]
    color: Color,

    /// Show no progress.
    #[arg(long, help_heading = "Output")]
    no_progress: bool,

    /// Only these rules: ids, or how ids begin. Repeatable, or separated by commas.
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,

    /// None of these rules: ids, or how ids begin.
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,

    /// A folder of further rules; one with the id of a bundled rule takes its place. Repeatable.
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    policy: Vec<PathBuf>,

    /// Report nothing below this severity.
    #[arg(
        long,
        value_enum,
        value_name = "SEVERITY",
        default_value = "info",
        hide_env_values = true,
        env = "SEAWORTHY_MIN_SEVERITY",
        help_heading = "Rules"
    )]
    min_severity: Severity,

    /// Leave everything to the reference engine: slower, and the same findings.
    #[arg(long, hide = true, help_heading = "Rules")]
    no_native: bool,

    /// Let ignore comments count for nothing.
    #[arg(long, help_heading = "Rules")]
    no_ignores: bool,

    /// Judge exceptions as of this day instead of today.
    #[arg(long, value_name = "DATE", hide_env_values = true, env = "SEAWORTHY_AS_OF", help_heading = "Rules")]
    as_of: Option<Date>,

    /// Leave out what a glob matches, in the syntax of gitignore. Repeatable.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    exclude: Vec<String>,

    /// Walk hidden files and folders, too.
    #[arg(long, help_heading = "Input")]
    hidden: bool,

    #[command(flatten)]
    variables: Variables,

    #[command(flatten)]
    release: Release,

    /// Exit with 1 from this severity on; `none` never does.
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "low",
        hide_env_values = true,
        env = "SEAWORTHY_FAIL_ON",
        help_heading = "Exit"
    )]
    fail_on: Threshold,

    /// Accept that something could not be evaluated.
    #[arg(long, hide_env_values = true, env = "SEAWORTHY_ALLOW_INCOMPLETE", help_heading = "Exit")]
    allow_incomplete: bool,
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
            .map_err(|_| "known are `terminal`, `json` and `sarif`".to_owned())?;
        Ok(Self { format, file })
    }
}

/// From which severity on findings make the program fail.
#[derive(Debug, Clone, Copy)]
struct Threshold(Option<Severity>);

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" {
            return Ok(Self(None));
        }
        let severity = <Severity as clap::ValueEnum>::from_str(text, false);
        severity
            .map(|severity| Self(Some(severity)))
            .map_err(|_| "known are `critical`, `high`, `medium`, `low`, `info` and `none`".to_owned())
    }
}

pub(super) fn run(arguments: Arguments) -> Exit {
    if arguments.format.iter().filter(|output| output.file.is_none()).count() > 1 {
        terminal::complain(
            "two formats cannot share standard output",
            "Write one to a file: `--format sarif=results.sarif`.",
        );
        return Exit::Usage;
    }
    for folder in &arguments.policy {
        if !folder.is_dir() {
            terminal::complain(
                &format!("there is no folder `{}`", folder.display()),
                "`--policy` takes a folder of rules.",
            );
            return Exit::Usage;
        }
    }
    let standard_input = match standard_input(&arguments.paths) {
        Ok(input) => input,
        Err(error) => {
            terminal::complain(&format!("standard input cannot be read: {error}"), "Pipe manifests into it.");
            return Exit::Usage;
        }
    };
    let style = terminal::style(arguments.color, arguments.show_files);
    let options = options(&arguments, standard_input);
    let bar = progress_bar(arguments.no_progress);
    let report = match scan::scan(&options, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }) {
        Ok(report) => report,
        Err(error) => {
            bar.finish_and_clear();
            terminal::complain(&error.to_string(), error.help());
            return Exit::Usage;
        }
    };
    bar.finish_and_clear();
    let ids: Vec<String> = report.known_rules.clone();
    if let Some(entry) = options.choice.unknown(&ids).next() {
        let help = nearest(entry, &ids)
            .map_or_else(|| "No rule's id begins like that.".to_owned(), |id| format!("Did you mean `{id}`?"));
        terminal::complain(&format!("there is no rule `{entry}`"), &help);
        return Exit::Usage;
    }
    for output in &arguments.format {
        if let Err(error) = write(&report, output, &style) {
            if error.kind() == io::ErrorKind::BrokenPipe {
                continue;
            }
            let place = output
                .file
                .as_ref()
                .map_or_else(|| "standard output".to_owned(), |file| format!("`{}`", file.display()));
            terminal::complain(
                &format!("the report cannot be written to {place}: {error}"),
                "Check the folder and its permissions.",
            );
            return Exit::Usage;
        }
    }
    exit(&report, &arguments)
}

/// What is worst counts. An incomplete scan outweighs findings: who accepts findings has not accepted blind spots.
fn exit(report: &Report, arguments: &Arguments) -> Exit {
    if report.incomplete && !arguments.allow_incomplete {
        return Exit::Incomplete;
    }
    if arguments.fail_on.0.is_some_and(|threshold| report.fails(threshold)) {
        return Exit::Findings;
    }
    if report.coverage.counts().0 == 0 && !report.incomplete {
        terminal::complain(
            "nothing to scan: neither Kubernetes manifests nor charts nor Terraform were found",
            "`--show-files` lists what was looked at, and why it was left out.",
        );
        return Exit::NothingToScan;
    }
    Exit::Clean
}

fn options(arguments: &Arguments, standard_input: Option<Vec<u8>>) -> Options {
    Options {
        request: Request {
            paths: arguments.paths.clone(),
            hidden: arguments.hidden,
            exclude: arguments.exclude.clone(),
        },
        inputs: scan::Inputs {
            terraform: arguments.variables.given(),
            helm: arguments.release.inputs(),
            standard_input,
        },
        policies: arguments.policy.clone(),
        choice: Choice { select: arguments.select.clone(), ignore: arguments.ignore.clone() },
        native: !arguments.no_native,
        min_severity: arguments.min_severity,
        ignores: !arguments.no_ignores,
        today: arguments.as_of.unwrap_or_else(|| jiff::Zoned::now().date()),
    }
}

pub(super) fn standard_input(paths: &[PathBuf]) -> io::Result<Option<Vec<u8>>> {
    if !paths.iter().any(|path| path.as_os_str() == "-") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// How long a scan may take before it shows that it is at work.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error, where that is a terminal, and only on scans that take their time.
fn progress_bar(hidden: bool) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::hidden().with_message("checking");
    if !hidden {
        let shown_later = bar.clone();
        std::thread::spawn(move || {
            std::thread::sleep(PATIENCE);
            if !shown_later.is_finished() {
                shown_later.set_draw_target(indicatif::ProgressDrawTarget::stderr());
                shown_later.enable_steady_tick(Duration::from_millis(100));
            }
        });
    }
    bar
}

fn write(report: &Report, output: &Output, style: &Style) -> io::Result<()> {
    match &output.file {
        Some(path) => {
            let plain = Style { color: false, links: false, ..*style };
            let mut out = BufWriter::new(File::create(path)?);
            report.write(output.format, &plain, &mut out)?;
            out.flush()
        }
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            report.write(output.format, style, &mut out)?;
            out.flush()
        }
    }
}

/// The id that a misspelt one most likely means.
fn nearest<'a>(entry: &str, ids: &'a [String]) -> Option<&'a str> {
    let closest = ids.iter().map(|id| (strsim::jaro_winkler(entry, id), id)).max_by(|a, b| a.0.total_cmp(&b.0));
    closest.filter(|(likeness, _)| *likeness > 0.8).map(|(_, id)| id.as_str())
}
