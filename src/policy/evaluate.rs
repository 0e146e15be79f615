//! Rules on resources: selects, evaluates, and turns paths into places.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use regorus::Value;

use super::bundle::{Bundle, Rule};
use super::chart_values::tell_once;
use super::evaluator::{Evaluator, Outcome};
use super::input::Inputs;
use super::secret_places::secret_places;
use super::selector::Selector;
use crate::verdict::{Finding, Related, fingerprint};
use crate::world::{Resource, World, is_completed_elsewhere};
use seaworthy_rego::EngineError;
use seaworthy_source::{Diagnostic, Node, Number, Path, Sources, Step, Value as NodeValue, locate};

/// What came of judging a world.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// Violations, in the order of the resources.
    pub findings: Vec<Finding>,
    /// How often a rule would report something that hangs on a value which is not known here.
    pub undetermined: usize,
    /// How many times a rule was evaluated.
    pub evaluations: usize,
    /// Rules that failed.
    pub diagnostics: Vec<Diagnostic>,
}

impl Evaluation {
    /// Takes in another one.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.undetermined += other.undetermined;
        self.evaluations += other.evaluations;
        self.diagnostics.extend(other.diagnostics);
    }
}

/// Judges every resource of a world that is reported on, in parallel.
#[must_use]
pub fn evaluate(world: &World, bundle: &Bundle, sources: &Sources) -> Evaluation {
    let inputs = Inputs::new(world);
    let selected = rules_by_type(world, bundle);
    let judge = Judge { world, bundle, sources, inputs: &inputs };
    let parts: Vec<Part> = (0..world.resources.len())
        .into_par_iter()
        .filter(|&number| world.resources[number].reported)
        .map_init(
            || Evaluator::new(bundle),
            |evaluator, number| judge.judge(evaluator, number, &selected[&type_key(&world.resources[number])]),
        )
        .collect();
    let mut evaluation = Evaluation::default();
    let mut errors: BTreeMap<usize, (String, EngineError, usize)> = BTreeMap::new();
    for part in parts {
        evaluation.findings.extend(part.findings);
        evaluation.undetermined += part.undetermined;
        evaluation.evaluations += part.evaluations;
        for (rule, resource, error) in part.errors {
            errors.entry(rule).or_insert((resource, error, 0)).2 += 1;
        }
    }
    tell_once(&mut evaluation.findings, world, bundle);
    evaluation.diagnostics = errors
        .into_iter()
        .map(|(rule, (resource, error, times))| rule_failed(&bundle.rules[rule], &resource, &error, times))
        .collect();
    evaluation
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

/// The rules for each type of resource: found once, not once for each resource.
fn rules_by_type<'a>(world: &'a World, bundle: &Bundle) -> HashMap<TypeKey<'a>, Arc<[usize]>> {
    let mut selected = HashMap::new();
    for resource in &world.resources {
        selected.entry(type_key(resource)).or_insert_with(|| bundle.selecting(resource));
    }
    selected
}

#[derive(Default)]
struct Part {
    findings: Vec<Finding>,
    undetermined: usize,
    evaluations: usize,
    errors: Vec<(usize, String, EngineError)>,
}

struct Judge<'a> {
    world: &'a World,
    bundle: &'a Bundle,
    sources: &'a Sources,
    inputs: &'a Inputs<'a>,
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
            let Some(rule) = self.bundle.scoped(&self.bundle.rules[rule_number], &scopes) else { continue };
            let rule = &*rule;
            part.evaluations += 1;
            let judged = match evaluator.evaluate(rule, &input) {
                Outcome::Judged { findings, possible, is_decided, .. } => {
                    self.take_all(rule, number, &findings, &possible, is_decided, part)
                }
                Outcome::Undetermined { .. } => {
                    part.undetermined += 1;
                    Ok(())
                }
                Outcome::Failed(error) => Err(error),
            };
            if let Err(error) = judged {
                part.errors.push((rule_number, self.world.resources[number].to_string(), error));
            }
        }
    }

    fn take_all(
        &self,
        rule: &Rule,
        number: usize,
        findings: &Value,
        possible: &[Value],
        is_decided: bool,
        part: &mut Part,
    ) -> Result<(), EngineError> {
        let findings = raw_findings(findings)?;
        // Where a rule may find something, it often says so in several ways.
        let mut places: Vec<Option<Path>> = findings.iter().map(|finding| Some(finding.path.clone())).collect();
        for value in possible {
            let place = path(&value["path"]);
            if !places.contains(&place) {
                places.push(place);
                part.undetermined += 1;
            }
        }
        findings.into_iter().for_each(|raw| self.take(rule, number, raw, is_decided, part));
        Ok(())
    }

    /// Turns what a rule returned into a finding, unless it hangs on something unknown.
    fn take(&self, rule: &Rule, number: usize, raw: RawFinding, is_decided: bool, part: &mut Part) {
        let resource = &self.world.resources[number];
        let place = locate(&resource.object, &raw.path, |span| self.sources.get(span.file));
        // A rule that names the kind itself knows what its operator does.
        let may_be_set_elsewhere =
            || !place.exists && is_about_pods(rule) && is_completed_elsewhere(resource, &raw.path);
        let hangs_on_unknown = !is_decided && is_unknown(&resource.object, &raw.path);
        if hangs_on_unknown || is_rewritten(resource, &raw.path) || may_be_set_elsewhere() {
            part.undetermined += 1;
            return;
        }
        let related = raw.related.into_iter().flat_map(|related| self.related(related, number));
        let declared = raw.requirements.iter().flat_map(|key| self.declaration(number, key, None));
        let node = raw.path.find(&resource.object);
        let value = node.filter(|_| !raw.sensitive).and_then(short);
        let address = resource.address.to_string();
        let attribute = format!("{}\0{}", raw.path, value.as_deref().unwrap_or("\0"));
        part.findings.push(Finding {
            fingerprint: fingerprint(&rule.id, &address, &attribute),
            masked: node
                .filter(|_| raw.sensitive)
                .map(|node| secret_places(node, &place.origins, resource.platform, self.sources))
                .unwrap_or_default(),
            rule: rule.id.clone(),
            severity: rule.metadata.custom.severity,
            message: raw.message,
            resource: resource.to_string(),
            also: Vec::new(),
            overlays: resource.overlay.iter().map(ToString::to_string).collect(),
            address,
            file: resource.file(),
            span: place.span,
            origins: place.origins,
            related: without_repetition(declared.chain(related)),
            path: raw.path,
            value,
        });
    }
}

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

/// Whether the path leads to a value that is not known here, or through one.
fn is_unknown(root: &Node, path: &Path) -> bool {
    (0..=path.0.len()).any(|length| {
        let part = Path(path.0[..length].to_vec());
        part.find(root).is_some_and(|node| matches!(node.value, NodeValue::Unknown(_)))
    })
}

/// Whether something else writes the attribute, a part of it or what holds it before the resource is applied.
fn is_rewritten(resource: &Resource, path: &Path) -> bool {
    resource.rewritten.iter().any(|rewritten| path.starts_with(rewritten) || rewritten.starts_with(path))
}

/// A scalar as text, for reports.
pub(super) fn short(node: &Node) -> Option<String> {
    match &node.value {
        NodeValue::Bool(value) => Some(value.to_string()),
        NodeValue::Number(Number::Integer(value)) => Some(value.to_string()),
        NodeValue::Number(Number::Float(value)) => Some(value.to_string()),
        NodeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
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
    let steps = value.as_array().ok()?.iter().map(|step| match step {
        Value::String(key) => Some(Step::Key(Arc::clone(key))),
        Value::Number(index) => Some(Step::Index(usize::try_from(index.as_u64()?).ok()?)),
        _ => None,
    });
    steps.collect::<Option<Vec<_>>>().map(Path)
}
