//! Expressions.

use std::collections::BTreeSet;

use regorus::Value;
use regorus::unstable::{ArithOp, BinOp, numbers, sets};
use regorus::value::Object;

use super::{Machine, Stop, Term, Truth};
use crate::native::ir::{Expression, Operation, Step};
use crate::native::unknown::{Unknown, further_at, settled};

impl<'a> Machine<'a> {
    pub(super) fn evaluate(&mut self, expression: &'a Expression) -> Result<Term<'a>, Stop> {
        self.step()?;
        let term = match expression {
            Expression::Constant(value) => return Ok(Term::Borrowed(value)),
            Expression::Slot(slot) => {
                if self.has_unknown {
                    self.met.read_slot(self.base + slot);
                }
                self.slot(*slot)
            }
            other => self.deeper(|machine| machine.compound(other))?,
        };
        if matches!(term, Term::Unknown(_)) {
            self.notice(&term);
        }
        Ok(term)
    }

    fn compound(&mut self, expression: &'a Expression) -> Result<Term<'a>, Stop> {
        match expression {
            Expression::Constant(value) => Ok(Term::Borrowed(value)),
            Expression::Slot(slot) => Ok(self.slot(*slot)),
            Expression::Input => Ok(Term::Borrowed(self.input)),
            Expression::Params => Ok(Term::Borrowed(self.params)),
            Expression::Rule(number) => self.value(*number),
            Expression::Part(base, steps) => self.part(base, steps),
            Expression::Call(number, arguments) => self.call(*number, arguments),
            Expression::Builtin(builtin) => self.builtin(builtin),
            Expression::Compare(operator, sides) => {
                let (left, right) = (self.evaluate(&sides.0)?, self.evaluate(&sides.1)?);
                let result = self.compare(operator, &left, &right)?;
                if matches!(result, Term::Unknown(_)) {
                    self.notice(&left);
                    self.notice(&right);
                }
                Ok(result)
            }
            Expression::Arithmetic(operation) => self.arithmetic(operation),
            Expression::Combine(operation) => self.combine(operation),
            Expression::Membership { key, value, collection } => {
                let (value, collection) = (self.evaluate(value)?, self.evaluate(collection)?);
                let key = key.as_ref().map(|key| self.evaluate(key)).transpose()?;
                let truth = self.membership(key.as_ref(), &value, &collection);
                if truth == Truth::Maybe {
                    [Some(&value), Some(&collection), key.as_ref()]
                        .into_iter()
                        .flatten()
                        .for_each(|it| self.notice(it));
                }
                Ok(Term::truth(truth))
            }
            Expression::List(items) => self.collect(items, Value::from),
            Expression::Set(items) => {
                self.collect(items, |values| Value::from(values.into_iter().collect::<BTreeSet<_>>()))
            }
            Expression::Object(fields) => self.object(fields),
            Expression::Comprehension(comprehension) => self.comprehension(comprehension),
        }
    }

    /// Does something with the values of arguments. Few of them need no memory of their own.
    pub(super) fn with_arguments<T>(
        &mut self,
        arguments: &'a [Expression],
        what: impl FnOnce(&mut Self, &[Term<'a>]) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        match arguments {
            [first] => {
                let values = [self.evaluate(first)?];
                what(self, &values)
            }
            [first, second] => {
                let values = [self.evaluate(first)?, self.evaluate(second)?];
                what(self, &values)
            }
            [first, second, third] => {
                let values = [self.evaluate(first)?, self.evaluate(second)?, self.evaluate(third)?];
                what(self, &values)
            }
            more => {
                let values = more.iter().map(|argument| self.evaluate(argument)).collect::<Result<Vec<_>, _>>()?;
                what(self, &values)
            }
        }
    }

    /// A part of a value: undefined where a step leads nowhere.
    fn part(&mut self, base: &'a Expression, steps: &'a [Step]) -> Result<Term<'a>, Stop> {
        let mut term = self.evaluate(base)?;
        for step in steps {
            term = match step {
                Step::Key(key) => self.step_into(term, key),
                Step::Computed(index) => {
                    // It is evaluated even where there is nothing to step into, as it may fail.
                    let index = self.evaluate(index)?;
                    match (&index, &term) {
                        (Term::Undefined, _) | (_, Term::Undefined) => Term::Undefined,
                        (Term::Unknown(index), _) => Term::part_of(index),
                        _ => match index.known() {
                            Some(index) => self.step_into(term, index),
                            None => Term::Undefined,
                        },
                    }
                }
            };
        }
        Ok(term)
    }

    pub(super) fn step_into(&self, term: Term<'a>, index: &Value) -> Term<'a> {
        if self.has_unknown
            && let Some(further) = term.known().and_then(|value| further_at(value, index))
        {
            return Term::Unknown(Box::new(Unknown::part_of(Some(further))));
        }
        match term {
            Term::Undefined => Term::Undefined,
            Term::Unknown(unknown) => Term::part_of(&unknown),
            Term::Borrowed(value) => Term::borrowed(&value[index]),
            Term::Owned(value) => Term::owned(value[index].clone()),
        }
    }

    fn arithmetic(&mut self, operation: &'a Operation<ArithOp>) -> Result<Term<'a>, Stop> {
        let Some((left, right)) = self.operands(operation)? else { return Ok(Term::Undefined) };
        if left.holds_unknown() || right.holds_unknown() {
            self.notice(&left);
            self.notice(&right);
            return Ok(Term::anything());
        }
        let (left, right) = (left.into_value(), right.into_value());
        let (left_syntax, right_syntax) = (&operation.left.1, &operation.right.1);
        let result = match (&operation.operator, &left, &right) {
            (ArithOp::Sub, Value::Set(_), _) | (ArithOp::Sub, _, Value::Set(_)) => {
                sets::difference(left_syntax, right_syntax, left, right)
            }
            (operator, ..) => {
                numbers::arithmetic_operation(&operation.span, operator, left_syntax, right_syntax, left, right, true)
            }
        };
        result.map(Term::owned).map_err(|_| Stop::Ask)
    }

    fn combine(&mut self, operation: &'a Operation<BinOp>) -> Result<Term<'a>, Stop> {
        let Some((left, right)) = self.operands(operation)? else { return Ok(Term::Undefined) };
        if let (Term::Unknown(_), _) | (_, Term::Unknown(_)) = (&left, &right) {
            return Ok(Term::anything());
        }
        let is_open = left.holds_unknown() || right.holds_unknown();
        let (left, right) = (left.into_value(), right.into_value());
        let (left_syntax, right_syntax) = (&operation.left.1, &operation.right.1);
        let result = match operation.operator {
            // What is unknown in either is unknown in both together.
            BinOp::Union => sets::union(left_syntax, right_syntax, left, right),
            BinOp::Intersection if is_open => {
                self.notice(&Term::Owned(left));
                self.notice(&Term::Owned(right));
                return Ok(Term::something());
            }
            BinOp::Intersection => sets::intersection(left_syntax, right_syntax, left, right),
        };
        result.map(Term::owned).map_err(|_| Stop::Ask)
    }

    fn operands<Operator>(&mut self, operation: &'a Operation<Operator>) -> Result<Option<(Term<'a>, Term<'a>)>, Stop> {
        let (left, right) = (self.evaluate(&operation.left.0)?, self.evaluate(&operation.right.0)?);
        Ok((!left.is_undefined() && !right.is_undefined()).then_some((left, right)))
    }

    /// A collection that is written out: undefined where one of its elements is.
    fn collect(&mut self, items: &'a [Expression], make: impl FnOnce(Vec<Value>) -> Value) -> Result<Term<'a>, Stop> {
        let mut values = Vec::with_capacity(items.len());
        let mut defined = Truth::Yes;
        for item in items {
            let term = self.evaluate(item)?;
            if term.is_undefined() {
                return Ok(Term::Undefined);
            }
            defined = defined.and(term.is_defined());
            values.push(term.into_value());
        }
        Ok(whole(make(values), defined))
    }

    fn object(&mut self, fields: &'a [(Expression, Expression)]) -> Result<Term<'a>, Stop> {
        let mut entries = Object::new();
        let mut defined = Truth::Yes;
        for (key, value) in fields {
            let key = self.evaluate(key)?;
            if key.is_undefined() {
                return Ok(Term::Undefined);
            }
            let value = self.evaluate(value)?;
            if value.is_undefined() {
                return Ok(Term::Undefined);
            }
            defined = defined.and(key.is_defined()).and(value.is_defined());
            entries.insert(key.into_value(), value.into_value());
        }
        Ok(whole(Value::from(entries), defined))
    }
}

/// A collection with an element that may be undefined may be undefined itself.
fn whole<'a>(value: Value, defined: Truth) -> Term<'a> {
    match defined {
        Truth::Yes => Term::Owned(value),
        _ => Term::Unknown(Box::new(Unknown { stand_in: Some(settled(&value)), ..Unknown::anything() })),
    }
}
