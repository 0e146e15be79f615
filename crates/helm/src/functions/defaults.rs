//! Defaults and the tests that go with them: `default`, `coalesce`, `empty`, `ternary`, `required`, `fail`.

use super::Type::{Any, Bool, String};
use super::{Args, Context, Function, Outcome, fixed, variadic};
use crate::print;
use crate::value::{Entries, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("default", &[Any], Any, |context, args| match args.get(1).filter(|given| !is_empty(&given.value)) {
        Some(given) => Ok(given.clone()),
        None => Ok(instead(context, args.any(0), args.all().get(1..).unwrap_or_default())),
    }),
    fixed("empty", &[Any], |_, args| Ok(Value::Bool(is_empty(&args.any(0).value)).into())),
    variadic("coalesce", &[], Any, |context, args| {
        let found = args.all().iter().position(|value| !is_empty(&value.value));
        Ok(match found {
            Some(at) => instead(context, args.any(at), &args.all()[..at]),
            None => Tracked::NIL,
        })
    }),
    variadic("all", &[], Any, |_, args| Ok(Value::Bool(args.all().iter().all(|value| !is_empty(&value.value))).into())),
    variadic("any", &[], Any, |_, args| Ok(Value::Bool(args.all().iter().any(|value| !is_empty(&value.value))).into())),
    fixed("ternary", &[Any, Any, Bool], |context, args| {
        let chosen = if args.bool(2) { args.any(0) } else { args.any(1) };
        Ok(instead(context, chosen, &[args.any(2).clone()]))
    }),
    fixed("required", &[String, Any], required),
    fixed("fail", &[String], |_, args| Err(args.str(0))),
    variadic("lookup", &[String, String, String, String], Any, |_, _| Ok(Value::map(Entries::new()).into())),
    fixed("getHostByName", &[String], |_, _| Ok(Value::from("").into())),
    fixed("hello", &[], |_, _| Ok(Value::from("Hello!").into())),
];

/// A value that came to be used because the others were what they are: where it has no place of its own, theirs are its.
fn instead(context: &Context, chosen: &Tracked, others: &[Tracked]) -> Tracked {
    let mut chosen = chosen.clone();
    if matches!(&chosen.value, Value::String(text) if text.runs().is_some()) {
        return chosen;
    }
    if chosen.mark == crate::provenance::Mark::NONE {
        for other in others {
            let mark = print::mark(other, &context.trails);
            chosen.mark = context.trails.both(chosen.mark, mark);
        }
    }
    chosen
}

fn required(_: &Context, args: Args<'_>) -> Outcome {
    let value = args.any(1);
    match &value.value {
        Value::Nil => Err(args.str(0)),
        Value::String(text) if text.is_empty() => Err(args.str(0)),
        _ => Ok(value.clone()),
    }
}

/// Sprig's `empty`: nil, false, zero, or without items. A struct never is.
pub(super) fn is_empty(value: &Value) -> bool {
    !value.truth()
}
