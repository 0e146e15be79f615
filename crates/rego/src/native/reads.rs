//! Which parts of the input a rule reads, for rules that only regorus can evaluate: where one of the parts is unknown, so
//! is the verdict.

use regorus::Value;
use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleHead};

use super::Module;
use super::unknown::{holds_unknown, is_unknown};

/// The beginnings of all references to the input.
#[derive(Debug, Clone, Default)]
pub struct Reads(Vec<Vec<Value>>);

impl Reads {
    /// What the rules of some modules read.
    pub fn of<'m>(modules: impl IntoIterator<Item = &'m Module>) -> Self {
        Self::of_rules(modules.into_iter().flat_map(|module| &module.policy).map(Ref::as_ref))
    }

    /// What some rules read.
    pub fn of_rules<'m>(rules: impl IntoIterator<Item = &'m Rule>) -> Self {
        let mut reads = Self::default();
        for rule in rules {
            match rule {
                Rule::Spec { head, bodies, .. } => {
                    let output = match head {
                        RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                            assign.as_ref().map(|assign| &assign.value)
                        }
                        RuleHead::Set { key, .. } => key.as_ref(),
                    };
                    output.into_iter().for_each(|output| reads.expression(output));
                    for body in bodies {
                        body.assign.iter().for_each(|assign| reads.expression(&assign.value));
                        reads.query(&body.query);
                    }
                }
                Rule::Default { value, .. } => reads.expression(value),
            }
        }
        reads
    }

    /// Whether any of it is unknown in an input.
    pub fn unknown_in(&self, input: &Value) -> bool {
        self.0.iter().any(|steps| {
            let mut part = input;
            for step in steps {
                if is_unknown(part) {
                    return true;
                }
                part = &part[step];
            }
            holds_unknown(part)
        })
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { key, value, collection, .. } => {
                    key.iter().chain([value, collection]).for_each(|expression| self.expression(expression));
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expression(expr),
                Literal::Every { domain, query, .. } => {
                    self.expression(domain);
                    self.query(query);
                }
            }
        }
    }

    fn expression(&mut self, expression: &Ref<Expr>) {
        match expression.as_ref() {
            Expr::Var { span, .. } if span.text() == "input" => self.0.push(Vec::new()),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => {
                if let Some(steps) = input_steps(expression) {
                    self.0.push(steps);
                } else {
                    self.expression(refr);
                }
                if let Expr::RefBrack { index, .. } = expression.as_ref() {
                    self.expression(index);
                }
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| self.expression(item)),
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
                self.expression(key);
                self.expression(value);
            }),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expression(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.expression(key);
                self.expression(value);
                self.query(query);
            }
            Expr::Call { params, .. } => params.iter().for_each(|param| self.expression(param)),
            Expr::UnaryExpr { expr, .. } => self.expression(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.expression(lhs);
                self.expression(rhs);
            }
            Expr::Membership { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|expression| self.expression(expression));
            }
            _ => {}
        }
    }
}

/// The steps of a reference to the input, as far as they are written out; none if it refers to something else.
fn input_steps(expression: &Expr) -> Option<Vec<Value>> {
    let mut steps = Vec::new();
    let mut next = expression;
    loop {
        match next {
            Expr::Var { span, .. } if span.text() == "input" => {
                steps.reverse();
                return Some(steps);
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(Value::from(field.0.text()));
                next = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                match index.as_ref() {
                    Expr::String { value, .. } | Expr::Number { value, .. } => steps.push(value.clone()),
                    // Whatever comes after this step can be anywhere below.
                    _ => steps.clear(),
                }
                next = refr;
            }
            _ => return None,
        }
    }
}
