//! `aws_iam_policy_document`: a data source that needs no remote data. Its document is computed as the AWS provider
//! does.

use std::sync::Arc;

use super::body::{Attribute, Body, NestedBlock};
use crate::value::{self, Cause, Entries, Type, Value};
use seaworthy_source::Span;

const DEFAULT_VERSION: &str = "2012-10-17";

/// Adds the document as `json` and `minified_json`.
pub(super) fn complete(body: &mut Body, header: Span) {
    let (document, open) = document(body);
    let document = document.written_at(header);
    let json = match open.or_else(|| document.cause().cloned()) {
        Some(cause) => value::Unknown::new(Type::String, cause).not_null().full_prefix("{").into_value(),
        None => Value::string(&value::to_json(&document).unwrap_or_default()),
    };
    for name in ["json", "minified_json"] {
        let mut value = json.clone().with_marks(document.deep_marks()).written_at(header);
        value.provenance.document = Some(Arc::new(document.clone()));
        body.attributes.push(Attribute {
            name: name.into(),
            name_span: header,
            expression: header,
            value,
            computed: true,
        });
    }
}

/// The document, and why it may contain more than is known.
fn document(body: &Body) -> (Value, Option<Arc<Cause>>) {
    let text = |name: &str| body.attribute(name).map(|attribute| attribute.value.clone());
    let mut open = body.open.first().map(|open| Arc::clone(&open.cause));
    let mut statements = Vec::new();
    merge(body, "source_policy_documents", &mut statements, &mut open);
    for block in body.blocks_of("statement") {
        put(statement(block), &mut statements);
    }
    merge(body, "override_policy_documents", &mut statements, &mut open);
    let mut entries = Entries::new();
    entries.insert("Version".into(), text("version").unwrap_or_else(|| Value::from(DEFAULT_VERSION)));
    if let Some(id) = text("policy_id") {
        entries.insert("Id".into(), id);
    }
    entries.insert("Statement".into(), Value::tuple(statements));
    (Value::object(entries), open)
}

/// Adds the statements of other documents; one with the same `Sid` replaces an earlier one.
fn merge(body: &Body, argument: &str, statements: &mut Vec<Value>, open: &mut Option<Arc<Cause>>) {
    let Some(attribute) = body.attribute(argument) else { return };
    let Some(documents) = attribute.value.items() else {
        *open = open.take().or_else(|| attribute.value.cause().cloned());
        return;
    };
    for document in documents.iter() {
        let structured = document.provenance.document.clone();
        let parsed = structured.or_else(|| Some(Arc::new(value::from_json(document.as_str()?).ok()?)));
        let found = parsed.as_ref().and_then(|it| it.entries()).and_then(|entries| entries.get("Statement"));
        match found {
            Some(found) => match found.items() {
                Some(items) => items.iter().for_each(|item| put(item.clone(), statements)),
                None => put(found.clone(), statements),
            },
            None => *open = open.take().or_else(|| document.cause().cloned()),
        }
    }
}

fn put(statement: Value, statements: &mut Vec<Value>) {
    let sid = |value: &Value| value.entries().and_then(|entries| entries.get("Sid")?.as_text().cloned());
    let own = sid(&statement).filter(|sid| !sid.is_empty());
    match own.and_then(|own| statements.iter_mut().find(|other| sid(other).as_ref() == Some(&own))) {
        Some(other) => *other = statement,
        None => statements.push(statement),
    }
}

fn statement(block: &NestedBlock) -> Value {
    let body = &block.body;
    let mut entries = Entries::new();
    let get =
        |name: &str| body.attribute(name).map(|attribute| attribute.value.clone()).filter(|value| !value.is_null());
    if let Some(sid) = get("sid") {
        entries.insert("Sid".into(), sid);
    }
    entries.insert("Effect".into(), get("effect").unwrap_or_else(|| Value::from("Allow")));
    let lists = [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (argument, name) in lists {
        if let Some(value) = get(argument).filter(|value| value.items().is_none_or(|items| !items.is_empty())) {
            entries.insert(name.into(), one_or_many(value));
        }
    }
    for (blocks, name) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(value) = principals(body, blocks) {
            entries.insert(name.into(), value);
        }
    }
    if let Some(value) = conditions(body) {
        entries.insert("Condition".into(), value);
    }
    Value::object(entries).written_at(block.header)
}

/// A list of one is written as its element.
fn one_or_many(value: Value) -> Value {
    match value.items().map(|items| &items[..]) {
        Some([one]) => one.clone().with_marks(value.marks),
        _ => value,
    }
}

fn principals(body: &Body, kind: &str) -> Option<Value> {
    let mut by_type = Entries::new();
    for block in body.blocks_of(kind) {
        let get = |name: &str| block.body.attribute(name).map(|attribute| attribute.value.clone());
        let (Some(ty), Some(identifiers)) = (get("type"), get("identifiers")) else { continue };
        if ty.as_str() == Some("*") {
            return Some(Value::from("*").written_at(block.header));
        }
        let Some(ty) = ty.as_text().cloned() else { return ty.cause().map(|cause| Value::unknown(Type::Any, cause)) };
        add(&mut by_type, &ty, &identifiers);
    }
    (!by_type.is_empty()).then(|| Value::object(by_type.into_iter().map(|(key, value)| (key, one_or_many(value)))))
}

fn add(entries: &mut Entries, key: &Arc<str>, further: &Value) {
    let items = |value: &Value| value.items().map(|items| items.to_vec());
    let known = entries.get(key).map_or_else(|| Some(Vec::new()), items);
    let value = match (known, items(further)) {
        (Some(mut known), Some(further)) => {
            known.extend(further);
            Value::tuple(known)
        }
        _ => further.clone(),
    };
    entries.insert(Arc::clone(key), value);
}

fn conditions(body: &Body) -> Option<Value> {
    let mut by_test: std::collections::BTreeMap<Arc<str>, Entries> = std::collections::BTreeMap::new();
    for block in body.blocks_of("condition") {
        let get = |name: &str| block.body.attribute(name).map(|attribute| attribute.value.clone());
        let (Some(test), Some(variable), Some(values)) = (get("test"), get("variable"), get("values")) else {
            continue;
        };
        let (Some(test), Some(variable)) = (test.as_text(), variable.as_text()) else {
            return test.cause().or_else(|| variable.cause()).map(|cause| Value::unknown(Type::Any, cause));
        };
        add(by_test.entry(Arc::clone(test)).or_default(), variable, &values);
    }
    let tests = by_test.into_iter().map(|(test, variables)| {
        (test, Value::object(variables.into_iter().map(|(key, value)| (key, one_or_many(value)))))
    });
    let tests: Entries = tests.collect();
    (!tests.is_empty()).then(|| Value::object(tests))
}
