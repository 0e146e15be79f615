//! A way for tests and benchmarks to evaluate one rule on one input by either path. Not part of the interface.

use std::collections::BTreeSet;

use regorus::Value;

use super::bundle::Bundle;
use super::input::{Input, Inputs, with_params};
use crate::world::World;
use seaworthy_rego::Engine;
use seaworthy_rego::native::{Modules, Program, Reads, Stop, Verdict, holds_unknown, settled};
use seaworthy_rego::opa::Policy;
use seaworthy_rego::syntax::Version;

pub use seaworthy_rego::native::{may_exist, unknown};

/// What the native path says.
#[derive(Debug, Clone, PartialEq)]
pub enum Native {
    /// The findings that are certain, a set, and those that are possible.
    Verdict(Value, Vec<Value>),
    /// It leaves this input to the engine.
    LeftToEngine,
    /// It leaves the rule to the engine: what it does not model, and where.
    NotModelled(String),
    /// A limit was reached.
    Limit(String),
}

/// A rule, by number, and an input that it selects.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Its number in [`Bundle::rules`].
    pub rule: usize,
    /// What it is evaluated on, without parameters.
    pub input: Value,
    has_unknown: bool,
}

impl Pair {
    /// A rule, by number, and an input.
    #[must_use]
    pub fn new(rule: usize, input: Value) -> Self {
        let has_unknown = holds_unknown(&input);
        Self { rule, input, has_unknown }
    }
}

/// Evaluates single rules.
pub struct Probe<'b> {
    bundle: &'b Bundle,
    engine: Engine,
}

impl<'b> Probe<'b> {
    /// For the rules of a bundle that is prepared.
    #[must_use]
    pub fn new(bundle: &'b Bundle) -> Self {
        Self { bundle, engine: bundle.engine().clone() }
    }

    /// Calls `visit` with each pair that judging a world evaluates, in that order.
    pub fn each_pair(&mut self, world: &World, visit: &mut dyn FnMut(&mut Self, &Pair)) {
        let inputs = Inputs::new(world);
        for (number, resource) in world.resources.iter().enumerate().filter(|(_, resource)| resource.reported) {
            let whole = inputs.input(number, None);
            let pods: Vec<Input> = match resource.pods.len() {
                0 | 1 => Vec::new(),
                count => (0..count).map(|pod| inputs.input(number, Some(pod))).collect(),
            };
            for rule in self.bundle.selecting(resource).iter().copied() {
                let by_pod = !pods.is_empty() && self.bundle.rules[rule].is_about_each_pod();
                let inputs = if by_pod { pods.as_slice() } else { std::slice::from_ref(&whole) };
                for input in inputs {
                    visit(self, &Pair { rule, input: input.value.clone(), has_unknown: input.has_unknown });
                }
            }
        }
    }

    /// What the native path says of an input.
    #[must_use]
    pub fn native(&self, pair: &Pair) -> Native {
        let rule = &self.bundle.rules[pair.rule];
        match self.bundle.program(rule) {
            Ok(program) => evaluate(program, pair, &rule.params),
            Err(unmodelled) => Native::NotModelled(unmodelled.to_string()),
        }
    }

    /// What the engine says of an input, in which nothing may be unknown.
    ///
    /// # Errors
    /// The rule fails.
    pub fn engine(&mut self, rule: usize, input: &Value) -> Result<Value, String> {
        let rule = &self.bundle.rules[rule];
        self.engine.set_input(with_params(&settled(input), &rule.params));
        self.engine.evaluate(&rule.query).map_err(|error| error.message)
    }
}

/// Compiles all rules of a bundle, on one thread.
pub fn compile_all(bundle: &Bundle) {
    for rule in &bundle.rules {
        // Whether it can be is no matter here.
        let _ = bundle.program(rule);
    }
}

/// What the native path says of an input to a policy that stands alone, with a rule `deny`.
#[must_use]
pub fn native(policy: &str, input: &Value) -> Native {
    let mut modules = Modules::default();
    let program = modules.add("policy.rego", policy).and_then(|package| Program::compile(&modules, &package));
    match program {
        Ok(program) => evaluate(&program, &Pair::new(0, input.clone()), &Value::new_object()),
        Err(unmodelled) => Native::NotModelled(unmodelled.to_string()),
    }
}

/// The same of the engine, for `data.test.deny`.
///
/// # Errors
/// The rule fails.
pub fn engine(policy: &str, input: &Value) -> Result<Value, String> {
    let mut engine = Engine::new();
    engine.add("policy.rego", policy).map_err(|error| error.message)?;
    engine.prepare();
    engine.set_input(with_params(&settled(input), &Value::new_object()));
    engine.evaluate("data.test.deny").map_err(|error| error.message)
}

/// What a rule says of an input, in whichever way it is evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What it certainly finds: a set.
    pub findings: Value,
    /// Whether it may find something else.
    pub is_undetermined: bool,
    /// The unknown values that this hangs on, as paths in the input.
    pub causes: Vec<Vec<Value>>,
    /// Whether it was evaluated natively.
    pub is_native: bool,
}

/// What a scan makes of an input to a policy that stands alone, in package `test`, with a rule `deny`.
///
/// # Errors
/// The policy cannot be parsed, or the rule fails.
pub fn judge(policy: &str, input: &Value) -> Result<Judged, String> {
    let mut modules = Modules::default();
    let package = modules.add("policy.rego", policy).map_err(|error| error.to_string())?;
    let has_unknown = holds_unknown(input);
    let native = Program::compile(&modules, &package).ok();
    let native = native.and_then(|program| program.evaluate(input, &Value::new_object(), has_unknown).ok());
    if let Some(Verdict { findings, possible, causes }) = native {
        return Ok(Judged { findings, is_undetermined: !possible.is_empty(), causes, is_native: true });
    }
    let reads = Reads::of(modules.iter().map(AsRef::as_ref));
    let is_undetermined = has_unknown && reads.unknown_in(input);
    let findings = if is_undetermined { Value::new_set() } else { engine(policy, input)? };
    Ok(Judged { findings, is_undetermined, causes: reads.causes_in(input), is_native: false })
}

/// What a rule of package `t` finds if it is evaluated as OPA evaluates it, as JSON.
///
/// # Errors
/// The policy cannot be read, or the rule fails.
pub fn like_opa(policy: &str, data: &str, input: &str, rule: &str) -> Result<String, String> {
    let value = |json: &str| Value::from_json_str(json).map_err(|error| error.to_string());
    let mut engine = Engine::like_opa();
    let read = Policy::read("policy.rego", policy, Version::V1, &BTreeSet::new());
    read.and_then(|policy| policy.add_to(&mut engine)).map_err(|error| error.message)?;
    engine.add_data(value(data)?).map_err(|error| error.message)?;
    engine.prepare();
    engine.set_input(value(input)?);
    let found = engine.evaluate(&format!("data.t.{rule}")).map_err(|error| error.message)?;
    found.to_json_str().map_err(|error| error.to_string())
}

fn evaluate(program: &Program, pair: &Pair, params: &Value) -> Native {
    match program.evaluate(&pair.input, params, pair.has_unknown) {
        Ok(verdict) => Native::Verdict(verdict.findings, verdict.possible),
        Err(Stop::Ask) => Native::LeftToEngine,
        Err(Stop::Limit(message, _)) => Native::Limit(message),
    }
}
