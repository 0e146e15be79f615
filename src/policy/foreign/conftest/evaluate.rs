//! Rules on everything that is judged: manifests as they are deployed, and files as they are written.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use regorus::Value;

use super::returned::{Report, reports};
use super::{Definition, Policies, combined};
use crate::policy::evaluate;
use crate::policy::foreign::Context;
use crate::policy::foreign::places::{self, Asker};
use crate::policy::foreign::verdict::{Place, Subject, Verdict};
use crate::verdict::{self, Judgement, Outcome, Record, RuleId, SubjectId};
use seaworthy_rego::native::settled;
use seaworthy_rego::{Engine, EngineError};
use seaworthy_rego::{Nulls, value};
use seaworthy_source::{Diagnostic, Sources, Span};

/// A rule that takes longer is not asked for the place of what it finds.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is judged, as the engine takes it.
pub(super) struct Input<'a> {
    /// What it is made of, where that is one subject.
    subject: Option<Subject<'a>>,
    value: Value,
    /// Where nothing in it is unknown, the same.
    known: Value,
    has_unknown: bool,
}

impl<'a> Input<'a> {
    pub(super) fn of(subject: Option<Subject<'a>>, value: Value, has_unknown: bool) -> Self {
        let known = if has_unknown { settled(&value) } else { value.clone() };
        Self { subject, value, known, has_unknown }
    }
}

/// What came of one subject.
#[derive(Default)]
pub(super) struct Part {
    /// What came of it, where it is a subject of its own.
    pub judgement: Judgement,
    /// What failed, by the number of the definition, and on what.
    pub errors: Vec<(usize, String, EngineError)>,
}

impl Policies {
    /// Judges resources and files.
    pub(in crate::policy::foreign) fn evaluate(&self, context: &Context<'_>, record: &mut Record) {
        let Some(engine) = &self.engine else { return };
        let definitions = self.definitions.iter().enumerate();
        let wanted: Vec<usize> = definitions
            .filter(|(_, definition)| context.rules.contains_key(&definition.rule))
            .map(|(number, _)| number)
            .collect();
        if wanted.is_empty() {
            return;
        }
        let subjects = subjects(context, record);
        let parts: Vec<(SubjectId, Part)> = if self.combine {
            let span = self.definitions[wanted[0]].span;
            let all = record.subject(verdict::Subject::file_content(ALL.into(), span));
            let subjects = subjects.into_iter().map(|(_, subject)| subject).collect();
            vec![(all, combined::judge(self, engine, &wanted, subjects, context))]
        } else {
            let judge = |engine: &mut Engine, (id, subject): &(SubjectId, Subject<'_>)| {
                (*id, self.judge(engine, *subject, &wanted, context))
            };
            subjects.par_iter().map_init(|| engine.clone(), judge).collect()
        };
        let mut errors: BTreeMap<usize, (String, EngineError, usize)> = BTreeMap::new();
        for (subject, part) in parts {
            record.add(subject, part.judgement);
            for (definition, subject, error) in part.errors {
                errors.entry(definition).or_insert((subject, error, 0)).2 += 1;
            }
        }
        let failed = errors.into_iter().map(|(number, (subject, error, times))| {
            failed(&self.definitions[number], &subject, &error, times, context.sources)
        });
        record.diagnostics.extend(failed);
    }

    fn judge(&self, engine: &mut Engine, subject: Subject<'_>, wanted: &[usize], context: &Context<'_>) -> Part {
        let input = Input::of(Some(subject), value(subject.root(), Nulls::Kept), subject.root().holds_unknown());
        let mut of_file = None;
        let engine = if self.asks_for_file {
            let mut fresh = engine.clone();
            let path = context.sources.get(subject.file()).path().to_path_buf();
            // It is only refused where the user's own data says otherwise of the file.
            drop(fresh.add_data(file_info(&path)));
            of_file.insert(fresh)
        } else {
            engine
        };
        let name = subject.name(context.sources);
        let mut part = Part::default();
        let size = places::size(subject.root());
        for (definition, reports) in self.run(engine, &input, wanted, &name, context, &mut part) {
            let Some((rule, id)) = context.rule(&definition.rule) else { continue };
            let all = reports.iter().map(|report| report.message.clone()).collect();
            let mut ask = |changed: Value| ask(engine, definition, changed);
            let mut asker = Asker::new(size, all, &mut ask);
            for report in reports {
                let place = place(&report, context.sources).unwrap_or_else(|| {
                    let references = &definition.references;
                    Place::Path(places::find(subject.root(), &input.known, references, &report.message, &mut asker))
                });
                let severity = definition.severity;
                let verdict = Verdict { rule, subject, message: report.message, severity, place };
                part.take(id, verdict, context.sources);
            }
        }
        part
    }

    /// Evaluates the rules on an input: what each of them reports.
    pub(super) fn run(
        &self,
        engine: &mut Engine,
        input: &Input<'_>,
        wanted: &[usize],
        name: &str,
        context: &Context<'_>,
        part: &mut Part,
    ) -> Vec<(&Definition, Vec<Report>)> {
        engine.set_input(input.known.clone());
        let mut exempted: HashMap<&str, Result<Vec<Arc<str>>, EngineError>> = HashMap::new();
        let mut found = Vec::new();
        for &number in wanted {
            let definition = &self.definitions[number];
            let Some((_, id)) = context.rule(&definition.rule) else { continue };
            part.judgement.evaluations += 1;
            if input.has_unknown && definition.reads.unknown_in(&input.value) {
                let causes = definition.reads.causes_in(&input.value);
                let cause = |path: &Vec<Value>| Some(input.subject?.pending(&evaluate::steps(path)?, context.sources));
                part.judgement.note(id, Outcome::Undetermined(causes.iter().filter_map(cause).collect()));
                continue;
            }
            let namespace = definition.namespace.as_str();
            let exempted = exempted.entry(namespace).or_insert_with(|| self.exempted(engine, namespace));
            match exempted {
                Ok(exempted) if exempted.iter().any(|name| **name == *definition.exempted_as) => continue,
                Ok(_) => {}
                Err(error) => {
                    part.judgement.note(id, Outcome::Failed);
                    part.errors.push((number, name.to_owned(), error.clone()));
                    continue;
                }
            }
            match engine.evaluate(&definition.query).and_then(|value| reports(&value)) {
                Ok(reports) => {
                    part.judgement.note(id, Outcome::Pass);
                    found.push((definition, reports));
                }
                Err(error) => {
                    part.judgement.note(id, Outcome::Failed);
                    part.errors.push((number, name.to_owned(), error));
                }
            }
        }
        found
    }

    /// The rules of a package that are excepted from the input, by their names without `deny_`.
    fn exempted(&self, engine: &mut Engine, namespace: &str) -> Result<Vec<Arc<str>>, EngineError> {
        if !self.with_exceptions.iter().any(|package| package == namespace) {
            return Ok(Vec::new());
        }
        let exceptions = engine.evaluate(&format!("data.{namespace}.exception"))?;
        let Value::Set(exceptions) = exceptions else { return Ok(Vec::new()) };
        let names = exceptions.iter().flat_map(|rules| match rules {
            Value::Array(rules) => rules.iter().cloned().collect::<Vec<_>>(),
            Value::Set(rules) => rules.iter().cloned().collect(),
            _ => Vec::new(),
        });
        Ok(names.filter_map(|name| name.as_string().ok().cloned()).collect())
    }
}

/// What a rule reports for another input; none where it fails, or takes too long to be asked often.
fn ask(engine: &mut Engine, definition: &Definition, changed: Value) -> Option<Vec<String>> {
    let start = Instant::now();
    engine.set_input(changed);
    let reports = engine.evaluate(&definition.query).and_then(|value| reports(&value)).ok()?;
    (start.elapsed() < PATIENCE).then(|| reports.into_iter().map(|report| report.message).collect())
}

impl Part {
    /// Takes in what a rule reports.
    pub(super) fn take(&mut self, id: RuleId, verdict: Verdict<'_>, sources: &Sources) {
        match verdict.into_finding(sources) {
            Ok(finding) => {
                self.judgement.note(id, Outcome::Fail);
                self.judgement.findings.push(finding);
            }
            Err(cause) => self.judgement.note(id, Outcome::Undetermined(vec![cause])),
        }
    }
}

/// What the record calls everything together.
const ALL: &str = "all files";

/// What is judged: manifests that are reported on, and documents.
fn subjects<'a>(context: &Context<'a>, record: &mut Record) -> Vec<(SubjectId, Subject<'a>)> {
    let mut subjects = Vec::new();
    for (number, world) in context.worlds.iter().enumerate() {
        for (at, resource) in world.resources.iter().enumerate() {
            if resource.reported && resource.platform.is_admitted {
                subjects.push((evaluate::recorded(number, at, resource, record), Subject::Resource(resource)));
            }
        }
    }
    for document in context.documents {
        let name: Arc<str> = context.sources.get(document.file).name().into();
        let of_file = verdict::Subject::file_content(name, document.root.span);
        subjects.push((record.subject(of_file), Subject::Document(document)));
    }
    subjects
}

/// `data.conftest.file`.
pub(super) fn file_info(path: &Path) -> Value {
    let absolute = seaworthy_source::normalized(path);
    let text = |part: Option<&std::ffi::OsStr>| Value::from(part.unwrap_or_default().to_string_lossy().into_owned());
    let entry = |key: &str, value: Value| Value::Object(Arc::new([(Value::from(key), value)].into_iter().collect()));
    let mut file = entry("name", text(absolute.file_name()));
    if let Ok(file) = file.as_object_mut() {
        file.insert(Value::from("dir"), text(absolute.parent().map(Path::as_os_str)));
    }
    entry("conftest", entry("file", file))
}

/// The place that a policy itself names.
pub(super) fn place(report: &Report, sources: &Sources) -> Option<Place> {
    if let Some((name, Some(line))) = &report.location {
        let wanted = seaworthy_source::normalized(Path::new(name));
        let file = sources.all().into_iter().find(|file| seaworthy_source::normalized(file.path()) == wanted)?;
        if *line == 0 || *line > file.line_count() {
            return None;
        }
        let range = file.line_range(*line);
        let indent = file.text().get(range.clone()).map_or(0, |text| text.len() - text.trim_start().len());
        return Some(Place::Span(Span::new(file.id(), range.start + indent, range.end)));
    }
    report.path.clone().map(Place::Path)
}

fn failed(definition: &Definition, subject: &str, error: &EngineError, times: usize, sources: &Sources) -> Diagnostic {
    let more = if times > 1 { format!(" and {} more", times - 1) } else { String::new() };
    let message = format!("could not be evaluated on {subject}{more}: {}", error.message);
    let file = sources.get(definition.span.file);
    let line = match &error.file {
        Some(name) if name == file.name() => file.line_range(error.line),
        _ => definition.span.range(),
    };
    Diagnostic::error(format!("rule {}", definition.rule), message)
        .at(Span::new(file.id(), line.start, line.end), "here")
        .help(
            "Whether it breaks the rule is not known. Look for a value of another type than the policy expects; if there \
             is none, correct the policy, or leave the rule out with `--ignore`.",
        )
}
