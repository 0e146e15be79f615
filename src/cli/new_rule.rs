//! `seaworthy new-rule`: a rule to begin with.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Exit, terminal};
use crate::policy::{Bundle, Choice};
use crate::scaffold::{check_id, files};
use seaworthy_source::{Disk, Sources, display_name};

/// Write a new rule with a test and fixtures, to be changed to what it is about.
#[derive(Debug, clap::Args)]
#[command(after_help = "What is written passes `seaworthy test` at once. No file is ever overwritten.")]
pub(super) struct Arguments {
    /// The rule's id: a family and a name, such as `team/image-registry`.
    #[arg(value_name = "ID")]
    id: String,

    /// The folder of policies; it is made where there is none.
    #[arg(value_name = "DIR", default_value = "policies")]
    folder: PathBuf,

    /// What the rule is evaluated on: `pod`, `workload`, a type such as `v1/Service` or `apps/*/Deployment`, `helm/Chart`, or one of
    /// Terraform, such as `aws_s3_bucket`.
    #[arg(long, value_name = "SELECTOR", default_value = "pod")]
    selects: String,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let id = arguments.id.as_str();
    if let Err(wrong) = check_id(id) {
        terminal::complain(&wrong.message, &wrong.help);
        return Exit::Usage;
    }
    if Bundle::load(&[], &Choice::default(), &Sources::default()).known.iter().any(|known| known == id) {
        terminal::complain(
            &format!("`{id}` comes with the program, and a rule of the same id would take its place"),
            "Choose another id.",
        );
        return Exit::Usage;
    }
    let files = match files(&arguments.folder, id, &arguments.selects) {
        Ok(files) => files,
        Err(message) => {
            terminal::complain(&message, "`--selects` takes what `selects` in a rule's header does.");
            return Exit::Usage;
        }
    };
    if let Some(file) = files.iter().find(|file| Disk::anywhere().exists(&file.path)) {
        terminal::complain(
            &format!("there is a file `{}` already", display_name(&file.path)),
            "Nothing was written. Choose another id, or remove the file.",
        );
        return Exit::Usage;
    }
    for file in &files {
        if let Err(error) = write(&file.path, &file.text) {
            terminal::complain(
                &format!("`{}` cannot be written: {error}", display_name(&file.path)),
                "Check the folder and its permissions.",
            );
            return Exit::Usage;
        }
    }
    match tell(arguments, files.iter().map(|file| file.path.as_path())) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Usage,
        _ => Exit::Clean,
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn tell<'f>(arguments: &Arguments, files: impl Iterator<Item = &'f Path>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for path in files {
        writeln!(out, "wrote {}", display_name(path))?;
    }
    let folder = display_name(&arguments.folder);
    writeln!(out, "\nChange these to what the rule is about. Then:\n")?;
    writeln!(out, "  seaworthy test {folder} --filter {}", arguments.id)?;
    writeln!(out, "  seaworthy check --policy {folder} --select {}", arguments.id)
}
