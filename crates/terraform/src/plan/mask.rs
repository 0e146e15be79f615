//! Masks sensitive values in the text of a plan.
//!
//! A plan file contains passwords in plain text, several times: in changes, in planned and prior values, in variables
//! and in outputs. For each of these, another part of the plan marks the sensitive values.

use seaworthy_source::{Node, Span, Value};

/// The text with every sensitive value replaced by characters of the same number.
pub(super) fn masked(text: String, root: &Node) -> String {
    let mut spans = Vec::new();
    sensitive_spans(root, &mut spans);
    if spans.is_empty() {
        return text;
    }
    spans.sort_unstable();
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let range = span.range();
        if range.start < at {
            continue;
        }
        masked.push_str(&text[at..range.start]);
        // Line breaks stay, so that lines keep their numbers.
        let hidden = &text[range.clone()];
        let quoted = hidden.starts_with('"') && hidden.len() >= 2;
        masked.extend(hidden.chars().enumerate().map(|(index, character)| match character {
            '\n' => '\n',
            _ if quoted && (index == 0 || index == hidden.chars().count() - 1) => '"',
            _ if quoted => '*',
            _ => '0',
        }));
        at = range.end;
    }
    masked.push_str(&text[at..]);
    masked
}

fn sensitive_spans(root: &Node, spans: &mut Vec<Span>) {
    for list in ["resource_changes", "resource_drift"] {
        for change in root.items_at(&[list]) {
            hide_change(change.get("change"), spans);
        }
    }
    for entry in root.entries_at(&["output_changes"]) {
        hide_change(Some(&entry.value), spans);
    }
    for values in
        [root.get("planned_values"), root.at(&["prior_state", "values"]), root.get("values")].into_iter().flatten()
    {
        for output in values.entries_at(&["outputs"]) {
            if is_true(output.value.get("sensitive")) {
                output.value.get("value").into_iter().for_each(|value| hide(value, spans));
            }
        }
        values.get("root_module").into_iter().for_each(|module| hide_module(module, spans));
    }
    for variable in root.entries_at(&["configuration", "root_module", "variables"]) {
        if is_true(variable.value.get("sensitive")) {
            let given = root.at(&["variables", &variable.key, "value"]);
            given.into_iter().chain(variable.value.get("default")).for_each(|value| hide(value, spans));
        }
    }
}

fn hide_change(change: Option<&Node>, spans: &mut Vec<Span>) {
    let Some(change) = change else { return };
    for (values, marks) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
        if let (Some(values), Some(marks)) = (change.get(values), change.get(marks)) {
            hide_marked(values, marks, spans);
        }
    }
}

fn hide_module(module: &Node, spans: &mut Vec<Span>) {
    for resource in module.items_at(&["resources"]) {
        if let (Some(values), Some(marks)) = (resource.get("values"), resource.get("sensitive_values")) {
            hide_marked(values, marks, spans);
        }
    }
    module.items_at(&["child_modules"]).iter().for_each(|child| hide_module(child, spans));
}

/// Hides what is marked with `true`, in values and marks of the same shape.
fn hide_marked(values: &Node, marks: &Node, spans: &mut Vec<Span>) {
    match &marks.value {
        Value::Bool(true) => hide(values, spans),
        Value::Map(map) => {
            for entry in map {
                values.get(&entry.key).into_iter().for_each(|value| hide_marked(value, &entry.value, spans));
            }
        }
        Value::List(items) => {
            values.items().iter().zip(items).for_each(|(value, marks)| hide_marked(value, marks, spans));
        }
        _ => {}
    }
}

fn hide(value: &Node, spans: &mut Vec<Span>) {
    match &value.value {
        Value::List(items) => items.iter().for_each(|item| hide(item, spans)),
        Value::Map(map) => map.iter().for_each(|entry| hide(&entry.value, spans)),
        Value::Null => {}
        _ => spans.push(value.span),
    }
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == Value::Bool(true))
}
