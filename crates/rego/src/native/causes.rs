//! Which unknown values of the input an undetermined verdict hangs on.
//!
//! Only evaluations that meet an unknown value have anything to record. What is met counts as long as it may matter: a
//! statement that certainly holds forgets what was met in it, and an attempt that certainly fails forgets all that was met
//! on its way. A variable keeps what its value comes from.

use std::collections::HashMap;
use std::sync::Arc;

use regorus::Value;

use super::unknown::is_unknown;

/// The most unknown values that a verdict names.
pub(super) const MAX_CAUSES: usize = 8;
/// The most that are remembered at once while a rule is evaluated.
const MAX_MET: usize = 256;

/// Unknown values of an input, each once, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub(super) struct Causes(Vec<Value>);

impl Causes {
    pub(super) fn add(&mut self, unknown: &Value) {
        if self.0.len() < MAX_CAUSES && !self.0.iter().any(|other| is_same(other, unknown)) {
            self.0.push(unknown.clone());
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Their paths in the input. Parts of an input may be in it at several places: the longest path says most.
    pub(super) fn places(&self, input: &Value) -> Vec<Vec<Value>> {
        let mut places: Vec<Vec<Value>> = vec![Vec::new(); self.0.len()];
        if !self.0.is_empty() {
            self.find(input, &mut Vec::new(), &mut places);
        }
        // What was not found is no part of the input.
        places.retain(|place| !place.is_empty());
        places
    }

    fn find<'v>(&self, value: &'v Value, path: &mut Vec<Part<'v>>, places: &mut [Vec<Value>]) {
        match value {
            _ if is_unknown(value) => {
                let causes = self.0.iter().zip(places).filter(|(cause, _)| is_same(cause, value));
                for (_, place) in causes.filter(|(_, place)| place.len() < path.len()) {
                    *place = path.iter().map(Part::value).collect();
                }
            }
            Value::Object(entries) => {
                for (key, value) in entries.iter() {
                    path.push(Part::Key(key));
                    self.find(value, path, places);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Part::Index(index));
                    self.find(item, path, places);
                    path.pop();
                }
            }
            _ => {}
        }
    }
}

/// A step on the way to a value.
enum Part<'v> {
    Key(&'v Value),
    Index(usize),
}

impl Part<'_> {
    fn value(&self) -> Value {
        match self {
            Self::Key(key) => (*key).clone(),
            Self::Index(index) => Value::from(*index),
        }
    }
}

/// Whether two unknown values are one and the same.
fn is_same(one: &Value, other: &Value) -> bool {
    matches!((one, other), (Value::Set(one), Value::Set(other)) if Arc::ptr_eq(one, other))
}

/// What is met while a rule is evaluated.
#[derive(Debug, Default)]
pub(super) struct Met {
    values: Vec<Value>,
    /// So many of them belong to something that was found.
    kept: usize,
    /// Where those of the statement at hand begin.
    statement: usize,
    /// What the values of variables come from, by their position.
    of_slots: HashMap<usize, Vec<Value>>,
    /// What the values of rules come from.
    of_rules: HashMap<usize, Vec<Value>>,
    /// Of what may be found.
    pub(super) causes: Causes,
}

/// How much was met at some point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    met: usize,
    kept: usize,
    statement: usize,
}

impl Met {
    pub(super) fn meet(&mut self, unknown: &Value) {
        let of_statement = self.values.get(self.statement..).unwrap_or_default();
        if self.values.len() < MAX_MET && !of_statement.iter().any(|other| is_same(other, unknown)) {
            self.values.push(unknown.clone());
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { met: self.values.len(), kept: self.kept, statement: self.statement }
    }

    /// Begins a statement.
    pub(super) fn begin(&mut self) -> Mark {
        let mark = self.mark();
        self.statement = self.values.len();
        mark
    }

    /// Goes on with the statement that was at hand.
    pub(super) fn resume(&mut self, mark: Mark) {
        self.statement = mark.statement;
    }

    /// What was met since does not matter.
    pub(super) fn forget(&mut self, mark: Mark) {
        self.kept = mark.kept;
        self.drop_back(mark);
    }

    /// What was met since does not matter, unless something was found with it.
    pub(super) fn drop_back(&mut self, mark: Mark) {
        self.values.truncate(mark.met.max(self.kept));
    }

    /// Everything that was met on the way here matters.
    pub(super) fn keep(&mut self) {
        self.kept = self.values.len();
    }

    /// The rule that is evaluated may find something because of what was met.
    pub(super) fn found(&mut self) {
        let Self { values, causes, .. } = self;
        values.iter().for_each(|unknown| causes.add(unknown));
        self.kept = 0;
    }

    fn since(&self, start: usize) -> Vec<Value> {
        let mut causes = Causes::default();
        self.values.get(start..).unwrap_or_default().iter().for_each(|unknown| causes.add(unknown));
        causes.0
    }

    /// A variable gets a value by the statement at hand.
    pub(super) fn set_slot(&mut self, slot: usize) {
        match self.since(self.statement) {
            none if none.is_empty() => drop(self.of_slots.remove(&slot)),
            met => drop(self.of_slots.insert(slot, met)),
        }
    }

    /// A variable is read.
    pub(super) fn read_slot(&mut self, slot: usize) {
        let met = self.of_slots.get(&slot).cloned().unwrap_or_default();
        met.iter().for_each(|unknown| self.meet(unknown));
    }

    /// A rule was evaluated since.
    pub(super) fn set_rule(&mut self, rule: usize, mark: Mark) {
        let met = self.since(mark.met);
        self.of_rules.insert(rule, met);
    }

    /// The value of a rule is read again.
    pub(super) fn read_rule(&mut self, rule: usize) {
        let met = self.of_rules.get(&rule).cloned().unwrap_or_default();
        met.iter().for_each(|unknown| self.meet(unknown));
    }
}
