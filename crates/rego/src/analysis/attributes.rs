//! Which attributes of the input a rule looks at: the references in it, followed through variables, functions and the rules
//! that it refers to.
//!
//! Values are not computed. A variable stands for the paths that its value may come from, and `_` for any step.

use std::collections::HashMap;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleHead};

use super::reach::Scope;
use crate::syntax::static_path;

/// How deep rules and functions are followed.
const MAX_DEPTH: usize = 8;
/// How many references of a rule count, and how many paths a value may come from.
const MAX_ATTRIBUTES: usize = 200;
const MAX_PATHS: usize = 16;
/// How many expressions are looked at.
const MAX_STEPS: usize = 20_000;

/// One step of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeStep {
    /// A key of an object.
    Key(Arc<str>),
    /// An index of a list.
    Index(usize),
    /// Any key or index.
    Any,
    /// Any steps, or none.
    Deep,
}

/// An attribute that a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The way to it from the input.
    pub steps: Vec<AttributeStep>,
    /// Whether the rule may go on where the attribute is missing: behind `not`, in a comprehension, with a default.
    pub may_be_missing: bool,
    /// Whether it is only part of a message.
    pub in_message: bool,
}

/// What a value may be.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// Parts of the input.
    paths: Vec<Vec<AttributeStep>>,
    /// A collection, each of whose elements may be one of these.
    elements: Vec<Vec<AttributeStep>>,
}

/// The attributes that a rule reads, of one of the scope's policies, in the order of the source.
pub fn attributes(scope: &Scope<'_>, policy: usize, rule: &Rule) -> Vec<Attribute> {
    let mut walk = Walk { scope, policy, found: Vec::new(), depth: 0, steps: 0 };
    walk.rule(rule, &[], Mode::default());
    walk.found
}

/// What holds for the expressions at hand.
#[derive(Debug, Clone, Copy, Default)]
struct Mode {
    may_be_missing: bool,
    in_message: bool,
}

struct Walk<'s, 'p> {
    scope: &'s Scope<'p>,
    policy: usize,
    found: Vec<Attribute>,
    depth: usize,
    steps: usize,
}

type Names<'p> = HashMap<&'p str, Origin>;

impl<'p> Walk<'_, 'p> {
    /// The value of a rule, or of a function for some arguments.
    fn rule<'r>(&mut self, rule: &'r Rule, arguments: &[Origin], mode: Mode) -> Origin {
        let Rule::Spec { head, bodies, .. } = rule else { return Origin::default() };
        let mut value = Origin::default();
        let mut names: Names<'r> = HashMap::new();
        if let RuleHead::Func { args, .. } = head {
            for (parameter, argument) in args.iter().zip(arguments) {
                bind(parameter, argument, &mut names);
            }
        }
        let mut any_body = false;
        for body in bodies {
            any_body = true;
            let mut names = names.clone();
            self.query(&body.query, &mut names, mode);
            let own = body.assign.as_ref().map(|assign| &assign.value);
            self.head(head, own, &mut names, mode, &mut value);
        }
        if !any_body {
            self.head(head, None, &mut names, mode, &mut value);
        }
        value
    }

    fn head<'r>(
        &mut self,
        head: &'r RuleHead,
        own: Option<&'r Ref<Expr>>,
        names: &mut Names<'r>,
        mode: Mode,
        value: &mut Origin,
    ) {
        match head {
            RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                if let Some(result) = own.or(assign.as_ref().map(|assign| &assign.value)) {
                    value.extend(self.expression(result, names, mode));
                }
            }
            RuleHead::Set { key, .. } => {
                if let Some(key) = key {
                    let element = self.expression(key, names, Mode { in_message: true, ..mode });
                    extend(&mut value.elements, element.paths);
                }
            }
        }
    }

    fn query<'r>(&mut self, query: &'r Query, names: &mut Names<'r>, mode: Mode) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { value, collection, .. } => {
                    let element = self.expression(collection, names, mode).element();
                    self.note(&element, mode);
                    bind(value, &element, names);
                }
                Literal::Expr { expr, .. } => drop(self.expression(expr, names, mode)),
                Literal::NotExpr { expr, .. } => {
                    drop(self.expression(expr, names, Mode { may_be_missing: true, ..mode }));
                }
                Literal::Every { value, domain, query, .. } => {
                    let element = self.expression(domain, names, mode).element();
                    let mut inner = names.clone();
                    inner.insert(value.text(), element);
                    self.query(query, &mut inner, mode);
                }
            }
        }
    }

    fn expression<'r>(&mut self, expression: &'r Ref<Expr>, names: &mut Names<'r>, mode: Mode) -> Origin {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Origin::default();
        }
        match expression.as_ref() {
            Expr::Var { span, .. } => match span.text() {
                "input" => Origin { paths: vec![Vec::new()], ..Origin::default() },
                name => names.get(name).cloned().unwrap_or_else(|| self.rules(&[name], &[], mode)),
            },
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                let origin = self.reference(expression, names, mode);
                self.note(&origin, mode);
                origin
            }
            Expr::Call { fcn, params, .. } => self.call(fcn, params, names, mode),
            Expr::AssignExpr { lhs, rhs, .. } => {
                let value = self.expression(rhs, names, mode);
                match lhs.as_ref() {
                    Expr::Var { .. } | Expr::Array { .. } => bind(lhs, &value, names),
                    _ => {
                        let other = self.expression(lhs, names, mode);
                        bind(rhs, &other, names);
                    }
                }
                Origin::default()
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                let mut value = Origin::default();
                for item in items {
                    let item = self.expression(item, names, mode);
                    extend(&mut value.elements, item.paths);
                }
                value
            }
            Expr::Object { fields, .. } => {
                for (_, _, field) in fields {
                    self.expression(field, names, mode);
                }
                Origin::default()
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                let mut inner = names.clone();
                let mode = Mode { may_be_missing: true, ..mode };
                self.query(query, &mut inner, mode);
                let element = self.expression(term, &mut inner, mode);
                Origin { elements: element.paths, ..Origin::default() }
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                let mut inner = names.clone();
                let mode = Mode { may_be_missing: true, ..mode };
                self.query(query, &mut inner, mode);
                self.expression(key, &mut inner, mode);
                let element = self.expression(value, &mut inner, mode);
                Origin { elements: element.paths, ..Origin::default() }
            }
            Expr::UnaryExpr { expr, .. } => self.expression(expr, names, mode),
            Expr::BinExpr { lhs, rhs, .. } => {
                let mut value = self.expression(lhs, names, mode);
                value.extend(self.expression(rhs, names, mode));
                value
            }
            Expr::BoolExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
                self.expression(lhs, names, mode);
                self.expression(rhs, names, mode);
                Origin::default()
            }
            Expr::Membership { value, collection, .. } => {
                self.expression(value, names, mode);
                let element = self.expression(collection, names, mode).element();
                self.note(&element, mode);
                Origin::default()
            }
            _ => Origin::default(),
        }
    }

    /// What a reference leads to; what it passes through is not noted.
    fn reference<'r>(&mut self, expression: &'r Ref<Expr>, names: &mut Names<'r>, mode: Mode) -> Origin {
        if let Some(path) = static_path(expression)
            && path.first().is_none_or(|first| !names.contains_key(first) && *first != "input")
        {
            let (_, steps) = self.scope.resolve(self.policy, &path);
            let value = self.rules(&path, &[], mode);
            return path.iter().skip(steps).fold(value, |value, key| value.key(key));
        }
        match expression.as_ref() {
            Expr::RefDot { refr, field, .. } => self.reference(refr, names, mode).key(field.0.text()),
            Expr::RefBrack { refr, index, .. } => {
                let of = self.reference(refr, names, mode);
                match index.as_ref() {
                    Expr::String { value: Value::String(key), .. } => of.key(key),
                    Expr::Number { value: Value::Number(number), .. } => match number.as_u64().map(usize::try_from) {
                        Some(Ok(index)) => of.step(&AttributeStep::Index(index)),
                        _ => of.element(),
                    },
                    Expr::Var { span, .. } => {
                        let element = of.element();
                        // `xs[x]` of a set binds its elements.
                        if of.paths.is_empty() && span.text() != "_" && !names.contains_key(span.text()) {
                            names.insert(span.text(), element.clone());
                        }
                        element
                    }
                    _ => {
                        self.expression(index, names, mode);
                        of.element()
                    }
                }
            }
            _ => self.expression(expression, names, mode),
        }
    }

    fn call<'r>(
        &mut self,
        function: &'r Ref<Expr>,
        parameters: &'r [Ref<Expr>],
        names: &mut Names<'r>,
        mode: Mode,
    ) -> Origin {
        let Some(path) = static_path(function) else { return Origin::default() };
        match (path.as_slice(), parameters) {
            (["object", "get"], [of, key, default]) => {
                let of = self.expression(of, names, mode);
                self.expression(default, names, mode);
                let found = match key.as_ref() {
                    Expr::String { value: Value::String(key), .. } => of.key(key),
                    Expr::Array { items, .. } => items.iter().fold(of, |of, item| match item.as_ref() {
                        Expr::String { value: Value::String(key), .. } => of.key(key),
                        _ => of.element(),
                    }),
                    _ => of.element(),
                };
                self.note(&found, Mode { may_be_missing: true, ..mode });
                found
            }
            (["walk"], [of, rest @ ..]) => {
                let found = self.expression(of, names, mode).step(&AttributeStep::Deep);
                if let [pattern] = rest
                    && let Expr::Array { items, .. } = pattern.as_ref()
                    && let [_, value] = items.as_slice()
                {
                    bind(value, &found, names);
                }
                Origin { elements: found.paths, ..Origin::default() }
            }
            (path, parameters) => {
                let in_message = mode.in_message || matches!(path, ["sprintf" | "concat" | "format_int"]);
                let mode = Mode { in_message, ..mode };
                let arguments: Vec<Origin> =
                    parameters.iter().map(|parameter| self.expression(parameter, names, mode)).collect();
                self.rules(path, &arguments, mode)
            }
        }
    }

    /// The value of the rules that a path means.
    fn rules(&mut self, path: &[&str], arguments: &[Origin], mode: Mode) -> Origin {
        let mut value = Origin::default();
        if self.depth >= MAX_DEPTH {
            return value;
        }
        let here = self.policy;
        self.depth += 1;
        for (policy, rule) in self.scope.rules(here, path) {
            self.policy = policy;
            // What is missing there makes that rule undefined, and may be what the `not` around it is about.
            value.extend(self.rule(rule, arguments, mode));
        }
        self.policy = here;
        self.depth -= 1;
        value
    }

    fn note(&mut self, origin: &Origin, mode: Mode) {
        for steps in origin.paths.iter().filter(|steps| !steps.is_empty()) {
            let Mode { may_be_missing, in_message } = mode;
            let reference = Attribute { steps: steps.clone(), may_be_missing, in_message };
            if self.found.len() < MAX_ATTRIBUTES && !self.found.contains(&reference) {
                self.found.push(reference);
            }
        }
    }
}

/// Gives the names in a pattern what they may come from.
fn bind<'r>(pattern: &'r Ref<Expr>, value: &Origin, names: &mut Names<'r>) {
    match pattern.as_ref() {
        Expr::Var { span, .. } if span.text() != "_" => drop(names.insert(span.text(), value.clone())),
        Expr::Array { items, .. } => {
            let element = value.element();
            items.iter().for_each(|item| bind(item, &element, names));
        }
        _ => {}
    }
}

impl Origin {
    fn extend(&mut self, other: Self) {
        extend(&mut self.paths, other.paths);
        extend(&mut self.elements, other.elements);
    }

    fn step(&self, step: &AttributeStep) -> Self {
        let then = |steps: &Vec<AttributeStep>| steps.iter().chain([step]).cloned().collect();
        Self { paths: self.paths.iter().map(then).collect(), elements: Vec::new() }
    }

    fn key(&self, key: &str) -> Self {
        self.step(&AttributeStep::Key(key.into()))
    }

    /// What its elements may be.
    fn element(&self) -> Self {
        let mut element = self.step(&AttributeStep::Any);
        extend(&mut element.paths, self.elements.clone());
        element
    }
}

fn extend(paths: &mut Vec<Vec<AttributeStep>>, more: Vec<Vec<AttributeStep>>) {
    for path in more {
        if paths.len() < MAX_PATHS && !paths.contains(&path) {
            paths.push(path);
        }
    }
}
