//! The attribute that a policy means which returns a message only.
//!
//! Candidates are the attributes that the policy looks at and that are there, or that it finds missing. Which of them the
//! finding hangs on is found out by asking again without the attribute, or with one that is missing put in: where the message
//! goes away, it is *decisive*. Of these, names in the message weigh most; what is missing or not true where the policy wants
//! it comes before what merely selects, such as the kind. Where several remain, the place is what holds them all.
//!
//! In doubt it is the root, so that no wrong line is shown.

use std::collections::HashMap;
use std::sync::Arc;

use regorus::Value;

use seaworthy_rego::analysis::{Attribute, AttributeStep as Pattern};
use seaworthy_source::{Entry, Map, Node, Path, Step, Value as NodeValue};

/// How many nodes a rule is given altogether when it is asked again for an input, and how often it is at least.
const EFFORT: usize = 200_000;
const MIN_QUESTIONS: usize = 20;
/// How many words of a message are tried as keys.
const MAX_WORDS: usize = 16;
/// How many attributes are looked at.
const MAX_CANDIDATES: usize = 400;

/// Keys that say what something is. Policies look at them to select, and name them in messages.
const IDENTITY: [&str; 9] =
    ["kind", "apiVersion", "name", "namespace", "generateName", "uid", "type", "mode", "address"];

/// An attribute that may be what is meant.
#[derive(Debug, Clone)]
struct Candidate {
    path: Path,
    exists: bool,
    /// Whether the policy wants it to be there, or to be true.
    is_wanted: bool,
    in_message: bool,
    /// Whether the policy writes the last key out.
    is_written_out: bool,
    /// The keys and names that tell it apart from its like: of maps and lists that the policy goes through.
    names: Vec<Arc<str>>,
}

/// Asks a rule again for changed inputs. What it answered is kept: several messages of a rule ask the same.
pub(super) struct Asker<'a> {
    /// The messages for an input; none where the rule fails on it.
    ask: &'a mut dyn FnMut(Value) -> Option<Vec<String>>,
    /// The messages for the input as it is.
    all: Vec<String>,
    /// By path, and the number of the value that is put there.
    answers: HashMap<(Path, Option<usize>), Option<Vec<String>>>,
    /// How many questions are left.
    left: usize,
}

impl<'a> Asker<'a> {
    /// For a rule that has returned `all` for an input of so many nodes: the larger it is, the fewer questions are asked.
    pub(super) fn new(size: usize, all: Vec<String>, ask: &'a mut dyn FnMut(Value) -> Option<Vec<String>>) -> Self {
        Self { ask, all, answers: HashMap::new(), left: (EFFORT / size.max(1)).max(MIN_QUESTIONS) }
    }

    /// Whether a message goes away, and nothing comes in its place, with a value put at a path; with nothing there, where
    /// there is no value.
    fn goes_away(&mut self, input: &Value, message: &str, path: &Path, value: Option<usize>) -> bool {
        let key = (path.clone(), value);
        if !self.answers.contains_key(&key) {
            if self.left == 0 {
                return false;
            }
            let changed = match value.and_then(|number| others().into_iter().nth(number)) {
                Some(other) => with(input, &path.0, other),
                None => without(input, &path.0),
            };
            let answer = changed.and_then(|changed| {
                self.left -= 1;
                let answer = (self.ask)(changed);
                if answer.is_none() {
                    // A rule that fails, or takes too long, is not asked any more.
                    self.left = 0;
                }
                answer
            });
            self.answers.insert(key.clone(), answer);
        }
        let answer = self.answers.get(&key).and_then(Option::as_ref);
        answer
            .is_some_and(|found| !found.iter().any(|it| it == message) && found.iter().all(|it| self.all.contains(it)))
    }
}

/// How many nodes a value has.
pub(super) fn size(root: &Node) -> usize {
    match &root.value {
        NodeValue::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        NodeValue::Map(map) => 1 + map.iter().map(|entry| size(&entry.value)).sum::<usize>(),
        _ => 1,
    }
}

/// The path that a finding is about; empty where that cannot be told.
pub(super) fn find(root: &Node, input: &Value, references: &[Attribute], message: &str, asker: &mut Asker<'_>) -> Path {
    let mut candidates = Vec::new();
    let words = Words::of(message);
    for reference in references {
        expand(root, reference, &words, &mut candidates);
    }
    candidates.retain(|candidate| !candidate.path.0.is_empty());
    // Those whose element the message names exclude others of the same list.
    if candidates.iter().any(|candidate| words.names_any(&candidate.names)) {
        candidates.retain(|candidate| candidate.names.is_empty() || words.names_any(&candidate.names));
    }
    let is_decisive = |candidate: &&Candidate| is_decisive(candidate, input, message, asker);
    let decisive: Vec<&Candidate> = candidates.iter().filter(is_decisive).collect();
    let is_sure = !decisive.is_empty();
    // A word that is not known to be a key is none.
    let there = |it: &&Candidate| it.exists || references_key(references, &it.path);
    let among = if is_sure { decisive } else { candidates.iter().filter(there).collect() };
    choose(&among, &words, is_sure)
}

/// Whether a reference writes out the last key of a path.
fn references_key(references: &[Attribute], path: &Path) -> bool {
    let Some(Step::Key(last)) = path.0.last() else { return false };
    references.iter().any(|reference| reference.steps.contains(&Pattern::Key(Arc::clone(last))))
}

/// Whether the message goes away with another value of the attribute.
fn is_decisive(candidate: &Candidate, input: &Value, message: &str, asker: &mut Asker<'_>) -> bool {
    if candidate.exists && asker.goes_away(input, message, &candidate.path, None) {
        return true;
    }
    // A default may be no better than what is there: only another value tells.
    candidate.is_wanted
        && candidate.is_written_out
        && (0..others().len()).any(|number| asker.goes_away(input, message, &candidate.path, Some(number)))
}

/// Values that a policy may be content with.
fn others() -> [Value; 4] {
    [
        Value::from(true),
        Value::from(1_000_000_u64),
        Value::from("seaworthy"),
        Value::from(vec![Value::from("seaworthy")]),
    ]
}

fn choose(among: &[&Candidate], message: &Words, is_sure: bool) -> Path {
    let is_identity = |candidate: &&Candidate| match candidate.path.0.last() {
        Some(Step::Key(key)) => IDENTITY.contains(&&**key),
        _ => false,
    };
    let telling: Vec<&Candidate> = among.iter().filter(|it| !is_identity(it) && !it.in_message).copied().collect();
    let named: Vec<&Candidate> =
        telling.iter().filter(|it| it.is_written_out && message.names_key(it.path.0.last())).copied().collect();
    let lacking: Vec<&Candidate> = telling.iter().filter(|it| it.is_wanted && !it.exists).copied().collect();
    let wanted: Vec<&Candidate> = telling.iter().filter(|it| it.is_wanted).copied().collect();
    let of_name: Vec<&Candidate> = among
        .iter()
        .filter(|it| is_identity(it) && !it.in_message && it.path.0.last() != Some(&Step::from("kind")))
        .copied()
        .collect();
    let groups = if is_sure {
        vec![named, lacking, wanted, telling, of_name]
    } else {
        // What is not known to matter must at least be the only thing there is to look at.
        vec![named, telling]
    };
    let Some(group) = groups.into_iter().find(|group| !group.is_empty()) else { return Path::default() };
    let paths: Vec<&Path> = group.iter().map(|candidate| &candidate.path).collect();
    let deepest: Vec<&Path> = paths
        .iter()
        .filter(|path| !paths.iter().any(|other| other.0.len() > path.0.len() && other.starts_with(path)))
        .copied()
        .collect();
    common(&deepest)
}

/// The longest path that leads to all of them or through it.
fn common(paths: &[&Path]) -> Path {
    let Some((first, others)) = paths.split_first() else { return Path::default() };
    let shared = |other: &&Path| first.0.iter().zip(&other.0).take_while(|(a, b)| a == b).count();
    let length = others.iter().map(shared).min().unwrap_or(first.0.len());
    Path(first.0[..length].to_vec())
}

/// The attributes that a reference means in a value.
fn expand(root: &Node, reference: &Attribute, message: &Words, candidates: &mut Vec<Candidate>) {
    let is_written_out = matches!(reference.steps.last(), Some(Pattern::Key(_)));
    let mut open = vec![(root, Vec::new(), Vec::new(), reference.steps.as_slice())];
    while let Some((node, path, names, steps)) = open.pop() {
        if candidates.len() >= MAX_CANDIDATES || open.len() > MAX_CANDIDATES {
            return;
        }
        let mut add = |path: Vec<Step>, exists: bool, is_wanted: bool, names: Vec<Arc<str>>| {
            let path = Path(path);
            match candidates.iter_mut().find(|known| known.path == path) {
                // What a condition looks at is no mere part of the message.
                Some(known) => {
                    known.in_message &= reference.in_message;
                    known.is_wanted |= is_wanted;
                }
                None => candidates.push(Candidate {
                    path,
                    exists,
                    is_wanted,
                    in_message: reference.in_message,
                    is_written_out,
                    names,
                }),
            }
        };
        let Some((step, rest)) = steps.split_first() else {
            add(path, true, reference.may_be_missing, names);
            continue;
        };
        let then = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
        match (step, &node.value) {
            (Pattern::Key(key), NodeValue::Map(map)) if map.get(key).is_some() => {
                open.extend(map.get(key).map(|next| (next, then(Step::Key(Arc::clone(key))), names, rest)));
            }
            (Pattern::Index(index), NodeValue::List(items)) if *index < items.len() => {
                open.push((&items[*index], then(Step::Index(*index)), names, rest));
            }
            (Pattern::Any | Pattern::Deep, NodeValue::Map(map)) => {
                if *step == Pattern::Any && reference.may_be_missing {
                    missing_keys(map, &path, rest, message, candidates);
                }
                if *step == Pattern::Deep {
                    open.push((node, path.clone(), names.clone(), rest));
                }
                let rest = if *step == Pattern::Deep { steps } else { rest };
                let is_named = |entry: &&Entry| message.names(&entry.key);
                let any_named = map.iter().any(|entry| is_named(&entry));
                for entry in map.iter().rev().filter(|entry| !any_named || is_named(entry)) {
                    let names = names.iter().cloned().chain([Arc::clone(&entry.key)]).collect();
                    open.push((&entry.value, then(Step::Key(Arc::clone(&entry.key))), names, rest));
                }
            }
            (Pattern::Any | Pattern::Deep, NodeValue::List(items)) => {
                if *step == Pattern::Deep {
                    open.push((node, path.clone(), names.clone(), rest));
                }
                let rest = if *step == Pattern::Deep { steps } else { rest };
                let is_named = |item: &Node| name_of(item).is_some_and(|name| message.names(&name));
                let any_named = items.iter().any(is_named);
                for (index, item) in items.iter().enumerate().rev().filter(|(_, item)| !any_named || is_named(item)) {
                    let names = names.iter().cloned().chain(name_of(item)).collect();
                    open.push((item, then(Step::Index(index)), names, rest));
                }
            }
            (Pattern::Deep, _) => open.push((node, path, names, rest)),
            // What goes on through a collection without elements is about the collection.
            (Pattern::Any, _) if reference.may_be_missing => add(path, true, true, names),
            _ if reference.may_be_missing => {
                let keys = steps.iter().map_while(|step| match step {
                    Pattern::Key(key) => Some(Step::Key(Arc::clone(key))),
                    _ => None,
                });
                let path: Vec<Step> = path.into_iter().chain(keys.clone()).collect();
                let rest = steps.get(keys.count()..).unwrap_or_default();
                add(path.clone(), false, true, names);
                if rest.first() == Some(&Pattern::Any) {
                    missing_keys(&Map::default(), &path, &rest[1..], message, candidates);
                }
            }
            _ => {}
        }
    }
}

/// Keys that a policy may miss in a map, such as labels that it wants: those of which the message speaks.
fn missing_keys(map: &Map, at: &[Step], rest: &[Pattern], message: &Words, candidates: &mut Vec<Candidate>) {
    if !rest.is_empty() {
        return;
    }
    for word in message.words.iter().filter(|word| map.get(word).is_none()).take(MAX_WORDS) {
        let path = Path(at.iter().cloned().chain([Step::Key(word.as_str().into())]).collect());
        if !candidates.iter().any(|known| known.path == path) {
            candidates.push(Candidate {
                path,
                exists: false,
                is_wanted: true,
                in_message: false,
                is_written_out: true,
                names: Vec::new(),
            });
        }
    }
}

/// What an element of a list is called.
fn name_of(item: &Node) -> Option<Arc<str>> {
    item.str_at(&["name"]).or_else(|| item.as_str()).map(Arc::from)
}

/// The same without what is at a path.
fn without(value: &Value, path: &[Step]) -> Option<Value> {
    let (first, rest) = path.split_first()?;
    match (first, value) {
        (Step::Key(key), Value::Object(map)) => {
            let key = Value::String(Arc::clone(key));
            let inner = map.get(&key)?;
            let mut map = map.as_ref().clone();
            if rest.is_empty() {
                map.remove(&key);
            } else {
                let changed = without(inner, rest)?;
                map.insert(key, changed);
            }
            Some(Value::Object(Arc::new(map)))
        }
        (Step::Index(index), Value::Array(items)) => {
            let inner = items.get(*index)?;
            let changed = if rest.is_empty() { None } else { Some(without(inner, rest)?) };
            let items = items.iter().enumerate().filter_map(|(at, item)| match &changed {
                _ if at != *index => Some(item.clone()),
                changed => changed.clone(),
            });
            Some(Value::from(items.collect::<Vec<_>>()))
        }
        _ => None,
    }
}

/// The same with another value at a path; what holds it is put in, too.
fn with(value: &Value, path: &[Step], new: Value) -> Option<Value> {
    let Some((first, rest)) = path.split_first() else { return Some(new) };
    match (first, value) {
        (Step::Key(key), Value::Object(map)) => {
            let key = Value::String(Arc::clone(key));
            let mut map = map.as_ref().clone();
            let inner = map.get(&key).cloned().unwrap_or_else(Value::new_object);
            map.insert(key, with(&inner, rest, new)?);
            Some(Value::Object(Arc::new(map)))
        }
        (Step::Key(_), scalar) if scalar.as_array().is_err() => with(&Value::new_object(), path, new),
        (Step::Index(index), Value::Array(items)) => {
            let mut items = items.as_ref().clone();
            let changed = with(items.get(*index)?, rest, new)?;
            *items.get_mut(*index)? = changed;
            Some(Value::Array(Arc::new(items)))
        }
        _ => None,
    }
}

/// A message, to look for names in.
struct Words {
    /// Each word as it is, without the marks around it.
    words: Vec<String>,
    /// Letters and digits alone, in lower case.
    squashed: String,
}

impl Words {
    fn of(message: &str) -> Self {
        let is_mark = |c: char| c.is_whitespace() || "`'\",;:()[]{}<>=".contains(c);
        let words = message.split(is_mark).map(|word| word.trim_matches(['.', '!', '?']).to_owned());
        Self { words: words.filter(|word| !word.is_empty()).collect(), squashed: squash(message) }
    }

    fn names_any(&self, names: &[Arc<str>]) -> bool {
        names.iter().any(|name| self.names(name))
    }

    fn names(&self, name: &str) -> bool {
        self.words.iter().any(|word| word == name || word.split('/').any(|part| part == name))
    }

    /// Whether a key is in it, as such or as words: `runAsNonRoot`, `run as non root`.
    fn names_key(&self, step: Option<&Step>) -> bool {
        let Some(Step::Key(key)) = step else { return false };
        let squashed = squash(key);
        self.words.iter().any(|word| word.eq_ignore_ascii_case(key))
            || squashed.len() >= 4 && self.squashed.contains(&squashed)
    }
}

fn squash(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
