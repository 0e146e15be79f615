//! Functions of Go's `text/template` itself, comparisons aside.

use super::Type::Any;
use super::{Args, Context, Function, Outcome, fixed, printf, urls, variadic};
use crate::print;
use crate::template::fields::absent;
use crate::text::Builder;
use crate::value::{IntType, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("print", &[], Any, |_, args| Ok(printed(args, false, false))),
    variadic("println", &[], Any, |_, args| Ok(printed(args, true, true))),
    variadic("printf", &[super::Type::String], Any, |_, args| {
        let format = args.any(0);
        printf::format(&args.text(0), format.mark, args.all().get(1..).unwrap_or_default()).map(Tracked::from_builder)
    }),
    fixed("len", &[Any], |_, args| match &args.any(0).value {
        Value::String(text) | Value::Bytes(text) => Ok(length(text.len())),
        Value::List(list) => Ok(length(list.items().len())),
        Value::Map(map) => Ok(length(map.entries().len())),
        Value::Nil => Err("len of nil pointer".into()),
        other => Err(format!("len of type {}", other.type_name())),
    }),
    variadic("index", &[Any], Any, index),
    variadic("call", &[Any], Any, |_, args| match &args.any(0).value {
        Value::Nil => Err("call of nil".into()),
        other => Err(format!("non-function of type {}", other.type_name())),
    }),
    variadic("html", &[], Any, |_, args| Ok(escaped(args, html))),
    variadic("js", &[], Any, |_, args| Ok(escaped(args, javascript))),
    variadic("urlquery", &[], Any, |_, args| Ok(escaped(args, urls::query_escape))),
];

fn length(length: usize) -> Tracked {
    Value::int(i64::try_from(length).unwrap_or(i64::MAX)).into()
}

/// Go's `fmt.Sprint` puts a space between operands of which neither is a string, `Sprintln` between all.
fn printed(args: Args<'_>, spaces: bool, line: bool) -> Tracked {
    let mut out = Builder::default();
    let mut before_is_string = true;
    for (number, value) in args.all().iter().enumerate() {
        let is_string = matches!(value.value, Value::String(_));
        if number > 0 && (spaces || !is_string && !before_is_string) {
            out.push(b" ", value.mark);
        }
        before_is_string = is_string;
        push_plain(&mut out, value);
    }
    if line {
        out.push(b"\n", crate::provenance::Mark::NONE);
    }
    Tracked::from_builder(out)
}

/// Adds a value as `%v` prints it.
pub(super) fn push_plain(out: &mut Builder, value: &Tracked) {
    match &value.value {
        Value::String(text) => out.push_text(text, value.mark),
        other => out.push(print::plain(other).as_bytes(), value.mark),
    }
}

fn index(_: &Context, args: Args<'_>) -> Outcome {
    let mut item = args.any(0).clone();
    if item.value.is_nil() {
        return Err("index of untyped nil".into());
    }
    for at in &args.all()[1..] {
        let mark = item.mark;
        item = match (&item.value, &at.value) {
            (Value::Map(map), Value::String(key)) => match map.get(&key.lossy()) {
                Some(found) => Tracked { mark: found.mark.or(mark), value: found.value },
                None => Tracked::new(absent(map.of()), mark),
            },
            (Value::Map(_), Value::Nil) => return Err("value is nil; should be of type string".into()),
            (Value::Map(_), other) => {
                return Err(format!("value has type {}; should be string", other.type_name()));
            }
            (Value::List(list), Value::Int(at, _)) => {
                match usize::try_from(*at).ok().and_then(|at| list.items().get(at)) {
                    Some(found) => Tracked { mark: found.mark.or(mark), value: found.value.clone() },
                    None if *at < 0 => return Err(format!("index out of range: {at}")),
                    None => return Err("reflect: slice index out of range".into()),
                }
            }
            (Value::String(text) | Value::Bytes(text), Value::Int(at, _)) => {
                match usize::try_from(*at).ok().and_then(|at| text.bytes().get(at)) {
                    Some(byte) => Tracked::new(Value::Int(i64::from(*byte), IntType::Uint8), mark),
                    None => return Err(format!("index out of range: {at}")),
                }
            }
            (Value::List(_) | Value::String(_), Value::Nil) => return Err("cannot index slice/array with nil".into()),
            (Value::List(_) | Value::String(_), other) => {
                return Err(format!("cannot index slice/array with type {}", other.type_name()));
            }
            (Value::Nil, _) => return Err("index of nil pointer".into()),
            (other, _) => return Err(format!("can't index item of type {}", other.type_name())),
        };
    }
    Ok(item)
}

fn escaped(args: Args<'_>, escape: fn(&str) -> String) -> Tracked {
    let text = match args.all() {
        [Tracked { value: Value::String(text), .. }] => text.lossy().into_owned(),
        _ => match &printed(args, false, false).value {
            Value::String(text) => text.lossy().into_owned(),
            _ => String::new(),
        },
    };
    Value::from(escape(&text)).into()
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\0' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

fn javascript(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '"' => out.push_str("\\\""),
            '<' => out.push_str("\\u003C"),
            '>' => out.push_str("\\u003E"),
            '&' => out.push_str("\\u0026"),
            '=' => out.push_str("\\u003D"),
            char if seaworthy_go::is_printable(char) => out.push(char),
            char => out.push_str(&format!("\\u{:04X}", u32::from(char))),
        }
    }
    out
}
