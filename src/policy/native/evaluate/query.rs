//! Statements: tests, iterations, and the way back from those that do not hold.

use regorus::Value;

use super::{Machine, Stop, Term, Truth};
use crate::policy::native::ir::{Expression, Iteration, Pattern, Statement};
use crate::policy::native::unknown::is_further;

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

    /// Goes through the elements of a collection: their index or key, their value, and whether they exist.
    fn each(
        &mut self,
        collection: Term<'a>,
        written: Iteration,
        visit: &mut dyn FnMut(&mut Self, Term<'a>, Term<'a>, Truth) -> Result<Go, Stop>,
    ) -> Result<Go, Stop> {
        match collection {
            Term::Undefined => Ok(Go::On),
            // There may be elements or none, and of what kind nobody knows.
            Term::Unknown(_) => visit(self, Term::anything(), Term::anything(), Truth::Maybe),
            Term::Borrowed(Value::Array(items)) => {
                self.each_item(items.iter().map(Term::borrowed), items.iter().map(is_further), visit)
            }
            Term::Borrowed(Value::Object(entries)) => {
                for (key, value) in entries.iter() {
                    self.step()?;
                    if self.entry(Term::borrowed(key), Term::borrowed(value), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Borrowed(Value::Set(items)) => {
                for item in items.iter() {
                    self.step()?;
                    if self.member(is_further(item), Term::borrowed(item), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Owned(Value::Array(items)) => {
                let terms = items.iter().map(|item| Term::owned(item.clone()));
                self.each_item(terms, items.iter().map(is_further), visit)
            }
            Term::Owned(Value::Object(entries)) => {
                for (key, value) in entries.iter() {
                    self.step()?;
                    if self.entry(Term::owned(key.clone()), Term::owned(value.clone()), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Owned(Value::Set(items)) => {
                for item in items.iter() {
                    self.step()?;
                    if self.member(is_further(item), Term::owned(item.clone()), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Borrowed(_) | Term::Owned(_) => match written {
                Iteration::Some => Err(Stop::Ask),
                Iteration::Reference => Ok(Go::On),
            },
        }
    }

    fn each_item(
        &mut self,
        terms: impl Iterator<Item = Term<'a>>,
        further: impl Iterator<Item = bool>,
        visit: &mut dyn FnMut(&mut Self, Term<'a>, Term<'a>, Truth) -> Result<Go, Stop>,
    ) -> Result<Go, Stop> {
        // Behind elements of which there may be any number, no index is known.
        let mut index_is_known = true;
        for (index, (item, further)) in terms.zip(further).enumerate() {
            self.step()?;
            index_is_known &= !further;
            let index = if index_is_known { Term::Owned(Value::from(index)) } else { Term::something() };
            // An unknown element is there, even if it may be null.
            let exists = if further { Truth::Maybe } else { Truth::Yes };
            if visit(self, index, item, exists)? == Go::Enough {
                return Ok(Go::Enough);
            }
        }
        Ok(Go::On)
    }

    /// A null is no entry, so an entry whose value may be null may be missing.
    fn entry(
        &mut self,
        key: Term<'a>,
        value: Term<'a>,
        visit: &mut dyn FnMut(&mut Self, Term<'a>, Term<'a>, Truth) -> Result<Go, Stop>,
    ) -> Result<Go, Stop> {
        let exists = key.is_defined().and(value.is_defined());
        visit(self, key, value, exists)
    }

    fn member(
        &mut self,
        further: bool,
        item: Term<'a>,
        visit: &mut dyn FnMut(&mut Self, Term<'a>, Term<'a>, Truth) -> Result<Go, Stop>,
    ) -> Result<Go, Stop> {
        visit(self, item.clone(), item, if further { Truth::Maybe } else { Truth::Yes })
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
