//! The builtins of `regex` with an expression that is compiled once. Regorus compiles it at every call, or copies it
//! together with what the last search left, which costs far more than the search.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use regex::{Match, Regex, RegexBuilder};
use regorus::Value;

use super::Term;
use crate::native::ir::RegexUse;

/// What regorus allows an expression to grow to when it is compiled.
const SIZE_LIMIT: usize = 100 * 1024;

/// The result, where the arguments are known and of the right types; what they come to otherwise is regorus's to say.
pub(super) fn apply<'a>(how: RegexUse, compiled: &OnceLock<Option<Regex>>, arguments: &[Term<'a>]) -> Option<Term<'a>> {
    let text = |at: usize| match arguments.get(at)?.known()? {
        Value::String(text) => Some(text),
        _ => None,
    };
    let regex = |pattern: usize| {
        let pattern = text(pattern)?;
        compiled.get_or_init(|| RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().ok()).as_ref()
    };
    let found = |part: Match<'_>| Value::from(part.as_str());
    Some(Term::Owned(match how {
        RegexUse::Match => Value::Bool(regex(0)?.is_match(text(1)?)),
        RegexUse::Replace => match regex(1)?.replace_all(text(0)?, &**text(2)?) {
            Cow::Borrowed(_) => Value::String(Arc::clone(text(0)?)),
            Cow::Owned(replaced) => Value::from(replaced),
        },
        RegexUse::Find => list(regex(0)?.find_iter(text(1)?).take(limit(arguments.get(2)?)?).map(found)),
        RegexUse::FindGroups => {
            let groups = regex(0)?.captures_iter(text(1)?).take(limit(arguments.get(2)?)?);
            list(groups.map(|groups| list(groups.iter().map(|group| group.map_or_else(|| Value::from(""), found)))))
        }
        RegexUse::Split => list(regex(0)?.split(text(1)?).map(Value::from)),
    }))
}

/// How many matches are wanted: all, where the number is negative.
fn limit(number: &Term<'_>) -> Option<usize> {
    let Value::Number(number) = number.known()? else { return None };
    let number = number.as_i64()?;
    Some(usize::try_from(number).unwrap_or(usize::MAX))
}

fn list(values: impl Iterator<Item = Value>) -> Value {
    Value::from(values.collect::<Vec<_>>())
}
