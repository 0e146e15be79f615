//! Comprehensions: all that a query finds, as a collection.

use std::collections::BTreeSet;

use regorus::Value;
use regorus::value::Object;

use super::query::Go;
use super::{Machine, Stop, Term, Truth};
use crate::native::ir::{Comprehension, ComprehensionKind};
use crate::native::unknown::{further, is_unknown};

impl<'a> Machine<'a> {
    /// What a comprehension comes to. Elements that are merely possible leave it open.
    pub(super) fn comprehension(&mut self, comprehension: &'a Comprehension) -> Result<Term<'a>, Stop> {
        let mut items = Vec::new();
        let mut keys = Vec::new();
        let mut is_open = false;
        self.deeper(|machine| {
            machine.solve(&comprehension.query, true, &mut |machine, certain| {
                let before = machine.met.mark();
                let key = comprehension.key.as_ref().map(|key| machine.evaluate(key)).transpose()?;
                let term = machine.evaluate(&comprehension.term)?;
                let mut exists = term.is_defined().and(if certain { Truth::Yes } else { Truth::Maybe });
                if let Some(key) = key {
                    exists = exists.and(key.is_defined());
                    // An entry whose key is not known is in no place.
                    if matches!(key, Term::Unknown(_)) {
                        exists = exists.and(Truth::Maybe);
                    }
                    if exists == Truth::Yes {
                        keys.push(key.into_value());
                    }
                }
                match exists {
                    Truth::No => machine.met.forget(before),
                    _ => machine.met.keep(),
                }
                match exists {
                    Truth::Yes => items.push(term.into_value()),
                    // What may be an element keeps its place: those behind it may have other indexes.
                    Truth::Maybe if comprehension.kind == ComprehensionKind::List => items.push(further()),
                    Truth::Maybe => is_open = true,
                    Truth::No => {}
                }
                Ok(Go::On)
            })
        })?;
        Ok(Term::Owned(match comprehension.kind {
            ComprehensionKind::List => Value::from(items),
            ComprehensionKind::Set => {
                let mut members: BTreeSet<Value> = items.into_iter().collect();
                members.extend(is_open.then(further));
                Value::from(members)
            }
            ComprehensionKind::Object => {
                let mut entries = Object::new();
                for (key, value) in keys.into_iter().zip(items) {
                    match entries.get(&key) {
                        // One key with two values is an error.
                        Some(other) if *other != value || is_unknown(&value) => return Err(Stop::Ask),
                        _ => drop(entries.insert(key, value)),
                    }
                }
                if is_open {
                    entries.insert(further(), further());
                }
                Value::from(entries)
            }
        }))
    }
}
