//! The program: parse arguments, call the library, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    seaworthy::cli::run()
}
