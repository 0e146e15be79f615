//! A rule on a resource, for people who want to know why it says what it says.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;
use regorus::unstable::Rule as Syntax;

use super::Step;
use super::suite::Suite;
use crate::policy::bundle::{Bundle, Rule};
use crate::policy::evaluate::evaluate;
use crate::policy::input::with_params;
use crate::policy::probe::{Native, Pair, Probe};
use crate::verdict::Record;
use crate::world::World;
use seaworthy_rego::native::{readable, settled, unknown_places};
use seaworthy_rego::syntax::rule_name;
use seaworthy_source::Sources;

/// More unknown values are not looked at one by one.
const MAX_UNKNOWN: usize = 200;

/// What a rule says of a resource.
#[derive(Debug)]
pub struct Inspection {
    /// As a scan has it: the verdict, findings with their places, what failed.
    pub record: Record,
    /// What the rule was evaluated on: once, or for each pod template.
    pub answers: Vec<Answer>,
}

impl Inspection {
    /// How many findings are possible, depending on what is unknown.
    #[must_use]
    pub fn possible(&self) -> usize {
        let possible = self.answers.iter().map(|answer| match &answer.native {
            Native::Verdict(_, possible) => possible.len(),
            _ => 0,
        });
        possible.sum()
    }
}

/// What a rule says of an input.
#[derive(Debug)]
pub struct Answer {
    /// The input, with texts in place of what is unknown.
    pub input: Value,
    /// What the native path says.
    pub native: Native,
    /// What the engine says, which is given what the source has in place of what is unknown.
    pub engine: Result<Value, String>,
    /// Whether something in the input is unknown.
    pub has_unknown: bool,
    /// The unknown values that the verdict hangs on, as paths into the input.
    pub hangs_on: Vec<String>,
    /// What the rule printed: `file:line: text`.
    pub prints: Vec<String>,
    /// How far the rules of its file got.
    pub traces: Vec<Trace>,
    /// The lines that were reached, from 1, by file.
    pub reached: BTreeMap<String, BTreeSet<u32>>,
}

/// How far a body of a rule got.
#[derive(Debug)]
pub struct Trace {
    /// The name of the rule.
    pub rule: String,
    /// The policy file, as reports name it.
    pub file: String,
    /// The line of the rule, from 1.
    pub line: usize,
    /// Its statements.
    pub steps: Vec<Step>,
}

impl Answer {
    /// Whether both ways of evaluating were taken, and differ. What is unknown only the native path understands.
    #[must_use]
    pub fn differs(&self) -> bool {
        match (&self.native, &self.engine) {
            (Native::Verdict(findings, _), Ok(found)) => !self.has_unknown && findings != found,
            (Native::Verdict(..), Err(_)) => !self.has_unknown,
            _ => false,
        }
    }
}

/// Evaluates a rule on a resource of a world, by number. Nothing where the rule is not among those of the bundle, or not
/// about the resource.
#[must_use]
pub fn inspect(world: &mut World, number: usize, bundle: &Bundle, id: &str, sources: &Sources) -> Option<Inspection> {
    let reported: Vec<bool> = world.resources.iter().map(|resource| resource.reported).collect();
    for (other, resource) in world.resources.iter_mut().enumerate() {
        resource.reported = other == number;
    }
    let mut bundle = bundle.only(id);
    bundle.prepare(std::slice::from_ref(world));
    let inspection = bundle.rules.first().filter(|rule| rule.is_about(&world.resources[number])).map(|rule| {
        let suite = Suite::of_rule(&bundle, rule, sources).ok();
        let mut answers = Vec::new();
        Probe::new(&bundle).each_pair(world, &mut |probe, pair| {
            answers.push(answer(probe, pair, rule, suite.as_ref()));
        });
        let mut record = Record::default();
        evaluate(0, world, &bundle, sources, &mut record);
        record.close();
        Inspection { record, answers }
    });
    for (resource, reported) in world.resources.iter_mut().zip(reported) {
        resource.reported = reported;
    }
    inspection
}

fn answer(probe: &mut Probe<'_>, pair: &Pair, rule: &Rule, suite: Option<&Suite>) -> Answer {
    let native = probe.native(pair);
    let unknown = unknown_places(&pair.input);
    let hangs_on = match &native {
        Native::Verdict(_, possible) if !possible.is_empty() => hangs_on(probe, pair, possible.len(), &unknown),
        _ => Vec::new(),
    };
    let known = with_params(&settled(&pair.input), &rule.params);
    let (mut prints, mut reached, mut traces) = (Vec::new(), BTreeMap::new(), Vec::new());
    if let Some(suite) = suite {
        let mut engine = suite.engine.clone();
        engine.observe(true);
        engine.set_input(known.clone());
        // What it says is asked below; here it is only watched.
        drop(engine.evaluate(&rule.query));
        prints = engine.take_prints();
        reached = engine.reached().into_iter().collect();
        traces = suite.traces(&known);
    }
    Answer {
        input: with_params(&readable(&pair.input), &rule.params),
        engine: probe.engine(pair.rule, &pair.input),
        has_unknown: !unknown.is_empty(),
        native,
        hangs_on,
        prints,
        traces,
        reached,
    }
}

/// Those of the unknown values without which less would be possible.
fn hangs_on(probe: &Probe<'_>, pair: &Pair, possible: usize, unknown: &[Vec<Value>]) -> Vec<String> {
    let known = settled(&pair.input);
    let matters = |path: &&Vec<Value>| {
        let input = with_value_of(&pair.input, &known, path);
        match probe.native(&Pair::new(pair.rule, input)) {
            Native::Verdict(_, left) => left.len() < possible,
            _ => false,
        }
    };
    unknown.iter().take(MAX_UNKNOWN).filter(matters).map(|path| path_text(path)).collect()
}

/// A value that has at a path what another one has there.
fn with_value_of(value: &Value, other: &Value, path: &[Value]) -> Value {
    let Some((step, rest)) = path.split_first() else { return other.clone() };
    match value {
        Value::Object(entries) => {
            let replace = |(key, value): (&Value, &Value)| {
                let value = if key == step { with_value_of(value, &other[key], rest) } else { value.clone() };
                (key.clone(), value)
            };
            Value::Object(std::sync::Arc::new(entries.iter().map(replace).collect()))
        }
        Value::Array(items) => {
            let replace = |(index, item): (usize, &Value)| {
                let index = Value::from(index);
                if index == *step { with_value_of(item, &other[&index], rest) } else { item.clone() }
            };
            Value::from(items.iter().enumerate().map(replace).collect::<Vec<_>>())
        }
        _ => value.clone(),
    }
}

/// `containers[0].spec.image`.
fn path_text(path: &[Value]) -> String {
    let steps = path.iter().map(|step| match step {
        Value::String(key) => seaworthy_source::Step::from(&**key),
        index => seaworthy_source::Step::Index(
            index.as_u64().ok().and_then(|it| usize::try_from(it).ok()).unwrap_or_default(),
        ),
    });
    seaworthy_source::Path(steps.collect()).to_string()
}

impl Suite {
    /// How far the rules of the first file get that take no arguments.
    fn traces(&self, input: &Value) -> Vec<Trace> {
        let Some(file) = self.files.first() else { return Vec::new() };
        let mut traces = Vec::new();
        for syntax in &file.module.policy {
            let Syntax::Spec { bodies, .. } = syntax.as_ref() else { continue };
            let steps = self.steps(file, syntax, input).unwrap_or_default();
            for (body, steps) in bodies.iter().zip(steps).filter(|(_, steps)| !steps.is_empty()) {
                let line = if body.is_else { body.span.line } else { syntax.span().line } as usize;
                let rule = rule_name(syntax).map_or_else(String::new, |name| name.text().to_owned());
                traces.push(Trace { rule, file: file.source.name().to_owned(), line, steps });
            }
        }
        traces
    }
}
