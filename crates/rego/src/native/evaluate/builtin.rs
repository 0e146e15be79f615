//! Builtins: regorus's own, and a shorter way to some.

use regorus::Value;
use regorus::value::Array;

use super::{Machine, Stop, Term, Truth, regex};
use crate::native::ir::{Builtin, RegexUse, Shortcut};
use crate::native::unknown::{Unknown, holds_unknown, is_further, is_unknown, settled};

/// Lists that are longer than this are looked at before they are joined.
const LONG: usize = 10_000;

impl<'a> Machine<'a> {
    pub(super) fn builtin(&mut self, builtin: &'a Builtin) -> Result<Term<'a>, Stop> {
        self.with_arguments(&builtin.arguments, |machine, arguments| {
            let result = machine.result(builtin, arguments)?;
            if matches!(result, Term::Unknown(_)) {
                arguments.iter().for_each(|argument| machine.notice(argument));
            }
            Ok(result)
        })
    }

    fn result(&mut self, builtin: &'a Builtin, arguments: &[Term<'a>]) -> Result<Term<'a>, Stop> {
        if arguments.iter().any(Term::is_undefined) {
            return Ok(Term::Undefined);
        }
        if matches!(&builtin.shortcut, Some(Shortcut::Regex(how, _)) if *how != RegexUse::Match) {
            check(builtin, &arguments.iter().cloned().map(Term::into_value).collect::<Vec<_>>())?;
        }
        if let Some(shortcut) = &builtin.shortcut
            && let Some(result) = self.shortcut(shortcut, arguments)
        {
            return Ok(result);
        }
        if self.has_unknown && arguments.iter().any(Term::holds_unknown) && !is_structural(builtin.name, arguments) {
            return Ok(self.of_unknown(builtin, arguments));
        }
        let values: Vec<Value> = arguments.iter().cloned().map(Term::into_value).collect();
        check(builtin, &values)?;
        (builtin.function.0)(&builtin.span, &builtin.syntax, &values, true).map(Term::owned).map_err(|_| Stop::Ask)
    }

    /// The result, where the shorter way leads to one.
    fn shortcut(&self, shortcut: &'a Shortcut, arguments: &[Term<'a>]) -> Option<Term<'a>> {
        match (shortcut, arguments) {
            (Shortcut::ObjectGet, [object, key, default]) => self.get(object, key, default),
            (Shortcut::Count, [collection]) => count(collection.known()?, self.has_unknown),
            (Shortcut::IsType(is), [value]) => is_type(*is, value),
            (Shortcut::Regex(how, compiled), arguments) => regex::apply(*how, compiled, arguments),
            (Shortcut::Concat, [Term::Owned(_) | Term::Borrowed(_), Term::Owned(_) | Term::Borrowed(_)]) => {
                let (Value::Array(first), Value::Array(second)) = (arguments[0].known()?, arguments[1].known()?) else {
                    return None;
                };
                if first.len() + second.len() > LONG {
                    return None;
                }
                let items: Array = first.iter().chain(second.iter()).cloned().collect();
                Some(Term::Owned(Value::from(items)))
            }
            _ => None,
        }
    }

    /// A builtin of something unknown is unknown. What it makes of the stand-ins stands in for it.
    fn of_unknown(&self, builtin: &'a Builtin, arguments: &[Term<'a>]) -> Term<'a> {
        let defined = arguments.iter().map(Term::is_defined).fold(Truth::Yes, Truth::and);
        let values: Vec<Value> = arguments.iter().map(|argument| settled(&argument.clone().into_value())).collect();
        // Of values that are there, a text is written in any case.
        let set = builtin.name == "sprintf" && defined == Truth::Yes;
        Term::Unknown(Box::new(Unknown { set, stand_in: self.stand_in(builtin, values), ..Unknown::anything() }))
    }

    fn stand_in(&self, builtin: &'a Builtin, values: Vec<Value>) -> Option<Value> {
        check(builtin, &values).ok()?;
        if let Some(shortcut @ Shortcut::Regex(..)) = &builtin.shortcut {
            let terms: Vec<Term<'a>> = values.iter().cloned().map(Term::owned).collect();
            if let Some(result) = self.shortcut(shortcut, &terms) {
                return Some(result.into_value());
            }
        }
        let mut values = values;
        let mut result = (builtin.function.0)(&builtin.span, &builtin.syntax, &values, true);
        if let (Err(_), "sprintf", Some(Value::String(format))) = (&result, builtin.name, values.first()) {
            // A text stands in for a number.
            values[0] = Value::from(format.replace("%d", "%v"));
            result = (builtin.function.0)(&builtin.span, &builtin.syntax, &values, true);
        }
        result.ok().filter(|value| *value != Value::Undefined)
    }

    /// `object.get` with a key or a path of keys.
    fn get(&self, object: &Term<'a>, key: &Term<'a>, default: &Term<'a>) -> Option<Term<'a>> {
        let Some(Value::Object(_)) = object.known() else { return None };
        let keys: &[Value] = match key.known()? {
            Value::Array(keys) => keys.as_slice(),
            key => std::slice::from_ref(key),
        };
        if self.has_unknown && keys.iter().any(is_unknown) {
            return None;
        }
        let mut term = object.clone();
        for key in keys {
            term = self.step_into(term, key);
            match &term {
                Term::Undefined => return Some(default.clone()),
                // What is there may be missing, or have no such part: the default then takes its place.
                Term::Unknown(unknown) if !unknown.set => return Some(either(unknown, default)),
                _ => {}
            }
        }
        Some(term)
    }
}

/// Something unknown, or the default: certainly set if that is.
fn either<'a>(unknown: &Unknown, default: &Term<'a>) -> Term<'a> {
    let set = match default {
        Term::Unknown(default) => default.set,
        other => other.known().is_some_and(|value| *value != Value::Null),
    };
    Term::Unknown(Box::new(Unknown { set, at_least: None, ..unknown.clone() }))
}

/// The number of elements, or what is known of it.
fn count<'a>(collection: &Value, has_unknown: bool) -> Option<Term<'a>> {
    let exactly = |number: usize| Some(Term::Owned(Value::from(number)));
    let (all, least) = match collection {
        Value::Array(items) if !has_unknown => return exactly(items.len()),
        Value::Set(items) if !has_unknown => return exactly(items.len()),
        Value::Object(entries) if !has_unknown => return exactly(entries.len()),
        Value::Array(items) => (items.len(), items.iter().filter(|item| !is_further(item)).count()),
        Value::Set(items) => {
            let known = items.iter().filter(|item| !holds_unknown(item)).count();
            let further = items.iter().any(is_further);
            // Unknown members may be the same as others.
            (items.len(), if items.len() > usize::from(further) { known.max(1) } else { 0 })
        }
        Value::Object(entries) => {
            let certain = entries
                .iter()
                .filter(|(key, value)| !is_unknown(key) && Unknown::of(value).is_none_or(|unknown| unknown.set));
            (entries.len(), certain.count())
        }
        _ => return None,
    };
    if all == least {
        return exactly(all);
    }
    let unknown = Unknown { set: true, at_least: Some(least), stand_in: Some(Value::from(least)), origin: None };
    Some(Term::Unknown(Box::new(unknown)))
}

fn is_type<'a>(is: fn(&Value) -> bool, value: &Term<'a>) -> Option<Term<'a>> {
    match value {
        Term::Undefined => None,
        // It is something other than null, and may be of any other type.
        Term::Unknown(unknown) if is(&Value::Null) && unknown.set => Some(Term::truth(Truth::No)),
        Term::Unknown(unknown) if unknown.at_least.is_some() => Some(Term::truth(is(&Value::from(0)).into())),
        Term::Unknown(unknown) => Some(if unknown.set { Term::something() } else { Term::anything() }),
        known => known.known().map(|value| Term::Owned(Value::Bool(is(value)))),
    }
}

/// Whether a builtin moves values about without looking at them, so that those that are unknown stay what they are.
fn is_structural(name: &str, arguments: &[Term<'_>]) -> bool {
    let moves = ["object.filter", "object.remove", "object.union"].contains(&name);
    moves && arguments.iter().all(|argument| argument.known().is_some_and(|value| !holds_further(value)))
}

fn holds_further(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(holds_further),
        Value::Object(entries) => entries.keys().chain(entries.values()).any(holds_further),
        Value::Set(items) => is_further(value) || items.iter().any(holds_further),
        _ => false,
    }
}

/// Whether the function may be called: what it would make could be too large.
fn check(builtin: &Builtin, values: &[Value]) -> Result<(), Stop> {
    let checked = builtin.bound.map_or(Ok(()), |bound| bound.check(values));
    checked.map_err(|why| Stop::Limit(format!("`{}` is not called: {why}", builtin.name), builtin.span.line as usize))
}
