//! A walk over a rule, from the outside in, that knows which names are local where.

use regorus::unstable::{Expr, Literal, LiteralStmt, Module, Query, Ref, Rule};

use super::names::{Names, declared, of_pattern};
use super::rule::{head_keys, head_output, parameters};

/// Is shown the parts of a rule.
pub trait Visitor<'a> {
    /// A query begins, with the names that it declares: the body of a rule, of a comprehension or of `every`.
    fn query(&mut self, _query: &'a Query, _declared: &Names, _place: &Place<'_>) {}

    /// A statement of a query.
    fn statement(&mut self, _statement: &'a LiteralStmt, _place: &Place<'_>) {}

    /// An expression, before its parts. Of a reference only the whole is shown, and what is computed between its brackets;
    /// of a call not the name. Returns whether the parts are to be shown.
    fn expression(&mut self, _expression: &'a Ref<Expr>, _place: &Place<'_>) -> bool {
        true
    }
}

/// Where a part is.
#[derive(Debug)]
pub struct Place<'w> {
    scopes: &'w [Names],
    /// How many expressions and queries it is within.
    pub depth: usize,
    /// Of an expression: what it is there for.
    pub role: Role,
}

/// What an expression is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A parameter of a function.
    Parameter,
    /// In the brackets of a rule's head.
    HeadKey,
    /// What a rule puts out.
    Output,
    /// What a comprehension puts out.
    Term,
    /// What a statement consists of.
    Statement,
    /// The key or value of `some … in`.
    Pattern,
    /// What `some … in` and `every` go through.
    Collection,
    /// What `with` replaces.
    Target,
    /// What `with` puts in its place.
    Replacement,
    /// A part of another expression.
    Part,
}

impl Place<'_> {
    /// Whether a name is a local variable or a parameter.
    #[must_use]
    pub fn is_local(&self, name: &str) -> bool {
        self.scopes.iter().any(|names| names.contains(name))
    }
}

/// Walks over all rules of a module, without regard to what its names mean.
pub fn walk_module<'a>(module: &'a Module, visitor: &mut dyn Visitor<'a>) {
    module.policy.iter().for_each(|rule| walk_rule(rule, &|_| false, visitor));
}

/// Walks over a rule. `is_known` tells whether a name means something beyond the rule: another rule, an import.
pub fn walk_rule<'a>(rule: &'a Rule, is_known: &dyn Fn(&str) -> bool, visitor: &mut dyn Visitor<'a>) {
    let mut walk = Walk { is_known, visitor, scopes: Vec::new(), depth: 0 };
    let mut found = Vec::new();
    parameters(rule).iter().for_each(|parameter| of_pattern(parameter, &mut found));
    walk.scopes.push(found.into_iter().map(str::to_owned).collect());
    parameters(rule).iter().for_each(|parameter| walk.expression(parameter, Role::Parameter));
    let keys = head_keys(rule).into_iter().map(|key| (key, Role::HeadKey));
    let outputs: Vec<_> = head_output(rule).map(|output| (output, Role::Output)).into_iter().chain(keys).collect();
    let bodies = match rule {
        Rule::Spec { bodies, .. } => bodies.as_slice(),
        Rule::Default { .. } => &[],
    };
    if bodies.is_empty() {
        outputs.iter().for_each(|(output, role)| walk.expression(output, *role));
    }
    for (number, body) in bodies.iter().enumerate() {
        walk.query(&body.query, &mut |walk| {
            body.assign.iter().for_each(|assign| walk.expression(&assign.value, Role::Output));
            if number == 0 || body.assign.is_none() {
                outputs.iter().for_each(|(output, role)| walk.expression(output, *role));
            }
        });
    }
}

/// The expressions that an expression directly consists of, in the order of the source. Of a call these are the arguments;
/// a comprehension has none, but a query.
pub(super) fn parts<'a>(expression: &'a Expr, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    match expression {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(see),
        Expr::Object { fields, .. } => fields.iter().flat_map(|(_, key, value)| [key, value]).for_each(see),
        Expr::Call { params, .. } => params.iter().for_each(see),
        Expr::UnaryExpr { expr, .. } | Expr::RefDot { refr: expr, .. } => see(expr),
        Expr::RefBrack { refr: lhs, index: rhs, .. }
        | Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => [lhs, rhs].into_iter().for_each(see),
        Expr::Membership { key, value, collection, .. } => key.iter().chain([value, collection]).for_each(see),
        _ => {}
    }
}

/// The expressions of a statement with what they are there for. What is in the body of `every` is not among them.
pub(crate) fn expressions(statement: &LiteralStmt) -> Vec<(&Ref<Expr>, Role)> {
    match &statement.literal {
        Literal::SomeVars { .. } => Vec::new(),
        Literal::SomeIn { key, value, collection, .. } => {
            let patterns = key.iter().chain([value]).map(|pattern| (pattern, Role::Pattern));
            patterns.chain([(collection, Role::Collection)]).collect()
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => vec![(expr, Role::Statement)],
        Literal::Every { domain, .. } => vec![(domain, Role::Collection)],
    }
}

struct Walk<'w, 'a> {
    is_known: &'w dyn Fn(&str) -> bool,
    visitor: &'w mut dyn Visitor<'a>,
    scopes: Vec<Names>,
    depth: usize,
}

impl<'a> Walk<'_, 'a> {
    fn query(&mut self, query: &'a Query, then: &mut dyn FnMut(&mut Self)) {
        let is_known = |name: &str| (self.is_known)(name) || self.scopes.iter().any(|names| names.contains(name));
        let names = declared(query, &is_known);
        let place = Place { scopes: &self.scopes, depth: self.depth, role: Role::Statement };
        self.visitor.query(query, &names, &place);
        self.scopes.push(names);
        self.depth += 1;
        query.stmts.iter().for_each(|statement| self.statement(statement));
        then(self);
        self.depth -= 1;
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &'a LiteralStmt) {
        let place = Place { scopes: &self.scopes, depth: self.depth, role: Role::Statement };
        self.visitor.statement(statement, &place);
        for modifier in &statement.with_mods {
            self.expression(&modifier.refr, Role::Target);
            self.expression(&modifier.r#as, Role::Replacement);
        }
        expressions(statement).into_iter().for_each(|(expression, role)| self.expression(expression, role));
        if let Literal::Every { key, value, query, .. } = &statement.literal {
            self.scopes.push(key.iter().chain([value]).map(|name| name.text().to_owned()).collect());
            self.query(query, &mut |_| {});
            self.scopes.pop();
        }
    }

    fn expression(&mut self, expression: &'a Ref<Expr>, role: Role) {
        let place = Place { scopes: &self.scopes, depth: self.depth, role };
        if !self.visitor.expression(expression, &place) {
            return;
        }
        self.depth += 1;
        match expression.as_ref() {
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.query(query, &mut |walk| walk.expression(term, Role::Term));
            }
            Expr::ObjectCompr { key, value, query, .. } => self.query(query, &mut |walk| {
                walk.expression(key, Role::Term);
                walk.expression(value, Role::Term);
            }),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression),
            other => parts(other, &mut |part| self.expression(part, Role::Part)),
        }
        self.depth -= 1;
    }

    fn reference(&mut self, expression: &'a Ref<Expr>) {
        let before = self.depth;
        let mut next = expression;
        loop {
            match next.as_ref() {
                Expr::RefDot { refr, .. } => next = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.expression(index, Role::Part);
                    next = refr;
                }
                Expr::Var { .. } => break,
                _ => {
                    self.expression(next, Role::Part);
                    break;
                }
            }
            self.depth += 1;
        }
        self.depth = before;
    }
}
