//! Sprig's functions on maps. Go has no order of keys: where one shows, it is the alphabetical one here.

use std::rc::Rc;

use super::Type::{Any, Map as MapOf, String as Str};
use super::{Args, Context, Function, Outcome, conversions, fixed, variadic};
use crate::print;
use crate::value::{Entries, Map, MapType, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("dict", &[], Any, |_, args| {
        let mut entries = Entries::new();
        for pair in args.all().chunks(2) {
            let key = conversions::text_of(&pair[0]).lossy().into();
            entries.insert(key, pair.get(1).cloned().unwrap_or_else(|| Value::from("").into()));
        }
        Ok(Value::map(entries).into())
    }),
    fixed("get", &[MapOf, Str], |_, args| {
        let mark = args.any(0).mark;
        Ok(match args.map(0).get(&args.str(1)) {
            Some(found) => Tracked { mark: found.mark.or(mark), value: found.value },
            None => Tracked::new("".into(), mark),
        })
    }),
    fixed("set", &[MapOf, Str, Any], |_, args| {
        if args.any(0).value.is_nil() {
            return Err("assignment to entry in nil map".into());
        }
        args.map(0).set(&args.str(1), args.any(2).clone());
        Ok(args.any(0).clone())
    }),
    fixed("unset", &[MapOf, Str], |_, args| {
        args.map(0).remove(&args.str(1));
        Ok(args.any(0).clone())
    }),
    fixed("hasKey", &[MapOf, Str], |_, args| {
        let map = args.map(0);
        let found = map.get(&args.str(1));
        let mark = found.as_ref().map_or(args.any(0).mark, |found| found.mark);
        Ok(Tracked::new(Value::Bool(found.is_some()), mark))
    }),
    variadic("pluck", &[Str], MapOf, |_, args| {
        let maps = (1..args.all().len()).map(|number| args.map(number));
        Ok(Value::list(maps.filter_map(|map| map.get(&args.str(0))).collect()).into())
    }),
    variadic("keys", &[], MapOf, |context, args| {
        let mut keys = Vec::new();
        for (number, of) in args.all().iter().enumerate() {
            for (key, item) in args.map(number).entries().iter() {
                let mark = print::mark(item, &context.trails).or(of.mark);
                keys.push(Tracked::new(Value::from(&**key), mark));
            }
        }
        Ok(Value::strings(keys).into())
    }),
    fixed("values", &[MapOf], |_, args| {
        let mark = args.any(0).mark;
        let values =
            args.map(0).entries().values().map(|item| Tracked { mark: item.mark.or(mark), ..item.clone() }).collect();
        Ok(Value::list(values).into())
    }),
    variadic("pick", &[MapOf], Str, |_, args| {
        let map = args.map(0);
        let names = (1..args.all().len()).map(|number| args.str(number));
        let entries = names.filter_map(|name| map.get(&name).map(|found| (Rc::from(name), found)));
        Ok(Tracked::new(Value::map(entries.collect()), args.any(0).mark))
    }),
    variadic("omit", &[MapOf], Str, |_, args| {
        let names: Vec<String> = (1..args.all().len()).map(|number| args.str(number)).collect();
        let map = args.map(0);
        let entries = map.entries();
        let kept = entries.iter().filter(|(key, _)| !names.iter().any(|name| **name == ***key));
        let kept = kept.map(|(key, item)| (Rc::clone(key), item.clone())).collect();
        Ok(Tracked::new(Value::map(kept), args.any(0).mark))
    }),
    fixed("deepCopy", &[Any], deep_copy),
    fixed("mustDeepCopy", &[Any], deep_copy),
    variadic("dig", &[], Any, dig),
];

fn deep_copy(_: &Context, args: Args<'_>) -> Outcome {
    let value = args.any(0);
    if value.value.is_nil() {
        return Err("reflect: call of reflect.Value.Type on zero Value".into());
    }
    let copy = value.value.deep_copy(0).ok_or("the value holds itself")?;
    Ok(Tracked::new(copy, value.mark))
}

fn plain_map(value: &Value) -> Option<&Map> {
    match value {
        Value::Map(map) if map.of() == MapType::Any => Some(map),
        _ => None,
    }
}

fn dig(_: &Context, args: Args<'_>) -> Outcome {
    let [keys @ .., default, from] = args.all() else { return Err("dig needs at least three arguments".into()) };
    if keys.is_empty() {
        return Err("dig needs at least three arguments".into());
    }
    let mut value = from.clone();
    for key in keys {
        let Value::String(key) = &key.value else {
            return Err(format!("interface conversion: interface {{}} is {}, not string", key.value.type_name()));
        };
        // Go's assertion takes nothing but this very type: `.Values` itself has another one.
        let Some(map) = plain_map(&value.value) else {
            let name = value.value.type_name();
            return Err(format!("interface conversion: interface {{}} is {name}, not map[string]interface {{}}"));
        };
        match map.get(&key.lossy()) {
            Some(found) => value = Tracked { mark: found.mark.or(value.mark), value: found.value },
            None => {
                let mark = default.mark.or(value.mark);
                return Ok(Tracked { value: default.value.clone(), mark });
            }
        }
    }
    Ok(value)
}
