//! Expressions.

use std::sync::OnceLock;

use regorus::Value;
use regorus::unstable::{BUILTINS, Expr, Ref, Span};

use super::reference::Meaning;
use super::scope::Scopes;
use super::{Unmodelled, constant, names};
use crate::guard::bounds;
use crate::native::ir::{Builtin, Comprehension, ComprehensionKind, Expression, Operation, Query, RegexUse, Shortcut};
use crate::syntax::static_path;

/// Builtins whose result is not a matter of their arguments alone, or that do more than to return one.
const NOT_PURE: [&str; 8] =
    ["http.send", "opa.runtime", "print", "rand.intn", "time.now_ns", "trace", "uuid.rfc4122", "walk"];

impl Scopes<'_, '_> {
    /// An expression in which nothing is tried out.
    pub(super) fn plain(&mut self, expression: &Ref<Expr>) -> Result<Expression, Unmodelled> {
        self.expression(expression, None)
    }

    /// What a query puts out. Ends the query.
    pub(super) fn output(&mut self, expression: &Ref<Expr>) -> Result<Expression, Unmodelled> {
        let output = self.plain(expression)?;
        self.pop();
        Ok(output)
    }

    /// An expression. `hoisted` takes the iterations that stand between brackets in it, if there is a place for them.
    pub(super) fn expression(
        &mut self,
        expression: &Ref<Expr>,
        hoisted: Option<&mut Query>,
    ) -> Result<Expression, Unmodelled> {
        if let Some(value) = constant(expression) {
            return Ok(Expression::Constant(value));
        }
        let mut hoisted = hoisted;
        let mut part = |scopes: &mut Self, part: &Ref<Expr>| scopes.expression(part, hoisted.as_deref_mut());
        match expression.as_ref() {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression, hoisted),
            Expr::Array { items, .. } => {
                items.iter().map(|item| part(self, item)).collect::<Result<_, _>>().map(Expression::List)
            }
            Expr::Set { items, .. } => {
                items.iter().map(|item| part(self, item)).collect::<Result<_, _>>().map(Expression::Set)
            }
            Expr::Object { fields, .. } => {
                let fields = fields.iter().map(|(_, key, value)| Ok((part(self, key)?, part(self, value)?)));
                fields.collect::<Result<_, _>>().map(Expression::Object)
            }
            Expr::BoolExpr { op, lhs, rhs, .. } => {
                Ok(Expression::Compare(op.clone(), Box::new((part(self, lhs)?, part(self, rhs)?))))
            }
            Expr::ArithExpr { span, op, lhs, rhs, .. } => {
                let (left, right) = ((part(self, lhs)?, lhs.clone()), (part(self, rhs)?, rhs.clone()));
                Ok(Expression::Arithmetic(Box::new(Operation {
                    operator: op.clone(),
                    span: span.clone(),
                    left,
                    right,
                })))
            }
            Expr::BinExpr { span, op, lhs, rhs, .. } => {
                let (left, right) = ((part(self, lhs)?, lhs.clone()), (part(self, rhs)?, rhs.clone()));
                Ok(Expression::Combine(Box::new(Operation { operator: op.clone(), span: span.clone(), left, right })))
            }
            Expr::Membership { key, value, collection, .. } => {
                let key = key.as_ref().map(|key| part(self, key)).transpose()?.map(Box::new);
                let (value, collection) = (Box::new(part(self, value)?), Box::new(part(self, collection)?));
                Ok(Expression::Membership { key, value, collection })
            }
            Expr::Call { span, fcn, params, .. } => self.call(span, fcn, params, hoisted),
            Expr::ArrayCompr { term, query, .. } => self.comprehension(ComprehensionKind::List, None, term, query),
            Expr::SetCompr { term, query, .. } => self.comprehension(ComprehensionKind::Set, None, term, query),
            Expr::ObjectCompr { key, value, query, .. } => {
                self.comprehension(ComprehensionKind::Object, Some(key), value, query)
            }
            other => Err(Unmodelled::at(other.span(), format!("`{}`", other.span().text()))),
        }
    }

    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        key: Option<&Ref<Expr>>,
        term: &Ref<Expr>,
        query: &regorus::unstable::Query,
    ) -> Result<Expression, Unmodelled> {
        let query = self.query(query)?;
        let key = key.map(|key| self.plain(key)).transpose()?;
        let term = self.output(term)?;
        Ok(Expression::Comprehension(Box::new(Comprehension { kind, key, term, query })))
    }

    fn call(
        &mut self,
        span: &Span,
        function: &Ref<Expr>,
        arguments: &[Ref<Expr>],
        hoisted: Option<&mut Query>,
    ) -> Result<Expression, Unmodelled> {
        let path = static_path(function).ok_or_else(|| Unmodelled::at(span, "a call of something computed"))?;
        let meaning = match names::variable(function).and_then(|name| self.local(name)) {
            Some(_) => Meaning::Nothing,
            None => self.meaning(&path, span),
        };
        let mut hoisted = hoisted;
        let compiled: Vec<Expression> = arguments
            .iter()
            .map(|argument| self.expression(argument, hoisted.as_deref_mut()))
            .collect::<Result<_, _>>()?;
        if let Meaning::Rule(number, taken, arity) = meaning {
            return if taken == path.len() && arity == [arguments.len()] {
                Ok(Expression::Call(number, compiled))
            } else {
                Err(Unmodelled::at(span, "a call with another number of arguments than the function has"))
            };
        }
        self.builtin(span, &path.join("."), arguments, compiled)
    }

    fn builtin(
        &mut self,
        span: &Span,
        name: &str,
        syntax: &[Ref<Expr>],
        arguments: Vec<Expression>,
    ) -> Result<Expression, Unmodelled> {
        let Some((name, function)) = BUILTINS.get_key_value(name).filter(|(name, _)| !NOT_PURE.contains(name)) else {
            return Err(Unmodelled::at(span, format!("the function `{name}`")));
        };
        if usize::from(function.1) != arguments.len() {
            return Err(Unmodelled::at(span, format!("`{name}` with {} arguments", arguments.len())));
        }
        let shortcut = match (*name, arguments.as_slice()) {
            ("object.get", _) => Some(Shortcut::ObjectGet),
            ("count", _) => Some(Shortcut::Count),
            ("array.concat", _) => Some(Shortcut::Concat),
            ("is_array", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Array(_)))),
            ("is_boolean", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Bool(_)))),
            ("is_null", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Null))),
            ("is_number", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Number(_)))),
            ("is_object", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Object(_)))),
            ("is_set", _) => Some(Shortcut::IsType(|value| matches!(value, Value::Set(_)))),
            ("is_string", _) => Some(Shortcut::IsType(|value| matches!(value, Value::String(_)))),
            (name, arguments) => regex_use(name, arguments).map(|how| Shortcut::Regex(how, OnceLock::new())),
        };
        let (span, syntax) = (span.clone(), syntax.to_vec());
        let bound = bounds::of(name);
        Ok(Expression::Builtin(Box::new(Builtin {
            name,
            function: *function,
            arguments,
            span,
            syntax,
            bound,
            shortcut,
        })))
    }
}

/// What a builtin does with a regular expression, if that is constant.
fn regex_use(name: &str, arguments: &[Expression]) -> Option<RegexUse> {
    let (how, pattern) = match name {
        "regex.match" => (RegexUse::Match, 0),
        "regex.replace" => (RegexUse::Replace, 1),
        "regex.find_n" => (RegexUse::Find, 0),
        "regex.find_all_string_submatch_n" => (RegexUse::FindGroups, 0),
        "regex.split" => (RegexUse::Split, 0),
        _ => return None,
    };
    matches!(arguments.get(pattern), Some(Expression::Constant(Value::String(_)))).then_some(how)
}
