//! Terraform's functions, operators and conversions, compared with the real program.
//!
//! The cases are in `tests/functions/*.jsonl`; `generate.py` beside them says how they are made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_source::ReadError;
use seaworthy_terraform::functions::{Context, call};
use seaworthy_terraform::syntax::ast::{BinaryOperator, UnaryOperator};
use seaworthy_terraform::value::{
    Cause, Kind, Number, Type, Unknown, Value, attribute, binary, concat_template, conditional, index, to_json, unary,
};
use serde_json::Value as Json;

#[test]
fn functions() {
    check("functions");
}

#[test]
fn operators() {
    check("operators");
}

#[test]
fn conditionals() {
    check("conditionals");
}

#[test]
fn access() {
    check("access");
}

#[test]
fn templates() {
    check("templates");
}

/// The names are those of `terraform metadata functions -json` (1.11).
#[test]
fn every_function_is_compared() {
    let names = std::fs::read_to_string(folder().join("names.txt")).unwrap();
    let mut compared = std::fs::read_to_string(folder().join("functions.jsonl")).unwrap();
    let modules = walkdir::WalkDir::new(folder().join("../modules")).into_iter().map(Result::unwrap);
    for module in modules.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "tf")) {
        compared.push_str(&std::fs::read_to_string(module.path()).unwrap());
    }
    // What only the real program can work out is unknown.
    let unknown = ["base64gzip"];
    let missing = names.lines().filter(|name| !unknown.contains(name) && !compared.contains(&format!("{name}(")));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(names.lines().count(), 118);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/functions")
}

/// Runs all cases of a golden file. `TERRAFORM_CASES` names another folder of golden files, for a longer run.
fn check(name: &str) {
    let golden = std::env::var_os("TERRAFORM_CASES").map_or_else(folder, PathBuf::from).join(format!("{name}.jsonl"));
    let text = std::fs::read_to_string(golden).unwrap();
    let mut differences = Vec::new();
    for line in text.lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        let got = evaluate(&line["case"]);
        if let Some(difference) = compare(&got, &line["expect"]) {
            differences.push(format!("{}\n  {difference}", line["hcl"].as_str().unwrap()));
        }
    }
    let (count, all) = (differences.len(), text.lines().count());
    assert!(differences.is_empty(), "{count} of {all} differ:\n{}", differences.join("\n"));
}

// ------------------------------------------------------------------------------------------------- reading a case

fn evaluate(case: &Json) -> Result<Value, String> {
    match case {
        Json::Null => Ok(Value::null()),
        Json::Bool(value) => Ok((*value).into()),
        Json::String(text) => Ok(Value::string(text)),
        Json::Number(_) => panic!("numbers are written as objects"),
        Json::Array(items) => Ok(Value::tuple(items.iter().map(evaluate).collect::<Result<_, _>>()?)),
        Json::Object(object) => {
            let (kind, what) = object.iter().next().unwrap();
            let all = |items: &Json| items.as_array().unwrap().iter().map(evaluate).collect::<Result<Vec<_>, _>>();
            let entries = |object: &Json| {
                let entries =
                    object.as_object().unwrap().iter().map(|(key, value)| Ok((normal(key), evaluate(value)?)));
                entries.collect::<Result<Vec<_>, String>>()
            };
            match kind.as_str() {
                "number" => Ok(Value::number(Number::parse(what.as_str().unwrap()).unwrap())),
                "object" => Ok(Value::object(entries(what)?)),
                "list" => Ok(Value::list(ty(&what[0]), all(&what[1])?)),
                "map" => Ok(Value::map(ty(&what[0]), entries(&what[1])?)),
                "null" => Ok(Value::null_of(&ty(what))),
                "unknown" => Ok(unknown(case)),
                "call" => call(what.as_str().unwrap(), &all(&case["args"])?, &Files(folder()))
                    .map_err(|error| error.to_string()),
                "op" => operate(what.as_str().unwrap(), &all(&case["args"])?),
                "cond" => {
                    let parts = all(what)?;
                    conditional(&parts[0], &parts[1], &parts[2]).map_err(|error| error.to_string())
                }
                "index" => {
                    let parts = all(what)?;
                    index(&parts[0], &parts[1]).map_err(|error| error.to_string())
                }
                "attr" => {
                    attribute(&evaluate(what)?, case["name"].as_str().unwrap()).map_err(|error| error.to_string())
                }
                "template" => template(&all(what)?),
                kind => panic!("unknown kind of case: {kind}"),
            }
        }
    }
}

fn normal(key: &str) -> Arc<str> {
    Value::string(key).as_text().unwrap().clone()
}

/// A template that is nothing but one value is that value.
fn template(parts: &[Value]) -> Result<Value, String> {
    match parts {
        [single] => Ok(single.clone()),
        parts => concat_template(parts).map_err(|error| error.to_string()),
    }
}

fn operate(symbol: &str, operands: &[Value]) -> Result<Value, String> {
    let result = match (symbol, operands) {
        ("-", [operand]) => unary(UnaryOperator::Negate, operand),
        ("!", [operand]) => unary(UnaryOperator::Not, operand),
        (symbol, [left, right]) => {
            let operator = match symbol {
                "+" => BinaryOperator::Add,
                "-" => BinaryOperator::Subtract,
                "*" => BinaryOperator::Multiply,
                "/" => BinaryOperator::Divide,
                "%" => BinaryOperator::Remainder,
                "<" => BinaryOperator::Less,
                "<=" => BinaryOperator::LessOrEqual,
                ">" => BinaryOperator::Greater,
                ">=" => BinaryOperator::GreaterOrEqual,
                "==" => BinaryOperator::Equal,
                "!=" => BinaryOperator::NotEqual,
                "&&" => BinaryOperator::And,
                "||" => BinaryOperator::Or,
                symbol => panic!("unknown operator {symbol}"),
            };
            binary(operator, left, right)
        }
        _ => panic!("wrong number of operands"),
    };
    result.map_err(|error| error.to_string())
}

fn unknown(case: &Json) -> Value {
    let cause = Arc::new(Cause { what: "known after apply".into(), span: None });
    let mut unknown = Unknown::new(ty(&case["unknown"]), cause);
    if case["not_null"] == true {
        unknown = unknown.not_null();
    }
    if let Some(prefix) = case["prefix"].as_str() {
        unknown = unknown.full_prefix(prefix);
    }
    if let Some(least) = case["range"][0].as_str() {
        unknown = unknown.at_least(Number::parse(least).unwrap(), true);
    }
    if let Some(greatest) = case["range"][1].as_str() {
        unknown = unknown.at_most(Number::parse(greatest).unwrap(), true);
    }
    if let Some(least) = case["length"][0].as_u64() {
        unknown = unknown.length(least, case["length"][1].as_u64());
    }
    unknown.into_value()
}

/// A type in Terraform's JSON form.
fn ty(json: &Json) -> Type {
    match json {
        Json::String(name) => match name.as_str() {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            _ => Type::Any,
        },
        _ => match json[0].as_str().unwrap() {
            "list" => Type::list(ty(&json[1])),
            "set" => Type::set(ty(&json[1])),
            "map" => Type::map(ty(&json[1])),
            "tuple" => Type::tuple(json[1].as_array().unwrap().iter().map(ty).collect()),
            _ => Type::object(json[1].as_object().unwrap().iter().map(|(name, json)| (name.as_str().into(), ty(json)))),
        },
    }
}

/// The files beside the cases.
struct Files(PathBuf);

impl Context for Files {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, ReadError> {
        std::fs::read(self.0.join(path)).map(Arc::from).map_err(|_| ReadError::Missing)
    }

    fn exists(&self, path: &str) -> Result<bool, ReadError> {
        let path = self.0.join(path);
        if path.is_dir() { Err(ReadError::IsFolder) } else { Ok(path.is_file()) }
    }

    fn files(&self, folder: &str) -> Result<Vec<String>, ReadError> {
        let root = self.0.join(folder);
        let files = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok);
        let files = files.filter(|entry| entry.file_type().is_file());
        Ok(files.map(|entry| entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned()).collect())
    }

    fn folder(&self) -> &str {
        "/module"
    }
}

// -------------------------------------------------------------------------------------------- comparing with terraform

/// What differs, if anything does.
fn compare(got: &Result<Value, String>, expect: &Json) -> Option<String> {
    let got = match got {
        Ok(value) if has_infinity(value) => &Err("cannot serialize infinity as JSON".to_owned()),
        got => got,
    };
    let wanted = if expect["error"].is_null() { describe(expect) } else { expect["error"].as_str().unwrap().into() };
    match got {
        Err(error) => {
            let same = match expect["error"].as_str() {
                None => false,
                Some(wanted) => same_error(error, wanted),
            };
            (!same).then(|| format!("got error {error}\n  expected  {wanted}"))
        }
        Ok(value) => {
            let mut shown = BTreeMap::new();
            flatten("", value, &mut shown);
            let mut wanted_parts = BTreeMap::new();
            if expect["unknown"].is_null() {
                flatten_json("", &expect["value"], &mut wanted_parts);
            } else {
                overlay("", &expect["unknown"], &expect["known"], &mut wanted_parts);
            }
            let types_differ = !expect["type"].is_null() && value.ty() != ty(&expect["type"]);
            let differs = !expect["error"].is_null() || shown != wanted_parts || types_differ;
            differs.then(|| {
                let json = to_json(value).unwrap_or_else(|_| format!("{shown:?}"));
                format!("got      {json} of {}\n  expected {wanted}", value.ty())
            })
        }
    }
}

/// What a parser finds wrong with a text, and the names of types that are only guessed, is told in words of our own.
const OWN_WORDS: [&str; 10] = [
    "RFC3339",
    "yamldecode",
    "jsondecode",
    "encoding name",
    "not defined for",
    "cannot be represented in",
    "of dynamic",
    "list of string required",
    "consistent types",
    "inconsistent list element types",
];

/// Where Terraform itself breaks (and says so in Go), any message is right.
fn same_error(got: &str, wanted: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let same = |what: &str| wanted.contains(what) && got.contains(what);
    let summary = |text: &str| text.split(':').next().map(str::to_owned);
    let in_own_words = OWN_WORDS.iter().any(|what| wanted.contains(what)) && summary(got) == summary(wanted);
    words(got) == words(wanted)
        || in_own_words
        || wanted.contains("panic in function implementation")
        || same("infinity as JSON")
}

fn has_infinity(value: &Value) -> bool {
    match &value.kind {
        Kind::Number(number) => !number.is_finite(),
        _ => {
            let items = value.items().into_iter().flat_map(|items| items.iter());
            items.chain(value.entries().into_iter().flat_map(|entries| entries.values())).any(has_infinity)
        }
    }
}

fn describe(expect: &Json) -> String {
    match expect["unknown"].is_null() {
        true => format!("{} of {}", expect["value"], ty(&expect["type"])),
        false => format!("unknown {} of {}", expect["unknown"], expect["known"]),
    }
}

/// Every leaf of a value by its path. Elements of sets with something unknown in them have no place.
fn flatten(path: &str, value: &Value, out: &mut BTreeMap<String, String>) {
    let leaf = match &value.kind {
        Kind::Unknown(_) => "unknown".to_owned(),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(&format!("{path}[{at}]"), item, out));
            "[]".to_owned()
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.iter().for_each(|(key, item)| flatten(&format!("{path}.{key}"), item, out));
            "{}".to_owned()
        }
        // A number in JSON has no minus sign before zero, as the oracle's plan shows it.
        Kind::Number(number) if number.is_zero() => "0".to_owned(),
        Kind::Number(number) => number.to_string(),
        _ => to_json(value).unwrap(),
    };
    out.insert(path.to_owned(), leaf);
}

fn flatten_json(path: &str, json: &Json, out: &mut BTreeMap<String, String>) {
    let leaf = match json {
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten_json(&format!("{path}[{at}]"), item, out));
            "[]".to_owned()
        }
        Json::Object(entries) => match entries.get("number").filter(|_| entries.len() == 1) {
            Some(Json::String(digits)) => digits.clone(),
            _ => {
                entries.iter().for_each(|(key, item)| flatten_json(&format!("{path}.{key}"), item, out));
                "{}".to_owned()
            }
        },
        Json::String(text) => to_json(&Value::string(text)).unwrap(),
        json => json.to_string(),
    };
    out.insert(path.to_owned(), leaf);
}

/// What a plan says: values, and what of them is unknown.
fn overlay(path: &str, mask: &Json, known: &Json, out: &mut BTreeMap<String, String>) {
    match (mask, known) {
        (Json::Bool(true), _) => {
            out.insert(path.to_owned(), "unknown".to_owned());
        }
        (Json::Array(masks), Json::Array(items)) => {
            out.insert(path.to_owned(), "[]".to_owned());
            for (at, item) in items.iter().enumerate() {
                overlay(&format!("{path}[{at}]"), masks.get(at).unwrap_or(&Json::Bool(false)), item, out);
            }
        }
        (Json::Object(masks), Json::Object(items)) if !items.contains_key("number") => {
            out.insert(path.to_owned(), "{}".to_owned());
            for key in masks.keys().chain(items.keys()) {
                let mask = masks.get(key).unwrap_or(&Json::Bool(false));
                overlay(&format!("{path}.{key}"), mask, items.get(key).unwrap_or(&Json::Null), out);
            }
        }
        (_, known) => flatten_json(path, known, out),
    }
}
