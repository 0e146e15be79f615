//! Function calls. Functions that take expressions instead of values are evaluated here.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::expression::via;
use super::failure::{Failure, Result};
use super::scope::{Name, Scope};
use crate::functions::{self, Context as _};
use crate::syntax::ast::Expr;
use crate::syntax::{Snippet, parse_template};
use crate::value::{Cause, Kind, Type, Value, expand};
use seaworthy_source::{Diagnostic, ReadError, Span};

impl<'t> Evaluator<'t> {
    pub(super) fn call(
        &self,
        whole: Span,
        name: &str,
        name_span: Span,
        arguments: &[Expr],
        expanded: bool,
        scope: &Scope<'_, 't>,
    ) -> Result {
        let name = name.strip_prefix("core::").unwrap_or(name);
        if name.starts_with("provider::") {
            let what = format!("`{name}` is a function of a provider");
            return Ok(Value::unknown(Type::Any, &Arc::new(Cause { what: what.into(), span: Some(whole) })));
        }
        match name {
            "try" => return self.r#try(whole, arguments, scope),
            "can" => return self.can(whole, arguments, scope),
            _ => {}
        }
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.expression(argument, scope)?);
        }
        let mut spans: Vec<Span> = arguments.iter().map(|argument| argument.span).collect();
        if expanded && let Some(last) = values.pop() {
            let span = spans.pop().unwrap_or(whole);
            match expand(&last).map_err(|error| Failure::of(error, span, &[]))? {
                Ok(items) => {
                    spans.extend(items.iter().map(|_| span));
                    values.extend(items);
                }
                Err(cause) => return Ok(Value::unknown(Type::Any, &cause).with_marks(last.marks)),
            }
        }
        let failed = |error: functions::FunctionError| {
            let span = error.argument.and_then(|index| spans.get(index)).copied().unwrap_or(name_span);
            Failure::new(span, error.summary, error.message)
        };
        // A function can visit every part of its arguments.
        if let Err(unknown) = self.step(values.iter().map(Value::parts).sum(), whole) {
            return Ok(unknown);
        }
        self.unread.take();
        let result = match (name, &values[..]) {
            ("templatefile", [path, variables]) => self.template_file(whole, path, variables, scope),
            ("templatestring", [template, variables]) => self.template_string(whole, template, variables, scope),
            _ => functions::call(name, &values, self).map_err(failed),
        };
        let result = match (result, self.unread.take()) {
            (Err(failure), Some(ReadError::Outside)) => return Ok(self.not_read(&failure)),
            (Err(failure), Some(ReadError::Missing)) => return Err(Box::new(Failure { no_file: true, ..*failure })),
            (result, _) => result?,
        };
        let mut result = via(result, &values);
        if let ("jsonencode", [document]) = (name, &values[..]) {
            result.provenance.document = Some(Arc::new(document.clone()));
        }
        Ok(result)
    }

    /// Reports a file outside of the boundary, such as a private key; the value that depends on it is unknown.
    fn not_read(&self, failure: &Failure) -> Value {
        let file = self.sources.get(failure.span.file);
        let help = ReadError::Outside.help().unwrap_or_default();
        let help = format!("{help} Values that depend on it are treated as unknown; everything else was evaluated.");
        let message = failure.detail.trim_end_matches('.');
        self.report(Diagnostic::warning(file.name(), message).at(failure.span, "").help(help));
        let what = "a file outside the scanned repository";
        Value::unknown(Type::Any, &Arc::new(Cause { what: what.into(), span: Some(failure.span) }))
    }

    /// The first argument that has a value.
    fn r#try(&self, whole: Span, arguments: &[Expr], scope: &Scope<'_, 't>) -> Result {
        let mut last = None;
        for argument in arguments {
            match self.attempt(argument, scope) {
                Ok(value) if value.is_wholly_known() => return Ok(value),
                // Whether it has a value is uncertain until everything in it is known.
                Ok(value) => {
                    let Some(cause) = value.cause() else { return Ok(value) };
                    let unknown = Value::unknown(Type::Any, cause).with_marks(value.deep_marks());
                    return Ok(unknown.handed_on_by(&value).belonging_to([&value]));
                }
                Err(failure) => last = Some(failure),
            }
        }
        Err(match last {
            Some(failure) => Failure::new(
                whole,
                "Error in function call",
                format!("All arguments of `try` failed; the last one: {}", failure.detail),
            ),
            None => Failure::new(whole, "Error in function call", "`try` requires at least one argument"),
        })
    }

    fn can(&self, whole: Span, arguments: &[Expr], scope: &Scope<'_, 't>) -> Result {
        let [argument] = arguments else {
            return Err(Failure::new(whole, "Error in function call", "`can` requires one argument"));
        };
        Ok(match self.attempt(argument, scope) {
            Ok(value) => match value.cause() {
                Some(cause) => crate::value::Unknown::new(Type::Bool, Arc::clone(cause)).not_null().into_value(),
                None => Value::from(true),
            },
            Err(_) => Value::from(false),
        })
    }

    /// Evaluates an expression that is allowed to fail.
    fn attempt(&self, argument: &Expr, scope: &Scope<'_, 't>) -> Result {
        let depth = self.depth.get();
        let result = self.expression(argument, scope);
        self.depth.set(depth);
        result
    }

    fn template_file(&self, whole: Span, path: &Value, variables: &Value, scope: &Scope<'_, 't>) -> Result {
        const FAILED: &str = "Error in function call";
        if let Some(cause) = path.cause().or_else(|| variables.cause().filter(|_| !variables.is_known())) {
            return Ok(Value::unknown(Type::String, cause).with_marks(path.marks.or(variables.marks)));
        }
        let Some(name) = path.as_str() else {
            return Err(Failure::new(whole, FAILED, "The path of the template must be a string"));
        };
        let expr = self.parsed_template(whole, name)?;
        let value = self.fill_in(whole, &expr, variables, scope)?;
        Ok(value.with_marks(path.marks))
    }

    fn parsed_template(&self, whole: Span, name: &str) -> Result<Rc<Expr>> {
        const FAILED: &str = "Error in function call";
        let key = self.tree.root.module.folder.join(name);
        if let Some(expr) = self.templates.borrow().get(&key) {
            return Ok(Rc::clone(expr));
        }
        let bytes = self.read(name).map_err(|error| {
            let detail = match error {
                ReadError::Missing => format!("no file exists at {name:?}"),
                ReadError::IsFolder => format!("{name:?} is a directory, not a file"),
                reason => format!("{name:?} {reason}"),
            };
            Failure::new(whole, FAILED, detail)
        })?;
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| Failure::new(whole, FAILED, format!("The contents of {name} are not valid UTF-8")))?;
        let file = self.sources.add(key.clone(), seaworthy_source::display_name(&key), text);
        let expr = parse_template(Snippet::file(&file)).map_err(|diagnostic| {
            let span = diagnostic.labels.first().map_or(whole, |label| label.0);
            Failure::new(span, "Invalid template", diagnostic.message.clone())
        })?;
        let expr = Rc::new(expr);
        self.templates.borrow_mut().insert(key, Rc::clone(&expr));
        Ok(expr)
    }

    fn template_string(&self, whole: Span, template: &Value, variables: &Value, scope: &Scope<'_, 't>) -> Result {
        if let Some(cause) = template.cause().or_else(|| variables.cause().filter(|_| !variables.is_known())) {
            return Ok(Value::unknown(Type::String, cause).with_marks(template.marks.or(variables.marks)));
        }
        let Some(text) = template.as_str() else {
            return Err(Failure::new(whole, "Error in function call", "The template must be a string"));
        };
        let file = self.sources.get(whole.file);
        let expr = parse_template(Snippet::computed(text, file.name(), whole))
            .map_err(|diagnostic| Failure::new(whole, "Invalid template", diagnostic.message.clone()))?;
        let value = self.fill_in(whole, &expr, variables, scope)?;
        Ok(value.with_marks(template.marks))
    }

    /// Evaluates a template whose names are the entries of `variables`, and nothing else.
    fn fill_in(&self, whole: Span, template: &Expr, variables: &Value, scope: &Scope<'_, 't>) -> Result {
        let entries = match &variables.kind {
            Kind::Map(_, entries) | Kind::Object(entries) => Arc::clone(entries),
            _ => {
                let detail = "The variables of the template must be a map or an object";
                return Err(Failure::new(whole, "Invalid function argument", detail));
            }
        };
        let names: Vec<(Arc<str>, Value)> =
            entries.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect();
        let value = self.with_names(&names, None, |names| {
            self.expression(template, &Scope { names, closed: true, element: None, ..*scope })
        })?;
        Ok(value.with_marks(variables.marks))
    }

    /// Evaluates with names in scope.
    fn with_names(
        &self,
        names: &[(Arc<str>, Value)],
        outer: Option<&Name<'_>>,
        then: impl FnOnce(Option<&Name<'_>>) -> Result,
    ) -> Result {
        match names.split_first() {
            None => then(outer),
            Some(((name, value), rest)) => {
                let name = Name { name: Arc::clone(name), value: value.clone(), outer };
                self.with_names(rest, Some(&name), then)
            }
        }
    }
}
