//! `seaworthy check`: judge files and folders.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Date;

use super::Exit;
use super::config::{Configuration, Wrong};
use super::conftest::Conftest;
use super::helm::Release;
use super::options::{asks_for_what_there_is, options};
use super::terminal::{self, Color};
use super::terraform::Variables;
use crate::config::ConfigFile;
use crate::report::{Format, Report, Style};
use crate::scan;
use crate::verdict::Severity;
use seaworthy_source::Disk;

#[derive(Debug, clap::Args)]
#[command(after_help = super::EXIT_CODES)]
pub(super) struct Arguments {
    /// Files and folders; `-` reads standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

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
    pub(super) select: Vec<String>,

    /// None of these rules: ids, or how ids begin.
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Rules")]
    pub(super) ignore: Vec<String>,

    /// A folder of further rules; one with the id of a bundled rule takes its place. Conftest's policies and Gatekeeper's
    /// constraints are rules, too. Repeatable.
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    pub(super) policy: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) conftest: Conftest,

    /// Report nothing below this severity. [default: info]
    #[arg(
        long,
        value_enum,
        value_name = "SEVERITY",
        hide_env_values = true,
        env = "SEAWORTHY_MIN_SEVERITY",
        help_heading = "Rules"
    )]
    pub(super) min_severity: Option<Severity>,

    /// Leave everything to the reference engine: slower, and the same findings.
    #[arg(long, hide = true, help_heading = "Rules")]
    pub(super) no_native: bool,

    /// Let ignore comments count for nothing.
    #[arg(long, help_heading = "Rules")]
    pub(super) no_ignores: bool,

    /// Judge exceptions as of this day instead of today.
    #[arg(long, value_name = "DATE", hide_env_values = true, env = "SEAWORTHY_AS_OF", help_heading = "Rules")]
    pub(super) as_of: Option<Date>,

    /// Leave out what a glob matches, in the syntax of gitignore. Repeatable.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub(super) exclude: Vec<String>,

    /// Walk hidden files and folders, too.
    #[arg(long, help_heading = "Input")]
    pub(super) hidden: bool,

    #[command(flatten)]
    configuration: Configuration,

    #[command(flatten)]
    pub(super) variables: Variables,

    #[command(flatten)]
    pub(super) release: Release,

    /// Exit with 1 from this severity on; `none` never does. [default: low]
    #[arg(long, value_name = "SEVERITY", hide_env_values = true, env = "SEAWORTHY_FAIL_ON", help_heading = "Exit")]
    fail_on: Option<Threshold>,

    /// Accept that something could not be evaluated.
    #[arg(long, hide_env_values = true, env = "SEAWORTHY_ALLOW_INCOMPLETE", help_heading = "Exit")]
    allow_incomplete: bool,
}

/// A format, and where to write it: standard output without a file.
#[derive(Debug, Clone)]
pub(super) struct Output {
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
pub(super) struct Threshold(Option<Severity>);

impl Threshold {
    /// Whether a report has findings at least as bad.
    pub(super) fn is_met(self, report: &Report) -> bool {
        self.0.is_some_and(|threshold| report.fails(threshold))
    }
}

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
    if !can_be_written(&arguments.format) {
        return Exit::Usage;
    }
    for folder in &arguments.policy {
        if !Disk::anywhere().is_folder(folder) {
            terminal::complain(
                &format!("there is no folder `{}`", folder.display()),
                "`--policy` takes a folder of rules.",
            );
            return Exit::Usage;
        }
    }
    let Ok(file) = arguments.configuration.read(&arguments.paths) else { return Exit::Usage };
    let standard_input = match standard_input(&arguments.paths) {
        Ok(input) => input,
        Err(error) => {
            terminal::complain(&format!("standard input cannot be read: {error}"), "Pipe manifests into it.");
            return Exit::Usage;
        }
    };
    let style = terminal::style(arguments.color, arguments.show_files);
    let options = match options(&arguments, file.as_ref(), standard_input) {
        Ok(options) => options,
        Err(Wrong) => return Exit::Usage,
    };
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
    if !asks_for_what_there_is(&arguments, file.as_ref(), &report) {
        return Exit::Usage;
    }
    if let Err(exit) = write_all(&report, &arguments.format, &style) {
        return exit;
    }
    exit(&report, &arguments, file.as_ref())
}

/// Whether no two formats want standard output; says so if they do.
pub(super) fn can_be_written(outputs: &[Output]) -> bool {
    let can = outputs.iter().filter(|output| output.file.is_none()).count() <= 1;
    if !can {
        terminal::complain(
            "two formats cannot share standard output",
            "Write one to a file: `--format sarif=results.sarif`.",
        );
    }
    can
}

/// Writes a report in each format; says what went wrong.
pub(super) fn write_all(report: &Report, outputs: &[Output], style: &Style) -> Result<(), Exit> {
    for output in outputs {
        if let Err(error) = write(report, output, style) {
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
            return Err(Exit::Usage);
        }
    }
    Ok(())
}

/// What is worst counts. An incomplete scan outweighs findings: who accepts findings has not accepted blind spots.
fn exit(report: &Report, arguments: &Arguments, file: Option<&ConfigFile>) -> Exit {
    let config = file.map(|file| &file.config);
    let allows = arguments.allow_incomplete || config.is_some_and(|config| config.allow_incomplete);
    if report.incomplete && !allows {
        return Exit::Incomplete;
    }
    let configured = config.and_then(|config| config.fail_on).map(|fail_on| Threshold(fail_on.severity()));
    let fail_on = arguments.fail_on.or(configured).unwrap_or(Threshold(Some(Severity::Low)));
    if fail_on.is_met(report) {
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
