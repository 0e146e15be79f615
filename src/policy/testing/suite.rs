//! The policies of a folder with their tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::Rule as Syntax;

use super::file::RegoFile;
use crate::policy::bundle::{Bundle, Rule, bundled_libraries};
use seaworthy_rego::opa::Policy;
use seaworthy_rego::syntax::{head, rule_name};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::disk::Kind;
use seaworthy_source::{Diagnostic, Disk, SourceFile, Sources, Span, display_name};

/// The policies of a folder, ready to be tested.
#[derive(Debug)]
pub struct Suite {
    pub(super) files: Vec<Arc<RegoFile>>,
    /// The libraries of the program that are not in the folder.
    libraries: Vec<(&'static str, &'static str)>,
    data: Vec<Value>,
    tests: Vec<RegoTest>,
    /// The names of files that do not hold together with the others.
    left_out: BTreeSet<String>,
    /// What is wrong with files, which are left out.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) engine: Engine,
}

/// A test.
#[derive(Debug, Clone)]
pub struct RegoTest {
    /// For people: `data.seaworthy.kubernetes.probes.test_missing`; one that is defined again ends in `#02`.
    pub name: String,
    /// The file, as reports name it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Whether it is not to be run yet: its name begins with `todo_`.
    pub todo: bool,
    pub(super) query: String,
    pub(super) in_file: usize,
    pub(super) in_policy: usize,
}

impl Suite {
    fn empty() -> Self {
        Self {
            files: Vec::new(),
            libraries: Vec::new(),
            data: Vec::new(),
            tests: Vec::new(),
            left_out: BTreeSet::new(),
            diagnostics: Vec::new(),
            engine: Engine::new(),
        }
    }

    /// Reads the policies of a folder. Folders of fixtures are left out.
    #[must_use]
    pub fn read(folder: &Path, sources: &Sources) -> Self {
        let mut suite = Self::empty();
        let mut ids = BTreeSet::new();
        let disk = Disk::anywhere();
        for path in suite.paths(folder, &disk) {
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let text = match disk.text(&path) {
                Ok(text) => text,
                Err(error) => {
                    suite.diagnostics.push(Diagnostic::error(display_name(&path), error.to_string()));
                    continue;
                }
            };
            if path.extension().is_some_and(|ending| ending == "rego") {
                let source = sources.add(path.clone(), display_name(&path), text);
                match RegoFile::parse(Arc::clone(&source)) {
                    Ok(file) => {
                        ids.insert(below.with_extension("").to_string_lossy().replace('\\', "/"));
                        suite.files.push(Arc::new(file));
                    }
                    Err(error) => suite.diagnostics.push(refused(&source, &error)),
                }
            } else {
                suite.read_data(&path, below, &text);
            }
        }
        suite.libraries = bundled_libraries().filter(|(id, _)| !ids.contains(*id)).collect();
        suite.name_tests();
        if !suite.has_our_own() {
            suite.mean_what_opa_means();
        }
        suite.prepare();
        suite
    }

    /// A rule with the libraries that it may use; the rule's own file is the first.
    pub(super) fn of_rule(bundle: &Bundle, rule: &Rule, sources: &Sources) -> Result<Self, EngineError> {
        let mut suite = Self::empty();
        for (name, text) in std::iter::once(rule.file()).chain(bundle.library_texts()) {
            let source = sources.find(name);
            let source = source.unwrap_or_else(|| sources.add(PathBuf::from(name), name.to_owned(), text.to_owned()));
            suite.files.push(Arc::new(RegoFile::parse(source)?));
        }
        suite.prepare();
        Ok(suite)
    }

    /// The tests, by file and line.
    #[must_use]
    pub fn tests(&self) -> &[RegoTest] {
        &self.tests
    }

    /// Whether a test refers to the package of a rule, or stands in it.
    #[must_use]
    pub fn is_tested(&self, id: &str) -> bool {
        let package = format!("seaworthy.{}", id.replace('/', ".").replace('-', "_"));
        self.tests.iter().any(|test| {
            let file = &self.files[test.in_file];
            file.package.join(".") == package || file.source.text().contains(&format!("data.{package}"))
        })
    }

    /// The file that reports call so.
    pub(super) fn file(&self, name: &str) -> Option<&Arc<RegoFile>> {
        self.files.iter().find(|file| file.source.name() == name)
    }

    fn paths(&mut self, folder: &Path, disk: &Disk) -> Vec<PathBuf> {
        let is_wanted = |path: &Path, kind: Kind| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_fixtures = kind == Kind::Folder && (name == "fixtures" || name.ends_with(".fixtures"));
            !name.starts_with('.') && !is_fixtures
        };
        let (mut paths, errors) = disk.walk(folder, &is_wanted);
        let faults =
            errors.into_iter().map(|error| Diagnostic::error(display_name(&error.path), error.reason.to_string()));
        self.diagnostics.extend(faults);
        paths.retain(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".rego") || matches!(&*name, "data.json" | "data.yaml" | "data.yml")
        });
        paths
    }

    /// A document is seen below `data` and the path of its folder, as OPA has it.
    fn read_data(&mut self, path: &Path, below: &Path, text: &str) {
        let parsed = if below.extension().is_some_and(|ending| ending == "json") {
            Value::from_json_str(text).map_err(|error| error.to_string())
        } else {
            Value::from_yaml_str(text).map_err(|error| error.to_string())
        };
        match parsed {
            Ok(mut value) => {
                let folders = below.parent().into_iter().flat_map(Path::components).collect::<Vec<_>>();
                for folder in folders.into_iter().rev() {
                    let mut outer = Value::new_object();
                    if let Ok(entries) = outer.as_object_mut() {
                        entries.insert(Value::from(folder.as_os_str().to_string_lossy().into_owned()), value);
                    }
                    value = outer;
                }
                self.data.push(value);
            }
            Err(error) => {
                self.diagnostics.push(Diagnostic::error(display_name(path), format!("cannot be read: {error}")));
            }
        }
    }

    /// Finds the tests. One that is defined again is a test of its own, and gets a name of its own.
    fn name_tests(&mut self) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for in_file in 0..self.files.len() {
            let file = Arc::clone(&self.files[in_file]);
            let mut renamed: Vec<(usize, String)> = Vec::new();
            for (in_policy, rule) in file.module.policy.iter().enumerate() {
                let Some(name) = test_name(rule) else { continue };
                let path = file.path(name);
                let times = seen.entry(path.clone()).or_default();
                *times += 1;
                let (shown, query) = if *times > 1 {
                    let unique = format!("seaworthy_{times}_{name}");
                    renamed.push((head(rule).span().start as usize, unique.clone()));
                    (format!("{path}#{times:02}"), file.path(&unique))
                } else {
                    (path.clone(), path)
                };
                self.tests.push(RegoTest {
                    name: shown,
                    file: file.source.name().to_owned(),
                    line: rule.span().line as usize,
                    todo: name.starts_with("todo_"),
                    query,
                    in_file,
                    in_policy,
                });
            }
            if !renamed.is_empty() {
                let mut changed = RegoFile::clone(&file);
                for (start, unique) in renamed.into_iter().rev() {
                    let end =
                        start + changed.text[start..].find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(0);
                    changed.text.replace_range(start..end, &unique);
                }
                self.files[in_file] = Arc::new(changed);
            }
        }
    }

    /// Gets the engine ready. A file that does not hold together with the others is left out.
    fn prepare(&mut self) {
        loop {
            let (mut engine, faults) = self.engine_with(None);
            let fault = faults.into_iter().next().or_else(|| engine.fault().err());
            self.engine = engine;
            let Some((name, error)) = fault else { break };
            let found = name.as_ref().and_then(|name| self.file(name));
            let Some(found) = found.filter(|found| !self.left_out.contains(found.source.name())) else {
                let subject = name.unwrap_or_else(|| "the policies".to_owned());
                self.diagnostics.push(Diagnostic::error(subject, error.message));
                break;
            };
            let (fault, name) = (refused(&found.source, &error), found.source.name().to_owned());
            self.diagnostics.push(fault);
            self.left_out.insert(name);
        }
        self.tests.retain(|test| !self.left_out.contains(&test.file));
    }

    /// Rewrites what the engine takes in another way than OPA; lines stay.
    fn mean_what_opa_means(&mut self) {
        let mut rules: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for file in &self.files {
            let names = file.module.policy.iter().filter_map(|rule| rule_name(rule)).map(|name| name.text().to_owned());
            rules.entry(file.package.clone()).or_default().extend(names);
        }
        for file in &mut self.files {
            let rewritten = Policy::read(file.source.name(), &file.text, file.version, &rules[&file.package]);
            // What is wrong with it is told when it is added.
            if let Ok(policy) = rewritten {
                *file = Arc::new(RegoFile { text: policy.text, ..RegoFile::clone(file) });
            }
        }
    }

    /// Whether there are rules of our own dialect.
    fn has_our_own(&self) -> bool {
        self.files.iter().any(|file| file.package.first().is_some_and(|first| first == "seaworthy"))
    }

    /// An engine with all files, one of them with more behind it.
    pub(super) fn engine_with(&self, more: Option<(&str, &str)>) -> (Engine, Vec<(Option<String>, EngineError)>) {
        // Policies that were written for OPA mean what they mean there.
        let mut engine = if self.has_our_own() { Engine::new() } else { Engine::like_opa() };
        let mut faults = Vec::new();
        for (id, text) in &self.libraries {
            // Tests of the program have checked them.
            drop(engine.add(&format!("policies/{id}.rego"), text));
        }
        for file in self.files.iter().filter(|file| !self.left_out.contains(file.source.name())) {
            let more = more.filter(|(name, _)| *name == file.source.name()).map_or("", |(_, more)| more);
            if let Err(error) = file.add_with(more, &mut engine) {
                faults.push((Some(file.source.name().to_owned()), error));
            }
        }
        for data in &self.data {
            if let Err(error) = engine.add_data(data.clone()) {
                faults.push((None, error));
            }
        }
        engine.set_input(Value::Undefined);
        (engine, faults)
    }
}

/// What is wrong with a file, at the line.
fn refused(source: &SourceFile, error: &EngineError) -> Diagnostic {
    let range = source.line_range(error.line);
    Diagnostic::error(source.name(), &error.message)
        .at(Span::new(source.id(), range.start, range.end), "here")
        .help("The file was left out; its tests were not run.")
}

/// The name of a rule that is a test.
fn test_name(rule: &Syntax) -> Option<&str> {
    let Syntax::Spec { head, .. } = rule else { return None };
    if matches!(head, regorus::unstable::RuleHead::Func { args, .. } if !args.is_empty()) {
        return None;
    }
    rule_name(rule).map(|name| name.text()).filter(|name| name.starts_with("test_") || name.starts_with("todo_test_"))
}
