//! `format` and `formatlist`.

use super::format_verb::{Flags, Verb};
use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::{Type, Value, text};

const FORMAT: &[Parameter] = &[Parameter::new("format", Want::String)];
const ARGUMENTS: Parameter = Parameter::new("args", Want::Any).null().unknown();

pub const FUNCTIONS: &[Function] = &[
    Function::new("format", FORMAT, TypeOf::Always(Want::String), format).variadic(ARGUMENTS),
    Function::new("formatlist", FORMAT, TypeOf::Always(Want::ListOfString), formatlist).variadic(ARGUMENTS),
];

fn format(call: &Call) -> Result<Value, Failure> {
    let arguments = &call.arguments[1..];
    if !arguments.iter().all(Value::is_wholly_known) {
        let unknown = call.refined(Type::String);
        return Ok(match call.text(0).find('%') {
            Some(at) if at > 0 => unknown.prefix(&call.text(0)[..at]),
            _ => unknown,
        }
        .into_value());
    }
    limits::string(&fill(call.text(0), arguments)?)
}

fn formatlist(call: &Call) -> Result<Value, Failure> {
    let arguments = &call.arguments[1..];
    let mut length: Option<(usize, usize)> = None;
    let mut known = true;
    for (index, argument) in arguments.iter().enumerate() {
        let ty = argument.ty();
        if argument.is_null() || !matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_)) {
            known &= argument.is_known() || !ty.is_any();
            continue;
        }
        let (least, most) = argument.length_range();
        let Some(own) = most.filter(|most| *most == least && (argument.is_known() || matches!(ty, Type::Tuple(_))))
        else {
            known = false;
            continue;
        };
        let own = usize::try_from(own).unwrap_or(usize::MAX);
        match length {
            None => length = Some((own, index)),
            Some((length, chooser)) if length != own => {
                let (this, chooser) = (index + 1, chooser + 1);
                let message = format!(
                    "argument {this} has length {own}, which is inconsistent with argument {chooser} of length {length}"
                );
                return Err(Failure::of(index + 1, message));
            }
            Some(_) => {}
        }
        known &= argument.is_known();
    }
    if !known {
        return Ok(call.unknown(Want::ListOfString.ty()));
    }
    let count = length.map_or(1, |(length, _)| length);
    limits::elements(count)?;
    let mut texts = Vec::with_capacity(count);
    let mut size = 0;
    for index in 0..count {
        let element = |argument: &Value| match argument.items() {
            Some(items) => items[index].clone(),
            None => argument.clone(),
        };
        let row: Vec<Value> = arguments.iter().map(element).collect();
        if !row.iter().all(Value::is_wholly_known) {
            texts.push(call.refined(Type::String).into_value());
            continue;
        }
        let text = fill(call.text(0), &row).map_err(|failure| match arguments {
            [] => failure,
            _ => Failure::new(format!("error on format iteration {index}: {}", failure.message)),
        })?;
        size += text.len();
        limits::text(size)?;
        texts.push(Value::string(&text));
    }
    Ok(Value::list(Type::String, texts))
}

/// The text with all verbs filled in.
fn fill(format: &str, arguments: &[Value]) -> Result<String, Failure> {
    let mut out = String::new();
    let mut rest = format;
    let (mut next, mut highest) = (1, 0);
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let start = format.len() - rest.len() + at;
        if let Some(behind) = rest[at..].strip_prefix("%%") {
            out.push('%');
            rest = behind;
            continue;
        }
        let verb = parse(format, start, next)?;
        rest = &format[start + verb.raw.len()..];
        highest = highest.max(verb.argument);
        next = verb.argument.saturating_add(1);
        verb.append(arguments, &mut out)?;
        limits::text(out.len())?;
    }
    out.push_str(rest);
    if highest < arguments.len() {
        let message = match highest {
            0 => "too many arguments; no verbs in format string".into(),
            highest => format!("too many arguments; only {highest} used by format string"),
        };
        return Err(Failure::of(highest + 1, message));
    }
    Ok(out)
}

/// Reads the verb at `start`: `%`, flags, a width, a precision, the number of an argument, a letter.
fn parse(format: &str, start: usize, next: usize) -> Result<Verb<'_>, Failure> {
    let bytes = format.as_bytes();
    let mut at = start + 1;
    let mut flags = Flags::default();
    loop {
        match bytes.get(at) {
            Some(b'0') => flags.zero = true,
            Some(b'#') => flags.sharp = true,
            Some(b'-') => flags.minus = true,
            Some(b'+') => flags.plus = true,
            Some(b' ') => flags.space = true,
            _ => break,
        }
        at += 1;
    }
    let number = |at: &mut usize| {
        let from = *at;
        while bytes.get(*at).is_some_and(u8::is_ascii_digit) {
            *at += 1;
        }
        format[from..*at].parse::<usize>().unwrap_or(if from == *at { 0 } else { usize::MAX })
    };
    let width = bytes.get(at).is_some_and(u8::is_ascii_digit).then(|| number(&mut at));
    let mut precision = None;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        precision = Some(number(&mut at));
    }
    let mut argument = next;
    if bytes.get(at) == Some(&b'[') {
        at += 1;
        if !matches!(bytes.get(at), Some(b'1'..=b'9')) {
            return Err(unrecognized(format, at));
        }
        argument = number(&mut at);
        if bytes.get(at) != Some(&b']') {
            return Err(unrecognized(format, at));
        }
        at += 1;
    }
    match bytes.get(at) {
        Some(mode) if mode.is_ascii_alphabetic() => Ok(Verb {
            raw: &format[start..=at],
            offset: start,
            argument,
            mode: char::from(*mode),
            flags,
            width,
            precision,
        }),
        _ => Err(unrecognized(format, at)),
    }
}

fn unrecognized(format: &str, at: usize) -> Failure {
    match format.get(at..).and_then(|rest| rest.chars().next()) {
        None => Failure::new(format!("invalid format string starting at offset {at}")),
        Some(c) => {
            let c = if c == '\'' { "'\\''".into() } else { text::quote(&c.to_string()).replace('"', "'") };
            Failure::new(format!("unrecognized format character {c} at offset {at}"))
        }
    }
}
