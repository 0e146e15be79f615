//! Statements: tests, iterations, and the way back from those that do not hold.

use regorus::Value;

use super::{Machine, Stop, Term, Truth};
use crate::native::ir::{Expression, Iteration, Pattern, Statement};
use crate::native::unknown::is_further;

/// What is to be done where all statements of a query hold. It is told whether they certainly do.
pub(super) type Found<'f, 'a> = &'f mut dyn FnMut(&mut Machine<'a>, bool) -> Result<Go, Stop>;

/// Whether further solutions are of interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    On,
    Enough,
}

impl<'a> Machine<'a> {
    /// Finds the solutions of a query. `certain` tells whether what came before certainly holds.
    pub(super) fn solve(
        &mut self,
        statements: &'a [Statement],
        certain: bool,
        found: Found<'_, 'a>,
    ) -> Result<Go, Stop> {
        let mut certain = certain;
        for (number, statement) in statements.iter().enumerate() {
            self.step()?;
            let holds = match statement {
                Statement::Test(test) => self.evaluate(test)?.holds(),
                Statement::Not(test) => self.evaluate(test)?.holds().not(),
                Statement::Bind(pattern, value) => {
                    let value = self.evaluate(value)?;
                    value.is_defined().and(self.matches(pattern, value)?)
                }
                Statement::Every { key, value, domain, body } => self.every(*key, *value, domain, body)?,
                Statement::Iterate { key, value, collection, written } => {
                    let collection = self.evaluate(collection)?;
                    let rest = &statements[number + 1..];
                    return self.deeper(|machine| {
                        machine.each(collection, *written, &mut |machine, index, element, exists| {
                            let holds = exists.and(machine.matches(key, index)?).and(machine.matches(value, element)?);
                            match holds {
                                Truth::No => Ok(Go::On),
                                Truth::Maybe => machine.solve(rest, false, found),
                                Truth::Yes => machine.solve(rest, certain, found),
                            }
                        })
                    });
                }
            };
            match holds {
                Truth::No => return Ok(Go::On),
                Truth::Maybe => certain = false,
                Truth::Yes => {}
            }
        }
        found(self, certain)
    }

    fn every(
        &mut self,
        key: Option<usize>,
        value: usize,
        domain: &'a Expression,
        body: &'a [Statement],
    ) -> Result<Truth, Stop> {
        let domain = self.evaluate(domain)?;
        match &domain {
            Term::Unknown(_) => return Ok(Truth::Maybe),
            other => {
                if !matches!(other.known(), Some(Value::Array(_) | Value::Set(_) | Value::Object(_))) {
                    return Ok(Truth::No);
                }
            }
        }
        let mut all = Truth::Yes;
        self.deeper(|machine| {
            machine.each(domain, Iteration::Reference, &mut |machine, index, element, exists| {
                if let Some(key) = key {
                    machine.set_slot(key, index);
                }
                machine.set_slot(value, element);
                let mut holds = Truth::No;
                machine.solve(body, true, &mut |_, certain| {
                    holds = if certain || holds == Truth::Yes { Truth::Yes } else { Truth::Maybe };
                    Ok(Go::On)
                })?;
                // An element that may not exist spoils nothing for certain.
                all = all.and(if exists == Truth::Maybe && holds == Truth::No { Truth::Maybe } else { holds });
                Ok(if all == Truth::No { Go::Enough } else { Go::On })
            })
        })?;
        Ok(all)
    }

    /// Binds what a pattern binds, and compares what it compares.
    pub(super) fn matches(&mut self, pattern: &'a Pattern, term: Term<'a>) -> Result<Truth, Stop> {
        match pattern {
            Pattern::Anything => Ok(Truth::Yes),
            Pattern::Variable(slot) => {
                self.set_slot(*slot, term);
                Ok(Truth::Yes)
            }
            Pattern::Equal(expression) => {
                let expected = self.evaluate(expression)?;
                Ok(self.equal(&expected, &term))
            }
            Pattern::List(patterns) => {
                if let Term::Unknown(_) = term {
                    for pattern in patterns {
                        self.matches(pattern, Term::anything())?;
                    }
                    return Ok(Truth::Maybe);
                }
                let items: Vec<Term<'a>> = match &term {
                    Term::Borrowed(Value::Array(items)) => items.iter().map(Term::borrowed).collect(),
                    Term::Owned(Value::Array(items)) => items.iter().map(|item| Term::owned(item.clone())).collect(),
                    _ => return Ok(Truth::No),
                };
                if term
                    .known()
                    .and_then(|value| value.as_array().ok())
                    .is_some_and(|items| items.iter().any(is_further))
                {
                    return Err(Stop::Ask);
                }
                if items.len() != patterns.len() {
                    return Ok(Truth::No);
                }
                let mut all = Truth::Yes;
                for (pattern, item) in patterns.iter().zip(items) {
                    all = all.and(self.matches(pattern, item)?);
                    if all == Truth::No {
                        return Ok(all);
                    }
                }
                Ok(all)
            }
        }
    }
}
