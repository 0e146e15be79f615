//! Input variables: where their values come from.

use std::rc::Rc;
use std::sync::Arc;

use super::failure::{Failure, Result};
use super::instance::{Instance, Slot};
use super::scope::Scope;
use super::{Evaluator, open};
use crate::config::Variable;
use crate::inputs::Input;
use crate::syntax::{Snippet, parse_expression};
use crate::value::{Cause, Type, Value, convert};
use seaworthy_source::Span;

impl<'t> Evaluator<'t> {
    pub(super) fn variable(&self, instance: &Rc<Instance<'t>>, name: &str, span: Span) -> Result {
        let Some((key, variable)) = instance.node.module.variables.get_key_value(name) else {
            let detail = format!("An input variable with the name \"{name}\" has not been declared");
            return Err(Failure::new(span, "Reference to undeclared input variable", detail));
        };
        match instance.variables.borrow().get(&**key) {
            Some(Slot::Done(value)) => return Ok(value.clone()),
            Some(Slot::Pending) => {
                return Ok(Value::unknown(Type::Any, &self.cycle(&format!("var.{name}"), variable.header)));
            }
            None => {}
        }
        instance.variables.borrow_mut().insert(key, Slot::Pending);
        let value = self.variable_value(instance, key, variable);
        instance.variables.borrow_mut().insert(key, Slot::Done(value.clone()));
        Ok(value)
    }

    fn variable_value(&self, instance: &Rc<Instance<'t>>, name: &Arc<str>, variable: &Variable) -> Value {
        let given = match &instance.caller {
            Some(caller) => caller.call.body.attribute(name).map(|argument| {
                let scope = Scope { repeated: &caller.repeated, ..Scope::of(&caller.instance) };
                let span = argument.name_span.to(argument.value.span);
                let value = self.value(&argument.value, &scope);
                (value.passed_by(span, || format!("module.{}", caller.name).into()), argument.value.span)
            }),
            None => self.inputs.values.get(name).map(|input| self.input(input, variable, instance)),
        };
        let default = || {
            let expr = variable.default.as_ref()?;
            Some((self.value(expr, &Scope::of(instance)), expr.span))
        };
        let given = match given {
            Some((value, _)) if value.is_null() && !variable.nullable => default(),
            None => default(),
            given => given,
        };
        let (value, span) = given.unwrap_or_else(|| {
            let what = match instance.caller {
                None => format!("variable \"{name}\" is not set"),
                Some(_) => format!("variable \"{name}\" is not set by the module call"),
            };
            let cause = Arc::new(Cause { what: what.into(), span: Some(variable.header) });
            (Value::unknown(Type::Any, &cause), variable.header)
        });
        let value = open::complete(&value, &variable.ty);
        let converted = convert(&value, &variable.ty).unwrap_or_else(|error| {
            let detail = format!("The given value is not suitable for var.{name}{}: {error}", error.path);
            let failure = Failure::new(span, "Invalid value for input variable", detail);
            self.fail(&failure);
            failure.unknown()
        });
        let mut value = converted.passed_by(variable.header, || format!("variable \"{name}\"").into());
        value.marks.sensitive |= variable.sensitive;
        value.marks.ephemeral |= variable.ephemeral;
        value
    }

    /// A value from outside. Texts are strings where the type is primitive, and expressions otherwise.
    fn input(&self, input: &Input, variable: &Variable, instance: &Rc<Instance<'t>>) -> (Value, Span) {
        let closed = Scope { closed: true, ..Scope::of(instance) };
        match input {
            Input::Expression(expr, span) => {
                let value = self.value(expr, &closed);
                (value.passed_by(*span, || "value of the variable".into()), expr.span)
            }
            Input::Text(text, span) if matches!(variable.ty, Type::Any) || variable.ty.is_primitive() => {
                (Value::string(text).written_at(*span), *span)
            }
            Input::Text(text, span) => {
                let file = self.sources.get(span.file);
                let value = match parse_expression(Snippet::computed(text, file.name(), *span)) {
                    Ok(expr) => self.value(&expr, &closed),
                    Err(diagnostic) => {
                        self.report(*diagnostic);
                        let cause = Cause { what: "its value is invalid".into(), span: Some(*span) };
                        Value::unknown(Type::Any, &Arc::new(cause))
                    }
                };
                (value, *span)
            }
        }
    }
}
