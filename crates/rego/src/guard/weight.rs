//! How large and how deep the values of a rule can get, compared with its input.
//!
//! Values share their parts, so `[x, x]` costs nothing to make, and twenty of these within each other a million times
//! that to look at: to compare, to print, to copy. No clock runs while that happens. So it is worked out beforehand.
//! What iterations make is not counted: the clock runs there.

use std::collections::HashMap;

use regorus::unstable::{ArithOp, AssignOp, Expr, Literal, LiteralStmt, Ref, Rule, RuleHead};

use crate::engine::EngineError;
use crate::syntax::names::of_pattern;
use crate::syntax::{Place, Visitor, reference, walk_rule};

/// The most lists and objects that a rule may put within each other.
const MAX_DEPTH: u32 = 200;
/// How often a rule may double a value.
const MAX_DOUBLINGS: f64 = 20.0;
/// How often it may double the number of digits.
const MAX_DIGIT_DOUBLINGS: f64 = 14.0;

/// What a rule makes of its input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weight {
    /// How many lists and objects it puts around a value.
    depth: u32,
    /// How often it doubles one.
    doublings: f64,
}

impl Weight {
    /// Something that is written out, or no larger than that: a truth, a number.
    pub(super) const NOTHING: Self = Self { depth: 0, doublings: f64::NEG_INFINITY };
    /// A part of the input.
    const INPUT: Self = Self { depth: 0, doublings: 0.0 };

    /// Either of two.
    pub(super) fn or(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), doublings: self.doublings.max(other.doublings) }
    }

    /// Both of them.
    fn and(self, other: Self) -> Self {
        let sum = (self.doublings.exp2() + other.doublings.exp2()).log2();
        Self { depth: self.depth.max(other.depth), doublings: sum }
    }

    fn all(weights: impl Iterator<Item = Self>) -> Self {
        weights.fold(Self::NOTHING, Self::and)
    }

    fn within(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// Works out what a rule makes, or refuses it. `of_rule` tells it of other rules.
pub(super) fn of(rule: &Rule, of_rule: &dyn Fn(&Expr) -> Option<Weight>) -> Result<Weight, EngineError> {
    let mut sources = Sources { by_name: HashMap::new(), checked: Vec::new() };
    walk_rule(rule, &|_| false, &mut sources);
    let mut weighing = Weighing { sources: &sources.by_name, known: HashMap::new(), of_rule, too_heavy: None };
    for expression in &sources.checked {
        weighing.expression(expression);
    }
    let output = match rule {
        Rule::Default { value, .. } => weighing.expression(value),
        Rule::Spec { head, bodies, .. } => {
            let of_head = match head {
                RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => assign.as_ref().map(|it| &it.value),
                RuleHead::Set { key, .. } => key.as_ref(),
            };
            let outputs =
                of_head.into_iter().chain(bodies.iter().filter_map(|body| Some(&body.assign.as_ref()?.value)));
            let output = outputs.fold(Weight::NOTHING, |weight, output| weight.or(weighing.expression(output)));
            if matches!(head, RuleHead::Func { .. }) { output } else { output.within() }
        }
    };
    weighing.too_heavy.map_or(Ok(output), Err)
}

/// Where the local variables of a rule have their values from.
struct Sources<'a> {
    by_name: HashMap<&'a str, Vec<&'a Ref<Expr>>>,
    checked: Vec<&'a Ref<Expr>>,
}

impl<'a> Sources<'a> {
    fn from(&mut self, pattern: &'a Ref<Expr>, value: &'a Ref<Expr>) {
        let mut names = Vec::new();
        of_pattern(pattern, &mut names);
        for name in names {
            self.by_name.entry(name).or_default().push(value);
        }
    }
}

impl<'a> Visitor<'a> for Sources<'a> {
    fn statement(&mut self, statement: &'a LiteralStmt, _: &Place<'_>) {
        self.checked.extend(statement.with_mods.iter().map(|modifier| &modifier.r#as));
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().chain([value]).for_each(|pattern| self.from(pattern, collection));
                self.checked.push(collection);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { op, lhs, rhs, .. } => {
                    self.from(lhs, rhs);
                    if *op == AssignOp::Eq {
                        self.from(rhs, lhs);
                    }
                    self.checked.push(rhs);
                    self.checked.push(lhs);
                }
                _ => self.checked.push(expr),
            },
            Literal::Every { key, value, domain, .. } => {
                for name in key.iter().chain([value]) {
                    self.by_name.entry(name.text()).or_default().push(domain);
                }
                self.checked.push(domain);
            }
        }
    }
}

struct Weighing<'w, 'a> {
    sources: &'w HashMap<&'a str, Vec<&'a Ref<Expr>>>,
    /// The weights of local variables; nothing while one is being worked out.
    known: HashMap<&'a str, Option<Weight>>,
    of_rule: &'w dyn Fn(&Expr) -> Option<Weight>,
    too_heavy: Option<EngineError>,
}

impl<'a> Weighing<'_, 'a> {
    fn name(&mut self, name: &'a str) -> Weight {
        if let Some(known) = self.known.get(name) {
            return known.unwrap_or(Weight::NOTHING);
        }
        self.known.insert(name, None);
        let sources = self.sources.get(name).cloned().unwrap_or_default();
        let weight = sources.into_iter().map(|source| self.expression(source)).fold(Weight::INPUT, Weight::or);
        self.known.insert(name, Some(weight));
        weight
    }

    fn expression(&mut self, expression: &'a Ref<Expr>) -> Weight {
        let weight = match expression.as_ref() {
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.all(items).within(),
            Expr::Object { fields, .. } => {
                let parts = fields.iter().flat_map(|(_, key, value)| [key, value]);
                Weight::all(parts.map(|part| self.expression(part))).within()
            }
            Expr::ArrayCompr { term, .. } | Expr::SetCompr { term, .. } => self.expression(term).within(),
            Expr::ObjectCompr { key, value, .. } => self.expression(key).and(self.expression(value)).within(),
            Expr::Call { fcn, params, .. } => self.call(fcn, params),
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression),
            Expr::BinExpr { lhs, rhs, .. } => self.expression(lhs).and(self.expression(rhs)),
            Expr::ArithExpr { op, lhs, rhs, .. } => {
                let (left, right) = (self.expression(lhs), self.expression(rhs));
                if *op != ArithOp::Mul {
                    left.or(right)
                } else {
                    let product = left.and(right);
                    if product.doublings > MAX_DIGIT_DOUBLINGS {
                        self.refuse(
                            expression,
                            "numbers are multiplied with each other so often that their digits fill the memory",
                        );
                    }
                    product
                }
            }
            Expr::UnaryExpr { expr, .. } => self.expression(expr),
            Expr::BoolExpr { lhs, rhs, .. } => {
                self.expression(lhs);
                self.expression(rhs);
                Weight::NOTHING
            }
            Expr::Membership { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|part| {
                    self.expression(part);
                });
                Weight::NOTHING
            }
            _ => Weight::NOTHING,
        };
        if weight.depth > MAX_DEPTH {
            self.refuse(expression, "values are put within each other too often");
        }
        if weight.doublings > MAX_DOUBLINGS {
            self.refuse(expression, "a value is put together with itself so often that it fills the memory");
        }
        weight
    }

    fn all(&mut self, items: &'a [Ref<Expr>]) -> Weight {
        Weight::all(items.iter().map(|item| self.expression(item)))
    }

    fn call(&mut self, function: &'a Ref<Expr>, arguments: &'a [Ref<Expr>]) -> Weight {
        let of_arguments = self.all(arguments);
        if let Some(own) = (self.of_rule)(function) {
            let doublings = own.doublings.max(0.0) + of_arguments.and(Weight::INPUT).doublings;
            return Weight { depth: own.depth + of_arguments.depth, doublings };
        }
        let name = reference(function).map(|path| (path.root.text(), path.keys().first().copied().unwrap_or_default()));
        match name {
            Some((root, step)) if is_small(root, step) => Weight::NOTHING,
            Some(("json" | "yaml", "unmarshal")) => Weight::INPUT,
            _ => of_arguments.within(),
        }
    }

    fn reference(&mut self, expression: &'a Ref<Expr>) -> Weight {
        let Some(path) = reference(expression) else { return Weight::INPUT };
        let root = path.root.text();
        if self.sources.contains_key(root) {
            // The names of the tree live as long as the sources.
            let name = self.sources.get_key_value(root).map_or("", |(name, _)| *name);
            return self.name(name);
        }
        (self.of_rule)(expression).unwrap_or(Weight::INPUT)
    }

    fn refuse(&mut self, at: &Expr, why: &str) {
        let line = at.span().line as usize;
        self.too_heavy.get_or_insert(EngineError::at(why.to_owned(), line));
    }
}

/// Whether a function puts out no more than a truth or a number.
fn is_small(root: &str, step: &str) -> bool {
    let plain =
        ["count", "contains", "startswith", "endswith", "indexof", "type_name", "abs", "ceil", "floor", "round"];
    match (root, step) {
        (root, "") => plain.contains(&root) || root.starts_with("is_"),
        ("regex" | "glob", "match" | "is_valid") | ("net", "cidr_contains" | "cidr_is_valid") => true,
        ("semver" | "time", _) => true,
        ("object", "subset") => true,
        _ => false,
    }
}
