//! One rule on one input: natively where that is possible, by the engine where it is not.

use regorus::Value;

use super::bundle::{Bundle, Rule};
use super::input::{Input, with_params};
use seaworthy_rego::native::{Stop, Verdict, settled};
use seaworthy_rego::{Engine, EngineError};

/// What came of a rule on an input.
pub(super) enum Evaluated {
    /// What the rule returned.
    Judged {
        /// What it certainly finds.
        findings: Value,
        /// What it finds if what is unknown turns out so.
        possible: Vec<Value>,
        /// The unknown values that this hangs on, as paths into the input.
        causes: Vec<Vec<Value>>,
        /// Whether a finding is certain although its path may lead to something unknown.
        is_decided: bool,
    },
    /// It read something unknown, and nothing can be said of it.
    Undetermined {
        /// The unknown values, as paths into the input.
        causes: Vec<Vec<Value>>,
    },
    /// It could not be evaluated.
    Failed(EngineError),
}

/// Evaluates rules, one after the other: one for each thread.
pub(super) struct Evaluator<'b> {
    bundle: &'b Bundle,
    /// Made when it is needed first: most scans do without.
    engine: Option<Engine>,
}

impl<'b> Evaluator<'b> {
    pub(super) fn new(bundle: &'b Bundle) -> Self {
        Self { bundle, engine: None }
    }

    pub(super) fn evaluate(&mut self, rule: &Rule, input: &Input) -> Evaluated {
        // The engine knows nothing of unknown values, so these are evaluated natively in any case.
        if self.bundle.native || input.has_unknown {
            match self.bundle.program(rule) {
                Ok(program) => match program.evaluate(&input.value, &rule.params, input.has_unknown) {
                    Ok(verdict) => {
                        let Verdict { findings, possible, causes } = verdict;
                        return Evaluated::Judged { findings, possible, causes, is_decided: true };
                    }
                    Err(Stop::Limit(message, line)) => {
                        return Evaluated::Failed(EngineError::at(message, line));
                    }
                    Err(Stop::Ask) => {}
                },
                Err(unmodelled) if unmodelled.refused => {
                    let (message, line) = (unmodelled.what.clone(), unmodelled.line as usize);
                    return Evaluated::Failed(EngineError::at(message, line));
                }
                Err(_) => {}
            }
        }
        if input.has_unknown && self.bundle.reads(rule).unknown_in(&input.value) {
            return Evaluated::Undetermined { causes: self.bundle.reads(rule).causes_in(&input.value) };
        }
        let engine = self.engine.get_or_insert_with(|| self.bundle.engine().clone());
        let known = if input.has_unknown { settled(&input.value) } else { input.value.clone() };
        engine.set_input(with_params(&known, &rule.params));
        match engine.evaluate(&rule.query) {
            Ok(findings) => Evaluated::Judged { findings, possible: Vec::new(), causes: Vec::new(), is_decided: false },
            Err(error) => Evaluated::Failed(error),
        }
    }
}
