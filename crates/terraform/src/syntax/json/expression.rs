//! JSON values to expressions.

use super::super::ast::{Expr, ExprKind, ObjectItem, TemplatePart, UnaryOperator};
use super::super::parser::Parse;
use super::super::place::{Place, Snippet};
use super::super::{parse_expression, parse_template};
use super::Lowering;
use super::schema::Reading;
use super::value::{Json, Kind, Text};

impl Lowering<'_> {
    /// A value as an expression.
    pub(super) fn expression(&mut self, json: &Json, reading: Reading) -> Parse<Expr> {
        let kind = match &json.kind {
            Kind::String(text) => return self.text(text, reading),
            Kind::Null => ExprKind::Null,
            Kind::Bool(value) => ExprKind::Bool(*value),
            Kind::Number(written) => match written.strip_prefix('-') {
                Some(number) => {
                    let kind = ExprKind::Number(number.into());
                    let operand = Expr { kind, span: self.span(&(json.range.start + 1..json.range.end)) };
                    ExprKind::Unary { operator: UnaryOperator::Negate, operand: Box::new(operand) }
                }
                None => ExprKind::Number(written.as_str().into()),
            },
            Kind::Array(elements) => {
                ExprKind::Tuple(elements.iter().map(|element| self.expression(element, reading)).collect::<Parse<_>>()?)
            }
            Kind::Object(members) => {
                let mut items = Vec::with_capacity(members.len());
                for member in members {
                    let mut key = self.text(&member.key, reading)?;
                    // A bare name is a key, not a reference.
                    if matches!(key.kind, ExprKind::Variable(_)) {
                        key.kind = ExprKind::String(member.key.text.as_str().into());
                    }
                    let value = self.expression(&member.value, reading.of_property(&member.key.text))?;
                    items.push(ObjectItem { key, value });
                }
                ExprKind::Object(items)
            }
        };
        Ok(Expr { kind, span: self.span(&json.range) })
    }

    fn text(&self, text: &Text, reading: Reading) -> Parse<Expr> {
        let plain = || ExprKind::String(text.text.as_str().into());
        let has_sequence = text.text.contains("${") || text.text.contains("%{");
        let place = Place::Resolved(self.file.id(), &text.steps);
        let snippet = Snippet { text: &text.text, subject: self.file.name(), place };
        let kind = match reading {
            Reading::Template if has_sequence => parse_template(snippet)?.kind,
            Reading::Template | Reading::Verbatim | Reading::Provider => plain(),
            // Anything but a reference stays a text, as the native syntax allows.
            Reading::Reference if has_sequence => match parse_template(snippet)?.kind {
                ExprKind::Template(mut parts) => match (parts.pop(), parts.is_empty()) {
                    (Some(TemplatePart::Value(value)), true) => return Ok(value),
                    _ => plain(),
                },
                other => other,
            },
            Reading::Reference => match parse_expression(snippet) {
                Ok(expression) => return Ok(expression),
                Err(_) => plain(),
            },
        };
        Ok(Expr { kind, span: self.span(&text.range) })
    }
}
