//! Templates: text with sequences.

use std::sync::Arc;

use super::Evaluator;
use super::expression::via;
use super::failure::{Failure, Result};
use super::scope::{Name, Scope};
use crate::syntax::ast::TemplatePart;
use crate::value::{Elements, Kind, Type, Value, concat_template, conditional, convert, elements};
use seaworthy_source::Span;

impl<'t> Evaluator<'t> {
    pub(super) fn template(&self, parts: &[TemplatePart], whole: Span, scope: &Scope<'_, 't>) -> Result {
        // `"${value}"` is the value itself, not its text.
        if let [TemplatePart::Value(expr)] = parts {
            return self.expression(expr, scope);
        }
        self.text(parts, whole, scope)
    }

    /// The text of a template's parts.
    fn text(&self, parts: &[TemplatePart], whole: Span, scope: &Scope<'_, 't>) -> Result {
        let mut values = Vec::with_capacity(parts.len());
        let mut spans = Vec::with_capacity(parts.len());
        for part in parts {
            let (value, span) = match part {
                TemplatePart::Text(text) => (Kind::String(Arc::clone(text)).into(), None),
                TemplatePart::Value(expr) => (self.expression(expr, scope)?, Some(expr.span)),
                TemplatePart::If { condition, yes, no } => {
                    let decides = self.expression(condition, scope)?;
                    let taken = convert(&decides, &Type::Bool).ok().and_then(|value| value.as_bool());
                    let side = |parts: &[TemplatePart], is_taken: bool| match self.text(parts, whole, scope) {
                        Err(_) if taken == Some(!is_taken) => Ok(Value::from("")),
                        result => result,
                    };
                    let value = conditional(&decides, &side(yes, true)?, &side(no, false)?)
                        .map_err(|error| Failure::of(error, condition.span, &[]))?;
                    (value, Some(condition.span))
                }
                TemplatePart::For { key_name, value_name, of, body } => {
                    let of_value = self.expression(of, scope)?;
                    let value = match elements(&of_value).map_err(|error| Failure::of(error, of.span, &[]))? {
                        Elements::Unknown(cause) => Value::unknown(Type::String, &cause),
                        Elements::Known(items) => {
                            let texts = items.into_iter().map(|(key, value)| {
                                let key =
                                    Name { name: key_name.clone().unwrap_or_default(), value: key, outer: scope.names };
                                let outer = if key_name.is_some() { Some(&key) } else { scope.names };
                                let value = Name { name: Arc::clone(value_name), value, outer };
                                self.text(body, whole, &Scope { names: Some(&value), ..*scope })
                            });
                            let texts = texts.collect::<Result<Vec<_>>>()?;
                            concat_template(&texts).map_err(|error| Failure::of(error, of.span, &[]))?
                        }
                    };
                    (value.with_marks(of_value.marks), Some(of.span))
                }
            };
            values.push(value);
            spans.push(span);
        }
        let result = concat_template(&values).map_err(|error| {
            let place = error.operand.and_then(|index| spans.get(index).copied().flatten());
            Failure::of(error, place.or_else(|| spans.iter().flatten().next().copied()).unwrap_or(whole), &[])
        })?;
        Ok(via(result, &values))
    }
}
