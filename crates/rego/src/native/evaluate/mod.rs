//! Evaluating what was compiled: by trying out, over borrowed values, three-valued.

mod builtin;
mod call;
mod compare;
mod comprehension;
mod expression;
mod iteration;
mod query;
mod regex;
mod term;

use std::ops::ControlFlow;

use regorus::Value;

use self::term::{Term, Truth};
use super::causes::Met;
use super::ir::Program;
use super::unknown::{Unknown, each_unknown, settled};
use crate::guard::bounds;

/// The most statements and expressions that an evaluation may take: some seconds.
const MAX_STEPS: u32 = 20_000_000;
/// The most expressions and statements within each other: some hundred kilobytes of stack.
const MAX_DEPTH: u32 = 120;

/// What a rule says of an input.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// What it certainly finds: a set.
    pub findings: Value,
    /// What it finds if what is unknown turns out so; further findings may be among them that cannot be told apart.
    pub possible: Vec<Value>,
    /// The paths of the unknown values of the input that decide what of the possible is found: no more than eight, in the
    /// order in which the rule met them.
    pub causes: Vec<Vec<Value>>,
}

/// Why an evaluation came to no verdict.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// Something failed, or is answered by regorus in ways of its own: it has to say.
    Ask,
    /// A limit was reached, which regorus would not reach any sooner: which, and at which line if that is known, else 1.
    Limit(String, usize),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ask => f.write_str("only the engine can evaluate the rule on this input"),
            Self::Limit(message, line) => write!(f, "{message} (line {line})"),
        }
    }
}

impl std::error::Error for Stop {}

/// Evaluates a program. `params` stands for `input.params`.
pub(super) fn evaluate(program: &Program, input: &Value, params: &Value, has_unknown: bool) -> Result<Verdict, Stop> {
    bounds::begin();
    let mut machine = Machine {
        program,
        input,
        params,
        has_unknown,
        slots: Vec::with_capacity(16),
        base: 0,
        values: vec![None; program.rules.len()],
        met: Met::default(),
        steps: 0,
        depth: 0,
    };
    machine.findings()
}

struct Machine<'a> {
    program: &'a Program,
    input: &'a Value,
    params: &'a Value,
    /// Whether unknown values can occur at all. Most inputs have none, and are not searched for them.
    has_unknown: bool,
    /// The variables of the definitions that are being evaluated.
    slots: Vec<Term<'a>>,
    /// Where those of the innermost definition begin.
    base: usize,
    /// The values of rules without arguments, as far as they were asked for.
    values: Vec<Option<Term<'a>>>,
    /// The unknown values that were met.
    met: Met,
    steps: u32,
    depth: u32,
}

impl<'a> Machine<'a> {
    fn step(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Stop::Limit(format!("the evaluation took more than {MAX_STEPS} steps"), 1));
        }
        Ok(())
    }

    /// Does something one level deeper.
    fn deeper<T>(&mut self, what: impl FnOnce(&mut Self) -> Result<T, Stop>) -> Result<T, Stop> {
        if self.depth >= MAX_DEPTH {
            return Err(Stop::Limit(format!("more than {MAX_DEPTH} expressions are evaluated within each other"), 1));
        }
        self.depth += 1;
        let result = what(self);
        self.depth -= 1;
        result
    }

    fn findings(&mut self) -> Result<Verdict, Stop> {
        let (mut certain, mut possible) = self.members(self.program.entry)?;
        if self.has_unknown {
            certain = certain.iter().map(settled).collect();
            possible = possible.iter().map(settled).collect();
        }
        let causes = if possible.is_empty() { Vec::new() } else { self.met.causes.places(self.input) };
        Ok(Verdict { findings: Value::from(certain), possible, causes })
    }

    /// Notes that something hangs on a value, as far as that is unknown.
    fn notice(&mut self, term: &Term<'_>) {
        let met = &mut self.met;
        match term {
            Term::Unknown(unknown) => unknown.origin.iter().for_each(|origin| met.meet(origin)),
            known if self.has_unknown => {
                let _ = known.known().map_or(ControlFlow::Continue(()), |value| {
                    each_unknown(value, &mut |unknown| {
                        Unknown::of(unknown).and_then(|unknown| unknown.origin).iter().for_each(|it| met.meet(it));
                        ControlFlow::Continue(())
                    })
                });
            }
            _ => {}
        }
    }

    fn slot(&self, slot: usize) -> Term<'a> {
        self.slots.get(self.base + slot).cloned().unwrap_or(Term::Undefined)
    }

    fn set_slot(&mut self, slot: usize, term: Term<'a>) {
        if self.has_unknown {
            self.met.set_slot(self.base + slot);
        }
        if let Some(place) = self.slots.get_mut(self.base + slot) {
            *place = term;
        }
    }
}
