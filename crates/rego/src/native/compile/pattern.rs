//! What values are bound to.

use regorus::unstable::{Expr, Ref};

use super::scope::Scopes;
use super::{Unmodelled, constant, names};
use crate::native::ir::{Expression, Pattern};

impl Scopes<'_, '_> {
    /// The parameters of a function.
    pub(super) fn parameters(&mut self, arguments: &[Ref<Expr>]) -> Result<Vec<Pattern>, Unmodelled> {
        arguments.iter().map(|argument| self.pattern(argument)).collect()
    }

    /// A pattern whose variables get their values here.
    pub(super) fn pattern(&mut self, expression: &Ref<Expr>) -> Result<Pattern, Unmodelled> {
        if let Some(name) = names::variable(expression) {
            return self.bind(name, expression.span()).map(Pattern::Variable);
        }
        match expression.as_ref() {
            Expr::Var { span, .. } if span.text() == "_" => Ok(Pattern::Anything),
            Expr::Array { items, .. } if constant(expression).is_none() || items.is_empty() => {
                items.iter().map(|item| self.pattern(item)).collect::<Result<_, _>>().map(Pattern::List)
            }
            other => match constant(other) {
                Some(value) => Ok(Pattern::Equal(Expression::Constant(value))),
                None => Err(Unmodelled::at(other.span(), "a pattern other than variables, values and lists")),
            },
        }
    }
}
