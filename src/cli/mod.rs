//! The command line: one file for each verb.

mod check;
mod config;
mod conftest;
mod eval;
mod explain;
mod helm;
mod lint;
mod new_rule;
mod options;
mod render;
mod rules;
mod terminal;
mod terraform;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Is your infrastructure fit to sail?
///
/// Checks Kubernetes manifests, Helm charts and Terraform against practices of security, resilience and scaling, and points at the
/// exact line with a reason and a remedy.
#[derive(Debug, Parser)]
#[command(name = "seaworthy", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Judge files and folders.
    Check(check::Arguments),
    Render(render::Arguments),
    Rules(rules::Arguments),
    Explain(explain::Arguments),
    Test(test::Arguments),
    NewRule(new_rule::Arguments),
    Eval(eval::Arguments),
    Lint(lint::Arguments),
}

const EXIT_CODES: &str = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or configuration, \
    3 nothing to scan, 4 incomplete (something could not be evaluated; --allow-incomplete accepts it).";

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Clean = 0,
    Findings = 1,
    Usage = 2,
    NothingToScan = 3,
    Incomplete = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the program with the arguments of its process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way, too; a closed pipe is no reason to complain.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Clean.into() };
        }
    };
    // Rules recurse on the stack of the thread that evaluates them.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(16 * 1024 * 1024).build_global();
    match arguments.verb {
        Verb::Check(arguments) => check::run(arguments).into(),
        Verb::Render(arguments) => render::run(&arguments).into(),
        Verb::Rules(arguments) => rules::run(&arguments).into(),
        Verb::Explain(arguments) => explain::run(&arguments).into(),
        Verb::Test(arguments) => test::run(&arguments).into(),
        Verb::NewRule(arguments) => new_rule::run(&arguments).into(),
        Verb::Eval(arguments) => eval::run(&arguments).into(),
        Verb::Lint(arguments) => lint::run(arguments).into(),
    }
}
