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
        let start = self.met.mark();
        let mut certain = certain;
        for (number, statement) in statements.iter().enumerate() {
            self.step()?;
            let before = self.met.begin();
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
                    let at = self.met.mark();
                    let result = self.deeper(|machine| {
                        machine.each(collection, *written, &mut |machine, index, element, exists| {
                            machine.met.resume(at);
                            let before = machine.met.mark();
                            machine.notice_element(&index, &element);
                            let holds = exists.and(machine.matches(key, index)?).and(machine.matches(value, element)?);
                            let go = match holds {
                                Truth::No => Go::On,
                                Truth::Maybe => machine.solve(rest, false, found)?,
                                Truth::Yes => {
                                    machine.met.forget(before);
                                    machine.solve(rest, certain, found)?
                                }
                            };
                            machine.met.drop_back(before);
                            Ok(go)
                        })
                    });
                    // Where nothing was found, what came before does not matter either.
                    self.met.drop_back(start);
                    self.met.resume(start);
                    return result;
                }
            };
            match holds {
                Truth::No => {
                    self.met.forget(start);
                    self.met.resume(start);
                    return Ok(Go::On);
                }
                Truth::Maybe => certain = false,
                Truth::Yes => self.met.forget(before),
            }
        }
        let go = found(self, certain);
        self.met.resume(start);
        go
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
        let at = self.met.mark();
        self.deeper(|machine| {
            machine.each(domain, Iteration::Reference, &mut |machine, index, element, exists| {
                machine.met.resume(at);
                let before = machine.met.mark();
                machine.notice_element(&index, &element);
                if let Some(key) = key {
                    machine.set_slot(key, index);
                }
                machine.set_slot(value, element);
                let mut holds = Truth::No;
                machine.solve(body, true, &mut |machine, certain| {
                    if !certain {
                        machine.met.keep();
                    }
                    holds = if certain || holds == Truth::Yes { Truth::Yes } else { Truth::Maybe };
                    Ok(Go::On)
                })?;
                // An element that may not exist spoils nothing for certain.
                let holds = if exists == Truth::Maybe && holds == Truth::No { Truth::Maybe } else { holds };
                match holds {
                    Truth::Maybe => machine.met.keep(),
                    _ => machine.met.forget(before),
                }
                all = all.and(holds);
                Ok(if all == Truth::No { Go::Enough } else { Go::On })
            })
        })?;
        Ok(all)
    }

    /// Notes that an element is unknown.
    fn notice_element(&mut self, index: &Term<'a>, element: &Term<'a>) {
        for term in [index, element] {
            if matches!(term, Term::Unknown(_)) {
                self.notice(term);
            }
        }
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
                let truth = self.equal(&expected, &term);
                if truth == Truth::Maybe {
                    self.notice(&expected);
                    self.notice(&term);
                }
                Ok(truth)
            }
            Pattern::List(patterns) => {
                if let Term::Unknown(unknown) = &term {
                    self.notice(&term);
                    for pattern in patterns {
                        self.matches(pattern, Term::part_of(unknown))?;
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
