//! What the parameters of a template's constraints look like: `spec.crd.spec.validation`.
//!
//! Source: Kubernetes' documentation of structural schemas, of defaulting and of pruning; `pkg/schema` and `pkg/client/crds`
//! of the constraint framework.

use jsonschema::Validator;
use serde_json::{Map, Value as Json};

use super::manifest::{Manifest, path};
use seaworthy_source::{Diagnostic, Node, Number, Path, Step, Value, closest};

const OPEN: &str = "x-kubernetes-preserve-unknown-fields";
const INT_OR_STRING: &str = "x-kubernetes-int-or-string";

/// A schema.
#[derive(Debug)]
pub(super) struct Schema {
    /// The schema as it is written; none where there is none.
    written: Option<Json>,
    validator: Option<Validator>,
    /// Whether parameters may hold what the schema does not know.
    is_legacy: bool,
}

impl Schema {
    /// Reads the schema of a template. `legacy` is what holds where the template does not say it.
    pub fn read(template: Manifest<'_>, legacy: bool, told: &mut Vec<Diagnostic>) -> Self {
        let validation = path(&["spec", "crd", "spec", "validation"]);
        let legacy_at = validation.key("legacySchema");
        let is_legacy = match legacy_at.find(template.root).map(|node| &node.value) {
            Some(Value::Bool(legacy)) => *legacy,
            _ => legacy,
        };
        let at = validation.key("openAPIV3Schema");
        let Some(node) = at.find(template.root).filter(|node| node.value != Value::Null) else {
            return Self { written: None, validator: None, is_legacy };
        };
        if !is_legacy {
            check_structure(template, &at, node, told);
        }
        let written = json(node);
        let prepared = prepare(&written, 0);
        let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&prepared);
        let validator = match validator {
            Ok(validator) => Some(validator),
            Err(error) => {
                told.push(template.error(&at, format!("the schema cannot be used: {error}")));
                None
            }
        };
        Self { written: Some(written), validator, is_legacy }
    }

    /// The parameters of a constraint with defaults, as JSON.
    pub fn parameters(&self, constraint: Manifest<'_>, faults: &mut Vec<Diagnostic>) -> Json {
        let at = path(&["spec", "parameters"]);
        let node = at.find(constraint.root).filter(|node| node.value != Value::Null);
        let mut parameters = node.map(json);
        if let (Some(node), Some(given)) = (node, &parameters) {
            match &self.written {
                Some(schema) if !self.is_legacy => unknown(constraint, &at, node, schema, faults),
                None if !self.is_legacy => {
                    let help = "Its template has no `openAPIV3Schema`, so Gatekeeper refuses them.";
                    faults.push(constraint.error(&at, "the constraint takes no parameters").help(help));
                }
                _ => {}
            }
            for error in self.validator.iter().flat_map(|validator| validator.iter_errors(given)) {
                let place = within(&at, node, error.instance_path().as_str());
                let message = format!("`{place}` does not fit the template's schema: {error}");
                faults.push(constraint.error(&place, message));
            }
        }
        if let Some(schema) = &self.written {
            if let (None, Some(default)) = (&parameters, schema.get("default")) {
                parameters = Some(default.clone());
            }
            if let Some(parameters) = &mut parameters {
                fill_in(parameters, schema);
            }
        }
        parameters.unwrap_or_else(|| Json::Object(Map::new()))
    }
}

/// What a JSON pointer below a node leads to.
fn within(at: &Path, node: &Node, pointer: &str) -> Path {
    let mut path = at.clone();
    let mut node = Some(node);
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        let is_list = matches!(node.map(|node| &node.value), Some(Value::List(_)));
        let step = match key.parse() {
            Ok(index) if is_list => Step::Index(index),
            _ => Step::Key(key.into()),
        };
        node = node.and_then(|node| Path(vec![step.clone()]).find(node));
        path = path.then(step);
    }
    path
}

/// A value as JSON.
pub(super) fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::from(*value),
        Value::Number(Number::Integer(value)) => match (i64::try_from(*value), u64::try_from(*value)) {
            (Ok(value), _) => Json::from(value),
            (_, Ok(value)) => Json::from(value),
            _ => Json::from(value.to_string()),
        },
        Value::Number(Number::Float(value)) => Json::from(*value),
        Value::String(text) => Json::from(&**text),
        Value::Unknown(unknown) => Json::from(&*unknown.written),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|entry| (entry.key.to_string(), json(&entry.value))).collect()),
    }
}

/// The schema in the words of JSON Schema. Kubernetes' own differs in what may be null or either of two types.
fn prepare(schema: &Json, depth: usize) -> Json {
    let Json::Object(schema) = schema else { return schema.clone() };
    if depth > 64 {
        return Json::Object(Map::new());
    }
    let mut prepared = Map::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            ("default" | "description" | "example" | "title" | "nullable" | "format" | "externalDocs", _) => continue,
            (key, _) if key.starts_with("x-kubernetes-") => continue,
            ("properties" | "patternProperties" | "definitions", Json::Object(all)) => {
                Json::Object(all.iter().map(|(name, schema)| (name.clone(), prepare(schema, depth + 1))).collect())
            }
            ("allOf" | "anyOf" | "oneOf", Json::Array(all)) => {
                Json::Array(all.iter().map(|schema| prepare(schema, depth + 1)).collect())
            }
            ("items" | "additionalProperties" | "not", schema) => prepare(schema, depth + 1),
            (_, value) => value.clone(),
        };
        prepared.insert(key.clone(), value);
    }
    if is_set(schema, INT_OR_STRING) {
        prepared.insert("type".to_owned(), Json::from(vec!["integer", "string"]));
    }
    if is_set(schema, "nullable") {
        let null = Json::Object(Map::from_iter([("type".to_owned(), Json::from("null"))]));
        return Json::Object(Map::from_iter([("anyOf".to_owned(), Json::from(vec![null, Json::Object(prepared)]))]));
    }
    Json::Object(prepared)
}

fn is_set(schema: &Map<String, Json>, key: &str) -> bool {
    schema.get(key) == Some(&Json::Bool(true))
}

/// Tells where a schema says no type, although it must: Kubernetes refuses it then, and the template with it.
fn check_structure(template: Manifest<'_>, at: &Path, node: &Node, told: &mut Vec<Diagnostic>) {
    let is_true = |key: &str| matches!(node.get(key).map(|node| &node.value), Some(Value::Bool(true)));
    let kind = node.str_at(&["type"]).unwrap_or_default();
    if node.as_map().is_none() || (kind.is_empty() && !is_true(OPEN) && !is_true(INT_OR_STRING)) {
        let help = "Add it, `type: object` for example, or say `legacySchema: true` beside the schema.";
        told.push(template.error(at, "the schema says no `type`, as templates of v1 must").help(help));
        return;
    }
    if kind == "array" && node.get("items").is_none() {
        told.push(template.error(at, "the schema of a list says no `items`").help("Say what its elements look like."));
    }
    for entry in node.entries_at(&["properties"]) {
        check_structure(template, &at.key("properties").key(&entry.key), &entry.value, told);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = node.get(key).filter(|inner| inner.as_map().is_some()) {
            check_structure(template, &at.key(key), inner, told);
        }
    }
}

/// Tells fields that a schema does not know.
fn unknown(constraint: Manifest<'_>, at: &Path, node: &Node, schema: &Json, faults: &mut Vec<Diagnostic>) {
    let Json::Object(schema) = schema else { return };
    match &node.value {
        Value::List(items) => {
            if let Some(of) = schema.get("items") {
                for (index, item) in items.iter().enumerate() {
                    unknown(constraint, &at.index(index), item, of, faults);
                }
            }
        }
        Value::Map(map) => {
            let properties = schema.get("properties").and_then(Json::as_object);
            let others = schema.get("additionalProperties");
            let is_open = is_set(schema, OPEN) || others.is_some_and(|others| *others != Json::Bool(false));
            for entry in map {
                let place = at.key(&entry.key);
                if let Some(of) = properties.and_then(|properties| properties.get(&*entry.key)).or(others) {
                    unknown(constraint, &place, &entry.value, of, faults);
                } else if !is_open {
                    let names = properties.into_iter().flat_map(Map::keys).map(String::as_str);
                    let fault = constraint.error(&place, format!("the template knows no parameter `{}`", entry.key));
                    faults.push(match closest(&entry.key, names) {
                        Some(meant) => fault.help(format!("Did you mean `{meant}`?")),
                        None => fault.help("Gatekeeper refuses it, too."),
                    });
                }
            }
        }
        _ => {}
    }
}

/// Fills in defaults, from the outside in.
fn fill_in(value: &mut Json, schema: &Json) {
    match value {
        Json::Array(items) => {
            if let Some(of) = schema.get("items") {
                items.iter_mut().for_each(|item| fill_in(item, of));
            }
        }
        Json::Object(entries) => {
            let properties = schema.get("properties").and_then(Json::as_object);
            for (name, of) in properties.into_iter().flatten() {
                let is_nullable = of.get("nullable") == Some(&Json::Bool(true));
                if let Some(default) = of.get("default") {
                    let is_missing = match entries.get(name) {
                        None => true,
                        Some(value) => value.is_null() && !is_nullable,
                    };
                    if is_missing {
                        entries.insert(name.clone(), default.clone());
                    }
                }
                if let Some(value) = entries.get_mut(name) {
                    fill_in(value, of);
                }
            }
            if let Some(of @ Json::Object(_)) = schema.get("additionalProperties") {
                let others = entries
                    .iter_mut()
                    .filter(|(name, _)| properties.is_none_or(|properties| !properties.contains_key(*name)));
                others.for_each(|(_, value)| fill_in(value, of));
            }
        }
        _ => {}
    }
}
