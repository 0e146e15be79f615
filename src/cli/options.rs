//! What the command line and the configuration ask for, together.

use std::path::PathBuf;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::check::Arguments;
use super::config::{self, Wrong};
use super::helm::Release;
use super::terminal;
use super::terraform::Variables;
use crate::config::ConfigFile;
use crate::discover::Request;
use crate::policy::{Choice, Scope};
use crate::report::Report;
use crate::scan::{self, Options};
use crate::verdict::Severity;
use seaworthy_source::{Diagnostic, Disk, Path, closest, normalized};

/// What the command line says, over what the configuration says.
pub(super) fn options(
    arguments: &Arguments,
    file: Option<&ConfigFile>,
    standard_input: Option<Vec<u8>>,
) -> Result<Options, Wrong> {
    let today = arguments.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut options = Options {
        inputs: inputs(&arguments.variables, &arguments.release, file, standard_input)?,
        policies: arguments.policy.clone(),
        conftest: arguments.conftest.options(file)?,
        choice: Choice { select: arguments.select.clone(), ignore: arguments.ignore.clone() },
        min_severity: arguments.min_severity.unwrap_or(Severity::Info),
        native: !arguments.no_native,
        ignores: !arguments.no_ignores,
        ..Options::new(request(&arguments.paths, arguments.hidden, &arguments.exclude, file), today)
    };
    let Some(file) = file else { return Ok(options) };
    let config = &file.config;
    if let Some(number) = config.policies.iter().position(|folder| !Disk::anywhere().is_folder(&file.path(folder))) {
        let message = format!("there is no folder `{}`", config.policies[number].display());
        let place = Path::default().key("policies").index(number);
        let diagnostic = file.wrong(&place, message, "`policies` are folders of rules, from the folder of this file.");
        return Err(config::complain(&diagnostic, &file.sources));
    }
    // The later ones count.
    options.policies.splice(0..0, config.policies.iter().map(|folder| file.path(folder)));
    if options.choice.select.is_empty() {
        options.choice.select.clone_from(&config.select);
        options.choice.ignore.extend(config.ignore.iter().cloned());
    }
    options.min_severity = arguments.min_severity.or(config.min_severity).unwrap_or(Severity::Info);
    options.changes.clone_from(&config.rules);
    for (number, scope) in config.paths.iter().enumerate() {
        let place = Path::default().key("paths").index(number).key("match");
        let mut globs = GlobSetBuilder::new();
        for glob in &scope.globs {
            match GlobBuilder::new(glob).literal_separator(true).build() {
                Ok(glob) => globs.add(glob),
                Err(error) => {
                    let diagnostic = file.wrong(&place, format!("`{glob}` is no glob: {error}"), "Write `legacy/**`.");
                    return Err(config::complain(&diagnostic, &file.sources));
                }
            };
        }
        let globs = globs.build().unwrap_or_else(|_| GlobSet::empty());
        let choice = Choice { select: Vec::new(), ignore: scope.ignore.clone() };
        let changes = scope.rules.clone();
        options.scopes.push(Scope { globs, folder: normalized(&file.folder), choice, changes });
    }
    Ok(options)
}

/// What to look at.
pub(super) fn request(paths: &[PathBuf], hidden: bool, exclude: &[String], file: Option<&ConfigFile>) -> Request {
    Request {
        paths: paths.to_vec(),
        hidden: hidden || file.is_some_and(|file| file.config.hidden),
        exclude: exclude.to_vec(),
        exclude_from: file.map(|file| (file.folder.clone(), file.config.exclude.clone())),
    }
}

/// What is given beside the files.
pub(super) fn inputs(
    variables: &Variables,
    release: &Release,
    file: Option<&ConfigFile>,
    standard_input: Option<Vec<u8>>,
) -> Result<scan::Inputs, Wrong> {
    let complain = |diagnostic: Box<Diagnostic>| match file {
        Some(file) => config::complain(&diagnostic, &file.sources),
        None => Wrong,
    };
    Ok(scan::Inputs {
        terraform: variables.given(file).map_err(complain)?,
        helm: release.installations(file).map_err(complain)?,
        requirements: file.map(ConfigFile::declarations).unwrap_or_default(),
        standard_input,
    })
}

/// Whether all rules that the command line and the configuration name exist; if not, that is said.
pub(super) fn asks_for_what_there_is(arguments: &Arguments, file: Option<&ConfigFile>, report: &Report) -> bool {
    let ids = &report.known_rules;
    let families = ids.iter().filter_map(|id| id.split_once('/')).map(|(family, _)| family);
    let names: Vec<&str> = families.chain(ids.iter().map(String::as_str)).collect();
    let help = |entry: &str| match closest(entry, names.iter().copied()) {
        Some(id) => format!("Did you mean `{id}`?"),
        None => "No rule's id begins like that.".to_owned(),
    };
    let given = Choice { select: arguments.select.clone(), ignore: arguments.ignore.clone() };
    if let Some(entry) = given.unknown(ids).next() {
        terminal::complain(&format!("there is no rule `{entry}`"), &help(entry));
        return false;
    }
    let Some(file) = file else { return true };
    let mut wrong = Vec::new();
    let mut look = |path: &Path, entries: &[String]| {
        let choice = Choice { select: entries.to_vec(), ignore: Vec::new() };
        for (number, entry) in entries.iter().enumerate() {
            if choice.unknown(ids).any(|unknown| unknown == entry) {
                wrong.push(file.wrong(&path.index(number), format!("there is no rule `{entry}`"), help(entry)));
            }
        }
    };
    look(&Path::default().key("select"), &file.config.select);
    look(&Path::default().key("ignore"), &file.config.ignore);
    for (number, scope) in file.config.paths.iter().enumerate() {
        look(&Path::default().key("paths").index(number).key("ignore"), &scope.ignore);
    }
    for change in &report.wrong_changes {
        wrong.push(file.wrong(&change.path, &change.message, &change.help));
    }
    for diagnostic in &wrong {
        config::complain(diagnostic, &file.sources);
    }
    wrong.is_empty()
}
