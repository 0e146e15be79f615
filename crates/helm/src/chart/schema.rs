//! `values.schema.json`: JSON Schema for a chart's values, those of the user and the defaults put together.

use serde_json::Value as Json;

use super::dependencies::Instance;
use crate::context::Context;
use crate::emit::json::{self, Style};
use crate::provenance::Place;
use crate::value::{Tracked, Value};
use seaworthy_source::{Diagnostic, SourceFile, Span};

/// How many violations of one schema are reported.
const MAX_TOLD: usize = 20;

/// What the schemas of a chart and of those in it say against the values.
pub(crate) fn check(chart: &Instance<'_>, values: &Tracked, context: &Context) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if let Some(schema) = &chart.chart.schema {
        against(schema, &chart.name, values, context, &mut diagnostics);
    }
    for child in &chart.dependencies {
        if let Value::Map(map) = &values.value
            && let Some(own @ Tracked { value: Value::Map(_), .. }) = map.get(&child.name)
        {
            diagnostics.extend(check(child, &own, context));
        }
    }
    diagnostics
}

fn against(file: &SourceFile, chart: &str, values: &Tracked, context: &Context, diagnostics: &mut Vec<Diagnostic>) {
    let unusable = |message: String| {
        Diagnostic::warning(file.name(), message).help("Correct the schema; values were not checked against it.")
    };
    let schema: Json = match serde_json::from_str(file.text()) {
        Ok(schema) => schema,
        Err(error) => return diagnostics.push(unusable(format!("invalid JSON: {error}"))),
    };
    let validator = match jsonschema::options().build(&schema) {
        Ok(validator) => validator,
        Err(error) => return diagnostics.push(unusable(format!("invalid JSON Schema: {error}"))),
    };
    let printed = json::print(values, Style { pretty: false, escape_html: false });
    let Ok(instance) = printed.and_then(|text| serde_json::from_slice(text.bytes()).map_err(|error| error.to_string()))
    else {
        return;
    };
    let instance: Json = instance;
    for error in validator.iter_errors(&instance).take(MAX_TOLD) {
        let path = error.instance_path().to_string();
        let schema_path = error.schema_path().to_string();
        let message = format!("the schema of chart `{chart}` rejects a value: {error}");
        let mut diagnostic = Diagnostic::error(file.name(), message);
        match place(values, &path, context) {
            Some((span, path)) => diagnostic = diagnostic.at(span, format!("value `{path}`")),
            None => diagnostic = diagnostic.at(Span::new(file.id(), 0, 0), format!("by {schema_path}")),
        }
        diagnostics.push(diagnostic.help("Set a value that the schema allows; Helm rejects the chart with this one."));
    }
}

/// The key of the value at a JSON pointer, or of what should hold it.
fn place(values: &Tracked, pointer: &str, context: &Context) -> Option<(Span, String)> {
    let mut at = values.clone();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match &at.value {
            Value::Map(map) => map.get(&step),
            Value::List(list) => step.parse::<usize>().ok().and_then(|index| list.items().get(index).cloned()),
            _ => None,
        };
        let Some(next) = next else { break };
        at = Tracked { mark: next.mark.or(at.mark), value: next.value };
    }
    context.trails.trace(at.mark, None).places.into_iter().find_map(|place| match place {
        Place::Key { path, span, .. } => Some((span, if path.is_empty() { "values".to_owned() } else { path })),
        Place::Template { .. } => None,
    })
}
