//! Whether a value really comes from the key that is reported: with another value there, the rendering must differ at
//! exactly that place.
//!
//! Over a folder of others' charts, a few keys of each: `HELM_CHARTS=FOLDER cargo test --release --test helm origins --
//! --nocapture` prints how many keys were right, and those that were not.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;
use seaworthy_helm::{self as helm, Chart, Inputs};
use seaworthy_source::{Disk, Entry, Level, Node, Number, Path, Sources, Span, Step, Value};

use super::charts;

/// Scalars of a rendering by template, resource and path.
type Leaves = BTreeMap<String, (String, Vec<(Span, String)>)>;

fn leaves(chart: &Chart, inputs: &Inputs, sources: &Sources) -> Option<Leaves> {
    let rendered = helm::render(chart, inputs, &Disk::anywhere(), sources);
    if rendered.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return None;
    }
    let mut found = Leaves::new();
    for document in &rendered.documents {
        let template = &rendered.templates[document.template].name;
        let name = |keys: &[&str]| document.root.str_at(keys).unwrap_or_default();
        let resource = format!("{template} {} {}", name(&["kind"]), name(&["metadata", "name"]));
        collect(&document.root, &resource, &Path::default(), &mut found);
    }
    Some(found)
}

fn collect(node: &Node, resource: &str, path: &Path, found: &mut Leaves) {
    match &node.value {
        Value::Map(map) => map.iter().for_each(|entry| collect(&entry.value, resource, &path.key(&entry.key), found)),
        Value::List(items) => items.iter().enumerate().for_each(|(number, item)| {
            let mut path = path.clone();
            path.0.push(Step::Index(number));
            collect(item, resource, &path, found);
        }),
        scalar => {
            let steps = std::iter::successors(node.origin.as_deref(), |origin| origin.before.as_deref());
            let keys = steps.filter(|origin| origin.what.starts_with("value `") && !origin.what.contains("not set"));
            let keys = keys.map(|origin| (origin.span, origin.what.to_string())).collect();
            found.insert(format!("{resource} {path}"), (format!("{scalar:?}"), keys));
        }
    }
}

/// Puts another value at a key that holds a scalar, or takes the key out, in the values of the chart or of one that it
/// holds; wherever an alias repeats it, too.
fn change(chart: &mut Chart, span: Span, to: Option<Change>) -> bool {
    let own = chart.values.as_mut().and_then(|(_, root)| root.as_mut()).is_some_and(|root| change_in(root, span, to));
    chart.dependencies.iter_mut().fold(own, |changed, chart| change(chart, span, to) | changed)
}

type Change = fn(&Value) -> Option<Value>;

fn change_in(node: &mut Node, span: Span, to: Option<Change>) -> bool {
    match &mut node.value {
        Value::List(items) => items.iter_mut().fold(false, |changed, item| change_in(item, span, to) | changed),
        Value::Map(map) => {
            let mut entries = std::mem::take(map).into_entries();
            let count = entries.len();
            let is_meant = |entry: &Entry| entry.key_span.to(entry.value.span) == span;
            if to.is_none() {
                entries.retain(|entry| !is_meant(entry));
            }
            let mut changed = entries.len() < count;
            for entry in &mut entries {
                changed |= match to.filter(|_| is_meant(entry)).and_then(|to| to(&entry.value.value)) {
                    Some(value) => {
                        entry.value.value = value;
                        true
                    }
                    None => change_in(&mut entry.value, span, to),
                };
            }
            *map = entries.into();
            changed
        }
        scalar => match to.filter(|_| node.span == span).and_then(|to| to(scalar)) {
            Some(value) => {
                node.value = value;
                true
            }
            None => false,
        },
    }
}

fn another(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(value) => Some(Value::Bool(!value)),
        Value::Number(Number::Integer(number)) => Some(Value::Number(Number::Integer(number + 1))),
        Value::Number(Number::Float(number)) => Some(Value::Number(Number::Float(number * 2.0 + 1.0))),
        Value::String(text) => Some(Value::String(format!("x{text}").into())),
        _ => None,
    }
}

/// How many keys were changed, and what stayed the same all the same.
fn wrong(load: &dyn Fn(&Sources) -> Option<Chart>, inputs: &Inputs, keys: usize) -> (usize, Vec<String>) {
    let sources = Sources::default();
    let Some(before) = load(&sources).and_then(|chart| leaves(&chart, inputs, &sources)) else {
        return (0, Vec::new());
    };
    let mut by_key: HashMap<Span, Vec<(&String, &String)>> = HashMap::new();
    for (place, (_, keys)) in &before {
        for (span, what) in keys {
            by_key.entry(*span).or_default().push((place, what));
        }
    }
    let mut order: Vec<Span> = by_key.keys().copied().collect();
    order.sort_unstable();
    let (mut count, mut wrong) = (0, Vec::new());
    for span in order.iter().step_by(order.len().div_ceil(keys).max(1)) {
        let changed = |to: Option<Change>| {
            let sources = Sources::default();
            let mut chart = load(&sources)?;
            change(&mut chart, *span, to).then(|| leaves(&chart, inputs, &sources))
        };
        let Some(after) = changed(Some(another)) else { continue };
        count += 1;
        let is_same = |after: &Option<Leaves>, place: &str| {
            // A chart that refuses the value depends on it.
            after.as_ref().and_then(|after| after.get(place)).is_some_and(|it| it.0 == before[place].0)
        };
        let mut same: Vec<_> = by_key[span].iter().filter(|(place, _)| is_same(&after, place)).collect();
        if !same.is_empty() {
            // That there is the key at all may be what counts.
            let gone = changed(None).flatten();
            same.retain(|(place, _)| is_same(&gone, place));
        }
        wrong.extend(same.first().map(|(place, what)| format!("{place} = {} <- {what}", before[*place].0)));
    }
    (count, wrong)
}

fn report(results: Vec<(String, usize, Vec<String>)>) -> (usize, Vec<String>) {
    let count = results.iter().map(|(_, count, _)| count).sum();
    let wrong =
        results.into_iter().flat_map(|(name, _, wrong)| wrong.into_iter().map(move |it| format!("{name}: {it}")));
    (count, wrong.collect())
}

#[test]
fn origins_of_our_charts() {
    let results = charts::cases().into_par_iter().map(|case| {
        let load = |sources: &Sources| charts::load(&case, sources).chart;
        let (count, wrong) = wrong(&load, &case.inputs, 200);
        (case.name.clone(), count, wrong)
    });
    let (count, wrong) = report(results.collect());
    assert!(count > 200, "{count} keys");
    assert!(wrong.is_empty(), "{} of {count} keys are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
#[expect(clippy::print_stdout, reason = "the list is what one asks for who gives a folder")]
fn origins_of_other_charts() {
    let Some(folder) = std::env::var_os("HELM_CHARTS") else { return };
    let charts: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().filter_map(|entry| Some(entry.ok()?.path())).collect();
    let results = charts.into_par_iter().map(|path| {
        let load = |sources: &Sources| helm::load(&path, &Disk::anywhere(), sources, &[]).chart;
        let (count, wrong) = wrong(&load, &Inputs::default(), 10);
        (path.file_name().unwrap().to_string_lossy().into_owned(), count, wrong)
    });
    let (count, wrong) = report(results.collect());
    println!("{} of {count} keys are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
