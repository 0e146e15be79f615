//! Runs a test, and says what a failing one hung on.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use regorus::Value;

use super::suite::{RegoTest, Suite};
use super::{Step, value_text};
use seaworthy_rego::syntax::head_keys;
use seaworthy_source::{Diagnostic, Span};

/// What came of a test.
#[derive(Debug, Clone)]
pub struct RegoTested {
    /// What came of it.
    pub outcome: RegoOutcome,
    /// How long it took, without finding out why it failed.
    pub duration: Duration,
    /// What it printed: `file:line: text`.
    pub prints: Vec<String>,
    /// The lines that it reached, from 1, by file; nothing where that was not asked for.
    pub reached: BTreeMap<String, BTreeSet<u32>>,
}

/// What came of a test.
#[derive(Debug, Clone)]
pub enum RegoOutcome {
    /// It is true.
    Passed,
    /// It is not, or the engine gave up.
    Failed(Box<Diagnostic>),
}

/// Longer values are cut.
const MAX_VALUE: usize = 200;
/// More values of one expression are not shown.
const MAX_VALUES: usize = 3;

impl Suite {
    /// Runs a test. `lines` tells whether the lines that it reaches are wanted.
    #[must_use]
    pub fn run(&self, test: &RegoTest, lines: bool) -> RegoTested {
        let mut engine = self.engine.clone();
        engine.observe(lines);
        let start = Instant::now();
        let value = engine.evaluate(&test.query).map(|value| self.with_cases(test, value));
        let duration = start.elapsed();
        let outcome = match value {
            Ok(value) if is_true(&value) => RegoOutcome::Passed,
            Ok(value) => RegoOutcome::Failed(Box::new(self.why(test, &value))),
            Err(error) => {
                // The line is one of the file that the engine names, which may be another one.
                let message = if error.message.contains("exceeded time limit") {
                    "takes longer than the engine has for a rule".to_owned()
                } else {
                    format!("cannot be evaluated: {}", error.message)
                };
                RegoOutcome::Failed(Box::new(self.at_head(test, message)))
            }
        };
        let reached = if lines { engine.reached().into_iter().collect() } else { BTreeMap::new() };
        RegoTested { outcome, duration, prints: engine.take_prints(), reached }
    }

    /// The value of a test; of one with several cases that of all of them, as those that do not hold are missing.
    fn with_cases(&self, test: &RegoTest, value: Value) -> Value {
        let file = &self.files[test.in_file];
        let rule = &file.module.policy[test.in_policy];
        if head_keys(rule).is_empty() {
            return value;
        }
        let Some(cases) = self.cases(file, rule) else { return value };
        let of_case = |keys: Vec<Value>| {
            let held = keys.iter().fold(&value, |value, key| &value[key]) == &Value::Bool(true);
            let name = if let [key] = keys.as_slice() { key.clone() } else { Value::from(keys) };
            (name, Value::Bool(held))
        };
        Value::Object(cases.into_iter().map(of_case).collect::<regorus::value::Object>().into())
    }

    /// Why a test is not true.
    fn why(&self, test: &RegoTest, value: &Value) -> Diagnostic {
        let file = &self.files[test.in_file];
        let rule = &file.module.policy[test.in_policy];
        if let Value::Object(cases) = value {
            let failed: Vec<String> =
                cases.iter().filter(|(_, value)| !is_true(value)).map(|(name, _)| value_text(name, 60)).collect();
            let message = if cases.is_empty() {
                "has no cases".to_owned()
            } else {
                format!("does not hold for {}", failed.join(", "))
            };
            return self.at_head(test, message);
        }
        if !matches!(value, Value::Undefined | Value::Bool(false)) {
            return self.at_head(test, format!("is {}, not true", value_text(value, 60)));
        }
        let bodies = self.steps(file, rule, &Value::Undefined).unwrap_or_default();
        let Some(step) = bodies.iter().find_map(|steps| steps.iter().find(|step| step.held == 0)) else {
            return self.at_head(test, "is not true".to_owned());
        };
        let is_undefined = step.seen.iter().any(|seen| seen.values.is_empty()) && !step.text.starts_with("not ");
        let what = if is_undefined { "is undefined" } else { "does not hold" };
        let message = format!("line {} {what}", step.line);
        let mut diagnostic = Diagnostic::error(&test.name, message).at(first_line(self, step), what);
        if let Some(help) = values(step) {
            diagnostic = diagnostic.help(help);
        }
        diagnostic
    }

    fn at_head(&self, test: &RegoTest, message: String) -> Diagnostic {
        let file = &self.files[test.in_file];
        let range = file.source.line_range(test.line);
        Diagnostic::error(&test.name, message).at(Span::new(file.source.id(), range.start, range.end), "this test")
    }
}

/// The part of a statement that is on its first line: longer ones would fill the screen.
fn first_line(suite: &Suite, step: &Step) -> Span {
    let file = suite.files.iter().find(|file| file.source.id() == step.span.file);
    let end = file.map_or(step.span.range().end, |file| file.source.line_range(step.line).end);
    Span::new(step.span.file, step.span.range().start, end.min(step.span.range().end))
}

/// The values of the expressions in a statement.
fn values(step: &Step) -> Option<String> {
    let lines: Vec<String> = step
        .seen
        .iter()
        .map(|seen| {
            let shown = seen.values.iter().take(MAX_VALUES).map(|value| value_text(value, MAX_VALUE));
            let undefined = seen.undefined.then(|| "undefined".to_owned());
            let shown = shown.chain(undefined).collect::<Vec<_>>().join(", or ");
            let more = match seen.values.len().saturating_sub(MAX_VALUES) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            format!("{} is {shown}{more}", seen.text)
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// True, or a document of cases that all are.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Object(cases) => !cases.is_empty() && cases.values().all(|case| *case == Value::Bool(true)),
        other => *other == Value::Bool(true),
    }
}
