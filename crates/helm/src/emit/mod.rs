//! Values to text, byte for byte as Go's encoders print them: checksums in templates hang on it.

pub(super) mod json;
mod scalar;
pub(super) mod toml;
pub(super) mod yaml;

use std::rc::Rc;

use super::object::Object;
use super::provenance::Mark;
use super::value::{Entries, IntType, ListType, Map, Tracked, Value};
use seaworthy_source::{Node, Number, Value as NodeValue};

/// The node as YAML, byte for byte as `sigs.k8s.io/yaml` writes it: keys in order, as Helm and kustomize print manifests.
///
/// # Errors
/// It is nested too deeply, or too large.
pub fn manifest_yaml(node: &Node) -> Result<String, String> {
    let (text, _) = yaml::print_plain(&tracked(node))?.finish();
    Ok(text.lossy().into_owned())
}

fn tracked(node: &Node) -> Tracked {
    let value = match &node.value {
        NodeValue::Null => Value::Nil,
        NodeValue::Bool(value) => Value::Bool(*value),
        NodeValue::Number(Number::Integer(value)) => match (i64::try_from(*value), u64::try_from(*value)) {
            (Ok(value), _) => Value::Int(value, IntType::Int64),
            (_, Ok(value)) => Value::Int(value.cast_signed(), IntType::Uint64),
            _ => Value::Float(*value as f64),
        },
        NodeValue::Number(Number::Float(value)) if value.fract() == 0.0 && value.abs() < 1e15 => {
            Value::Int(*value as i64, IntType::Int64)
        }
        NodeValue::Number(Number::Float(value)) => Value::Float(*value),
        NodeValue::String(text) => Value::from(&**text),
        NodeValue::Unknown(unknown) => Value::from(&*unknown.written),
        NodeValue::List(items) => Value::list(items.iter().map(tracked).collect()),
        NodeValue::Map(map) => {
            Value::map(map.iter().map(|entry| (Rc::from(&*entry.key), tracked(&entry.value))).collect())
        }
    };
    Tracked { value, mark: Mark::NONE }
}

/// The value as JSON knows it: no bytes and no structs. The answer is the mark that goes with it, too.
fn as_json_value(value: &Tracked, inherited: Mark) -> Tracked {
    let mark = value.mark.or(inherited);
    let plain = match &value.value {
        Value::Bytes(bytes) => data_encoding::BASE64.encode(bytes.bytes()).into(),
        Value::Object(object) => match &**object {
            Object::Struct(fields) => {
                let shown = fields.fields.iter().filter_map(|(_, name, value)| Some(((*name)?, value)));
                let entries: Entries = shown
                    .filter(|(name, value)| value.value.truth() || name.starts_with(char::is_uppercase))
                    .map(|(name, value)| (Rc::from(name), value.clone()))
                    .collect();
                Value::Map(Map::any(entries))
            }
            Object::ApiVersions(versions) => {
                let items = versions.iter().map(|version| Value::from(version.as_str()).into()).collect();
                Value::List(super::value::List::new(items, ListType::Strings))
            }
            Object::Duration(nanoseconds) => Value::Int(*nanoseconds, IntType::Int64),
            Object::Time(time) => time.rfc3339().into(),
            Object::Version(version) => version.to_string().into(),
        },
        other => other.clone(),
    };
    Tracked { value: plain, mark }
}
