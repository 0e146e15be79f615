//! Policies to rules.
//!
//! Rules that are sets may have several definitions, in several files. Each is evaluated by itself: what it finds carries
//! its own severity and place, and an error costs it alone. For that, a definition gets a name of its own in the text that
//! the engine is given, and the rule becomes the union of these: other rules may refer to it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::unstable::{Rule, RuleHead, Span as RegoSpan};

use super::data;
use super::{Definition, Options, Policies};
use crate::policy::foreign::ForeignRule;
use crate::policy::foreign::annotations::{Annotations, blocks};
use crate::policy::foreign::folder::RegoFile;
use crate::verdict::Severity;
use seaworthy_rego::analysis::{Edits, Policy, Scope, attributes};
use seaworthy_rego::native::Reads;
use seaworthy_rego::syntax::{Version, rule_name};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::{Diagnostic, SourceFile, Sources, Span, display_name};

/// How often a policy may be wrong as a whole before the others are given up.
const MAX_FAULTS: usize = 100;

/// A policy with its file.
struct PolicyFile {
    /// Its path below the folder of policies, without the ending.
    id: String,
    file: Arc<SourceFile>,
    policy: Policy,
    /// What it says of itself, and of its rules by the line that they begin at.
    package: Annotations,
    rules: BTreeMap<u32, Annotations>,
}

/// A definition that is still to be looked at.
struct Found {
    policy: usize,
    definition: Definition,
    /// The rule in the policy's tree.
    rule: usize,
}

impl Policies {
    /// Loads policies: the rules that they are, and what is wrong with them.
    pub(in crate::policy::foreign) fn load(
        files: Vec<RegoFile>,
        options: &Options,
        sources: &Sources,
    ) -> (Self, Vec<ForeignRule>, Vec<Diagnostic>) {
        if files.is_empty() {
            return (Self::default(), Vec::new(), Vec::new());
        }
        let mut diagnostics = Vec::new();
        let mut policies: Vec<PolicyFile> =
            files.into_iter().filter_map(|file| PolicyFile::read(file, sources, &mut diagnostics)).collect();
        // Names of files are the same twice where there are several folders.
        policies.dedup_by(|a, b| a.file.path() == b.file.path());
        let mut found = Vec::new();
        for (number, loaded) in policies.iter().enumerate() {
            if counts(&loaded.policy.package, options) {
                loaded.definitions(number, &mut found);
            }
        }
        let data = data::read(&options.data, sources, &mut diagnostics);
        let mut refused = Refused::default();
        let engine = engine(&policies, &data, &mut refused, &mut diagnostics);
        let is_refused =
            |policy: usize, rule: &Rule| refused.get(&policy).is_some_and(|lines| lines.contains(&rule.span().line));
        let scope = Scope::of(policies.iter().map(|loaded| &loaded.policy));
        let mut rules: BTreeMap<String, ForeignRule> = BTreeMap::new();
        let mut definitions = Vec::new();
        for Found { policy, mut definition, rule } in found {
            let loaded = &policies[policy];
            let Some(rule) = loaded.policy.module.policy.get(rule) else { continue };
            let entry = rules.entry(definition.rule.clone());
            entry.or_insert_with(|| loaded.foreign_rule(&definition, rule));
            let reach = scope.reach(policy, rule);
            if let Some((policy, span)) = reach.missing {
                diagnostics.push(missing(&policies[policy], span, &definition.rule));
                continue;
            }
            if reach.rules.iter().any(|(policy, rule)| is_refused(*policy, rule)) {
                continue;
            }
            // Whether an exception applies decides as well.
            let exceptions = exceptions(&policies, &loaded.policy.package);
            let exceptions = exceptions.flat_map(|(policy, rule)| scope.reach(policy, rule).rules);
            let rules = reach.rules.into_iter().chain(exceptions);
            definition.reads = Reads::of_rules(rules.map(|(policy, rule)| (&*policies[policy].policy.module, rule)));
            definition.references = attributes(&scope, policy, rule);
            definitions.push(definition);
        }
        diagnostics.dedup();
        let has_exceptions = |loaded: &&PolicyFile| loaded.policy.rules().any(|(name, _)| name == "exception");
        let mut with_exceptions: Vec<String> =
            policies.iter().filter(has_exceptions).map(|loaded| loaded.policy.package.clone()).collect();
        with_exceptions.dedup();
        let asks_for_file = policies.iter().any(|loaded| loaded.file.text().contains("conftest"));
        let policies = Self { engine, definitions, with_exceptions, asks_for_file, combine: options.combine };
        (policies, rules.into_values().collect(), diagnostics)
    }
}

impl PolicyFile {
    fn read(file: RegoFile, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let name = display_name(&file.path);
        let parsed = Policy::parse(&name, &file.text);
        let source = sources.add(file.path, name, file.text);
        let policy = match parsed {
            Ok(policy) => policy,
            Err(error) => {
                diagnostics.push(complaint(&source, &error).help("The policy was left out: correct it."));
                return None;
            }
        };
        let (mut package, mut rules) = (Annotations::default(), BTreeMap::new());
        let package_line = policy.module.package.span.line;
        for block in blocks(source.text()) {
            let annotations = match block.annotations {
                Ok(annotations) => annotations,
                Err(message) => {
                    let line = source.line_range(block.end - 1);
                    let diagnostic =
                        Diagnostic::warning(source.name(), format!("annotations that are no YAML: {message}"));
                    let span = Span::new(source.id(), line.start, line.end);
                    diagnostics
                        .push(diagnostic.at(span, "").help("The rule is evaluated, and says nothing of itself."));
                    continue;
                }
            };
            let end = u32::try_from(block.end).unwrap_or(u32::MAX);
            let next = policy.module.policy.iter().map(|rule| rule.span().line).filter(|line| *line >= end).min();
            match next {
                _ if end <= package_line => package = annotations,
                Some(line) => drop(rules.insert(line, annotations)),
                None => {}
            }
        }
        let id = file.id.chars().map(|c| if c.is_alphanumeric() || "/-_.".contains(c) { c } else { '-' }).collect();
        Some(Self { id, file: source, policy, package, rules })
    }

    /// Finds the definitions of rules.
    fn definitions(&self, number: usize, found: &mut Vec<Found>) {
        let mut whole: Vec<&str> = Vec::new();
        for (at, rule) in self.policy.module.policy.iter().enumerate() {
            let Some(name) = rule_name(rule).map(|head| head.text()).filter(|name| kind(name).is_some()) else {
                continue;
            };
            let query = if self.is_split(name) {
                own_name(number, at)
            } else if whole.contains(&name) {
                continue;
            } else {
                whole.push(name);
                name.to_owned()
            };
            let definition = self.definition(name, &query, rule.span());
            found.push(Found { policy: number, definition, rule: at });
        }
    }

    /// Whether each definition of a rule is evaluated by itself.
    fn is_split(&self, name: &str) -> bool {
        let is_set = |rule: &Rule| matches!(rule, Rule::Spec { head: RuleHead::Set { .. }, .. });
        kind(name).is_some() && self.policy.rules().filter(|(other, _)| *other == name).all(|(_, rule)| is_set(rule))
    }

    /// Gives it to an engine, without the rules at some lines.
    fn add_to(
        &self,
        engine: &mut Engine,
        number: usize,
        without: &[u32],
        names: &BTreeSet<String>,
    ) -> Result<(), EngineError> {
        let mut edits = Edits::default();
        let mut behind = String::new();
        for (at, rule) in self.policy.module.policy.iter().enumerate() {
            if without.contains(&rule.span().line) {
                edits.blank(rule.span());
                continue;
            }
            let Some(head) = rule_name(rule).filter(|head| self.is_split(head.text())) else { continue };
            let (name, own) = (head.text(), own_name(number, at));
            edits.replace(head, &own);
            behind.push_str(&match self.policy.version {
                Version::V0 => format!("{name}[x] {{ {own}[x] }}\n"),
                Version::V1 => format!("{name} contains x if {{ some x in {own} }}\n"),
            });
        }
        self.policy.add_to(engine, edits, &behind, names)
    }

    fn definition(&self, name: &str, query: &str, span: &RegoSpan) -> Definition {
        let package = &self.policy.package;
        let suffix = name.split_once('_').map_or("", |(_, suffix)| suffix);
        let annotations = self.rules.get(&span.line);
        Definition {
            rule: match suffix {
                "" => format!("conftest/{package}/{}/{name}", self.id),
                _ => format!("conftest/{package}/{name}"),
            },
            namespace: package.clone(),
            exempted_as: suffix.to_owned(),
            query: format!("data.{package}.{query}"),
            severity: annotations.and_then(Annotations::severity).or(self.package.severity()),
            span: self.line(span.line),
            reads: Reads::default(),
            references: Vec::new(),
        }
    }

    fn line(&self, line: u32) -> Span {
        let range = self.file.line_range(line as usize);
        Span::new(self.file.id(), range.start, range.end)
    }

    fn foreign_rule(&self, definition: &Definition, rule: &Rule) -> ForeignRule {
        let name = rule_name(rule).map_or("deny", |head| head.text());
        let none = Annotations::default();
        let annotations = self.rules.get(&rule.span().line).unwrap_or(&none).or(&self.package);
        let severity = kind(name).unwrap_or(Severity::High);
        let title = format!("`{name}` of {}", self.file.name());
        let description = format!("A policy for Conftest, in {}.", self.file.name());
        let id = definition.rule.clone();
        ForeignRule { judges_documents: true, ..ForeignRule::new(id, &annotations, severity, title, description) }
    }
}

/// The severity that a rule of this name has unless it says otherwise; none, where the name is no rule's.
fn kind(name: &str) -> Option<Severity> {
    let (first, rest) = name.split_once('_').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !rest.is_none_or(|rest| rest.split('_').all(is_word)) {
        return None;
    }
    match first {
        "deny" | "violation" => Some(Severity::High),
        "warn" => Some(Severity::Low),
        _ => None,
    }
}

/// The exceptions of a package: rules, each with the number of its policy.
fn exceptions<'p>(policies: &'p [PolicyFile], package: &'p str) -> impl Iterator<Item = (usize, &'p Rule)> {
    let of_package = policies.iter().enumerate().filter(move |(_, loaded)| loaded.policy.package == package);
    let rules = of_package.flat_map(|(number, loaded)| loaded.policy.rules().map(move |rule| (number, rule)));
    rules.filter(|(_, (name, _))| *name == "exception").map(|(number, (_, rule))| (number, rule))
}

/// Whether the rules of a package are wanted.
fn counts(package: &str, options: &Options) -> bool {
    if options.all_namespaces {
        return true;
    }
    if options.namespaces.is_empty() {
        return package == "main";
    }
    options.namespaces.iter().any(|namespace| {
        let glob = globset::GlobBuilder::new(namespace).build();
        namespace == package || glob.is_ok_and(|glob| glob.compile_matcher().is_match(package))
    })
}

/// The name that a definition has for the engine.
fn own_name(policy: usize, rule: usize) -> String {
    format!("seaworthy_{policy}_{rule}")
}

/// The lines of the rules that the engine refused, by policy.
type Refused = BTreeMap<usize, Vec<u32>>;

/// An engine with the policies. A rule that it refuses is left out, and told.
fn engine(
    policies: &[PolicyFile],
    data: &regorus::Value,
    refused: &mut Refused,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Engine> {
    for _ in 0..MAX_FAULTS {
        let fault = match assemble(policies, data, refused) {
            Ok(engine) => return Some(engine),
            Err(fault) => fault,
        };
        let number = policies.iter().position(|loaded| Some(&loaded.policy.name) == fault.file.as_ref());
        let Some((number, loaded)) = number.and_then(|number| Some((number, policies.get(number)?))) else {
            diagnostics.push(Diagnostic::error("policies of Conftest", fault.message).help("None was evaluated."));
            return None;
        };
        diagnostics
            .push(complaint(&loaded.file, &fault).help("The rule was left out, and all that refer to it: correct it."));
        let line = u32::try_from(fault.line).unwrap_or(u32::MAX);
        let without = refused.entry(number).or_default();
        let lines = loaded.policy.module.policy.iter().map(|rule| rule.span().line);
        match lines.clone().filter(|start| *start <= line && !without.contains(start)).max() {
            Some(start) => without.push(start),
            None => without.extend(lines),
        }
    }
    None
}

fn assemble(policies: &[PolicyFile], data: &regorus::Value, refused: &Refused) -> Result<Engine, EngineError> {
    let mut engine = Engine::like_opa();
    for (number, loaded) in policies.iter().enumerate() {
        let package = &loaded.policy.package;
        let of_package = policies.iter().filter(|other| other.policy.package == *package);
        let names = of_package.flat_map(|other| other.policy.rules()).map(|(name, _)| name.to_owned()).collect();
        let without = refused.get(&number).map_or(&[] as &[u32], Vec::as_slice);
        let named = |error| EngineError { file: Some(loaded.policy.name.clone()), ..error };
        loaded.add_to(&mut engine, number, without, &names).map_err(named)?;
    }
    engine.add_data(data.clone())?;
    engine.prepare();
    engine.fault().map_err(|(_, error)| error)?;
    Ok(engine)
}

fn complaint(file: &SourceFile, error: &EngineError) -> Diagnostic {
    // What is missing at the end is shown behind what there is.
    let has_text = |line: &usize| file.text().get(file.line_range(*line)).is_some_and(|text| !text.trim().is_empty());
    let line = (1..=error.line.min(file.line_count())).rev().find(has_text).unwrap_or(1);
    let line = file.line_range(line);
    Diagnostic::error(file.name(), &error.message).at(Span::new(file.id(), line.start, line.end), "here")
}

fn missing(loaded: &PolicyFile, span: &RegoSpan, rule: &str) -> Diagnostic {
    let name = span.text().split('(').next().unwrap_or_default().trim();
    Diagnostic::error(loaded.file.name(), format!("there is no function `{name}`"))
        .at(Span::new(loaded.file.id(), span.start as usize, span.end as usize), "called here")
        .help(format!("The rule `{rule}` was left out: the function is neither defined nor one that this program has."))
}
