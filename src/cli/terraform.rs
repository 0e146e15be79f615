//! The flags that give Terraform's variables their values.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::terraform::inputs::{Argument, Given};

/// `--var` and `--var-file`, in the order in which they were given: later ones count, as in Terraform.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables {
    arguments: Vec<Argument>,
}

impl Variables {
    /// With what the environment says.
    pub(super) fn given(&self) -> Given {
        let environment = std::env::vars_os().filter_map(|(name, text)| {
            let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
            Some((name, text.into_string().ok()?))
        });
        let mut environment: Vec<(String, String)> = environment.collect();
        environment.sort();
        let workspace = std::env::var("TF_WORKSPACE").ok().filter(|name| !name.is_empty());
        Given { arguments: self.arguments.clone(), environment, workspace }
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
                    .help("Give a variable of Terraform's root modules a value. Repeatable.")
                    .help_heading("Input"),
            )
            .arg(
                Arg::new(FILE)
                    .long(FILE)
                    .value_name("FILE")
                    .action(ArgAction::Append)
                    .value_parser(file)
                    .help("A file of values for Terraform's variables. Repeatable.")
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
    if path.is_file() { Ok(Argument::File(path)) } else { Err("there is no such file".to_owned()) }
}
