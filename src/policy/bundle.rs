//! The rules: those in the binary, and those of a user's folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::engine::Engine;
use super::metadata::Metadata;
use super::selector::{Choice, Selector};
use crate::discover::display_name;
use crate::source::{Diagnostic, Sources, Span};

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its path below the policy folder, without the ending.
    pub id: String,
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its parameters, as the engine takes them.
    pub(super) params: regorus::Value,
    pub(super) selectors: Vec<Selector>,
    /// The rule to evaluate: `data.seaworthy.….deny`.
    pub(super) query: String,
}

/// Rules that are ready to be evaluated.
#[derive(Debug)]
pub struct Bundle {
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// The ids of all rules there are, also of those that were not asked for.
    pub known: Vec<String>,
    /// What is wrong with a user's policies; rules with faults are left out.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) engine: Engine,
}

/// A policy file.
struct Policy {
    /// Id of the rule, or the path of a library.
    id: String,
    path: PathBuf,
    text: String,
}

impl Policy {
    /// Libraries hold functions that rules share.
    fn is_library(&self) -> bool {
        self.id.starts_with("lib/") || self.id.contains("/lib/")
    }

    /// The package that belongs to the id.
    fn package(&self) -> String {
        format!("seaworthy.{}", self.id.replace('/', ".").replace('-', "_"))
    }
}

impl Bundle {
    /// Loads the bundled rules and those of the folders, of which the chosen ones are kept. A rule in a folder takes
    /// the place of a bundled one with the same id.
    #[must_use]
    pub fn load(folders: &[PathBuf], choice: &Choice, sources: &Sources) -> Self {
        let mut bundle = Self { rules: Vec::new(), known: Vec::new(), diagnostics: Vec::new(), engine: Engine::new() };
        let mut policies: BTreeMap<String, Policy> = BUNDLED
            .iter()
            .map(|(id, text)| {
                let path = PathBuf::from(format!("policies/{id}.rego"));
                ((*id).to_owned(), Policy { id: (*id).to_owned(), path, text: (*text).to_owned() })
            })
            .collect();
        for folder in folders {
            for policy in bundle.read_folder(folder) {
                policies.insert(policy.id.clone(), policy);
            }
        }
        for policy in policies.into_values() {
            if !policy.is_library() {
                bundle.known.push(policy.id.clone());
                if !choice.wants(&policy.id) {
                    continue;
                }
            }
            bundle.take(policy, sources);
        }
        bundle.engine.prepare();
        bundle
    }

    /// The policies below a folder; tests are no rules.
    fn read_folder(&mut self, folder: &Path) -> Vec<Policy> {
        let mut policies = Vec::new();
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.diagnostics
                        .push(Diagnostic::error(display_name(folder), format!("cannot be walked: {error}")));
                    continue;
                }
            };
            let path = entry.path();
            let name = entry.file_name().to_string_lossy();
            if !entry.file_type().is_file() || !name.ends_with(".rego") || name.ends_with("_test.rego") {
                continue;
            }
            let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
            let id = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            match std::fs::read_to_string(path) {
                Ok(text) => policies.push(Policy { id, path: path.to_path_buf(), text }),
                Err(error) => {
                    self.diagnostics.push(Diagnostic::error(display_name(path), format!("cannot be read: {error}")));
                }
            }
        }
        policies
    }

    /// Takes in a policy, or says what is wrong with it.
    fn take(&mut self, policy: Policy, sources: &Sources) {
        let name = display_name(&policy.path);
        if let Err((message, line)) = self.try_take(&policy, &name) {
            let file = sources.add(policy.path, name.clone(), policy.text);
            let range = file.line_range(line);
            self.diagnostics.push(
                Diagnostic::error(name, message)
                    .at(Span::new(file.id(), range.start, range.end), "here")
                    .help("The rule was left out. docs/writing-rules.md says what a rule must look like."),
            );
        }
    }

    fn try_take(&mut self, policy: &Policy, name: &str) -> Result<(), (String, usize)> {
        if policy.is_library() {
            return self.engine.add(name, &policy.text).map_err(|error| (error.message, error.line));
        }
        let metadata = Metadata::read(&policy.text).map_err(|error| (error.message, error.line))?;
        let line_of = |needle: &str| policy.text.lines().position(|line| line.contains(needle)).map_or(1, |at| at + 1);
        let selectors = metadata.custom.selects.iter().map(|text| Selector::parse(text)).collect::<Result<_, _>>();
        let selectors = selectors.map_err(|message| (message, line_of("selects:")))?;
        let package = policy.package();
        if !policy.text.lines().any(|line| line.trim_end() == format!("package {package}")) {
            let message = format!("the package of `{}` must be `{package}`", policy.id);
            return Err((message, line_of("package ")));
        }
        let params = params(&metadata).map_err(|message| (message, line_of("params:")))?;
        self.engine.add(name, &policy.text).map_err(|error| (error.message, error.line))?;
        if !self.engine.declares(name, "deny") {
            return Err(("the rule defines no `deny`".to_owned(), line_of("package ")));
        }
        let query = format!("data.{package}.deny");
        self.rules.push(Rule { id: policy.id.clone(), metadata, params, selectors, query });
        Ok(())
    }

    /// The rules that select a resource.
    pub(super) fn selecting(&self, resource: &crate::world::Resource) -> Arc<[usize]> {
        let type_name = resource.type_name();
        let selecting = self
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.selectors.iter().any(|selector| selector.selects(&type_name, resource)));
        selecting.map(|(number, _)| number).collect()
    }
}

fn params(metadata: &Metadata) -> Result<regorus::Value, String> {
    let json = serde_json::to_string(&metadata.custom.params).map_err(|error| error.to_string())?;
    regorus::Value::from_json_str(&json).map_err(|error| error.to_string())
}
