//! Texts.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::text::{character_count, characters};
use crate::value::{Type, Value};

const STR: Parameter = Parameter::new("str", Want::String);
const ONE: &[Parameter] = &[STR];
const TYPED: &[Parameter] = &[STR.untyped()];
const STRING: TypeOf = TypeOf::Always(Want::String);
const BOOL: TypeOf = TypeOf::Always(Want::Bool);

pub const FUNCTIONS: &[Function] = &[
    Function::new("chomp", ONE, STRING, |call| limits::string(call.text(0).trim_end_matches(['\r', '\n']))),
    Function::new("endswith", &[STR, Parameter::new("suffix", Want::String)], BOOL, |call| {
        Ok(call.text(0).ends_with(call.text(1)).into())
    }),
    Function::new("indent", &[Parameter::new("spaces", Want::Number), STR], STRING, indent),
    Function::new("join", &[Parameter::new("separator", Want::String)], STRING, join)
        .variadic(Parameter::new("lists", Want::ListOfString)),
    Function::new("lower", TYPED, STRING, |call| limits::string(&map_characters(call.text(0), lower))),
    Function::new(
        "split",
        &[Parameter::new("separator", Want::String), STR],
        TypeOf::Always(Want::ListOfString),
        split,
    ),
    Function::new("startswith", &[STR.unknown(), Parameter::new("prefix", Want::String)], BOOL, startswith),
    Function::new("strcontains", &[STR, Parameter::new("substr", Want::String)], BOOL, |call| {
        Ok(call.text(0).contains(call.text(1)).into())
    })
    .nullable(),
    Function::new("strrev", TYPED, STRING, |call| limits::string(&characters(call.text(0)).rev().collect::<String>())),
    Function::new(
        "substr",
        &[
            STR.untyped(),
            Parameter::new("offset", Want::Number).untyped(),
            Parameter::new("length", Want::Number).untyped(),
        ],
        STRING,
        substr,
    ),
    Function::new("title", ONE, STRING, |call| limits::string(&title(call.text(0)))),
    Function::new("trim", &[STR, Parameter::new("cutset", Want::String)], STRING, |call| {
        let cutset = call.text(1);
        limits::string(call.text(0).trim_matches(|c| cutset.contains(c)))
    }),
    Function::new("trimprefix", &[STR, Parameter::new("prefix", Want::String)], STRING, |call| {
        let text = call.text(0);
        limits::string(text.strip_prefix(call.text(1)).unwrap_or(text))
    }),
    Function::new("trimspace", ONE, STRING, |call| limits::string(call.text(0).trim())),
    Function::new("trimsuffix", &[STR, Parameter::new("suffix", Want::String)], STRING, |call| {
        let text = call.text(0);
        limits::string(text.strip_suffix(call.text(1)).unwrap_or(text))
    }),
    Function::new("upper", TYPED, STRING, |call| limits::string(&map_characters(call.text(0), upper))),
];

/// Maps each character to one character, as Go does it: what would become several stays as it is.
fn map_characters(text: &str, map: fn(char) -> char) -> String {
    text.chars().map(map).collect()
}

fn single(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(single), None) => single,
        _ => c,
    }
}

fn upper(c: char) -> char {
    single(c, c.to_uppercase())
}

fn lower(c: char) -> char {
    // The one character that Go maps to a single one where Unicode has two.
    if c == 'İ' { 'i' } else { single(c, c.to_lowercase()) }
}

/// Every letter that begins a word as its title case. Words end where Go ends them: at spaces and ASCII punctuation.
fn title(text: &str) -> String {
    let mut before = ' ';
    let begin = |before: char| match before {
        '_' => false,
        c if c.is_ascii() => !c.is_ascii_alphanumeric(),
        c => !c.is_alphanumeric() && c.is_whitespace(),
    };
    let mut titled = String::with_capacity(text.len());
    for c in text.chars() {
        titled.push(if begin(before) { title_case(c) } else { c });
        before = c;
    }
    titled
}

/// Title case is upper case, but for letters that are two in one.
fn title_case(c: char) -> char {
    match c {
        'Ǆ' | 'ǅ' | 'ǆ' => 'ǅ',
        'Ǉ' | 'ǈ' | 'ǉ' => 'ǈ',
        'Ǌ' | 'ǋ' | 'ǌ' => 'ǋ',
        'Ǳ' | 'ǲ' | 'ǳ' => 'ǲ',
        c => upper(c),
    }
}

fn indent(call: &Call) -> Result<Value, Failure> {
    let text = call.text(1);
    let spaces =
        usize::try_from(call.integer(0)?).map_err(|_| Failure::of(0, "the number of spaces must not be negative"))?;
    limits::text(text.matches('\n').count().saturating_mul(spaces).saturating_add(text.len()))?;
    limits::string(&text.replace('\n', &format!("\n{}", " ".repeat(spaces))))
}

fn join(call: &Call) -> Result<Value, Failure> {
    let [_, lists @ ..] = call.arguments else { return Ok(call.unknown(Type::String)) };
    if lists.is_empty() {
        return Err(Failure::new("at least one list is required"));
    }
    if !lists.iter().all(Value::is_wholly_known) {
        return Ok(call.unknown(Type::String));
    }
    let mut texts = Vec::new();
    for (number, list) in lists.iter().enumerate() {
        for (index, item) in list.items().into_iter().flat_map(|items| items.iter()).enumerate() {
            let number = number + 1;
            let list = if lists.len() > 1 { format!(" of list {number}") } else { String::new() };
            let null = || format!("element {index}{list} is null; cannot concatenate null values");
            texts.push(item.as_str().ok_or_else(|| Failure::of(number, null()))?);
        }
    }
    let separators = call.text(0).len().saturating_mul(texts.len());
    limits::text(texts.iter().map(|text| text.len()).sum::<usize>().saturating_add(separators))?;
    Ok(Value::string(&texts.join(call.text(0))))
}

fn split(call: &Call) -> Result<Value, Failure> {
    let (separator, text) = (call.text(0), call.text(1));
    let parts: Vec<Value> = if separator.is_empty() {
        text.chars().map(|c| Value::string(c.encode_utf8(&mut [0; 4]))).collect()
    } else {
        text.split(separator).map(Value::string).collect()
    };
    limits::elements(parts.len())?;
    Ok(Value::list(Type::String, parts))
}

fn startswith(call: &Call) -> Result<Value, Failure> {
    let prefix = call.text(1);
    let Some(unknown) = call.arguments[0].as_unknown() else {
        return Ok(call.text(0).starts_with(prefix).into());
    };
    let known = unknown.prefix.as_deref().unwrap_or_default();
    Ok(if known.starts_with(prefix) {
        true.into()
    } else if !known.is_empty() && known.len() >= prefix.len() {
        false.into()
    } else {
        call.unknown(Type::Bool)
    })
}

fn substr(call: &Call) -> Result<Value, Failure> {
    let text = call.text(0);
    let (mut offset, length) = (call.integer(1)?, call.integer(2)?);
    if offset < 0 {
        offset = offset.saturating_add(i64::try_from(character_count(text)).unwrap_or(i64::MAX));
    } else if length == 0 {
        return Ok(Value::string(""));
    }
    let skipped = characters(text).skip(usize::try_from(offset).unwrap_or(0));
    // Go looks for the length only after the first character: none is as good as all.
    let part: String = match usize::try_from(length) {
        Ok(length) if length > 0 => skipped.take(length).collect(),
        _ => skipped.collect(),
    };
    Ok(Value::string(&part))
}
