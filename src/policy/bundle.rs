//! The rules: those in the binary, and those of a user's folders.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::foreign::{ConftestOptions, Foreign, RegoFile, read_folder};
use super::metadata::{HeaderError, Metadata};
use super::scopes::{Local, Scope};
use super::selector::{Choice, Selector};
use crate::documents::Document;
use crate::verdict::Record;
use crate::world::{Resource, World};
use seaworthy_rego::Engine;
use seaworthy_rego::guard::Calls;
use seaworthy_rego::native::{Modules, Program, Reads, Unmodelled};
use seaworthy_source::{Diagnostic, Sources, Span, display_name};

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
    /// Whether it is evaluated where nothing else is said.
    pub(super) enabled: bool,
    /// What is changed about it in some of the files.
    pub(super) local: Vec<Local>,
    pub(super) selectors: Vec<Selector>,
    /// The rule to evaluate: `data.seaworthy.….deny`.
    pub(super) query: String,
    source: Source,
    /// What it is compiled to, when it is evaluated first.
    program: Arc<OnceLock<Result<Program, Unmodelled>>>,
    /// What it reads, when that matters first.
    reads: Arc<OnceLock<Reads>>,
}

/// A policy's text, and what errors call its file.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    text: Cow<'static, str>,
    /// Whether it comes with the program, whose tests have checked it.
    bundled: bool,
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
    /// The rules in other dialects.
    pub(super) foreign: Foreign,
    /// The scopes that rules are changed in.
    pub(super) scopes: Vec<Scope>,
    libraries: Vec<Source>,
    /// What the libraries hold, when it is needed first.
    modules: OnceLock<Modules>,
    /// Whether rules are evaluated natively where they can be.
    pub(super) native: bool,
    /// The rules that [`Bundle::prepare`] found to be needed, by number.
    needed: Vec<usize>,
    /// Holds these, when a rule needs it first.
    engine: OnceLock<Engine>,
}

/// Id and text of each policy in the binary, libraries included.
pub fn bundled() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUNDLED.iter().copied()
}

/// A policy file.
struct Policy {
    /// Id of the rule, or the path of a library.
    id: String,
    path: PathBuf,
    text: Cow<'static, str>,
    /// Of a policy that comes with the program, whose tests have checked it: its header as JSON.
    bundled: Option<&'static str>,
}

impl Bundle {
    /// Reads the bundled rules and those of the folders, of which the chosen ones are kept. A rule in a folder takes the
    /// place of a bundled one with the same id.
    #[must_use]
    pub fn load(folders: &[PathBuf], choice: &Choice, sources: &Sources) -> Self {
        Self::load_with(folders, &ConftestOptions::default(), choice, sources)
    }

    /// The same, and says how Conftest's policies are evaluated.
    #[must_use]
    pub fn load_with(folders: &[PathBuf], conftest: &ConftestOptions, choice: &Choice, sources: &Sources) -> Self {
        let mut policies: BTreeMap<String, Policy> =
            BUNDLED.iter().zip(HEADERS).map(|((id, text), header)| Policy::bundled(id, text, header)).collect();
        let mut diagnostics = Vec::new();
        let mut others = Vec::new();
        for folder in folders {
            let mut folder = read_folder(folder, sources);
            diagnostics.append(&mut folder.diagnostics);
            for file in folder.native.drain(..) {
                policies.insert(file.id.clone(), Policy::from(file));
            }
            others.push(folder);
        }
        let (foreign, wrong) = Foreign::load(others, conftest, choice, sources);
        diagnostics.extend(wrong);
        let (libraries, rules): (Vec<Policy>, Vec<Policy>) = policies.into_values().partition(Policy::is_library);
        let known = rules.iter().map(|rule| rule.id.clone()).chain(foreign.known.iter().cloned()).collect();
        let chosen: Vec<Policy> = rules.into_iter().filter(|rule| choice.wants(&rule.id)).collect();
        let rules: Vec<_> = chosen.into_par_iter().map(|policy| policy.into_rule(sources)).collect();
        let libraries: Vec<_> = libraries.into_iter().map(|policy| policy.into_library(sources)).collect();
        let mut bundle = Self {
            rules: Vec::new(),
            known,
            diagnostics,
            foreign,
            scopes: Vec::new(),
            libraries: Vec::new(),
            modules: OnceLock::new(),
            native: true,
            needed: Vec::new(),
            engine: OnceLock::new(),
        };
        for rule in rules {
            match rule {
                Ok(rule) => bundle.rules.push(rule),
                Err(diagnostic) => bundle.diagnostics.push(diagnostic),
            }
        }
        for library in libraries {
            match library {
                Ok(library) => bundle.libraries.push(library),
                Err(diagnostic) => bundle.diagnostics.push(diagnostic),
            }
        }
        bundle
    }

    /// Id and metadata of every rule that is evaluated, in whatever dialect.
    pub fn described(&self) -> impl Iterator<Item = (&str, &Metadata)> + Clone {
        let native = self.rules.iter().map(|rule| (rule.id.as_str(), &rule.metadata));
        native.chain(self.foreign.rules.values().map(|rule| (rule.id.as_str(), &rule.metadata)))
    }

    /// Whether there are rules that judge files as they are written.
    #[must_use]
    pub fn judges_documents(&self) -> bool {
        self.foreign.judges_documents()
    }

    /// Judges resources, and files as they are written, by the rules in other dialects.
    pub fn evaluate_foreign(&self, worlds: &[World], documents: &[Document], sources: &Sources, record: &mut Record) {
        self.foreign.evaluate(worlds, documents, self.native, sources, record);
    }

    /// The same with one rule alone, and nothing to say of the others.
    #[must_use]
    pub fn only(&self, id: &str) -> Self {
        Self {
            rules: self.rules.iter().filter(|rule| rule.id == id).cloned().collect(),
            known: self.known.clone(),
            diagnostics: Vec::new(),
            foreign: Foreign::default(),
            scopes: Vec::new(),
            libraries: self.libraries.clone(),
            modules: OnceLock::new(),
            native: self.native,
            needed: Vec::new(),
            engine: OnceLock::new(),
        }
    }

    /// Gets the rules ready that select something in one of the worlds. On a small scan, getting all of them ready would
    /// take longer than everything else.
    pub fn prepare(&mut self, worlds: &[World]) {
        let mut types = HashMap::new();
        for resource in worlds.iter().flat_map(|world| &world.resources).filter(|resource| resource.reported) {
            types.entry((resource.type_name(), resource.pods.is_empty())).or_insert(resource);
        }
        let is_needed = |rule: &Rule| types.iter().any(|((type_name, _), resource)| rule.selects(type_name, resource));
        self.needed = (0..self.rules.len()).filter(|&number| is_needed(&self.rules[number])).collect();
        self.engine = OnceLock::new();
        if self.native {
            // Each rule is needed soon, and threads that meet it first together would wait for each other.
            self.needed.par_iter().for_each(|&number| {
                let _ = self.program(&self.rules[number]);
            });
        }
    }

    /// Leaves every input of which all is known to the engine: slower, and the same findings.
    pub fn without_native(&mut self) {
        self.native = false;
    }

    /// The engine with the rules that are needed. What it refuses was told when the policies were loaded.
    pub(super) fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| {
            let mut engine = Engine::new();
            let rules = self.needed.iter().map(|&number| &self.rules[number].source);
            for source in self.libraries.iter().chain(rules) {
                drop(engine.add(&source.name, &source.text));
            }
            engine.prepare();
            engine
        })
    }

    /// Whether a rule that is in force, or a library, names a requirement.
    #[must_use]
    pub fn reads_requirement(&self, key: &str) -> bool {
        let named = [format!("requirements.{key}"), format!("\"{key}\"")];
        let mut sources = self.libraries.iter().chain(self.rules.iter().map(|rule| &rule.source));
        sources.any(|source| named.iter().any(|name| source.text.contains(name)))
    }

    /// What a rule is compiled to, or why it cannot be.
    pub(super) fn program<'r>(&self, rule: &'r Rule) -> Result<&'r Program, &'r Unmodelled> {
        let compile = || {
            let mut modules = self.modules().clone();
            let package = rule.source.add_to(&mut modules)?;
            if !self.is_trusted(rule) {
                let modules = modules.iter().map(AsRef::as_ref);
                Calls::of(modules).refusal(&rule.query).map_or(Ok(()), |error| Err(Unmodelled::refused(error)))?;
            }
            Program::compile(&modules, &package)
        };
        rule.program.get_or_init(compile).as_ref()
    }

    /// What a rule reads, with the libraries.
    pub(super) fn reads<'r>(&self, rule: &'r Rule) -> &'r Reads {
        rule.reads.get_or_init(|| {
            let mut modules = self.modules().clone();
            // What cannot be parsed was told when the policies were loaded, and is not evaluated.
            drop(rule.source.add_to(&mut modules));
            Reads::of(modules.iter().map(AsRef::as_ref))
        })
    }

    /// Name and text of each library.
    pub(super) fn library_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.libraries.iter().map(|library| (library.name.as_str(), &*library.text))
    }

    /// Whether all that a rule consists of comes with the program.
    pub(super) fn is_trusted(&self, rule: &Rule) -> bool {
        rule.source.bundled && self.libraries.iter().all(|library| library.bundled)
    }

    fn modules(&self) -> &Modules {
        self.modules.get_or_init(|| {
            let mut modules = Modules::default();
            for library in &self.libraries {
                drop(library.add_to(&mut modules));
            }
            modules
        })
    }

    /// The rules that select a resource, by number.
    pub(super) fn selecting(&self, resource: &Resource) -> Arc<[usize]> {
        let type_name = resource.type_name();
        let selecting = self.rules.iter().enumerate().filter(|(_, rule)| rule.selects(&type_name, resource));
        selecting.map(|(number, _)| number).collect()
    }
}

impl Source {
    /// Parses it into the modules, and tells its package.
    fn add_to(&self, modules: &mut Modules) -> Result<String, Unmodelled> {
        if self.bundled { modules.add_bundled(&self.name, &self.text) } else { modules.add(&self.name, &self.text) }
    }
}

impl Rule {
    /// Whether it is evaluated on each of several pods.
    pub(super) fn is_about_each_pod(&self) -> bool {
        self.selectors.iter().any(|selector| matches!(selector, Selector::Pod))
    }

    /// Name and text of its file.
    pub(super) fn file(&self) -> (&str, &str) {
        (&self.source.name, &self.source.text)
    }

    /// Whether it is evaluated on a resource.
    #[must_use]
    pub fn is_about(&self, resource: &Resource) -> bool {
        self.selects(&resource.type_name(), resource)
    }

    fn selects(&self, type_name: &str, resource: &Resource) -> bool {
        self.selectors.iter().any(|selector| selector.selects(type_name, resource))
    }
}

/// A text without the mark of Unicode that some editors put before it.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

impl From<RegoFile> for Policy {
    fn from(file: RegoFile) -> Self {
        Self { id: file.id, path: file.path, text: without_mark(file.text).into(), bundled: None }
    }
}

/// Id and text of the libraries in the binary.
pub(super) fn bundled_libraries() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUNDLED.iter().copied().filter(|(id, _)| is_library(id))
}

impl Policy {
    fn bundled(id: &str, text: &'static str, header: &'static str) -> (String, Self) {
        let path = PathBuf::from(format!("policies/{id}.rego"));
        (id.to_owned(), Self { id: id.to_owned(), path, text: Cow::Borrowed(text), bundled: Some(header) })
    }

    fn is_library(&self) -> bool {
        is_library(&self.id)
    }

    /// The package that belongs to the id.
    fn package(&self) -> String {
        format!("seaworthy.{}", self.id.replace('/', ".").replace('-', "_"))
    }

    fn into_library(self, sources: &Sources) -> Result<Source, Diagnostic> {
        match if self.bundled.is_some() { Ok(()) } else { self.parses(None) } {
            Ok(()) => Ok(self.into_source()),
            Err(fault) => Err(self.refused(fault, sources)),
        }
    }

    fn into_rule(self, sources: &Sources) -> Result<Rule, Diagnostic> {
        match self.rule() {
            Ok(rule) => Ok(Rule { source: self.into_source(), ..rule }),
            Err(fault) => Err(self.refused(fault, sources)),
        }
    }

    fn into_source(self) -> Source {
        Source { name: display_name(&self.path), text: self.text, bundled: self.bundled.is_some() }
    }

    /// What is wrong with it, at the place.
    fn refused(self, fault: HeaderError, sources: &Sources) -> Diagnostic {
        let name = display_name(&self.path);
        let file = sources.add(self.path, name.clone(), self.text.into_owned());
        let left_out = "The rule was left out. docs/writing-rules.md says what a rule must look like.";
        let help = fault.help.map_or_else(|| left_out.to_owned(), |help| format!("{help} The rule was left out."));
        let span = Span::new(file.id(), fault.range.start, fault.range.end);
        Diagnostic::error(name, fault.message).at(span, "here").help(help)
    }

    /// The rule that it is, its source still to be filled in.
    fn rule(&self) -> Result<Rule, HeaderError> {
        let metadata = match self.bundled.and_then(Metadata::from_json) {
            Some(metadata) => metadata,
            None => Metadata::read(&self.text)?,
        };
        if self.bundled.is_none() {
            metadata.check(&self.text)?;
        }
        let selectors = metadata.custom.selects.iter().map(|text| Selector::parse(text)).collect::<Result<_, _>>();
        let selectors = selectors.map_err(|(message, help)| self.at_line("selects:", message, Some(help)))?;
        let package = self.package();
        let is_package =
            |line: &str| line.split('#').next().unwrap_or_default().trim_end() == format!("package {package}");
        if !self.text.lines().any(is_package) {
            let message = if self.text.lines().any(|line| line.starts_with("package ")) {
                format!("the package of `{}` must be `{package}`", self.id)
            } else {
                "the file has no `package`".to_owned()
            };
            let help = format!("Write `package {package}`: it is the path of the file, below its folder of policies.");
            return Err(self.at_line("package ", message, Some(help)));
        }
        let params = params(&metadata).map_err(|message| self.at_line("params:", message, None))?;
        if self.bundled.is_none() {
            self.parses(Some("deny"))?;
        }
        let query = format!("data.{package}.deny");
        let source = Source { name: String::new(), text: Cow::Borrowed(""), bundled: self.bundled.is_some() };
        let (program, reads) = (Arc::default(), Arc::default());
        let (enabled, local) = (true, Vec::new());
        Ok(Rule { id: self.id.clone(), metadata, params, enabled, local, selectors, query, source, program, reads })
    }

    /// Whether the engine takes it, and it declares a rule.
    fn parses(&self, declares: Option<&str>) -> Result<(), HeaderError> {
        let name = display_name(&self.path);
        let mut engine = Engine::new();
        let checked = engine.add(&name, &self.text).and_then(|()| engine.check());
        checked.map_err(|error| {
            let lines = self.text.split_inclusive('\n');
            let start = lines.take(error.line.saturating_sub(1)).map(str::len).sum::<usize>();
            self.fault_at(start, error.message, None)
        })?;
        match declares.filter(|rule| !engine.declares(&name, rule)) {
            Some(rule) => {
                let help = format!("What it finds is called so: `{rule} contains finding if {{ … }}`.");
                Err(self.at_line("package ", format!("the rule defines no `{rule}`"), Some(help)))
            }
            None => Ok(()),
        }
    }

    /// A fault at the line that begins with a word, apart from its indentation as a comment; at the first where none does.
    fn at_line(&self, begins: &str, message: String, help: Option<String>) -> HeaderError {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            if line.trim_start_matches(['#', ' ']).starts_with(begins) {
                return self.fault_at(start, message, help);
            }
            start += line.len();
        }
        self.fault_at(0, message, help)
    }

    /// A fault in the line that starts at a byte.
    fn fault_at(&self, start: usize, message: String, help: Option<String>) -> HeaderError {
        let line = self.text[start..].lines().next().unwrap_or_default();
        HeaderError { message, help, range: start..start + line.trim_end().len() }
    }
}

/// Libraries hold functions that rules share.
fn is_library(id: &str) -> bool {
    id.starts_with("lib/") || id.contains("/lib/")
}

/// A rule's parameters, as the engine takes them.
pub(super) fn params(metadata: &Metadata) -> Result<regorus::Value, String> {
    let json = serde_json::to_string(&metadata.custom.params).map_err(|error| error.to_string())?;
    regorus::Value::from_json_str(&json).map_err(|error| error.to_string())
}
