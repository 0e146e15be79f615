//! The one place that knows the Rego engine.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use regorus::Value;
use regorus::utils::limits::ExecutionTimerConfig;

use super::guard::{self, Calls, bounds};
use super::opa;
use super::syntax::Version;

/// How long a rule may take for one resource.
const MAX_TIME: Duration = Duration::from_secs(5);
/// After how many steps the engine looks at the clock.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(4096).unwrap();

/// The longest message that is shown of an error: some repeat a whole value.
const MAX_MESSAGE: usize = 300;

/// Evaluates rules. A clone is cheap and shares the compiled policies: one for each thread.
#[derive(Clone)]
pub struct Engine {
    engine: regorus::Engine,
    /// Which rules must not be evaluated; nothing where that is still to be found out.
    calls: Option<Arc<Calls>>,
}

/// What the engine refuses, and the line that it names, from 1.
#[derive(Debug, Clone)]
pub struct EngineError {
    /// What is wrong.
    pub message: String,
    /// The line, from 1.
    pub line: usize,
    /// The file that the line is in, by the name that it was taken in with, where the engine names one.
    pub file: Option<String>,
}

impl Engine {
    /// An engine that evaluates as regorus does. A function that fails is an error.
    #[must_use]
    pub fn new() -> Self {
        let mut engine = Self::bare();
        bounds::install(&mut engine.engine, true);
        engine
    }

    /// An engine whose functions nothing bounds yet.
    fn bare() -> Self {
        let mut engine = regorus::Engine::new();
        engine.set_execution_timer_config(ExecutionTimerConfig { limit: MAX_TIME, check_interval: CHECK_INTERVAL });
        // Policies write nowhere.
        engine.set_gather_prints(true);
        Self { engine, calls: None }
    }

    /// An engine that means by a policy what OPA means by it.
    pub fn like_opa() -> Self {
        let mut engine = Self::bare();
        // What OPA has in another way comes first, and is bounded, too.
        opa::install(&mut engine.engine);
        bounds::install(&mut engine.engine, false);
        engine.engine.set_strict_builtin_errors(false);
        engine
    }

    /// Takes in a policy file in one of Rego's syntaxes.
    pub fn add_as(&mut self, version: Version, name: &str, text: &str) -> Result<(), EngineError> {
        self.engine.set_rego_v0(version == Version::V0);
        self.add(name, text)
    }

    /// Takes in what policies find under `data`.
    pub fn add_data(&mut self, data: Value) -> Result<(), EngineError> {
        self.engine.add_data(data).map_err(|error| EngineError::of(&error))
    }

    /// Takes in a policy file. `name` is what errors call it.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), EngineError> {
        guard::scan(name, text)?;
        self.calls = None;
        let before = self.engine.clone();
        self.engine.add_policy(name.to_owned(), text.to_owned()).map_err(|error| EngineError::of(&error))?;
        let added = self.engine.get_modules().last();
        added.map_or(Ok(()), |module| guard::check(module)).inspect_err(|_| self.engine = before)
    }

    /// Looks at which rule refers to which, and tells the first that must not be evaluated.
    pub fn check(&mut self) -> Result<(), EngineError> {
        self.calls().first_fault().cloned().map_or(Ok(()), Err)
    }

    fn calls(&mut self) -> &Calls {
        let engine = &mut self.engine;
        self.calls.get_or_insert_with(|| Arc::new(Calls::of(engine.get_modules().iter().map(AsRef::as_ref))))
    }

    /// The results of a query: of each the values of its expressions, and those of its variables. Nothing, where it is
    /// undefined.
    pub fn query(&mut self, query: &str) -> Result<Vec<(Vec<Value>, Value)>, EngineError> {
        guard::scan("query", query)?;
        // It may refer to any rule.
        self.check()?;
        bounds::begin();
        let results = self.engine.eval_query(query.to_owned(), false).map_err(|error| EngineError::of(&error))?;
        let of_result = |result: regorus::QueryResult| {
            (result.expressions.into_iter().map(|expression| expression.value).collect(), result.bindings)
        };
        Ok(results.result.into_iter().map(of_result).collect())
    }

    /// Gathers what policies print, and the lines that they reach.
    pub fn observe(&mut self, lines: bool) {
        self.engine.set_gather_prints(true);
        self.engine.set_enable_coverage(lines);
    }

    /// What was printed since the last time: `file:line: text`.
    pub fn take_prints(&mut self) -> Vec<String> {
        self.engine.take_prints().unwrap_or_default()
    }

    /// The lines that were reached, from 1, by file.
    pub fn reached(&self) -> Vec<(String, BTreeSet<u32>)> {
        let report = self.engine.get_coverage_report().unwrap_or_default();
        report.files.into_iter().map(|file| (file.path, file.covered)).collect()
    }

    /// Whether the policies hold together; otherwise the file that is at fault, where that is known.
    pub fn fault(&mut self) -> Result<(), (Option<String>, EngineError)> {
        self.engine.eval_query("true".to_owned(), false).map(drop).map_err(|error| {
            let error = EngineError::of(&error);
            (error.file.clone(), error)
        })
    }

    /// Whether a policy file that was added declares a rule.
    pub fn declares(&self, name: &str, rule: &str) -> bool {
        self.engine.has_declared_rule_rooted_at(name, rule).unwrap_or(false)
    }

    /// Does once what the first evaluation would do in every clone.
    pub fn prepare(&mut self) {
        // Once, too.
        self.calls();
        self.engine.set_input(Value::new_object());
        // The answer does not matter; a query that names no rule prepares the modules all the same.
        let _ = self.engine.eval_query("true".to_owned(), false);
    }

    /// Sets what rules see.
    pub fn set_input(&mut self, input: Value) {
        self.engine.set_input(input);
    }

    /// The value of a rule for the input that was set; undefined where its body is.
    pub fn evaluate(&mut self, query: &str) -> Result<Value, EngineError> {
        if let Some(refusal) = self.calls().refusal(query) {
            return Err(refusal.clone());
        }
        bounds::begin();
        // What earlier rules printed is of no use any more.
        drop(self.engine.take_prints());
        let engine = AssertUnwindSafe(&mut self.engine);
        let evaluate = move || { engine }.eval_rule(query.to_owned());
        let evaluated = catch_unwind(evaluate).map_err(|_| {
            EngineError::plain("the engine failed on it, which is a fault in this program: please report it")
        })?;
        let value = evaluated.map_err(|error| EngineError::of(&error))?;
        bounds::check_result(&value).map_err(|why| EngineError::plain(format!("the rule finds {why}")))?;
        Ok(value)
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = self.file.as_deref().unwrap_or("policy");
        write!(f, "{file}:{}: {}", self.line, self.message)
    }
}

impl std::error::Error for EngineError {}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

impl EngineError {
    /// An error without a place.
    pub fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: 1, file: None }
    }

    /// An error at a line, from 1.
    pub fn at(message: impl Into<String>, line: usize) -> Self {
        Self { line, ..Self::plain(message) }
    }

    /// The engine's errors are text: `--> file:line:column`, a piece of the source, and `error: what`.
    pub fn of(error: &impl std::fmt::Display) -> Self {
        let text = error.to_string();
        let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut parts = place.into_iter().flat_map(|place| place.rsplitn(3, ':')).skip(1);
        let line = parts.next().and_then(|line| line.parse().ok());
        let file = parts.next().map(str::to_owned);
        let message = text.lines().find_map(|line| line.trim_start().strip_prefix("error: ")).unwrap_or(&text);
        let mut message = message.trim().to_owned();
        if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
            message.truncate(end);
            message.push('…');
        }
        Self { message, line: line.unwrap_or(1), file }
    }
}
