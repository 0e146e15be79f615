//! Rules whose form alone would keep the engine busy.

use regorus::unstable::{Expr, LiteralStmt, Module, Ref, Rule};

use crate::engine::EngineError;
use crate::syntax::names::variable;
use crate::syntax::{Place, Visitor, walk_rule};

/// The most names between the brackets of one reference: the time in which the engine plans it doubles with each.
const MAX_BRACKETS: usize = 12;
/// The most statements of a rule, those of its comprehensions included.
const MAX_STATEMENTS: usize = 500;
/// The most `else` of a rule.
const MAX_ALTERNATIVES: usize = 500;

/// Refuses a module with such a rule.
pub fn check(module: &Module) -> Result<(), EngineError> {
    for rule in &module.policy {
        let mut search = Search { statements: 0, refused: None };
        if let Rule::Spec { bodies, .. } = rule.as_ref()
            && let Some(body) = bodies.get(MAX_ALTERNATIVES)
        {
            search.refuse(body.span.line, format!("more than {MAX_ALTERNATIVES} alternatives in one rule"));
        }
        walk_rule(rule, &|_| false, &mut search);
        search.refused.map_or(Ok(()), Err)?;
    }
    Ok(())
}

struct Search {
    statements: usize,
    refused: Option<EngineError>,
}

impl Search {
    fn refuse(&mut self, line: u32, message: String) {
        self.refused.get_or_insert(EngineError::at(message, line as usize));
    }
}

impl<'a> Visitor<'a> for Search {
    fn statement(&mut self, statement: &'a LiteralStmt, _: &Place<'_>) {
        self.statements += 1;
        if self.statements > MAX_STATEMENTS {
            self.refuse(statement.span.line, format!("more than {MAX_STATEMENTS} statements in one rule"));
        }
    }

    fn expression(&mut self, expression: &'a Ref<Expr>, _: &Place<'_>) -> bool {
        let mut brackets = 0;
        let mut next = expression;
        loop {
            match next.as_ref() {
                Expr::RefDot { refr, .. } => next = refr,
                Expr::RefBrack { refr, index, .. } => {
                    brackets +=
                        usize::from(variable(index).is_some() || matches!(index.as_ref(), Expr::RefBrack { .. }));
                    next = refr;
                }
                _ => break,
            }
        }
        if brackets > MAX_BRACKETS {
            let message = format!("more than {MAX_BRACKETS} names between the brackets of one reference");
            self.refuse(expression.span().line, message);
        }
        true
    }
}
