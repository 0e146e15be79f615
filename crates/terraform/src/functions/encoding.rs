//! Texts as bytes, and back.

use std::sync::LazyLock;

use data_encoding::{BASE64, Encoding, Specification};

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, character_sets, limits};
use crate::value::{Cause, Type, Unknown, Value, text};

const STR: Parameter = Parameter::new("str", Want::String);
const STRING: TypeOf = TypeOf::Always(Want::String);
const ENCODING: Parameter = Parameter::new("encoding", Want::String);

pub const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[STR.marked().unknown()], STRING, base64decode),
    Function::new("base64encode", &[STR], STRING, |call| limits::string(&BASE64.encode(call.text(0).as_bytes()))),
    Function::new("base64gzip", &[STR], STRING, base64gzip),
    Function::new("textdecodebase64", &[Parameter::new("source", Want::String), ENCODING], STRING, textdecodebase64),
    Function::new("textencodebase64", &[Parameter::new("string", Want::String), ENCODING], STRING, textencodebase64),
    Function::new("urlencode", &[STR], STRING, |call| limits::string(&urlencode(call.text(0)))),
];

/// Base 64 as Go reads it: line breaks do not count, nor do the bits that are left over.
static LENIENT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut rules = Specification::new();
    rules.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    rules.padding = Some('=');
    rules.ignore.push_str("\r\n");
    rules.check_trailing_bits = false;
    rules.encoding().unwrap_or(BASE64)
});

/// Reads base 64; the error is the offset of what is wrong.
pub fn decode_base64(text: &str) -> Result<Vec<u8>, usize> {
    // Nothing may follow the padding.
    let end = text.find('=').unwrap_or(text.len());
    if let Some(further) = text[end..].find(|c| !matches!(c, '=' | '\r' | '\n')) {
        return Err(end + further);
    }
    LENIENT.decode(text.as_bytes()).map_err(|error| error.position)
}

fn base64decode(call: &Call) -> Result<Value, Failure> {
    let argument = &call.arguments[0];
    if !argument.is_known() {
        return Ok(call.unknown(Type::String).with_marks(argument.marks));
    }
    let written = call.text(0);
    let bytes = decode_base64(written).map_err(|_| {
        let shown = if argument.marks.sensitive { "(sensitive value)".into() } else { text::quote(written) };
        Failure::new(format!("failed to decode base64 data {shown}"))
    })?;
    let decoded = String::from_utf8(bytes)
        .map_err(|_| Failure::new("the result of decoding the provided string is not valid UTF-8"))?;
    Ok(limits::string(&decoded)?.with_marks(argument.marks))
}

/// What a text is compressed to depends on the compressor, so the result is unknown but for its beginning.
fn base64gzip(_: &Call) -> Result<Value, Failure> {
    let cause = Cause { what: "only Terraform itself compresses as base64gzip does".into(), span: None };
    Ok(Unknown::new(Type::String, cause.into()).not_null().full_prefix("H4sIAAAAAAAA/").into_value())
}

fn character_set(call: &Call) -> Result<character_sets::CharacterSet, Failure> {
    let name = call.text(1);
    character_sets::find(name).ok_or_else(|| {
        let name = text::quote(name);
        let problem = "is not a supported IANA encoding name or alias in this Terraform version";
        Failure::of(1, format!("{name} {problem}"))
    })
}

fn textencodebase64(call: &Call) -> Result<Value, Failure> {
    let set = character_set(call)?;
    let bytes = set.encode(call.text(0)).ok_or_else(|| {
        let name = set.name();
        Failure::of(0, format!("the given string contains characters that cannot be represented in {name}"))
    })?;
    limits::string(&BASE64.encode(&bytes))
}

fn textdecodebase64(call: &Call) -> Result<Value, Failure> {
    let set = character_set(call)?;
    let bytes = decode_base64(call.text(0)).map_err(|offset| {
        Failure::of(0, format!("the given value is has an invalid base64 symbol at offset {offset}"))
    })?;
    let decoded = set.decode(&bytes).ok_or_else(|| {
        let name = set.name();
        Failure::of(0, format!("the given string contains symbols that are not defined for {name}"))
    })?;
    limits::string(&decoded)
}

/// As in the query of a URL: a space becomes a plus sign.
fn urlencode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
