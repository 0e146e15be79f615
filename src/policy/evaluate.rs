//! Rules on resources: selects, evaluates, and turns paths into places.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use regorus::Value;

use super::bundle::{Bundle, Rule};
use super::chart_values::tell_once;
use super::evaluator::{Evaluated, Evaluator};
use super::input::Inputs;
use super::secret_places::secret_places;
use super::selector::Selector;
use crate::verdict::{Cause, Finding, Judgement, Outcome, Record, Related, RuleId, Subject, SubjectId};
use crate::world::{Naming, Resource, World, is_completed_elsewhere};
use seaworthy_rego::EngineError;
use seaworthy_source::{Diagnostic, Node, Path, Sources, Span, Step, Unknown, Value as NodeValue, locate};

/// Judges every resource of a world that is reported on, in parallel, and records every verdict. `number` is the world's.
pub fn evaluate(number: usize, world: &World, bundle: &Bundle, sources: &Sources, record: &mut Record) {
    let inputs = Inputs::new(world);
    let ids: Vec<RuleId> = bundle.rules.iter().map(|rule| record.rule(&rule.id)).collect();
    let selected = rules_by_type(world, bundle);
    let judge = Judge { world, bundle, sources, inputs: &inputs, ids: &ids };
    let parts: Vec<(usize, Part)> = (0..world.resources.len())
        .into_par_iter()
        .filter(|&number| world.resources[number].reported)
        .map_init(
            || Evaluator::new(bundle),
            |evaluator, number| {
                (number, judge.judge(evaluator, number, &selected[&type_key(&world.resources[number])].rules))
            },
        )
        .collect();
    let applied: HashMap<TypeKey<'_>, Arc<[RuleId]>> =
        selected.iter().map(|(key, selected)| (*key, selected.rules.iter().map(|&rule| ids[rule]).collect())).collect();
    let mut errors: BTreeMap<usize, (String, EngineError, usize)> = BTreeMap::new();
    let first = record.findings.len();
    for (resource_number, part) in parts {
        let resource = &world.resources[resource_number];
        let key = type_key(resource);
        let subject = subject(resource, &selected[&key].type_name).under(Arc::clone(&applied[&key]));
        let id = record.resource(number, resource_number, subject);
        record.add(id, part.judgement);
        for (rule, resource, error) in part.errors {
            errors.entry(rule).or_insert((resource, error, 0)).2 += 1;
        }
    }
    let found = tell_once(record.findings.split_off(first), world, bundle);
    record.findings.extend(found);
    let failed = errors
        .into_iter()
        .map(|(rule, (resource, error, times))| rule_failed(&bundle.rules[rule], &resource, &error, times));
    record.diagnostics.extend(failed);
}

/// A resource as the record has it.
fn subject(resource: &Resource, type_name: &Arc<str>) -> Subject {
    let name = match resource.platform.naming {
        Naming::Address => Arc::clone(&resource.address),
        Naming::Kind | Naming::BelowPlatform => resource.to_string().into(),
    };
    let header = locate_header(resource);
    Subject::new(Arc::clone(&resource.address), name, Arc::clone(type_name), header)
        .in_overlay(resource.overlay.clone())
}

/// A resource's name in the record, in which it may be for other rules already.
pub(super) fn recorded(world: usize, number: usize, resource: &Resource, record: &mut Record) -> SubjectId {
    match record.of_resource(world, number) {
        Some(id) => id,
        None => record.resource(world, number, subject(resource, &resource.type_name().into())),
    }
}

/// Where a resource begins; its whole text may be long.
fn locate_header(resource: &Resource) -> Span {
    let span = resource.object.span;
    Span { end: span.start, ..span }
}

fn rule_failed(rule: &Rule, resource: &str, error: &EngineError, times: usize) -> Diagnostic {
    let more = if times > 1 { format!(" and {} more", times - 1) } else { String::new() };
    let message =
        format!("could not be evaluated on {resource}{more}: {} (line {} of the rule)", error.message, error.line);
    Diagnostic::error(format!("rule {}", rule.id), message).help(
        "Whether these resources break the rule is not known. Look in them for a value of the wrong type, such as a \
             text where a list belongs; if there is none, correct the rule, or leave it out with `--ignore`.",
    )
}

type TypeKey<'a> = (&'a str, &'a str, &'a str, bool);

fn type_key(resource: &Resource) -> TypeKey<'_> {
    (&resource.group, &resource.version, &resource.kind, resource.pods.is_empty())
}

/// What holds for all resources of a type.
struct OfType {
    type_name: Arc<str>,
    /// The rules that select it, by number.
    rules: Arc<[usize]>,
}

/// The rules for each type of resource: found once, not once for each resource.
fn rules_by_type<'a>(world: &'a World, bundle: &Bundle) -> HashMap<TypeKey<'a>, OfType> {
    let mut selected = HashMap::new();
    for resource in &world.resources {
        selected
            .entry(type_key(resource))
            .or_insert_with(|| OfType { type_name: resource.type_name().into(), rules: bundle.selecting(resource) });
    }
    selected
}

#[derive(Default)]
struct Part {
    judgement: Judgement,
    errors: Vec<(usize, String, EngineError)>,
}

struct Judge<'a> {
    world: &'a World,
    bundle: &'a Bundle,
    sources: &'a Sources,
    inputs: &'a Inputs<'a>,
    /// The rules' names in the record, by number.
    ids: &'a [RuleId],
}

impl Judge<'_> {
    fn judge(&self, evaluator: &mut Evaluator<'_>, number: usize, rules: &[usize]) -> Part {
        let mut part = Part::default();
        if rules.is_empty() {
            return part;
        }
        let pods = self.world.resources[number].pods.len();
        let (of_pods, of_whole): (Vec<usize>, Vec<usize>) =
            rules.iter().partition(|&&rule| pods > 1 && self.bundle.rules[rule].is_about_each_pod());
        self.judge_one(evaluator, number, None, &of_whole, &mut part);
        if !of_pods.is_empty() {
            for pod in 0..pods {
                self.judge_one(evaluator, number, Some(pod), &of_pods, &mut part);
            }
        }
        part
    }

    fn judge_one(
        &self,
        evaluator: &mut Evaluator<'_>,
        number: usize,
        pod: Option<usize>,
        rules: &[usize],
        part: &mut Part,
    ) {
        let input = self.inputs.input(number, pod);
        let scopes = match self.bundle.scopes.is_empty() {
            true => Vec::new(),
            false => self.bundle.scopes_of(&self.sources.get(self.world.resources[number].file())),
        };
        for &rule_number in rules {
            let id = self.ids[rule_number];
            let Some(rule) = self.bundle.scoped(&self.bundle.rules[rule_number], &scopes) else {
                part.judgement.switch_off(id);
                continue;
            };
            part.judgement.evaluations += 1;
            let place = |cause: &Vec<Value>| self.cause(number, pod, cause);
            let judged = match evaluator.evaluate(&rule, &input) {
                Evaluated::Judged { findings, possible, causes, is_decided } => {
                    if !possible.is_empty() {
                        part.judgement.note(id, Outcome::Undetermined(causes.iter().map(place).collect()));
                    }
                    self.take_all(id, &rule, number, &findings, is_decided, &mut part.judgement)
                }
                Evaluated::Undetermined { causes } => {
                    part.judgement.note(id, Outcome::Undetermined(causes.iter().map(place).collect()));
                    Ok(())
                }
                Evaluated::Failed(error) => Err(error),
            };
            if let Err(error) = judged {
                part.judgement.note(id, Outcome::Failed);
                part.errors.push((rule_number, self.world.resources[number].to_string(), error));
            }
        }
    }

    fn take_all(
        &self,
        id: RuleId,
        rule: &Rule,
        number: usize,
        findings: &Value,
        is_decided: bool,
        judgement: &mut Judgement,
    ) -> Result<(), EngineError> {
        for raw in raw_findings(findings)? {
            match self.finding(rule, number, raw, is_decided) {
                Ok(finding) => {
                    judgement.note(id, Outcome::Fail);
                    judgement.findings.push(finding);
                }
                Err(cause) => judgement.note(id, Outcome::Undetermined(vec![cause])),
            }
        }
        Ok(())
    }

    /// Turns what a rule returned into a finding.
    ///
    /// # Errors
    /// What it hangs on, where that is decided later.
    fn finding(&self, rule: &Rule, number: usize, raw: RawFinding, is_decided: bool) -> Result<Finding, Cause> {
        let resource = &self.world.resources[number];
        let place = locate(&resource.object, &raw.path, |span| self.sources.get(span.file));
        let pending = |reason: &str, written: &str, span: Span| Cause {
            attribute: raw.path.to_string().into(),
            written: written.into(),
            reason: reason.into(),
            span,
        };
        if let Some((node, unknown)) = unknown_on_the_way(&resource.object, &raw.path).filter(|_| !is_decided) {
            return Err(pending(&unknown.cause, &unknown.written, node.span));
        }
        if is_rewritten(resource, &raw.path) {
            return Err(pending(REWRITTEN, "", place.span));
        }
        // A rule that names the kind itself knows what its operator does.
        if !place.exists && is_about_pods(rule) && is_completed_elsewhere(resource, &raw.path) {
            return Err(pending("set by the operator that completes the pod template", "", place.span));
        }
        let related = raw.related.into_iter().flat_map(|related| self.related(related, number));
        let declared = raw.requirements.iter().flat_map(|key| self.declaration(number, key, None));
        let node = raw.path.find(&resource.object);
        let finding = Finding::builder(
            &rule.id,
            rule.metadata.custom.severity,
            raw.message,
            &resource.address,
            resource.object.span,
        )
        .resource(resource.to_string())
        .overlay(resource.overlay.as_deref())
        .related(without_repetition(declared.chain(related)))
        .at(raw.path.clone(), place)
        .value(node.filter(|_| !raw.sensitive))
        .masked(|origins| match node.filter(|_| raw.sensitive) {
            Some(node) => secret_places(node, origins, resource.platform, self.sources),
            None => Vec::new(),
        });
        Ok(finding.build())
    }

    /// The unknown value at a path of the input.
    fn cause(&self, number: usize, pod: Option<usize>, path: &[Value]) -> Cause {
        let found = self.inputs.origin(number, pod, path);
        let (resource, root, path) = found.unwrap_or((number, &self.world.resources[number].object, Path::default()));
        let resource = &self.world.resources[resource];
        pending(resource, root, &path, self.sources)
    }
}

/// What is not known about an attribute of a resource, or of what is declared for it.
pub(super) fn pending(resource: &Resource, root: &Node, path: &Path, sources: &Sources) -> Cause {
    let place = locate(root, path, |span| sources.get(span.file));
    let unknown = unknown_on_the_way(root, path);
    Cause {
        attribute: path.to_string().into(),
        written: unknown.map_or("".into(), |(_, unknown)| Arc::clone(&unknown.written)),
        reason: match unknown {
            Some((_, unknown)) => Arc::clone(&unknown.cause),
            None if is_rewritten(resource, path) => REWRITTEN.into(),
            None => "not known before deployment".into(),
        },
        span: unknown.map_or(place.span, |(node, _)| node.span),
    }
}

/// Why the value of an attribute may still change.
pub(super) const REWRITTEN: &str = "set by something else before the resource is applied";

impl Judge<'_> {
    /// A place that a rule names in another resource, or the places where something is declared for it.
    fn related(&self, related: RawRelated, seen_from: usize) -> Vec<Related> {
        let RawRelated { address, path, requirement, message } = related;
        let Some(other) = self.world.by_address(&address, seen_from) else { return Vec::new() };
        match requirement {
            Some(key) => self.declaration(other, &key, Some(message)),
            None => {
                let object = &self.world.resources[other].object;
                let span = locate(object, &path, |span| self.sources.get(span.file)).span;
                vec![Related { address, span, message }]
            }
        }
    }

    /// Where something is declared for a resource, and the way that the value took there; nothing where it is not.
    fn declaration(&self, number: usize, key: &str, message: Option<String>) -> Vec<Related> {
        let Some(declared) = &self.world.requirements[number] else { return Vec::new() };
        let place = locate(declared, &Path::default().key(key), |span| self.sources.get(span.file));
        if !place.exists {
            return Vec::new();
        }
        let message = message.unwrap_or_else(|| format!("`{}` is declared here", key.replace('_', "-")));
        let origins = place.origins.iter().map(|origin| (origin.span, origin.what.to_string()));
        let address = &self.world.resources[number].address;
        std::iter::once((place.span, message))
            .chain(origins)
            .map(|(span, message)| Related { address: address.to_string(), span, message })
            .collect()
    }
}

fn without_repetition(related: impl Iterator<Item = Related>) -> Vec<Related> {
    let mut kept: Vec<Related> = Vec::new();
    for place in related {
        if kept.iter().all(|other| (other.span, &other.message) != (place.span, &place.message)) {
            kept.push(place);
        }
    }
    kept
}

fn is_about_pods(rule: &Rule) -> bool {
    rule.selectors.iter().any(|selector| matches!(selector, Selector::Pod | Selector::Workload))
}

/// The unknown value that the path leads to, or through.
fn unknown_on_the_way<'n>(root: &'n Node, path: &Path) -> Option<(&'n Node, &'n Arc<Unknown>)> {
    let mut node = root;
    let mut steps = path.0.iter();
    loop {
        if let NodeValue::Unknown(unknown) = &node.value {
            return Some((node, unknown));
        }
        node = Path(vec![steps.next()?.clone()]).find(node)?;
    }
}

/// Whether something else writes the attribute, a part of it or what holds it before the resource is applied.
fn is_rewritten(resource: &Resource, path: &Path) -> bool {
    resource.rewritten.iter().any(|rewritten| path.starts_with(rewritten) || rewritten.starts_with(path))
}

struct RawFinding {
    message: String,
    path: Path,
    related: Vec<RawRelated>,
    /// The requirements that it follows from.
    requirements: Vec<String>,
    sensitive: bool,
}

struct RawRelated {
    address: String,
    path: Path,
    /// In place of a path: what is declared for the other resource.
    requirement: Option<String>,
    message: String,
}

/// Reads what `deny` returned.
fn raw_findings(value: &Value) -> Result<Vec<RawFinding>, EngineError> {
    match value {
        Value::Undefined => Ok(Vec::new()),
        Value::Set(findings) => findings.iter().map(raw_finding).collect(),
        other => Err(wrong(format!("`deny` must be a set of findings, not {other}"))),
    }
}

fn raw_finding(value: &Value) -> Result<RawFinding, EngineError> {
    let text = |value: &Value, key: &str| value[key].as_string().ok().map(|text| text.to_string());
    let (Some(message), Some(path)) = (text(value, "message"), path(&value["path"])) else {
        return Err(wrong(format!(
            "a finding needs `message`, a text, and `path`, a list of keys and indexes, unlike {value}"
        )));
    };
    let related = match &value["related"] {
        Value::Array(items) => items
            .iter()
            .map(|item| {
                let parts = (text(item, "address"), path_or_root(&item["path"]), text(item, "message"));
                match parts {
                    (Some(address), Some(path), Some(message)) => {
                        Ok(RawRelated { address, path, requirement: text(item, "requirement"), message })
                    }
                    _ => Err(wrong(format!("a related place needs `address`, `path` and `message`, unlike {item}"))),
                }
            })
            .collect::<Result<_, _>>()?,
        _ => Vec::new(),
    };
    let requirements = match &value["requirements"] {
        Value::Undefined => Some(Vec::new()),
        Value::Array(keys) => keys.iter().map(|key| Some(key.as_string().ok()?.to_string())).collect(),
        _ => None,
    };
    let requirements =
        requirements.ok_or_else(|| wrong(format!("`requirements` must be a list of names, unlike {value}")))?;
    let sensitive = value["sensitive"] == Value::Bool(true);
    Ok(RawFinding { message, path, related, requirements, sensitive })
}

fn wrong(message: String) -> EngineError {
    EngineError::plain(message)
}

fn path_or_root(value: &Value) -> Option<Path> {
    if matches!(value, Value::Undefined) { Some(Path::default()) } else { path(value) }
}

fn path(value: &Value) -> Option<Path> {
    steps(value.as_array().ok()?.iter())
}

/// A path as rules have it.
pub(super) fn steps<'v>(steps: impl IntoIterator<Item = &'v Value>) -> Option<Path> {
    let steps = steps.into_iter().map(|step| match step {
        Value::String(key) => Some(Step::Key(Arc::clone(key))),
        Value::Number(index) => Some(Step::Index(usize::try_from(index.as_u64()?).ok()?)),
        _ => None,
    });
    steps.collect::<Option<Vec<_>>>().map(Path)
}
