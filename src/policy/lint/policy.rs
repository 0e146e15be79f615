//! What lints look at.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{Expr, LiteralStmt, Module, Ref, Rule};

use crate::policy::metadata::Metadata;
use seaworthy_rego::EngineError;
use seaworthy_rego::guard;
use seaworthy_rego::syntax::names::{Names, of_pattern};
use seaworthy_rego::syntax::{
    Place, Role, Visitor, declared_path, import_of, package, parameters, parse_any, reference, walk_rule,
};
use seaworthy_source::SourceFile;

/// A policy, parsed.
#[derive(Debug)]
pub struct Policies {
    files: Vec<Parsed>,
    /// The names that packages declare.
    names: BTreeMap<String, BTreeSet<String>>,
    /// The paths of all rules and functions: `data.lib.allowed`.
    paths: BTreeSet<String>,
    /// Rules that there are as well.
    others: Vec<String>,
}

#[derive(Debug)]
struct Parsed {
    file: Arc<SourceFile>,
    id: String,
    module: Result<Module, EngineError>,
    is_ours: bool,
    /// Whether it is looked over, rather than only there for others to refer to.
    is_asked: bool,
}

/// A policy among others.
#[derive(Debug)]
pub struct Policy<'a> {
    /// Its text.
    pub file: &'a SourceFile,
    /// Its path below the folder, without the ending.
    pub id: &'a str,
    /// Whether it is in the dialect of the bundled rules.
    pub is_ours: bool,
    /// Its header, where that can be read.
    pub(super) metadata: Option<Metadata>,
    pub(super) module: Result<&'a Module, &'a EngineError>,
    pub(super) all: &'a Policies,
}

impl Policies {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self { files: Vec::new(), names: BTreeMap::new(), paths: BTreeSet::new(), others: Vec::new() }
    }

    /// Takes in a policy. `id` is its path below its folder, without the ending; `is_asked` tells whether it is looked
    /// over itself.
    pub fn add(&mut self, id: String, file: Arc<SourceFile>, is_asked: bool) {
        let module = parse(&file);
        let text = file.text();
        let named = text.lines().find_map(|line| line.strip_prefix("package ")).map(str::trim);
        let is_ours = named.is_some_and(|package| package.starts_with("seaworthy.")) || text.contains("\n#   selects:");
        if let Ok(module) = &module {
            let own = package(module).join(".");
            for rule in &module.policy {
                let path = declared_path(module, rule);
                if let Some(name) = path.get(package(module).len()) {
                    self.names.entry(own.clone()).or_default().insert((*name).to_owned());
                }
                self.paths.insert(path.join("."));
            }
        }
        self.files.push(Parsed { file, id, module, is_ours, is_asked });
    }

    /// Says that there is a rule of our dialect, too, without its policy.
    pub fn know(&mut self, id: &str) {
        self.others.push(id.to_owned());
    }

    /// Whether a policy declares a rule or a function: `data.lib.allowed`.
    pub(super) fn declares(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Those that are to be looked over.
    pub fn iter(&self) -> impl Iterator<Item = Policy<'_>> {
        self.files.iter().filter(|parsed| parsed.is_asked).map(|parsed| Policy {
            file: &parsed.file,
            id: &parsed.id,
            is_ours: parsed.is_ours,
            metadata: Metadata::read(parsed.file.text()).ok(),
            module: parsed.module.as_ref(),
            all: self,
        })
    }

    /// The ids of our rules.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        let rules = self.files.iter().filter(|parsed| parsed.is_ours && !is_library(&parsed.id));
        rules.map(|parsed| parsed.id.as_str()).chain(self.others.iter().map(String::as_str))
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.files.iter().filter_map(|parsed| parsed.module.as_ref().ok())
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self::new()
    }
}

/// Sees a rule, an expression of it, and where that stands.
type SeeExpression<'s, 'a> = dyn FnMut(&'a Ref<Rule>, &'a Ref<Expr>, &Place<'_>) + 's;

/// Whether a policy of an id is a library.
#[must_use]
pub fn is_library(id: &str) -> bool {
    id.starts_with("lib/") || id.contains("/lib/")
}

/// Parses it as the engine would: as v1, else as v0.
fn parse(file: &SourceFile) -> Result<Module, EngineError> {
    let (module, _) = parse_any(file.name(), file.text())?;
    guard::check(&module)?;
    guard::Calls::of([&module]).first_fault().cloned().map_or(Ok(()), Err)?;
    Ok(module)
}

impl<'a> Policy<'a> {
    pub(super) fn is_library(&self) -> bool {
        is_library(self.id)
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &'a Ref<Rule>> {
        self.module.ok().into_iter().flat_map(|module| &module.policy)
    }

    /// Whether a name means something beyond a rule of the policy: a rule of its package, or an import.
    pub(super) fn is_known(&self, name: &str) -> bool {
        let Ok(module) = self.module else { return false };
        let declares = || self.all.names.get(&package(module).join(".")).is_some_and(|names| names.contains(name));
        import_of(module, name).is_some() || declares()
    }

    /// Whether it is a rule of our dialect.
    #[must_use]
    pub fn is_rule(&self) -> bool {
        self.is_ours && !self.is_library()
    }

    /// The line of the package.
    #[must_use]
    pub fn head(&self) -> Range<usize> {
        let line = self.file.text().lines().position(|line| line.starts_with("package "));
        self.file.line_range(line.map_or(1, |line| line + 1))
    }

    /// Whether what a rule defines is written out.
    pub(super) fn is_constant(&self, rule: &Rule) -> bool {
        let mut refers = false;
        walk_rule(rule, &|_| false, &mut Reads(&mut refers));
        !refers
    }

    /// Where a text first stands in the header; the first line of the policy where it does not.
    pub(super) fn in_header(&self, text: &str) -> Range<usize> {
        let all = self.file.text();
        let end = all.find("\npackage ").unwrap_or(all.len());
        match all.get(..end).and_then(|header| find_word(header, text)) {
            Some(start) => start..start + text.len(),
            None => self.file.line_range(1),
        }
    }

    pub(super) fn each_expression(&self, see: &mut SeeExpression<'_, 'a>) {
        for rule in self.rules() {
            walk_rule(rule, &|name| self.is_known(name), &mut Expressions { rule, see });
        }
    }

    pub(super) fn each_statement(&self, see: &mut dyn FnMut(&'a Ref<Rule>, &'a LiteralStmt, &Place<'_>)) {
        for rule in self.rules() {
            walk_rule(rule, &|name| self.is_known(name), &mut Statements { rule, see });
        }
    }

    /// Calls of functions by name: `regex.match`.
    pub(super) fn each_call(&self, see: &mut dyn FnMut(Call<'a>)) {
        self.each_expression(&mut |_, expression, _| {
            if let Expr::Call { fcn, params, .. } = expression.as_ref()
                && let Some(name) = name_of(fcn)
            {
                see(Call { name, function: fcn, arguments: params });
            }
        });
    }
}

/// A call.
pub(super) struct Call<'a> {
    pub name: String,
    pub function: &'a Ref<Expr>,
    pub arguments: &'a [Ref<Expr>],
}

/// `regex.match`, of a reference that is written out.
pub(super) fn name_of(function: &Expr) -> Option<String> {
    Some(reference(function)?.path().join("."))
}

/// The text, if the expression is one that is written out.
pub(super) fn text_of(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::String { value: Value::String(text), .. } | Expr::RawString { value: Value::String(text), .. } => {
            Some(text)
        }
        _ => None,
    }
}

/// The names that a rule declares in so many words: its arguments, and by `some`, `every` and `:=`.
pub(super) fn declared_in_words(rule: &Rule) -> BTreeSet<String> {
    let mut words = Words(BTreeSet::new());
    let mut found = Vec::new();
    parameters(rule).iter().for_each(|argument| of_pattern(argument, &mut found));
    words.0.extend(found.into_iter().map(str::to_owned));
    walk_rule(rule, &|_| true, &mut words);
    words.0
}

struct Words(BTreeSet<String>);

impl<'a> Visitor<'a> for Words {
    fn query(&mut self, _: &'a regorus::unstable::Query, _: &Names, _: &Place<'_>) {}

    fn statement(&mut self, statement: &'a LiteralStmt, _: &Place<'_>) {
        use regorus::unstable::{AssignOp, Literal};
        let mut found = Vec::new();
        match &statement.literal {
            Literal::SomeVars { vars, .. } => found.extend(vars.iter().map(|name| name.text())),
            Literal::SomeIn { key, value, .. } => {
                key.iter().chain([value]).for_each(|it| of_pattern(it, &mut found));
            }
            Literal::Every { key, value, .. } => found.extend(key.iter().chain([value]).map(|name| name.text())),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                if let Expr::AssignExpr { op: AssignOp::ColEq, lhs, .. } = expr.as_ref() {
                    of_pattern(lhs, &mut found);
                }
            }
        }
        self.0.extend(found.into_iter().map(str::to_owned));
    }
}

struct Expressions<'s, 'a> {
    rule: &'a Ref<Rule>,
    see: &'s mut SeeExpression<'s, 'a>,
}

impl<'a> Visitor<'a> for Expressions<'_, 'a> {
    fn expression(&mut self, expression: &'a Ref<Expr>, place: &Place<'_>) -> bool {
        (self.see)(self.rule, expression, place);
        true
    }
}

struct Reads<'s>(&'s mut bool);

impl<'a> Visitor<'a> for Reads<'_> {
    fn expression(&mut self, expression: &'a Ref<Expr>, place: &Place<'_>) -> bool {
        if place.role == Role::Parameter {
            return false;
        }
        *self.0 |= matches!(
            expression.as_ref(),
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. }
        );
        true
    }
}

struct Statements<'s, 'a> {
    rule: &'a Ref<Rule>,
    see: &'s mut dyn FnMut(&'a Ref<Rule>, &'a LiteralStmt, &Place<'_>),
}

impl<'a> Visitor<'a> for Statements<'_, 'a> {
    fn statement(&mut self, statement: &'a LiteralStmt, place: &Place<'_>) {
        (self.see)(self.rule, statement, place);
    }
}

/// Where a word stands that is no part of another one.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let is_inner = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || "_-/".contains(char));
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !is_inner(text[..*at].chars().next_back()) && !is_inner(text[at + word.len()..].chars().next()))
}
