//! Values of charts and of those who use them, put together. Source: Helm's `pkg/chartutil/coalesce.go`.

use std::rc::Rc;

use super::dependencies::Instance;
use crate::Semantics;
use crate::provenance::Mark;
use crate::value::{Entries, Map, Tracked, Value};

/// The key under which values go to all charts.
const GLOBAL: &str = "global";

/// Puts the default values of a chart, and of those in it, below `target`.
pub(crate) fn coalesce(chart: &Instance<'_>, target: &Map, merge: bool, semantics: Semantics) -> Result<(), String> {
    coalesce_chart(chart, target, merge, semantics);
    for child in &chart.dependencies {
        match target.get(&child.name) {
            None => target.set(&child.name, Tracked::new(Value::map(Entries::new()), child.root)),
            Some(Tracked { value: Value::Map(_), .. }) => {}
            Some(other) => {
                return Err(format!(
                    "the values of the chart `{}` in it have to be a map, but `{}` is {}",
                    child.name,
                    child.name,
                    crate::print::plain(&other.value)
                ));
            }
        }
        if let Some(Tracked { value: Value::Map(inner), .. }) = target.get(&child.name) {
            coalesce_globals(&inner, target);
            coalesce(child, &inner, merge, semantics)?;
        }
    }
    Ok(())
}

fn copied(map: &Map) -> Map {
    match Value::Map(map.clone()).deep_copy(0) {
        Some(Value::Map(copy)) => copy,
        _ => Map::any(Entries::new()),
    }
}

/// A map's entries, to be gone through while the map changes.
fn entries(map: &Map) -> Vec<(Rc<str>, Tracked)> {
    map.entries().iter().map(|(key, item)| (Rc::clone(key), item.clone())).collect()
}

fn coalesce_chart(chart: &Instance<'_>, target: &Map, merge: bool, semantics: Semantics) {
    for (key, default) in entries(&copied(&chart.values)) {
        match target.get(&key).map(|found| found.value) {
            // A null takes the default away.
            Some(Value::Nil) if !merge => target.remove(&key),
            Some(Value::Map(inner)) => {
                if let Value::Map(default) = &default.value {
                    let merge = merge || chart.dependencies.iter().any(|child| *child.name == *key);
                    if semantics == Semantics::Helm4 && !merge {
                        drop_nulls(default);
                    }
                    tables(&inner, default, merge);
                }
            }
            Some(_) => {}
            None => {
                if semantics == Semantics::Helm4 && !merge {
                    match &default.value {
                        Value::Nil => continue,
                        Value::Map(inner) => drop_nulls(inner),
                        _ => {}
                    }
                }
                target.set(&key, default);
            }
        }
    }
}

fn drop_nulls(map: &Map) {
    for (key, item) in entries(map) {
        match &item.value {
            Value::Nil => map.remove(&key),
            Value::Map(inner) => drop_nulls(inner),
            _ => {}
        }
    }
}

/// Puts what `target` lacks into it; `merge` keeps nulls instead of letting them take defaults away.
pub(crate) fn tables(target: &Map, source: &Map, merge: bool) {
    let defaults: Vec<Rc<str>> =
        source.entries().iter().filter(|(_, item)| !item.value.is_nil()).map(|(key, _)| Rc::clone(key)).collect();
    for (key, item) in entries(target) {
        if item.value.is_nil() {
            source.set(&key, item);
        }
    }
    for (key, item) in entries(source) {
        match (target.get(&key).map(|found| found.value), &item.value) {
            (Some(Value::Nil), _) if !merge && defaults.contains(&key) => target.remove(&key),
            (None, _) => target.set(&key, item),
            (Some(Value::Map(inner)), Value::Map(from)) => tables(&inner, from, merge),
            _ => {}
        }
    }
}

fn coalesce_globals(target: &Map, source: &Map) {
    let global_of = |map: &Map| match map.get(GLOBAL) {
        None => Some(Tracked::new(Value::map(Entries::new()), Mark::NONE)),
        Some(found @ Tracked { value: Value::Map(_), .. }) => Some(found),
        Some(_) => None,
    };
    let (Some(into), Some(from)) = (global_of(target), global_of(source)) else { return };
    let (Value::Map(inner), Value::Map(outer)) = (&into.value, &from.value) else { return };
    for (key, item) in entries(outer) {
        let there = inner.get(&key).map(|found| found.value);
        match (&item.value, there) {
            (Value::Map(table), there) => {
                let shallow = Map::any(table.entries().clone());
                match there {
                    None => inner.set(&key, Tracked::new(Value::Map(shallow), item.mark)),
                    Some(Value::Map(own)) => {
                        // The parent's globals win.
                        tables(&shallow, &own, true);
                        inner.set(&key, Tracked::new(Value::Map(shallow), item.mark));
                    }
                    Some(_) => {}
                }
            }
            (_, Some(Value::Map(_))) => {}
            _ => inner.set(&key, item),
        }
    }
    let mark = into.mark.or(from.mark);
    target.set(GLOBAL, Tracked { mark, value: into.value.clone() });
}
