//! The flags that give Terraform's variables their values.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::config::ConfigFile;
use seaworthy_source::{Diagnostic, Disk, Path};
use seaworthy_terraform::inputs::{Argument, InputSettings};

/// `--var` and `--var-file`, in the order in which they were given: later ones count, as in Terraform.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables {
    arguments: Vec<Argument>,
}

impl Variables {
    /// With what the environment and the configuration say.
    ///
    /// # Errors
    /// What the configuration names and is not there.
    pub(super) fn given(&self, file: Option<&ConfigFile>) -> Result<InputSettings, Box<Diagnostic>> {
        let mut arguments = Vec::new();
        if let Some(file) = file {
            let settings = &file.config.terraform;
            for (number, path) in settings.var_files.iter().enumerate() {
                if !Disk::anywhere().is_file(&file.path(path)) {
                    let message = format!("there is no file `{}`", path.display());
                    let help = "`var-files` are files, from the folder of this file.";
                    let at = Path::default().key("terraform").key("var-files").index(number);
                    return Err(Box::new(file.wrong(&at, message, help)));
                }
                arguments.push(Argument::File(file.path(path)));
            }
            let vars = settings.vars.iter();
            arguments.extend(vars.map(|(name, value)| Argument::Variable(name.clone(), value.clone())));
        }
        // The later ones count.
        arguments.extend(self.arguments.iter().cloned());
        let environment = std::env::vars_os().filter_map(|(name, text)| {
            let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
            Some((name, text.into_string().ok()?))
        });
        let mut environment: Vec<(String, String)> = environment.collect();
        environment.sort();
        let workspace = std::env::var("TF_WORKSPACE").ok().filter(|name| !name.is_empty());
        Ok(InputSettings { arguments, environment, workspace })
    }
}

const VARIABLE: &str = "var";
const FILE: &str = "var-file";

impl clap::Args for Variables {
    fn augment_args(command: Command) -> Command {
        command
            .arg(
                Arg::new(VARIABLE)
                    .long(VARIABLE)
                    .value_name("NAME=VALUE")
                    .action(ArgAction::Append)
                    .value_parser(variable)
                    .help("Give a variable of Terraform's root modules a value. Repeatable")
                    .help_heading("Input"),
            )
            .arg(
                Arg::new(FILE)
                    .long(FILE)
                    .value_name("FILE")
                    .action(ArgAction::Append)
                    .value_parser(file)
                    .help("A file of values for Terraform's variables. Repeatable")
                    .help_heading("Input"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for Variables {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given: Vec<(usize, Argument)> = Vec::new();
        for id in [VARIABLE, FILE] {
            let values = matches.get_many::<Argument>(id).into_iter().flatten().cloned();
            given.extend(matches.indices_of(id).into_iter().flatten().zip(values));
        }
        given.sort_by_key(|(index, _)| *index);
        Ok(Self { arguments: given.into_iter().map(|(_, argument)| argument).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn variable(text: &str) -> Result<Argument, String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok(Argument::Variable(name.to_owned(), value.to_owned()))
}

fn file(text: &str) -> Result<Argument, String> {
    let path = PathBuf::from(text);
    if Disk::anywhere().is_file(&path) { Ok(Argument::File(path)) } else { Err("there is no such file".to_owned()) }
}
