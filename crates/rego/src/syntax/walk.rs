//! A walk over a rule, from the outside in, that knows which names are local where.

use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead};

use super::names::{Names, declared, of_pattern};

/// Sees the parts of a rule.
pub trait Visitor<'a> {
    /// A query begins, with the names that it declares.
    fn query(&mut self, _query: &'a Query, _declared: &Names, _place: &Place<'_>) {}

    /// A statement of a query.
    fn statement(&mut self, _statement: &'a LiteralStmt, _place: &Place<'_>) {}

    /// An expression, before its parts. Of a reference only the whole is seen, and what is computed between its brackets;
    /// of a call not the name.
    fn expression(&mut self, _expression: &'a Ref<Expr>, _place: &Place<'_>) {}
}

/// Where a part stands.
#[derive(Debug)]
pub struct Place<'w> {
    scopes: &'w [Names],
    /// How many expressions and queries it is within.
    pub depth: usize,
}

impl Place<'_> {
    /// Whether a name is a local variable or an argument.
    pub fn is_local(&self, name: &str) -> bool {
        self.scopes.iter().any(|names| names.contains(name))
    }
}

/// Walks over a rule. `is_known` tells whether a name means something beyond the rule: another rule, an import.
pub fn walk_rule<'a>(rule: &'a Rule, is_known: &dyn Fn(&str) -> bool, visitor: &mut dyn Visitor<'a>) {
    let mut walk = Walk { is_known, visitor, scopes: Vec::new(), depth: 0 };
    match rule {
        Rule::Default { value, .. } => walk.expression(value),
        Rule::Spec { head, bodies, .. } => {
            let (arguments, outputs): (&[Ref<Expr>], Vec<&'a Ref<Expr>>) = match head {
                RuleHead::Func { args, assign, .. } => (args, assign.iter().map(|assign| &assign.value).collect()),
                RuleHead::Set { key, .. } => (&[], key.iter().collect()),
                RuleHead::Compr { refr, assign, .. } => {
                    (&[], assign.iter().map(|assign| &assign.value).chain(indexes(refr)).collect())
                }
            };
            let mut found = Vec::new();
            arguments.iter().for_each(|argument| of_pattern(argument, &mut found));
            walk.scopes.push(found.into_iter().map(str::to_owned).collect());
            if bodies.is_empty() {
                outputs.iter().for_each(|output| walk.expression(output));
            }
            for (number, body) in bodies.iter().enumerate() {
                walk.query(&body.query, &mut |walk| {
                    body.assign.iter().for_each(|assign| walk.expression(&assign.value));
                    if number == 0 || body.assign.is_none() {
                        outputs.iter().for_each(|output| walk.expression(output));
                    }
                });
            }
        }
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
        let place = Place { scopes: &self.scopes, depth: self.depth };
        self.visitor.query(query, &names, &place);
        self.scopes.push(names);
        self.depth += 1;
        query.stmts.iter().for_each(|statement| self.statement(statement));
        then(self);
        self.depth -= 1;
        self.scopes.pop();
    }

    fn statement(&mut self, statement: &'a LiteralStmt) {
        let place = Place { scopes: &self.scopes, depth: self.depth };
        self.visitor.statement(statement, &place);
        for modifier in &statement.with_mods {
            self.expression(&modifier.refr);
            self.expression(&modifier.r#as);
        }
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|expression| self.expression(expression));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expression(expr),
            Literal::Every { key, value, domain, query, .. } => {
                self.expression(domain);
                self.scopes.push(key.iter().chain([value]).map(|name| name.text().to_owned()).collect());
                self.query(query, &mut |_| {});
                self.scopes.pop();
            }
        }
    }

    fn expression(&mut self, expression: &'a Ref<Expr>) {
        let place = Place { scopes: &self.scopes, depth: self.depth };
        self.visitor.expression(expression, &place);
        self.depth += 1;
        match expression.as_ref() {
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| self.expression(item)),
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
                self.expression(key);
                self.expression(value);
            }),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.query(query, &mut |walk| walk.expression(term));
            }
            Expr::ObjectCompr { key, value, query, .. } => self.query(query, &mut |walk| {
                walk.expression(key);
                walk.expression(value);
            }),
            Expr::Call { params, .. } => params.iter().for_each(|param| self.expression(param)),
            Expr::UnaryExpr { expr, .. } => self.expression(expr),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.expression(lhs);
                self.expression(rhs);
            }
            Expr::Membership { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|part| self.expression(part));
            }
            _ => {}
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
                    self.expression(index);
                    next = refr;
                }
                Expr::Var { .. } => break,
                _ => {
                    self.expression(next);
                    break;
                }
            }
            self.depth += 1;
        }
        self.depth = before;
    }
}

/// What stands between the brackets of the head of a rule.
fn indexes(head: &Ref<Expr>) -> Vec<&Ref<Expr>> {
    let mut indexes = Vec::new();
    let mut next = head;
    loop {
        match next.as_ref() {
            Expr::RefDot { refr, .. } => next = refr,
            Expr::RefBrack { refr, index, .. } => {
                indexes.push(index);
                next = refr;
            }
            _ => return indexes,
        }
    }
}
