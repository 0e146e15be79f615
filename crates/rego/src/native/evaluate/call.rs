//! Rules and functions: their definitions, and what comes of several of them.

use std::collections::BTreeSet;

use regorus::Value;

use super::query::Go;
use super::{Machine, Stop, Term, Truth};
use crate::native::causes::Mark;
use crate::native::ir::{Definition, Expression, Rule, RuleId, RuleKind, Statement};
use crate::native::unknown::{Unknown, further, settled};

/// What the definitions of a rule put out.
#[derive(Default)]
struct Outputs {
    /// The value that certainly comes out.
    certain: Option<Value>,
    /// The first of those that may come out.
    possible: Option<Value>,
}

impl Outputs {
    /// Takes in what a definition puts out. Two different values are an error, which regorus words.
    fn take(&mut self, value: Value, certainty: Truth) -> Result<(), Stop> {
        match (certainty, &self.certain) {
            (Truth::No, _) => {}
            (Truth::Maybe, _) => {
                self.possible.get_or_insert(value);
            }
            (Truth::Yes, None) => self.certain = Some(value),
            (Truth::Yes, Some(other)) if *other == value => {}
            (Truth::Yes, Some(_)) => return Err(Stop::Ask),
        }
        Ok(())
    }
}

/// Is given what a definition puts out, and whether it certainly does.
type Take<'t, 'a> = &'t mut dyn FnMut(&mut Machine<'a>, Value, Truth) -> Result<Go, Stop>;

impl<'a> Machine<'a> {
    /// The value of a rule that takes no arguments. It is found once.
    pub(super) fn value(&mut self, number: RuleId) -> Result<Term<'a>, Stop> {
        if let Some(Some(value)) = self.values.get(number) {
            let value = value.clone();
            if self.has_unknown {
                self.met.read_rule(number);
            }
            return Ok(value);
        }
        let before = self.met.begin();
        let program = self.program;
        let rule = &program.rules[number];
        let value = match rule.kind {
            RuleKind::Set => {
                let (mut members, possible) = self.members(number)?;
                if !possible.is_empty() {
                    members.insert(further());
                }
                Term::Owned(Value::from(members))
            }
            RuleKind::Complete | RuleKind::Function => self.complete(rule)?,
        };
        if self.has_unknown {
            self.met.set_rule(number, before);
        }
        self.met.resume(before);
        if let Some(place) = self.values.get_mut(number) {
            *place = Some(value.clone());
        }
        Ok(value)
    }

    /// The members of a set that rules add to: those that certainly are in it, and those that may be.
    pub(super) fn members(&mut self, number: RuleId) -> Result<(BTreeSet<Value>, Vec<Value>), Stop> {
        let program = self.program;
        let (mut certain, mut possible) = (BTreeSet::new(), Vec::new());
        for definition in &program.rules[number].definitions {
            self.outputs(definition, &mut |machine, value, certainty| {
                if certainty == Truth::Maybe && number == program.entry {
                    machine.met.found();
                }
                match certainty {
                    Truth::Yes => drop(certain.insert(value)),
                    Truth::Maybe => possible.push(value),
                    Truth::No => {}
                }
                Ok(Go::On)
            })?;
        }
        Ok((certain, possible))
    }

    fn complete(&mut self, rule: &'a Rule) -> Result<Term<'a>, Stop> {
        let mut outputs = Outputs::default();
        for definition in &rule.definitions {
            self.outputs(definition, &mut |_, value, certainty| {
                outputs.take(value, certainty)?;
                // Further solutions say the same, and regorus does not look for them either.
                let is_enough = certainty == Truth::Yes && definition.output.is_none();
                Ok(if is_enough { Go::Enough } else { Go::On })
            })?;
        }
        Ok(match (outputs.certain, outputs.possible, &rule.default) {
            (Some(value), _, _) => Term::owned(value),
            (None, Some(value), default) => Term::Unknown(Box::new(Unknown {
                set: default.is_some(),
                stand_in: Some(settled(&value)),
                ..Unknown::anything()
            })),
            (None, None, Some(default)) => Term::Borrowed(default),
            (None, None, None) => Term::Undefined,
        })
    }

    /// Tells what a definition without parameters puts out.
    fn outputs(&mut self, definition: &'a Definition, take: Take<'_, 'a>) -> Result<(), Stop> {
        self.deeper(|machine| {
            machine.frame(definition, |machine| {
                machine.solve(&definition.body, true, &mut |machine, certain| {
                    let before = machine.met.mark();
                    let output = machine.output(definition)?;
                    // What regorus makes of a value that is undefined for one of several solutions depends on their order.
                    if output.is_undefined() && definition.body.iter().any(|it| matches!(it, Statement::Iterate { .. }))
                    {
                        return Err(Stop::Ask);
                    }
                    machine.take_output(output, certain, before, take)
                })
            })
        })?;
        Ok(())
    }

    /// Calls a function.
    pub(super) fn call(&mut self, number: RuleId, arguments: &'a [Expression]) -> Result<Term<'a>, Stop> {
        self.with_arguments(arguments, |machine, values| machine.call_with(number, values))
    }

    fn call_with(&mut self, number: RuleId, values: &[Term<'a>]) -> Result<Term<'a>, Stop> {
        let defined = values.iter().map(Term::is_defined).fold(Truth::Yes, Truth::and);
        if defined == Truth::No {
            return Ok(Term::Undefined);
        }
        let program = self.program;
        let mut outputs = Outputs::default();
        for definition in &program.rules[number].definitions {
            self.deeper(|machine| {
                machine.frame(definition, |machine| {
                    let mut fits = Truth::Yes;
                    for (pattern, value) in definition.parameters.iter().zip(values) {
                        fits = fits.and(machine.matches(pattern, value.clone())?);
                        if fits == Truth::No {
                            return Ok(Go::On);
                        }
                    }
                    machine.solve(&definition.body, fits == Truth::Yes, &mut |machine, certain| {
                        let before = machine.met.mark();
                        let output = machine.output(definition)?;
                        machine.take_output(output, certain, before, &mut |_, value, certainty| {
                            outputs.take(value, certainty)?;
                            Ok(Go::On)
                        })
                    })
                })
            })?;
        }
        Ok(match (outputs.certain, outputs.possible) {
            (Some(value), _) if defined == Truth::Yes => Term::owned(value),
            (Some(value), _) | (None, Some(value)) => {
                Term::Unknown(Box::new(Unknown { stand_in: Some(settled(&value)), ..Unknown::anything() }))
            }
            (None, None) => Term::Undefined,
        })
    }

    fn output(&mut self, definition: &'a Definition) -> Result<Term<'a>, Stop> {
        definition.output.as_ref().map_or(Ok(Term::Owned(Value::Bool(true))), |output| self.evaluate(output))
    }

    /// Does something with new slots.
    fn frame<T>(
        &mut self,
        definition: &Definition,
        what: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let base = std::mem::replace(&mut self.base, self.slots.len());
        self.slots.resize_with(self.base + definition.slots, || Term::Undefined);
        let result = what(self);
        self.slots.truncate(self.base);
        self.base = base;
        result
    }
    fn take_output(&mut self, output: Term<'a>, certain: bool, before: Mark, take: Take<'_, 'a>) -> Result<Go, Stop> {
        let certainty = output.is_defined().and(if certain { Truth::Yes } else { Truth::Maybe });
        if certainty == Truth::Maybe || matches!(output, Term::Unknown(_)) {
            self.met.keep();
        } else {
            self.met.forget(before);
        }
        take(self, output.into_value(), certainty)
    }
}
