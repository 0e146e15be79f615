//! Expressions to values.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::failure::{Failure, Result};
use super::scope::{Name, Scope};
use super::{Evaluator, MAX_DEPTH, MAX_PARTS, reference};
use crate::syntax::ast::{Expr, ExprKind, For, ObjectItem};
use crate::value::{
    Cause, Elements, Entries, Kind, Number, Splat, Type, Value, binary, conditional, convert, elements, index, splat,
    unary,
};
use seaworthy_source::Span;

/// The maximum number of elements that a `for` iterates over.
const MAX_ELEMENTS: usize = 1_000_000;

/// Long texts count as several steps.
const BYTES_A_STEP: usize = 128;

/// The value of a constant expression; `None` if it contains references or calls.
pub(super) fn constant(expr: &Expr) -> Option<Value> {
    Some(
        match &expr.kind {
            ExprKind::Null => Value::null(),
            ExprKind::Bool(value) => Value::from(*value),
            ExprKind::Number(text) => Value::number(Number::parse(text)?),
            ExprKind::String(text) => Value::string(text),
            ExprKind::Tuple(items) => Value::tuple(items.iter().map(constant).collect::<Option<_>>()?),
            ExprKind::Object(items) => {
                let entry = |item: &ObjectItem| {
                    let key = convert(&constant(&item.key)?, &Type::String).ok()?;
                    Some((Arc::clone(key.as_text()?), constant(&item.value)?))
                };
                Value::object(items.iter().map(entry).collect::<Option<Vec<_>>>()?)
            }
            ExprKind::Parens(inner) => constant(inner)?,
            ExprKind::Unary { operator, operand } => unary(*operator, &constant(operand)?).ok()?,
            _ => return None,
        }
        .written_at(expr.span),
    )
}

impl Value {
    /// The same value, written at a place, unless it has a place already.
    #[must_use]
    pub(super) fn written_at(mut self, span: Span) -> Self {
        self.provenance.written.get_or_insert(span);
        self
    }
}

impl<'t> Evaluator<'t> {
    /// Evaluates an expression.
    pub(super) fn expression(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Result {
        if self.depth.get() >= MAX_DEPTH {
            let detail = format!("References are nested more than {MAX_DEPTH} levels deep");
            return Err(Failure::new(expr.span, "Too deep", detail));
        }
        if let Err(unknown) = self.step(1, expr.span) {
            // Constants take no steps.
            return Ok(constant(expr).unwrap_or(unknown));
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.kind(expr, scope);
        self.depth.set(self.depth.get() - 1);
        match value {
            Ok(value) if value.parts() > MAX_PARTS => {
                let detail = format!("The value has more than {MAX_PARTS} parts, the maximum of this program");
                Err(Failure::new(expr.span, "Too large", detail))
            }
            Ok(value) => match self.step(value.as_text().map_or(0, |text| text.len() / BYTES_A_STEP), expr.span) {
                Ok(()) => Ok(value),
                Err(unknown) => Ok(unknown),
            },
            Err(failure) => Err(failure),
        }
    }

    fn kind(&self, expr: &Expr, scope: &Scope<'_, 't>) -> Result {
        let at = |value: Value| Ok(value.written_at(expr.span));
        match &expr.kind {
            ExprKind::Null => at(Value::null()),
            ExprKind::Bool(value) => at(Value::from(*value)),
            ExprKind::Number(text) => match Number::parse(text) {
                Some(number) => at(Value::number(number)),
                None => Err(Failure::new(expr.span, "Invalid number", format!("`{text}` is not a valid number"))),
            },
            ExprKind::String(text) if text.is_ascii() => at(Kind::String(Arc::clone(text)).into()),
            ExprKind::String(text) => at(Value::string(text)),
            ExprKind::Template(parts) => self.template(parts, expr.span, scope).and_then(at),
            ExprKind::Tuple(items) => {
                let items = items.iter().map(|item| self.expression(item, scope)).collect::<Result<_>>()?;
                at(Value::tuple(items))
            }
            ExprKind::Object(items) => self.object(items, scope).and_then(at),
            ExprKind::Variable(_) | ExprKind::Attribute { .. } | ExprKind::Index { .. } => self.traversal(expr, scope),
            ExprKind::Splat { of, each } => self.splat(expr, of, each, scope),
            ExprKind::Element => match scope.element {
                Some(element) => Ok(element.clone()),
                None => Err(Failure::new(expr.span, "Invalid splat", "A splat element is only valid in a splat")),
            },
            ExprKind::Call { name, name_span, arguments, expand } => {
                self.call(expr.span, name, *name_span, arguments, *expand, scope).and_then(at)
            }
            ExprKind::Conditional { condition, yes, no } => {
                let decides = self.expression(condition, scope)?;
                // Only an error of the chosen side counts, and none while the condition is unknown. The type of the
                // result depends on both sides regardless.
                let (yes_value, no_value) = (self.expression(yes, scope), self.expression(no, scope));
                let taken = convert(&decides, &Type::Bool).ok().and_then(|value| value.as_bool());
                let side = |value: Result, is_taken: bool| match value {
                    Err(failure) if is_taken => Err(failure),
                    Err(failure) => Ok(failure.unknown()),
                    Ok(value) => Ok(value),
                };
                let (yes_value, no_value) =
                    (side(yes_value, taken == Some(true))?, side(no_value, taken == Some(false))?);
                conditional(&decides, &yes_value, &no_value)
                    .map(|value| value.chosen_by(&decides))
                    .map_err(|error| Failure::of(error, expr.span, &[condition.span, yes.span, no.span]))
            }
            ExprKind::For(each) => self.for_expression(expr.span, each, scope).and_then(at),
            ExprKind::Unary { operator, operand } => {
                let value = self.expression(operand, scope)?;
                let result =
                    unary(*operator, &value).map_err(|error| Failure::of(error, expr.span, &[operand.span]))?;
                at(via(result, [&value]))
            }
            ExprKind::Binary { left, operator, right } => {
                let (a, b) = (self.expression(left, scope)?, self.expression(right, scope)?);
                let result = binary(*operator, &a, &b)
                    .map_err(|error| Failure::of(error, expr.span, &[left.span, right.span]))?;
                at(via(result, [&a, &b]))
            }
            ExprKind::Parens(inner) => self.expression(inner, scope),
        }
    }

    fn object(&self, items: &[ObjectItem], scope: &Scope<'_, 't>) -> Result {
        const INVALID: &str = "Invalid object key";
        let mut entries: Entries = BTreeMap::new();
        let mut open: Option<Arc<Cause>> = None;
        let mut marks = crate::value::Marks::default();
        for ObjectItem { key, value } in items {
            let name = self.expression(key, scope)?;
            let value = self.expression(value, scope)?;
            if name.is_null() {
                return Err(Failure::new(key.span, INVALID, "Can't use a null value as a key"));
            }
            let name = convert(&name, &Type::String)
                .map_err(|error| Failure::new(key.span, INVALID, format!("Can't use this value as a key: {error}")))?;
            marks = marks.or(name.marks);
            match (name.as_text(), name.cause()) {
                (Some(name), _) => drop(entries.insert(Arc::clone(name), value)),
                (None, cause) => open = open.or_else(|| cause.cloned()),
            }
        }
        match open {
            // Its attributes are unknown, and therefore its type.
            Some(cause) => Ok(Value::unknown(Type::Any, &cause).with_marks(marks)),
            None => Ok(Value::object(entries).with_marks(marks)),
        }
    }

    fn splat(&self, expr: &Expr, of: &Expr, each: &Expr, scope: &Scope<'_, 't>) -> Result {
        let value = self.expression(of, scope)?;
        let on = |element: &Value| self.expression(each, &Scope { element: Some(element), ..*scope });
        let result = match splat(&value).map_err(|error| Failure::of(error, of.span, &[]))? {
            Splat::Known { items, list_of, marks } => {
                let results = items.iter().map(on).collect::<Result<Vec<_>>>()?;
                let result = match list_of {
                    None => Value::tuple(results),
                    Some(_) => match results.first() {
                        Some(_) => Value::list_of(results, &Type::Any),
                        None => {
                            let Type::List(element) = value.ty() else { return Ok(Value::tuple(results)) };
                            let sample = Value::unknown((*element).clone(), &Arc::new(nothing_of(of.span)));
                            Value::list_of(Vec::new(), &on(&sample)?.ty())
                        }
                    },
                };
                result.with_marks(marks)
            }
            Splat::Maybe { item, cause, marks } => {
                on(&item)?;
                Value::unknown(Type::Any, &cause).with_marks(marks)
            }
            Splat::Unknown { items, source, marks } => {
                let results = items.iter().map(on).collect::<Result<Vec<_>>>()?;
                Splat::unknown_result(&source, &results, marks)
            }
            Splat::Untyped { cause, marks } => Value::unknown(Type::Any, &cause).with_marks(marks),
        };
        Ok(result.written_at(expr.span).derived_from([&value]))
    }

    fn for_expression(&self, span: Span, each: &For, scope: &Scope<'_, 't>) -> Result {
        let of = self.expression(&each.of, scope)?;
        let marks = of.marks;
        let items = match elements(&of).map_err(|error| Failure::of(error, each.of.span, &[]))? {
            Elements::Known(items) => items,
            Elements::Unknown(cause) => return Ok(Value::unknown(Type::Any, &cause).with_marks(marks)),
        };
        if items.len() > MAX_ELEMENTS {
            return Err(Failure::new(
                span,
                "Too many elements",
                format!("The collection has more than {MAX_ELEMENTS} elements, the maximum of this program"),
            ));
        }
        let mut result = ForResult::default();
        for (key, value) in items {
            if key.as_str() == Some(super::OPEN) {
                continue;
            }
            let key = Name { name: each.key_name.clone().unwrap_or_default(), value: key, outer: scope.names };
            let outer = if each.key_name.is_some() { Some(&key) } else { scope.names };
            let value = Name { name: Arc::clone(&each.value_name), value, outer };
            let inner = Scope { names: Some(&value), ..*scope };
            self.for_element(each, &inner, &mut result)?;
        }
        let marks = marks.or(result.marks);
        if let Some(cause) = result.open {
            return Ok(Value::unknown(Type::Any, &cause).with_marks(marks));
        }
        let value = match each.key {
            None => Value::tuple(result.items),
            Some(_) if each.group => {
                let groups = result.groups.into_iter().map(|(key, values)| (key, Value::tuple(values)));
                Value::object(groups)
            }
            Some(_) => Value::object(result.entries),
        };
        Ok(value.with_marks(marks))
    }

    /// One element of a `for`.
    fn for_element(&self, each: &For, scope: &Scope<'_, 't>, result: &mut ForResult) -> Result<()> {
        if let Some(condition) = &each.condition {
            const INVALID: &str = "Invalid 'for' condition";
            let include = self.expression(condition, scope)?;
            if include.is_null() {
                let detail = "The value of the 'if' clause must not be null";
                return Err(Failure::new(condition.span, INVALID, detail));
            }
            let include = convert(&include, &Type::Bool).map_err(|error| {
                Failure::new(condition.span, INVALID, format!("The 'if' clause value is invalid: {error}"))
            })?;
            result.marks = result.marks.or(include.marks);
            match include.as_bool() {
                Some(true) => {}
                Some(false) => return Ok(()),
                None => {
                    result.open = result.open.take().or_else(|| include.cause().cloned());
                    return Ok(());
                }
            }
        }
        let Some(key) = &each.key else {
            result.items.push(self.expression(&each.value, scope)?);
            return Ok(());
        };
        const INVALID: &str = "Invalid object key";
        let name = self.expression(key, scope)?;
        if name.is_null() {
            return Err(Failure::new(
                key.span,
                INVALID,
                "Key expression in 'for' expression must not produce a null value",
            ));
        }
        let name = convert(&name, &Type::String).map_err(|error| {
            Failure::new(key.span, INVALID, format!("The key expression produced an invalid result: {error}"))
        })?;
        result.marks = result.marks.or(name.marks);
        let value = self.expression(&each.value, scope)?;
        let Some(text) = name.as_text() else {
            result.open = result.open.take().or_else(|| name.cause().cloned());
            return Ok(());
        };
        if each.group {
            result.groups.entry(Arc::clone(text)).or_default().push(value);
        } else if result.entries.insert(Arc::clone(text), value).is_some() {
            let detail = format!(
                "Two different items produced the key {text:?} in this 'for' expression. If duplicates are expected, use \
                 the ellipsis (...) after the value expression to enable grouping by key"
            );
            return Err(Failure::new(key.span, "Duplicate object key", detail));
        }
        Ok(())
    }

    /// Attributes and indexes after the name that the expression starts with.
    pub(super) fn look_up(&self, mut value: Value, steps: &[reference::Step<'_>], scope: &Scope<'_, 't>) -> Result {
        for step in steps {
            value = match step {
                reference::Step::Attribute(name, span) => {
                    super::open::attribute(&value, name).map_err(|error| Failure::of(error, *span, &[]))?
                }
                reference::Step::Index(key, span) => {
                    let key_value = self.expression(key, scope)?;
                    let found = match key_value.as_str() {
                        Some(name) => super::open::missing(&value, name),
                        None => None,
                    };
                    match found {
                        Some(found) => found,
                        None => {
                            index(&value, &key_value).map_err(|error| Failure::of(error, *span, &[*span, key.span]))?
                        }
                    }
                }
            }
            .handed_on_by(&value);
        }
        Ok(value)
    }
}

#[derive(Default)]
struct ForResult {
    items: Vec<Value>,
    entries: Entries,
    groups: BTreeMap<Arc<str>, Vec<Value>>,
    marks: crate::value::Marks,
    /// Why it is not known which elements there are.
    open: Option<Arc<Cause>>,
}

fn nothing_of(span: Span) -> Cause {
    Cause { what: "the collection has no elements".into(), span: Some(span) }
}

/// A value that is computed from others belongs to the same resources.
pub(super) fn via<'a>(value: Value, from: impl IntoIterator<Item = &'a Value> + Clone) -> Value {
    let value = value.derived_from(from.clone());
    value.belonging_to(from)
}
