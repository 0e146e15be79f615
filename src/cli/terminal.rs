//! What the terminal can do, and what the user wants of it.

use std::io::{IsTerminal as _, Write};

use crate::report::Style;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// When writing to a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Lines are drawn this wide where no terminal says how wide it is.
const WIDTH: usize = 100;

/// The style for standard output.
pub(super) fn style(color: Color, show_files: bool) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto => terminal || set("FORCE_COLOR") || set("CLICOLOR_FORCE"),
    };
    let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = width.or_else(|| terminal.then(columns).flatten()).unwrap_or(WIDTH);
    Style { color, links: color && terminal, width: width.clamp(60, 160), show_files }
}

fn columns() -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    Some(usize::from(columns))
}

/// Says something to the user, beside the report. A closed pipe is no reason to fail.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A complaint that ends the program, in the form of every other one.
pub(super) fn complain(message: &str, help: &str) {
    say(&format!("error: {message}\n  help: {help}"));
}
