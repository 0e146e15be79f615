//! The Rego of a template: read, checked as Gatekeeper checks it, with the lines that it has in the YAML file.
//!
//! Source: `pkg/client/drivers/rego` and `pkg/regorewriter` of the constraint framework.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use regorus::unstable::{Expr, Import, Module, Ref, Rule, RuleHead};

use super::manifest::Manifest;
use seaworthy_rego::analysis::{self as language, Attribute};
use seaworthy_rego::guard::Calls;
use seaworthy_rego::native::{Modules, Program, Reads, Unmodelled};
use seaworthy_rego::opa::{self, Policy};
use seaworthy_rego::syntax::{Place, Step, Version, Visitor, head, reference, walk_module};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::{Diagnostic, Path, SourceFile, Span, Value};

/// The rule that tells violations.
const RULE: &str = "violation";

/// A policy with its libraries.
#[derive(Debug)]
pub(super) struct Rego {
    pieces: Vec<Piece>,
    /// What it reads.
    pub reads: Reads,
    /// Which parts of the object it looks at, for the place of what it finds.
    pub references: Vec<Attribute>,
    /// The rule to evaluate.
    pub query: String,
    engine: OnceLock<Engine>,
    program: Result<Program, Unmodelled>,
}

#[derive(Debug)]
struct Piece {
    policy: Policy,
    /// As it is written.
    written: String,
    text: Text,
}

/// A text within a YAML file.
#[derive(Debug, Clone)]
struct Text {
    file: Arc<SourceFile>,
    /// The line of the file that holds the text's first one.
    first: usize,
    /// Whether its lines are those of the file.
    is_literal: bool,
}

impl Rego {
    /// Reads the policy at one path and the libraries at another.
    pub fn read(
        template: Manifest<'_>,
        entry: &Path,
        libraries: &Path,
        version: Option<Version>,
        told: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let entry = Piece::read(template, entry, version, told)?;
        let count = libraries.find(template.root).map_or(0, |node| node.items().len());
        let mut pieces = vec![entry];
        for index in 0..count {
            pieces.push(Piece::read(template, &libraries.index(index), version, told)?);
        }
        let faults: Vec<Diagnostic> =
            pieces.iter().enumerate().flat_map(|(number, piece)| piece.faults(number == 0)).collect();
        let is_faulty = !faults.is_empty();
        told.extend(faults);
        if is_faulty {
            return None;
        }
        let rego = Self {
            reads: Reads::of(pieces.iter().map(|piece| &*piece.policy.syntax)),
            query: format!("{}.{RULE}", pieces[0].policy.package()),
            program: compile(&pieces),
            references: references(&pieces),
            pieces,
            engine: OnceLock::new(),
        };
        if let Err(unmodelled) = &rego.program
            && unmodelled.refused
        {
            let piece = rego.pieces.iter().find(|piece| piece.policy.name == unmodelled.file);
            let text = &piece.unwrap_or(&rego.pieces[0]).text;
            told.push(text.error(unmodelled.line as usize, unmodelled.what.clone()));
            return None;
        }
        match rego.load() {
            Ok(_) => Some(rego),
            Err(error) => {
                told.push(rego.told(&error, "the policy cannot be used"));
                None
            }
        }
    }

    /// An engine with the policy.
    pub fn engine(&self) -> &Engine {
        self.engine.get_or_init(|| self.load().unwrap_or_else(|_| Engine::like_opa()))
    }

    fn load(&self) -> Result<Engine, EngineError> {
        let mut engine = Engine::like_opa();
        for Piece { policy, .. } in &self.pieces {
            let text = opa::tolerant(&policy.name, policy.text.clone(), policy.version);
            engine.add_as(policy.version, &policy.name, &text)?;
        }
        engine.prepare();
        Ok(engine)
    }

    /// What it is compiled to, where it can be.
    pub fn program(&self) -> Option<&Program> {
        self.program.as_ref().ok()
    }

    /// An error at its line.
    fn told(&self, error: &EngineError, what: &str) -> Diagnostic {
        self.text_of(error).error(error.line, format!("{what}: {}", error.message))
    }

    /// The line of an error.
    pub fn place(&self, error: &EngineError) -> Span {
        self.text_of(error).line(error.line)
    }

    /// The first line of the policy.
    pub fn start(&self) -> Span {
        self.pieces[0].text.line(1)
    }

    fn text_of(&self, error: &EngineError) -> &Text {
        let piece = self.pieces.iter().find(|piece| Some(&piece.policy.name) == error.file.as_ref());
        &piece.unwrap_or(&self.pieces[0]).text
    }

    /// Whether the text has a word anywhere, comments included.
    pub fn mentions(&self, word: &str) -> bool {
        self.pieces.iter().any(|piece| piece.policy.text.contains(word))
    }
}

impl Piece {
    fn read(template: Manifest<'_>, at: &Path, version: Option<Version>, told: &mut Vec<Diagnostic>) -> Option<Self> {
        let written = template.text(at, told)?;
        let text = Text::of(template, at);
        let name = format!("{} ({at})", template.file.name());
        let read = match version {
            Some(version) => Policy::read(&name, written, version, &BTreeSet::new()),
            None => Policy::read_any(&name, written, &BTreeSet::new()),
        };
        let policy = match read {
            Ok(policy) => policy,
            Err(error) => {
                told.push(text.unreadable(&error));
                return None;
            }
        };
        if version.is_none() && policy.version == Version::V1 && is_modern_only(&policy.syntax) {
            let message = "the policy is written in Rego v1, which Gatekeeper does not read here";
            let help = "Put it below `code`, with `engine: Rego` and `source: {version: v1, rego: …}`.";
            told.push(template.warning(at, message).help(help));
        }
        Some(Self { policy, written: written.to_owned(), text })
    }

    /// What Gatekeeper would refuse it for, and what is not to be had here.
    fn faults(&self, is_entry: bool) -> Vec<Diagnostic> {
        let syntax = &self.policy.syntax;
        let package = syntax.package.refr.span();
        let mut faults = Vec::new();
        if is_entry && !self.policy.rules().contains(RULE) {
            let help = "Gatekeeper asks for `violation[{\"msg\": msg}] { … }`.";
            faults.push(self.text.error(package.line as usize, "the policy defines no `violation`").help(help));
        }
        if !is_entry && !package.text().starts_with("lib.") {
            let message = format!("the package `{}` of a library does not begin with `lib.`", package.text());
            faults.push(self.text.error(package.line as usize, message).help("Gatekeeper takes no other libraries."));
        }
        for import in &syntax.imports {
            let path = import.refr.span().text();
            if !["data.lib", "future", "rego.v1"]
                .iter()
                .any(|start| path == *start || path.starts_with(&format!("{start}.")))
            {
                let message = format!("`{path}` cannot be imported");
                let help = "Gatekeeper's templates import libraries (`data.lib.…`) only.";
                faults.push(self.text.error(import.span.line as usize, message).help(help));
            }
        }
        let mut uses = Uses { text: &self.text, faults };
        walk_module(syntax, &mut uses);
        uses.faults
    }
}

/// Finds what templates cannot use.
struct Uses<'t> {
    text: &'t Text,
    faults: Vec<Diagnostic>,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn expression(&mut self, expression: &'a Ref<Expr>, _: &Place<'_>) -> bool {
        let line = expression.span().line as usize;
        let named = if let Expr::Call { fcn, .. } = expression.as_ref() { fcn } else { expression };
        let Some(found) = reference(named) else { return true };
        if matches!(expression.as_ref(), Expr::Call { .. }) && named.span().text() == "external_data" {
            let help = "The program asks no providers. The template cannot be evaluated here.";
            self.faults.push(self.text.error(line, "external data is not available").help(help));
        }
        let is_allowed = match found.steps.first() {
            Some(Step::Key(step)) => matches!(*step, "inventory" | "lib"),
            Some(_) => false,
            None => true,
        };
        if found.root.text() == "data" && !is_allowed {
            let message = format!("`{}` cannot be used", first_step(named).span().text());
            let help = "Gatekeeper's templates have `data.inventory` and `data.lib`.";
            self.faults.push(self.text.error(line, message).help(help));
        }
        true
    }
}

/// The name that a reference begins with, and its first step.
fn first_step(reference: &Ref<Expr>) -> &Ref<Expr> {
    let mut whole = reference;
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = whole.as_ref() {
        if matches!(refr.as_ref(), Expr::Var { .. }) {
            break;
        }
        whole = refr;
    }
    whole
}

/// Whether a policy of today's syntax is none of the old one.
fn is_modern_only(policy: &Module) -> bool {
    let imports =
        |import: &Import| matches!(import.refr.span().text(), "rego.v1" | "future.keywords" | "future.keywords.if");
    let has_body = |rule: &Rule| matches!(rule, Rule::Spec { bodies, .. } if !bodies.is_empty());
    !policy.imports.iter().any(imports) && policy.policy.iter().any(|rule| has_body(rule))
}

/// What a policy is compiled to. What prints in unusual ways is left to the engine, which has been taught Go's.
fn compile(pieces: &[Piece]) -> Result<Program, Unmodelled> {
    let mut modules = Modules::default();
    let mut packages = Vec::new();
    for Piece { policy, .. } in pieces {
        packages.push(modules.add_as(policy.version, &policy.name, &policy.text)?);
    }
    let calls = Calls::of(modules.iter().map(AsRef::as_ref));
    let refusal = calls.refusal(&format!("{}.{RULE}", packages[0]));
    refusal.map_or(Ok(()), |error| Err(Unmodelled::refused(error)))?;
    let program = Program::compile_rule(&modules, &packages[0], RULE)?;
    let is_set = |rule: &Rule| match rule {
        Rule::Spec { head: RuleHead::Set { .. }, .. } => true,
        other => head(other).span().text() != RULE,
    };
    if !pieces[0].policy.syntax.policy.iter().all(|rule| is_set(rule)) {
        return Err(left(&pieces[0], "a `violation` that is no set"));
    }
    let verbs = |text: &str| text.split('%').skip(1).all(|rest| rest.is_empty() || rest.starts_with(['v', 's', 'd']));
    match pieces.iter().find(|piece| !verbs(&piece.policy.text)) {
        None => Ok(program),
        Some(piece) => Err(left(piece, "a verb of `sprintf`")),
    }
}

/// What the rules look at below `input.review.object`.
fn references(pieces: &[Piece]) -> Vec<Attribute> {
    let parse = |piece: &Piece| language::Policy::parse(&piece.policy.name, &piece.written);
    let Ok(policies) = pieces.iter().map(parse).collect::<Result<Vec<_>, _>>() else { return Vec::new() };
    let scope = language::Scope::of(&policies);
    let rules = policies[0].rules().filter(|(name, _)| *name == RULE);
    let all = rules.flat_map(|(_, rule)| language::attributes(&scope, 0, rule));
    let of_object = all.filter_map(|reference| {
        let key = |step: &language::AttributeStep, name: &str| matches!(step, language::AttributeStep::Key(key) if &**key == name);
        let [review, object, below @ ..] = reference.steps.as_slice() else { return None };
        (key(review, "review") && key(object, "object")).then(|| Attribute { steps: below.to_vec(), ..reference })
    });
    of_object.collect()
}

/// Why a policy is left to the engine.
fn left(piece: &Piece, what: &str) -> Unmodelled {
    Unmodelled { what: what.to_owned(), file: piece.policy.name.clone(), line: 1, refused: false }
}

impl Text {
    fn of(template: Manifest<'_>, at: &Path) -> Self {
        let file = Arc::clone(template.file);
        let node = at.find(template.root).map(|node| node.span);
        let start = node.map_or(0, |span| span.start);
        let line = file.line_of(start);
        // What introduces a literal block is the last thing on its line, comments aside.
        let header = |line: usize| {
            let text = &file.text()[file.line_range(line)];
            let text = text
                .split(" #")
                .next()
                .unwrap_or(text)
                .trim_end()
                .trim_end_matches(|it: char| "+-".contains(it) || it.is_ascii_digit());
            text.ends_with('|')
        };
        let is_block = at
            .find(template.root)
            .is_some_and(|node| matches!(&node.value, Value::String(text) if text.contains('\n')));
        let key = file.line_of(template.place(at).start);
        let first = [line, key, line - 1].into_iter().find(|&line| is_block && header(line));
        Self { first: first.map_or(line, |line| line + 1), is_literal: first.is_some(), file }
    }

    fn line(&self, line: usize) -> Span {
        let line = if self.is_literal { self.first + line.max(1) - 1 } else { self.first };
        let range = self.file.line_range(line);
        let text = &self.file.text()[range.clone()];
        let indent = text.len() - text.trim_start().len();
        Span::new(self.file.id(), range.start + indent, range.end)
    }

    fn error(&self, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.file.name(), message).at(self.line(line), "")
    }

    fn unreadable(&self, error: &EngineError) -> Diagnostic {
        self.error(error.line, format!("the policy cannot be read: {}", error.message))
            .help("The template was left out, and its constraints with it.")
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
mod tests {
    use super::super::template::Template;
    use super::*;
    use seaworthy_source::Sources;
    use seaworthy_source::yaml;

    /// Why templates are not evaluated natively, by kind.
    fn unmodelled(file: &str) -> Vec<(String, Option<String>)> {
        let sources = Sources::default();
        let path = format!("tests/gatekeeper/policies/{file}");
        let text = std::fs::read_to_string(&path).unwrap();
        let file = sources.add(path.clone().into(), path, text);
        let documents = yaml::parse(&file).documents;
        let roots = documents.iter().filter_map(|document| document.root.as_ref());
        let manifests = roots.map(|root| Manifest { file: &file, root });
        let templates = manifests.filter_map(|manifest| Template::read(manifest, &mut Vec::new()));
        let why = |template: Template| (template.kind, template.rego.program.err().map(|error| error.what));
        templates.map(why).collect()
    }

    #[test]
    fn ordinary_policies_are_evaluated_natively() {
        let native = |kind: &str| (kind.to_owned(), None);
        assert_eq!(unmodelled("labels.yaml"), [native("LabelRules")]);
        assert_eq!(unmodelled("inventory.yaml")[1], native("NamespaceTeam"));
    }
}
