//! From the tree that regorus parsed to the instructions of [`super::ir`]: names are resolved, iterations hoisted.

mod expression;
mod pattern;
mod query;
mod reference;
mod schedule;
mod scope;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{ArithOp, Expr, Ref, Rule as Syntax, RuleBody, RuleHead, Span, numbers};

use self::scope::Scopes;
use super::Module;
use super::ir::{Definition, Program, Rule, RuleId, RuleKind};
use crate::engine::EngineError;
use crate::guard;
use crate::syntax::{Version, names, parse_trusted, rule_name, static_path};

/// Why a rule is left to regorus: a construct, and where it stands.
#[derive(Debug, Clone)]
pub struct Unmodelled {
    /// The construct.
    pub what: String,
    /// The file, by the name that it was added with.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether regorus must not be given the rule either: it would not survive it.
    pub refused: bool,
}

impl Unmodelled {
    fn at(span: &Span, what: impl Into<String>) -> Self {
        Self { what: what.into(), file: span.source.file().clone(), line: span.line, refused: false }
    }

    /// Of a rule that nothing may evaluate.
    pub fn refused(error: &EngineError) -> Self {
        let line = u32::try_from(error.line).unwrap_or(u32::MAX);
        Self { what: error.message.clone(), file: String::new(), line, refused: true }
    }

    fn refused_in(name: &str, error: &EngineError) -> Self {
        Self { file: name.to_owned(), ..Self::refused(error) }
    }
}

impl std::fmt::Display for Unmodelled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}:{})", self.what, self.file, self.line)
    }
}

impl std::error::Error for Unmodelled {}

/// The modules that rules can refer to, by package: `data.seaworthy.lib.iam`.
#[derive(Debug, Clone, Default)]
pub struct Modules(HashMap<String, Vec<Module>>);

impl Modules {
    /// Adds a policy file in v1, and returns its package.
    pub fn add(&mut self, name: &str, text: &str) -> Result<String, Unmodelled> {
        self.add_as(Version::V1, name, text)
    }

    /// The same for a file that is part of the program: its tests have checked it.
    pub fn add_bundled(&mut self, name: &str, text: &str) -> Result<String, Unmodelled> {
        let unparsed = |error: EngineError| Unmodelled { refused: false, ..Unmodelled::refused_in(name, &error) };
        self.insert(parse_trusted(name, text, Version::V1).map_err(unparsed)?)
    }

    /// The same for a file in either syntax.
    pub fn add_as(&mut self, version: Version, name: &str, text: &str) -> Result<String, Unmodelled> {
        let refused = |error| Unmodelled::refused_in(name, &error);
        guard::scan(name, text).map_err(refused)?;
        let unparsed = |error: EngineError| Unmodelled { refused: false, ..Unmodelled::refused_in(name, &error) };
        let module = parse_trusted(name, text, version).map_err(unparsed)?;
        guard::check(&module).map_err(refused)?;
        self.insert(module)
    }

    fn insert(&mut self, module: regorus::unstable::Module) -> Result<String, Unmodelled> {
        let steps = static_path(&module.package.refr)
            .ok_or_else(|| Unmodelled::at(&module.package.span, "the name of the package"))?;
        let package = format!("data.{}", steps.join("."));
        self.0.entry(package.clone()).or_default().push(Arc::new(module));
        Ok(package)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Module> {
        self.0.values().flatten()
    }

    fn of(&self, package: &str) -> &[Module] {
        self.0.get(package).map_or(&[], Vec::as_slice)
    }

    /// How many arguments a function takes; none, if it is no function, and of each definition, if they differ.
    fn arity(&self, package: &str, name: &str) -> Vec<usize> {
        let rules = self.of(package).iter().flat_map(|module| &module.policy);
        let mut arity: Vec<usize> = rules
            .filter(|rule| is_named(rule, name))
            .map(|rule| match rule.as_ref() {
                Syntax::Spec { head: RuleHead::Func { args, .. }, .. } | Syntax::Default { args, .. } => args.len(),
                Syntax::Spec { .. } => 0,
            })
            .collect();
        arity.dedup();
        arity
    }

    fn declares(&self, package: &str, name: &str) -> bool {
        self.of(package).iter().flat_map(|module| &module.policy).any(|rule| is_named(rule, name))
    }
}

/// Compiles a rule and everything that it refers to.
///
/// Rules that are met on the way wait until the one at hand is done: so the stack holds no more than one of them, however
/// long a row of them is.
pub(super) fn compile(modules: &Modules, package: &str, name: &str) -> Result<Program, Unmodelled> {
    let mut compiler =
        Compiler { modules, numbers: HashMap::new(), waiting: VecDeque::new(), references: Vec::new(), current: 0 };
    let entry = compiler.number(package.to_owned(), name.to_owned());
    let mut rules = Vec::new();
    let mut unmodelled = None;
    while let Some((package, name)) = compiler.waiting.pop_front() {
        compiler.current = rules.len();
        match compiler.definitions(&package, &name) {
            Ok(rule) => rules.push(rule),
            Err(error) => {
                unmodelled.get_or_insert(error);
                rules.push(Rule { kind: RuleKind::Set, definitions: Vec::new(), default: None });
            }
        }
    }
    // Worse than what is not modelled: regorus must not be asked then either.
    compiler.refuse_circles(rules.len())?;
    match unmodelled {
        None => Ok(Program { rules, entry }),
        Some(error) => Err(error),
    }
}

struct Compiler<'a> {
    modules: &'a Modules,
    /// The numbers of rules by package and name.
    numbers: HashMap<(String, String), RuleId>,
    /// The rules that have a number and are still to be compiled, in the order of their numbers.
    waiting: VecDeque<(String, String)>,
    /// Which rule refers to which, and where.
    references: Vec<(RuleId, RuleId, Span)>,
    /// The rule that is being compiled.
    current: RuleId,
}

impl<'a> Compiler<'a> {
    /// The number of a rule that the one at hand refers to.
    fn rule(&mut self, package: &str, name: &str, from: &Span) -> RuleId {
        let number = self.number(package.to_owned(), name.to_owned());
        self.references.push((self.current, number, from.clone()));
        number
    }

    fn number(&mut self, package: String, name: String) -> RuleId {
        let next = self.numbers.len();
        *self.numbers.entry((package, name)).or_insert_with_key(|key| {
            self.waiting.push_back(key.clone());
            next
        })
    }

    /// Takes away the rules that refer to no other that is left, until there is none. Those that stay refer to themselves.
    fn refuse_circles(&self, rules: usize) -> Result<(), Unmodelled> {
        let mut open = vec![0_usize; rules];
        let mut referring: Vec<Vec<RuleId>> = vec![Vec::new(); rules];
        for (from, to, _) in &self.references {
            open[*from] += 1;
            referring[*to].push(*from);
        }
        let mut done: Vec<RuleId> = (0..rules).filter(|rule| open[*rule] == 0).collect();
        while let Some(rule) = done.pop() {
            for from in &referring[rule] {
                open[*from] -= 1;
                if open[*from] == 0 {
                    done.push(*from);
                }
            }
        }
        match self.references.iter().find(|(from, to, _)| open[*from] > 0 && open[*to] > 0) {
            Some((_, _, span)) => {
                let what = format!("`{}` refers to itself, directly or through others", span.text());
                Err(Unmodelled { refused: true, ..Unmodelled::at(span, what) })
            }
            None => Ok(()),
        }
    }

    fn definitions(&mut self, package: &str, name: &str) -> Result<Rule, Unmodelled> {
        let modules = self.modules;
        let mut rule = None;
        let mut default = None;
        for module in modules.of(package) {
            for syntax in module.policy.iter().filter(|syntax| is_named(syntax, name)) {
                let (head, bodies) = match syntax.as_ref() {
                    Syntax::Spec { head, bodies, .. } => (head, bodies),
                    Syntax::Default { value, args, span, .. } => {
                        default = Some(constant(value).filter(|_| args.is_empty()).ok_or_else(|| {
                            Unmodelled::at(span, "a default that is computed, or is that of a function")
                        })?);
                        continue;
                    }
                };
                let (kind, definition) = self.definition(module, package, head, bodies)?;
                let rule = rule.get_or_insert_with(|| Rule { kind, definitions: Vec::new(), default: None });
                if rule.kind != kind {
                    return Err(Unmodelled::at(syntax.span(), format!("`{name}` is of several kinds")));
                }
                rule.definitions.push(definition);
            }
        }
        let rule = rule.ok_or_else(|| Unmodelled {
            what: format!("`{package}.{name}` is not defined"),
            file: String::new(),
            line: 1,
            refused: false,
        })?;
        Ok(Rule { default, ..rule })
    }

    fn definition(
        &mut self,
        module: &'a Module,
        package: &str,
        head: &'a RuleHead,
        bodies: &'a [RuleBody],
    ) -> Result<(RuleKind, Definition), Unmodelled> {
        let (kind, arguments, output, span): (_, &[Ref<Expr>], _, _) = match head {
            RuleHead::Func { refr, args, assign, span } if !args.is_empty() && names::variable(refr).is_some() => {
                (RuleKind::Function, args, assign.as_ref().map(|assign| &assign.value), span)
            }
            RuleHead::Compr { refr, assign, span } if names::variable(refr).is_some() => {
                (RuleKind::Complete, &[], assign.as_ref().map(|assign| &assign.value), span)
            }
            RuleHead::Set { refr, key: Some(key), span } if names::variable(refr).is_some() => {
                (RuleKind::Set, &[], Some(key), span)
            }
            RuleHead::Func { span, .. } | RuleHead::Compr { span, .. } | RuleHead::Set { span, .. } => {
                return Err(Unmodelled::at(span, "the form of the rule's head"));
            }
        };
        if let Some(body) = bodies.iter().skip(1).chain(bodies.iter().filter(|body| body.assign.is_some())).next() {
            return Err(Unmodelled::at(&body.span, "`else`, or several bodies"));
        }
        let mut scopes = Scopes::new(self, module, package);
        let parameters = scopes.parameters(arguments)?;
        let body = match bodies.first() {
            Some(body) => scopes.query(&body.query)?,
            None => scopes.empty_query(),
        };
        let output = output.map(|output| scopes.output(output)).transpose()?;
        if kind == RuleKind::Set && output.is_none() {
            return Err(Unmodelled::at(span, "a set without a value"));
        }
        Ok((kind, Definition { parameters, body, output, slots: scopes.slots() }))
    }
}

fn is_named(rule: &Syntax, name: &str) -> bool {
    rule_name(rule).is_some_and(|span| span.text() == name)
}

/// The value of an expression that needs nothing to be computed.
fn constant(expression: &Expr) -> Option<Value> {
    let all = |items: &[Ref<Expr>]| items.iter().map(|item| constant(item)).collect::<Option<Vec<_>>>();
    match expression {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => Some(value.clone()),
        Expr::UnaryExpr { span, expr: number, .. } => {
            let value = constant(number)?;
            numbers::arithmetic_operation(span, &ArithOp::Sub, expression, number, Value::from(0), value, true).ok()
        }
        Expr::Array { items, .. } => all(items).map(Value::from),
        Expr::Set { items, .. } => Some(Value::from(regorus::value::Set::from_iter(all(items)?))),
        Expr::Object { fields, .. } => {
            let fields = fields.iter().map(|(_, key, value)| Some((constant(key)?, constant(value)?)));
            fields.collect::<Option<regorus::value::Object>>().map(Value::from)
        }
        _ => None,
    }
}
