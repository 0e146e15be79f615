//! `merge` and its family: `dario.cat/mergo` on maps. They change the first map, and share what they take over.

use std::rc::Rc;

use super::Type::Map as MapOf;
use super::{Args, Context, Function, Outcome, defaults, variadic};
use crate::limits::MAX_VALUE_DEPTH;
use crate::value::{Map, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("merge", &[MapOf], MapOf, |context, args| merge(context, args, false)),
    variadic("mustMerge", &[MapOf], MapOf, |context, args| merge(context, args, false)),
    variadic("mergeOverwrite", &[MapOf], MapOf, |context, args| merge(context, args, true)),
    variadic("mustMergeOverwrite", &[MapOf], MapOf, |context, args| merge(context, args, true)),
];

fn merge(_: &Context, args: Args<'_>, overwrite: bool) -> Outcome {
    let target = match &args.any(0).value {
        // A nil map becomes one.
        Value::Nil => Tracked::new(Value::map(Default::default()), args.any(0).mark),
        _ => args.any(0).clone(),
    };
    if let Value::Map(map) = &target.value {
        for number in 1..args.all().len() {
            into(map, &args.map(number), overwrite, 0)?;
        }
    }
    Ok(target)
}

fn into(target: &Map, source: &Map, overwrite: bool, depth: usize) -> Result<(), String> {
    if depth > MAX_VALUE_DEPTH {
        return Err("the maps hold themselves".into());
    }
    if target.is_same(source) {
        return Ok(());
    }
    let entries: Vec<(Rc<str>, Tracked)> =
        source.entries().iter().map(|(key, item)| (Rc::clone(key), item.clone())).collect();
    for (key, item) in entries {
        let there = target.get(&key);
        match (&there, &item.value) {
            (_, Value::Nil) => {
                if overwrite {
                    target.set(&key, item);
                }
            }
            (Some(Tracked { value: Value::Map(inner), .. }), Value::Map(from)) => {
                into(inner, from, overwrite, depth + 1)?;
            }
            (Some(there), _) if !overwrite && !defaults::is_empty(&there.value) => {}
            _ => target.set(&key, item),
        }
    }
    Ok(())
}
