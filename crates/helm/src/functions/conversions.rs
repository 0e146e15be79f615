//! Values to text and back: `toString`, `toYaml`, `fromYaml` and their families.

use super::Type::{Any, String as Str};
use super::{Args, Context, Function, Outcome, fixed};
use crate::decode;
use crate::emit::json::{self, Style};
use crate::emit::{toml, yaml};
use crate::print;
use crate::provenance::Mark;
use crate::text::Text;
use crate::value::{Entries, ListType, Tracked, Value};

const COMPACT: Style = Style { pretty: false, escape_html: true };
const PRETTY: Style = Style { pretty: true, escape_html: true };
const RAW: Style = Style { pretty: false, escape_html: false };

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("toString", &[Any], |_, args| {
        let value = args.any(0);
        Ok(Tracked::new(Value::String(text_of(value)), value.mark))
    }),
    fixed("toStrings", &[Any], |_, args| Ok(Tracked::new(Value::strings(strings(args.any(0))), args.any(0).mark))),
    fixed("toYaml", &[Any], |context, args| Ok(or_empty(to_yaml(context, args)))),
    fixed("mustToYaml", &[Any], to_yaml),
    fixed("toYamlPretty", &[Any], |_, args| Ok(or_empty(yaml::print_pretty(args.any(0)).map(Tracked::from_builder)))),
    fixed("toJson", &[Any], |_, args| Ok(or_empty(to_json(args, COMPACT)))),
    fixed("mustToJson", &[Any], |_, args| to_json(args, COMPACT)),
    fixed("toPrettyJson", &[Any], |_, args| Ok(or_empty(to_json(args, PRETTY)))),
    fixed("mustToPrettyJson", &[Any], |_, args| to_json(args, PRETTY)),
    fixed("toRawJson", &[Any], |_, args| to_json(args, RAW)),
    fixed("mustToRawJson", &[Any], |_, args| to_json(args, RAW)),
    fixed("toToml", &[Any], |_, args| Ok(toml::print(&args.any(0).value).unwrap_or_else(|error| error).into_tracked())),
    fixed("mustToToml", &[Any], |_, args| toml::print(&args.any(0).value).map(IntoTracked::into_tracked)),
    fixed("fromYaml", &[Str], |context, args| {
        Ok(map_or_error(decode::yaml(context, &args.text(0), args.any(0).mark), THROUGH_YAML))
    }),
    fixed("fromYamlArray", &[Str], |context, args| {
        Ok(list_or_error(decode::yaml(context, &args.text(0), args.any(0).mark), THROUGH_YAML))
    }),
    fixed("fromJson", &[Str], |context, args| {
        Ok(map_or_error(decode::json(context, &args.text(0), args.any(0).mark), ""))
    }),
    fixed("mustFromJson", &[Str], |context, args| decode::json(context, &args.text(0), args.any(0).mark)),
    fixed("fromJsonArray", &[Str], |context, args| {
        Ok(list_or_error(decode::json(context, &args.text(0), args.any(0).mark), ""))
    }),
    fixed("fromToml", &[Str], |_, args| {
        let parsed = ::toml::from_str::<::toml::Table>(&args.str(0));
        let value = parsed.map(|table| decode::from_toml(&::toml::Value::Table(table), args.any(0).mark));
        Ok(map_or_error(value.map_err(|error| error.message().to_owned()), ""))
    }),
];

trait IntoTracked {
    fn into_tracked(self) -> Tracked;
}

impl IntoTracked for String {
    fn into_tracked(self) -> Tracked {
        Value::from(self).into()
    }
}

/// A value as text: strings and bytes as they are, anything else as `%v` prints it.
pub(super) fn text_of(value: &Tracked) -> Text {
    match &value.value {
        Value::String(text) | Value::Bytes(text) => text.clone(),
        other => Text::new(print::plain(other).into_bytes()),
    }
}

/// Sprig's `strslice`: the items of a list as strings, nil left out; any other value alone.
pub(super) fn strings(value: &Tracked) -> Vec<Tracked> {
    let string = |item: &Tracked| Tracked::new(Value::String(text_of(item)), item.mark);
    match &value.value {
        Value::List(list) if list.of() == ListType::Strings => list.items().to_vec(),
        Value::List(list) => list.items().iter().filter(|item| !item.value.is_nil()).map(string).collect(),
        Value::Bytes(bytes) => bytes.bytes().iter().map(|byte| Value::from(byte.to_string()).into()).collect(),
        Value::Nil => Vec::new(),
        _ => vec![string(value)],
    }
}

fn to_yaml(context: &Context, args: Args<'_>) -> Outcome {
    let out = yaml::print(args.any(0), context, false)?;
    context.account(out.len())?;
    Ok(Tracked::from_builder(out))
}

fn to_json(args: Args<'_>, style: Style) -> Outcome {
    json::print(args.any(0), style).map(Tracked::from_builder)
}

/// Helm swallows what an encoder refuses.
fn or_empty(result: Outcome) -> Tracked {
    result.unwrap_or_else(|_| Value::from("").into())
}

/// What precedes the message of the JSON decoder that YAML goes through.
const THROUGH_YAML: &str = "error unmarshaling JSON: while decoding JSON: ";

fn map_or_error(value: Result<Tracked, String>, prefix: &str) -> Tracked {
    let error = match value {
        Ok(value) => match &value.value {
            Value::Map(_) => return value,
            Value::Nil => return Tracked::new(Value::map(Entries::new()), value.mark),
            other => format!(
                "{prefix}json: cannot unmarshal {} into Go value of type map[string]interface {{}}",
                json_type(other)
            ),
        },
        Err(error) => error,
    };
    Value::map([("Error".into(), Value::from(error).into())].into_iter().collect()).into()
}

fn list_or_error(value: Result<Tracked, String>, prefix: &str) -> Tracked {
    let error = match value {
        Ok(value) => match &value.value {
            Value::List(_) => return value,
            Value::Nil => return Tracked::new(Value::list(Vec::new()), Mark::NONE),
            other => {
                format!("{prefix}json: cannot unmarshal {} into Go value of type []interface {{}}", json_type(other))
            }
        },
        Err(error) => error,
    };
    Value::list(vec![Value::from(error).into()]).into()
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "bool",
        Value::Int(..) | Value::Float(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        _ => "object",
    }
}
