//! Constraints on resources.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use regorus::Value;

use super::super::places::{self, Asker};
use super::super::verdict::{Place, Subject, Verdict};
use super::super::{Context, ForeignRule};
use super::Policies;
use super::constraint::Constraint;
use super::inventory::inventory;
use super::matching::{Selected, Why, is_in};
use super::review::{Review, reviews};
use super::scope::Scopes;
use super::template::Template;
use crate::policy::evaluate::{pending, recorded, steps};
use crate::verdict::{Cause, Finding, Judgement, Outcome, Record, RuleId};
use crate::world::{Resource, World};
use seaworthy_rego::native::{Stop, holds_unknown, settled};
use seaworthy_rego::{Engine, EngineError};
use seaworthy_source::{Diagnostic, Path, Sources};

/// A constraint that takes longer is not asked for the place of what it finds.
const PATIENCE: Duration = Duration::from_secs(1);

impl Policies {
    /// Judges the resources.
    pub fn evaluate(&self, context: &Context<'_>, record: &mut Record) {
        let wanted: Vec<Wanted<'_>> = self
            .constraints
            .iter()
            .filter_map(|constraint| {
                let (rule, id) = context.rule(&constraint.id)?;
                Some(Wanted { constraint, rule, id })
            })
            .collect();
        let mut notes = Notes::default();
        if wanted.is_empty() {
            return;
        }
        for (world_number, world) in context.worlds.iter().enumerate() {
            let judge = Judge::new(self, &wanted, world, context);
            let parts: Vec<(usize, Part)> = (0..world.resources.len())
                .into_par_iter()
                .filter(|&number| is_judged(&world.resources[number]))
                .map_init(HashMap::new, |engines, number| (number, judge.resource(engines, number)))
                .collect();
            for (number, part) in parts {
                let subject = recorded(world_number, number, &world.resources[number], record);
                record.add(subject, part.judgement);
                part.notes.into_iter().for_each(|note| notes.add(note));
            }
        }
        record.diagnostics.extend(notes.told(&wanted, &self.templates, context.sources));
    }
}

fn is_judged(resource: &Resource) -> bool {
    resource.reported && resource.platform.is_admitted
}

/// A constraint that is evaluated.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    constraint: &'a Constraint,
    rule: &'a ForeignRule,
    /// What the record calls it.
    id: RuleId,
}

/// Engines of one thread, by template.
type Engines = HashMap<usize, Engine>;

#[derive(Default)]
struct Part {
    judgement: Judgement,
    notes: Vec<Note>,
}

/// Something to be told of a constraint on a resource.
struct Note {
    /// The number of the constraint among those that are wanted.
    constraint: usize,
    resource: String,
    what: What,
}

enum What {
    Failed(EngineError),
    Undecided(Why),
    /// It returned something that Gatekeeper makes nothing of.
    NoMessage,
}

/// What a constraint finds in a review.
struct Found {
    /// The elements of `violation` that are certain.
    certain: Vec<Value>,
    /// Whether there may be others, as something is not known.
    hangs_on_unknown: bool,
    /// What is not known, as paths into the input, where that can be said.
    causes: Vec<Vec<Value>>,
}

impl Found {
    fn messages(&self) -> impl Iterator<Item = &str> {
        self.certain.iter().filter_map(|found| match &found["msg"] {
            Value::String(message) => Some(&**message),
            _ => None,
        })
    }

    /// `violation[found]`, whatever `violation` is.
    fn of(violation: Value, causes: Option<Vec<Vec<Value>>>) -> Self {
        let certain = match violation {
            Value::Set(found) => found.iter().cloned().collect(),
            Value::Array(found) => found.to_vec(),
            Value::Object(found) => found.values().cloned().collect(),
            _ => Vec::new(),
        };
        Self { certain, hangs_on_unknown: causes.is_some(), causes: causes.unwrap_or_default() }
    }
}

struct Judge<'a> {
    policies: &'a Policies,
    wanted: &'a [Wanted<'a>],
    world: &'a World,
    scopes: Scopes<'a>,
    native: bool,
    sources: &'a Sources,
    inventory: OnceLock<Inventory>,
    /// The engines of templates that read the inventory.
    informed: Vec<OnceLock<Engine>>,
}

struct Inventory {
    value: Value,
    holds_unknown: bool,
}

impl<'a> Judge<'a> {
    fn new(policies: &'a Policies, wanted: &'a [Wanted<'a>], world: &'a World, context: &Context<'a>) -> Self {
        Self {
            policies,
            wanted,
            world,
            scopes: Scopes::of(world),
            native: context.native,
            sources: context.sources,
            inventory: OnceLock::new(),
            informed: policies.templates.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn resource(&self, engines: &mut Engines, number: usize) -> Part {
        let mut part = Part::default();
        let resource = &self.world.resources[number];
        for review in reviews(self.world, number, &self.scopes, &self.policies.expansions) {
            if is_in(&self.policies.exempt, &review.subject) {
                continue;
            }
            for (constraint, &Wanted { constraint: of, rule, id }) in self.wanted.iter().enumerate() {
                let mut note = |what| part.notes.push(Note { constraint, resource: resource.to_string(), what });
                match of.matching.selects(&review.subject) {
                    Selected::No => continue,
                    Selected::Undecided(why) => {
                        part.judgement.note(id, Outcome::Undetermined(Vec::new()));
                        note(What::Undecided(why));
                        continue;
                    }
                    Selected::Yes => {
                        part.judgement.evaluations += 1;
                        part.judgement.note(id, Outcome::Pass);
                    }
                }
                match self.violations(engines, of, &review, review.object().clone()) {
                    Ok(found) => {
                        if found.hangs_on_unknown {
                            let cause = |path: &Vec<Value>| self.cause(resource, &review, path);
                            let causes = found.causes.iter().filter_map(cause).collect();
                            part.judgement.note(id, Outcome::Undetermined(causes));
                        }
                        if found.certain.len() > found.messages().count() {
                            note(What::NoMessage);
                        }
                        for (message, path) in self.places(engines, of, &review, &found) {
                            match self.finding(rule, resource, &review, message, &path) {
                                Ok(finding) => {
                                    part.judgement.note(id, Outcome::Fail);
                                    part.judgement.findings.push(finding);
                                }
                                Err(cause) => part.judgement.note(id, Outcome::Undetermined(vec![cause])),
                            }
                        }
                    }
                    Err(error) => {
                        part.judgement.note(id, Outcome::Failed);
                        note(What::Failed(error));
                    }
                }
            }
        }
        part
    }

    /// What a constraint finds in a review, if an object is reviewed.
    fn violations(
        &self,
        engines: &mut Engines,
        constraint: &Constraint,
        review: &Review<'_>,
        object: Value,
    ) -> Result<Found, EngineError> {
        let template = &self.policies.templates[constraint.template];
        let reads = &template.rego.reads;
        let input = seaworthy_rego::object([
            ("parameters", constraint.parameters.clone()),
            ("review", review.value(&template.rego, object)),
        ]);
        let has_unknown = holds_unknown(&input);
        // The engine knows nothing of unknown values, so these are evaluated natively in any case.
        if let Some(program) = template.rego.program().filter(|_| self.native || has_unknown) {
            match program.evaluate(&input, &Value::Undefined, has_unknown) {
                Ok(verdict) => {
                    let causes = (!verdict.possible.is_empty()).then_some(verdict.causes);
                    return Ok(Found::of(verdict.findings, causes));
                }
                Err(Stop::Limit(message, line)) => return Err(EngineError::at(message, line)),
                Err(Stop::Ask) => {}
            }
        }
        if has_unknown && reads.unknown_in(&input) {
            return Ok(Found::of(Value::Undefined, Some(Vec::new())));
        }
        if reads.reads_data(&["inventory"]) {
            let inventory = self.inventory();
            if inventory.holds_unknown && reads.unknown_in_data(&inventory.value) {
                return Ok(Found::of(Value::Undefined, Some(Vec::new())));
            }
        }
        let engine = engines.entry(constraint.template).or_insert_with(|| self.engine(constraint.template, template));
        engine.set_input(if has_unknown { settled(&input) } else { input });
        Ok(Found::of(engine.evaluate(&template.rego.query)?, None))
    }

    fn inventory(&self) -> &Inventory {
        self.inventory.get_or_init(|| {
            let value = inventory(self.world);
            Inventory { holds_unknown: holds_unknown(&value), value }
        })
    }

    fn engine(&self, number: usize, template: &Template) -> Engine {
        if !template.rego.reads.reads_data(&["inventory"]) {
            return template.rego.engine().clone();
        }
        let informed = self.informed[number].get_or_init(|| {
            let mut engine = template.rego.engine().clone();
            // It can only fail where a policy is a part of the inventory, and Gatekeeper has none there.
            drop(engine.add_data(settled(&self.inventory().value)));
            engine.prepare();
            engine
        });
        informed.clone()
    }

    /// What was found, with the part of the object that each message is about. Other objects are reviewed to find out.
    fn places<'f>(
        &self,
        engines: &mut Engines,
        constraint: &Constraint,
        review: &Review<'_>,
        found: &'f Found,
    ) -> Vec<(&'f str, Path)> {
        if found.certain.is_empty() {
            return Vec::new();
        }
        let references = &self.policies.templates[constraint.template].rego.references;
        let root = review.subject.root;
        let object = settled(review.object());
        let mut ask = |changed: Value| {
            let start = Instant::now();
            let again = self.violations(engines, constraint, review, changed).ok()?;
            (start.elapsed() < PATIENCE).then(|| again.messages().map(str::to_owned).collect())
        };
        let all = found.messages().map(str::to_owned).collect();
        let mut asker = Asker::new(places::size(root), all, &mut ask);
        let place = |message| (message, places::find(root, &object, references, message, &mut asker));
        found.messages().map(place).collect()
    }

    /// The part of the resource that is not known, by its path in the input.
    fn cause(&self, resource: &Resource, review: &Review<'_>, path: &[Value]) -> Option<Cause> {
        let [first, second, rest @ ..] = path else { return None };
        let is = |step: &Value, name: &str| step.as_string().is_ok_and(|step| &**step == name);
        if !is(first, "review") || !is(second, "object") {
            return None;
        }
        let below = steps(rest)?;
        let path = Path(review.base.0.iter().chain(&below.0).cloned().collect());
        Some(pending(resource, &resource.object, &path, self.sources))
    }

    fn finding(
        &self,
        rule: &ForeignRule,
        resource: &Resource,
        review: &Review<'_>,
        message: &str,
        path: &Path,
    ) -> Result<Finding, Cause> {
        let implied = review.expansions.iter().map(|expansion| format!("[Implied by {}] ", expansion.name));
        let verdict = Verdict {
            rule,
            subject: Subject::Resource(resource),
            message: implied.collect::<String>() + message,
            severity: review.expansions.last().and_then(|expansion| expansion.severity),
            place: Place::Path(Path(review.base.0.iter().chain(&path.0).cloned().collect())),
        };
        verdict.into_finding(self.sources)
    }
}

/// What is to be told, by constraint and matter.
#[derive(Default)]
struct Notes(BTreeMap<(usize, u8), (Note, usize)>);

impl Notes {
    fn add(&mut self, note: Note) {
        let matter = match note.what {
            What::Failed(_) => 0,
            What::NoMessage => 1,
            What::Undecided(why) => 2 + why as u8,
        };
        self.0.entry((note.constraint, matter)).or_insert((note, 0)).1 += 1;
    }

    fn told(self, wanted: &[Wanted<'_>], templates: &[Template], sources: &Sources) -> Vec<Diagnostic> {
        let told = self.0.into_values().map(|(note, times)| {
            let constraint = wanted[note.constraint].constraint;
            let place = sources.get(constraint.span.file);
            let name = place.name().to_owned();
            let template = &templates[constraint.template];
            let on = match times {
                1 => note.resource,
                more => format!("{} and {} more", note.resource, more - 1),
            };
            match note.what {
                What::Failed(error) => {
                    let message = format!("`{}` could not be evaluated on {on}: {}", constraint.id, error.message);
                    Diagnostic::error(name, message)
                        .at(template.rego.place(&error), "in the template")
                        .at(constraint.span, "the constraint")
                        .help(
                            "Whether these resources violate the constraint is not known. Look in them for a value of the \
                             wrong type; if there is none, correct the template, or leave the constraint out with `--ignore`.",
                        )
                }
                What::NoMessage => {
                    let message = format!("`{}` found something without a `msg` on {on}, which Gatekeeper ignores", constraint.id);
                    Diagnostic::warning(name, message)
                        .at(template.rego.start(), "in the template")
                        .help("Elements of `violation` are objects: `{\"msg\": \"…\"}`.")
                }
                What::Undecided(why) => {
                    let (reason, help) = match why {
                        Why::Namespace => (
                            "no namespace is written there",
                            "Write the namespace into the manifests, and it is.",
                        ),
                        Why::Labels => (
                            "labels that it selects by are not known",
                            "Put the manifest of the Namespace among those that are scanned.",
                        ),
                        Why::Scope => (
                            "it is not known whether the kind lives in a namespace",
                            "Put its CustomResourceDefinition among the manifests, or name the namespace.",
                        ),
                        Why::Name => ("the name is filled in later", "Check what the manifest becomes."),
                    };
                    let message = format!("whether `{}` applies to {on} is not known: {reason}", constraint.id);
                    Diagnostic::warning(name, message).at(constraint.span, "").help(help)
                }
            }
        });
        told.collect()
    }
}
