//! The record of verdicts: what came of every pair of rule and subject.
//!
//! A rule applies to a subject or it does not. Where it does, the pair has a [`Verdict`]. Passing is by far the most common
//! one, and which rules apply follows from a subject's type: so subjects of one type share the list of their rules, a pair
//! that is in the list and has no entry has passed, and only the other pairs take up memory of their own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use seaworthy_source::{Diagnostic, FileId, Span};

use super::Finding;

/// Names a rule within a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(u32);

/// Names a subject within a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(u32);

/// What is judged: a resource, or a file as it is written.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its address: `apps/v1/Deployment/shop/web`, `module.logs.aws_s3_bucket.this`.
    pub address: Arc<str>,
    /// For people: `Deployment shop/web`.
    pub name: Arc<str>,
    /// `apps/v1/Deployment`, `aws_s3_bucket`; `file` for a file.
    pub type_name: Arc<str>,
    /// The kustomization that builds it, as reports name its folder.
    pub overlay: Option<Arc<str>>,
    /// Where it is declared.
    pub span: Span,
    /// Whether it is a resource, and not a file as it is written.
    pub is_resource: bool,
    /// The rules that apply to it by its type.
    applied: Arc<[RuleId]>,
}

/// What came of a rule on a subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict<'a> {
    /// The rule has nothing to say.
    Pass,
    /// The rule is broken: there are findings.
    Fail,
    /// The answer hangs on values that are not known before deployment: these.
    Undetermined(Causes<'a>),
    /// The rule could not be evaluated: a diagnostic says why.
    Failed,
}

/// The values that an undetermined verdict hangs on; none where they cannot be named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Causes<'a> {
    all: &'a [Cause],
    ids: &'a [u32],
}

impl<'a> Causes<'a> {
    /// The values.
    pub fn iter(self) -> impl Iterator<Item = &'a Cause> {
        self.ids.iter().filter_map(move |id| self.all.get(*id as usize))
    }
}

/// A value that is not known before deployment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cause {
    /// Its path within its resource, as reports show it; empty where that cannot be said.
    pub attribute: Arc<str>,
    /// What the source has in its place; empty where there is nothing.
    pub written: Arc<str>,
    /// Why it is unknown: `filled in by a template`.
    pub reason: Arc<str>,
    /// Where it is written.
    pub span: Span,
}

/// An outcome that is noted for a pair.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The rule has nothing to say.
    Pass,
    /// The answer hangs on these values.
    Undetermined(Vec<Cause>),
    /// The rule could not be evaluated.
    Failed,
    /// There are findings.
    Fail,
}

/// What came of rules on one subject, put together where it is judged.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Pairs with an outcome other than that the rule passes because it applies by type.
    outcomes: Vec<(RuleId, Outcome)>,
    /// Rules that are switched off for the subject.
    switched_off: Vec<RuleId>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// How many times a rule was evaluated.
    pub evaluations: usize,
}

/// Kept small: there is one for each pair that has not simply passed.
#[derive(Debug, Clone, Copy)]
struct Entry {
    subject: SubjectId,
    rule: RuleId,
    code: Code,
    causes: u8,
    first_cause: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Code {
    SwitchedOff,
    Pass,
    Undetermined,
    Failed,
    Fail,
}

/// How many pairs came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pairs in which the rule has nothing to say.
    pub pass: usize,
    /// Pairs with findings.
    pub fail: usize,
    /// Pairs whose answer hangs on unknown values.
    pub undetermined: usize,
    /// Pairs in which the rule could not be evaluated.
    pub failed: usize,
}

/// Every verdict of a scan.
#[derive(Debug, Default)]
pub struct Record {
    rules: Vec<Arc<str>>,
    rule_ids: HashMap<Arc<str>, RuleId>,
    subjects: Vec<Subject>,
    /// The subject that a resource is, by the numbers of its world and of itself.
    of_resource: HashMap<(usize, usize), SubjectId>,
    entries: Vec<Entry>,
    causes: Vec<Cause>,
    cause_ids: HashMap<Cause, u32>,
    cause_lists: Vec<u32>,
    /// What was found and is not yet triaged: in order of subjects.
    pub findings: Vec<Finding>,
    /// What is to be said of rules that could not be evaluated.
    pub diagnostics: Vec<Diagnostic>,
    /// How many times a rule was evaluated: a rule about pods once for each template of a resource.
    pub evaluations: usize,
}

impl Subject {
    /// A resource to which no rule applies by its type.
    #[must_use]
    pub fn new(address: Arc<str>, name: Arc<str>, type_name: Arc<str>, span: Span) -> Self {
        Self { address, name, type_name, overlay: None, span, is_resource: true, applied: Arc::new([]) }
    }

    /// A file as it is written, or several of them.
    #[must_use]
    pub fn file_content(name: Arc<str>, span: Span) -> Self {
        Self { is_resource: false, ..Self::new(Arc::clone(&name), name, "file".into(), span) }
    }

    /// The same, built by a kustomization.
    #[must_use]
    pub fn in_overlay(self, overlay: Option<Arc<str>>) -> Self {
        Self { overlay, ..self }
    }

    /// The same, with the rules that apply to it by its type.
    #[must_use]
    pub fn under(self, applied: Arc<[RuleId]>) -> Self {
        Self { applied, ..self }
    }

    /// The file that declares it.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.span.file
    }
}

impl Judgement {
    /// Notes what came of a rule; of several outcomes for one rule, as for the pods of one resource, the worst counts.
    pub fn note(&mut self, rule: RuleId, outcome: Outcome) {
        match self.outcomes.iter_mut().find(|(noted, _)| *noted == rule) {
            Some((_, Outcome::Undetermined(known))) if matches!(outcome, Outcome::Undetermined(_)) => {
                let Outcome::Undetermined(more) = outcome else { return };
                more.into_iter().for_each(|cause| {
                    if !known.contains(&cause) {
                        known.push(cause);
                    }
                });
            }
            Some((_, noted)) if Code::of(noted) < Code::of(&outcome) => *noted = outcome,
            Some(_) => {}
            None => self.outcomes.push((rule, outcome)),
        }
    }

    /// Notes that a rule is switched off for the subject.
    pub fn switch_off(&mut self, rule: RuleId) {
        if !self.switched_off.contains(&rule) {
            self.switched_off.push(rule);
        }
    }
}

impl Code {
    fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Pass => Self::Pass,
            Outcome::Undetermined(_) => Self::Undetermined,
            Outcome::Failed => Self::Failed,
            Outcome::Fail => Self::Fail,
        }
    }
}

impl Record {
    /// The id of a rule.
    pub fn rule(&mut self, name: &str) -> RuleId {
        if let Some(id) = self.rule_ids.get(name) {
            return *id;
        }
        let (id, name) = (RuleId(number(self.rules.len())), Arc::<str>::from(name));
        self.rules.push(Arc::clone(&name));
        self.rule_ids.insert(name, id);
        id
    }

    /// Takes in a subject. Every resource that is reported on is one, whether a rule applies to it or not.
    pub fn subject(&mut self, subject: Subject) -> SubjectId {
        let id = SubjectId(number(self.subjects.len()));
        self.subjects.push(subject);
        id
    }

    /// Takes in a resource, by the numbers of its world and of itself.
    pub fn resource(&mut self, world: usize, resource: usize, subject: Subject) -> SubjectId {
        let id = self.subject(subject);
        self.of_resource.insert((world, resource), id);
        id
    }

    /// The subject that a resource is.
    #[must_use]
    pub fn of_resource(&self, world: usize, resource: usize) -> Option<SubjectId> {
        self.of_resource.get(&(world, resource)).copied()
    }

    /// Takes in what came of rules on a subject.
    pub fn add(&mut self, subject: SubjectId, judgement: Judgement) {
        self.evaluations += judgement.evaluations;
        for rule in judgement.switched_off {
            self.entries.push(Entry { subject, rule, code: Code::SwitchedOff, causes: 0, first_cause: 0 });
        }
        for (rule, outcome) in judgement.outcomes {
            let code = Code::of(&outcome);
            let first_cause = number(self.cause_lists.len());
            if let Outcome::Undetermined(causes) = outcome {
                for cause in causes.into_iter().take(usize::from(u8::MAX)) {
                    let id = self.cause(cause);
                    self.cause_lists.push(id);
                }
            }
            let causes = u8::try_from(self.cause_lists.len() - first_cause as usize).unwrap_or(u8::MAX);
            self.entries.push(Entry { subject, rule, code, causes, first_cause });
        }
        self.findings
            .extend(judgement.findings.into_iter().map(|finding| Finding { subjects: vec![subject], ..finding }));
    }

    fn cause(&mut self, cause: Cause) -> u32 {
        if let Some(id) = self.cause_ids.get(&cause) {
            return *id;
        }
        let id = number(self.causes.len());
        self.causes.push(cause.clone());
        self.cause_ids.insert(cause, id);
        id
    }

    /// Puts the verdicts in order, and lets go of what only taking in needed. To be called once, when all are in.
    pub fn close(&mut self) {
        self.entries.sort_by_key(|entry| (entry.subject, entry.rule, std::cmp::Reverse(entry.code)));
        self.entries.dedup_by_key(|entry| (entry.subject, entry.rule));
        self.cause_ids = HashMap::new();
        self.of_resource = HashMap::new();
        self.entries.shrink_to_fit();
        self.subjects.shrink_to_fit();
    }

    /// The subjects, in the order in which they were judged.
    pub fn subjects(&self) -> impl Iterator<Item = (SubjectId, &Subject)> {
        self.subjects.iter().enumerate().map(|(at, subject)| (SubjectId(number(at)), subject))
    }

    /// How many resources were judged; whole files do not count.
    #[must_use]
    pub fn resources(&self) -> usize {
        self.subjects.iter().filter(|subject| subject.is_resource).count()
    }

    /// A subject.
    #[must_use]
    pub fn get(&self, subject: SubjectId) -> Option<&Subject> {
        self.subjects.get(subject.0 as usize)
    }

    /// The rules that apply to a subject, each with its verdict, in the order of the rules.
    pub fn verdicts(&self, subject: SubjectId) -> impl Iterator<Item = (&str, Verdict<'_>)> {
        let start = self.entries.partition_point(|entry| entry.subject < subject);
        let end = self.entries.partition_point(|entry| entry.subject <= subject);
        let entries = &self.entries[start..end];
        let applied = self.get(subject).map(|subject| &*subject.applied).unwrap_or_default();
        let is_noted = |rule: &RuleId| entries.iter().any(|entry| entry.rule == *rule);
        let passed = applied.iter().filter(|rule| !is_noted(rule)).map(|rule| (*rule, Verdict::Pass));
        let mut all: Vec<(RuleId, Verdict<'_>)> = passed.collect();
        all.extend(entries.iter().filter_map(|entry| Some((entry.rule, self.verdict(entry)?))));
        all.sort_by_key(|(rule, _)| *rule);
        all.into_iter().map(|(rule, verdict)| (&*self.rules[rule.0 as usize], verdict))
    }

    fn verdict(&self, entry: &Entry) -> Option<Verdict<'_>> {
        Some(match entry.code {
            Code::SwitchedOff => return None,
            Code::Pass => Verdict::Pass,
            Code::Fail => Verdict::Fail,
            Code::Failed => Verdict::Failed,
            Code::Undetermined => {
                let first = entry.first_cause as usize;
                let ids = &self.cause_lists[first..first + usize::from(entry.causes)];
                Verdict::Undetermined(Causes { all: &self.causes, ids })
            }
        })
    }

    /// The pairs whose answer is undetermined: subject, rule and the values that it hangs on.
    pub fn undetermined(&self) -> impl Iterator<Item = (&Subject, &str, Vec<&Cause>)> {
        self.entries.iter().filter(|entry| entry.code == Code::Undetermined).filter_map(|entry| {
            let causes = self.verdict(entry)?.causes().collect();
            Some((self.get(entry.subject)?, &*self.rules[entry.rule.0 as usize], causes))
        })
    }

    /// How many pairs came out how.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut noted = 0;
        for entry in &self.entries {
            let is_applied = self.get(entry.subject).is_some_and(|subject| subject.applied.contains(&entry.rule));
            noted += usize::from(is_applied);
            match entry.code {
                Code::SwitchedOff => {}
                Code::Pass => counts.pass += 1,
                Code::Undetermined => counts.undetermined += 1,
                Code::Failed => counts.failed += 1,
                Code::Fail => counts.fail += 1,
            }
        }
        counts.pass += self.subjects.iter().map(|subject| subject.applied.len()).sum::<usize>() - noted;
        counts
    }

    /// The types of subjects to which no rule applies, each with how many there are.
    #[must_use]
    pub fn types_without_rules(&self) -> BTreeMap<&str, usize> {
        let mut types = BTreeMap::new();
        let mut entries = self.entries.iter().filter(|entry| entry.code != Code::SwitchedOff).peekable();
        for (id, subject) in self.subjects() {
            while entries.next_if(|entry| entry.subject < id).is_some() {}
            let is_noted = entries.peek().is_some_and(|entry| entry.subject == id);
            if subject.applied.is_empty() && !is_noted {
                *types.entry(&*subject.type_name).or_default() += 1;
            }
        }
        types
    }
}

impl<'a> Verdict<'a> {
    /// The values that an undetermined verdict hangs on.
    pub fn causes(self) -> impl Iterator<Item = &'a Cause> {
        let causes = match self {
            Self::Undetermined(causes) => causes,
            _ => Causes { all: &[], ids: &[] },
        };
        causes.iter()
    }
}

/// Numbers of a record fit into 32 bits: more subjects would not fit into memory.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_source::Sources;

    fn span() -> Span {
        Span::new(Sources::default().add("a".into(), "a".into(), "text".into()).id(), 0, 4)
    }

    fn cause(text: &str) -> Cause {
        Cause { attribute: text.into(), written: "".into(), reason: "because".into(), span: span() }
    }

    fn subject(name: &str, applied: &[RuleId]) -> Subject {
        Subject::new(name.into(), name.into(), "v1/Pod".into(), span()).under(applied.into())
    }

    fn told(record: &Record, subject: SubjectId) -> Vec<String> {
        record
            .verdicts(subject)
            .map(|(rule, verdict)| {
                let causes: Vec<&str> = verdict.causes().map(|cause| &*cause.attribute).collect();
                let word = match verdict {
                    Verdict::Pass => "pass",
                    Verdict::Fail => "fail",
                    Verdict::Undetermined(..) => "undetermined",
                    Verdict::Failed => "failed",
                };
                format!("{rule} {word} {}", causes.join(",")).trim_end().to_owned()
            })
            .collect()
    }

    #[test]
    fn every_pair_has_a_verdict() {
        let mut record = Record::default();
        let rules: Vec<RuleId> = ["a", "b", "c", "d"].map(|name| record.rule(name)).to_vec();
        let first = record.subject(subject("first", &rules));
        let second = record.subject(subject("second", &[]));
        let mut judgement = Judgement::default();
        judgement.note(rules[1], Outcome::Undetermined(vec![cause("x")]));
        judgement.note(rules[1], Outcome::Undetermined(vec![cause("y"), cause("x")]));
        judgement.note(rules[2], Outcome::Fail);
        judgement.note(rules[2], Outcome::Undetermined(vec![cause("x")]));
        judgement.switch_off(rules[3]);
        record.add(first, judgement);
        record.close();
        assert_eq!(told(&record, first), ["a pass", "b undetermined x,y", "c fail"]);
        assert!(told(&record, second).is_empty());
        assert_eq!(record.counts(), Counts { pass: 1, fail: 1, undetermined: 1, failed: 0 });
        assert_eq!(record.types_without_rules(), BTreeMap::from([("v1/Pod", 1)]));
    }

    #[test]
    fn rules_may_apply_by_more_than_a_type() {
        let mut record = Record::default();
        let foreign = record.rule("conftest/main");
        let subject = record.subject(subject("file", &[]));
        let mut judgement = Judgement::default();
        judgement.note(foreign, Outcome::Pass);
        record.add(subject, judgement);
        record.close();
        assert_eq!(told(&record, subject), ["conftest/main pass"]);
        assert_eq!(record.counts(), Counts { pass: 1, ..Counts::default() });
        assert!(record.types_without_rules().is_empty());
    }
}
