//! Digests and keys.

use data_encoding::{BASE64, HEXLOWER};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::encoding::decode_base64;
use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, rsa};
use crate::value::{Cause, Type, Unknown, Value, text};

const STR: &[Parameter] = &[Parameter::new("str", Want::String)];
const STRING: TypeOf = TypeOf::Always(Want::String);

pub const FUNCTIONS: &[Function] = &[
    Function::new("base64sha256", STR, STRING, |call| hash(call, base64sha256)),
    Function::new("base64sha512", STR, STRING, |call| hash(call, base64sha512)),
    Function::new("bcrypt", STR, STRING, |call| {
        if call.arguments.len() > 2 {
            return Err(Failure::new("bcrypt() takes no more than two arguments"));
        }
        Ok(later("bcrypt", Type::String))
    })
    .variadic(Parameter::new("cost", Want::Number)),
    Function::new("md5", STR, STRING, |call| hash(call, md5)),
    Function::new(
        "rsadecrypt",
        &[Parameter::new("ciphertext", Want::String), Parameter::new("privatekey", Want::String)],
        STRING,
        rsadecrypt,
    ),
    Function::new("sha1", STR, STRING, |call| hash(call, sha1)),
    Function::new("sha256", STR, STRING, |call| hash(call, sha256)),
    Function::new("sha512", STR, STRING, |call| hash(call, sha512)),
    Function::new("uuid", &[], STRING, |_| Ok(later("uuid", Type::String))),
    Function::new(
        "uuidv5",
        &[Parameter::new("namespace", Want::String), Parameter::new("name", Want::String)],
        STRING,
        uuidv5,
    ),
];

/// The result of a function that returns another value each time: known after apply.
pub fn later(name: &str, ty: Type) -> Value {
    let cause = Cause { what: format!("{name}() is known after apply").into(), span: None };
    Unknown::new(ty, cause.into()).not_null().into_value()
}

fn hash(call: &Call, digest: fn(&[u8]) -> String) -> Result<Value, Failure> {
    Ok(Value::string(&digest(call.text(0).as_bytes())))
}

pub fn md5(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Md5::digest(bytes))
}

pub fn sha1(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha1::digest(bytes))
}

pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

pub fn sha512(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha512::digest(bytes))
}

pub fn base64sha256(bytes: &[u8]) -> String {
    BASE64.encode(&Sha256::digest(bytes))
}

pub fn base64sha512(bytes: &[u8]) -> String {
    BASE64.encode(&Sha512::digest(bytes))
}

fn rsadecrypt(call: &Call) -> Result<Value, Failure> {
    let secret = decode_base64(call.text(0)).map_err(|_| {
        let written = text::quote(call.text(0));
        Failure::of(0, format!("failed to decode input {written}: cipher text must be base64-encoded"))
    })?;
    let key = rsa::PrivateKey::parse(call.text(1)).map_err(|problem| Failure::of(1, problem))?;
    let plain = key.decrypt(&secret).ok_or_else(|| Failure::new("failed to decrypt: crypto/rsa: decryption error"))?;
    Ok(Value::string(&String::from_utf8_lossy(&plain)))
}

fn uuidv5(call: &Call) -> Result<Value, Failure> {
    const KNOWN: [(&str, &str); 4] = [
        ("dns", "6ba7b8109dad11d180b400c04fd430c8"),
        ("url", "6ba7b8119dad11d180b400c04fd430c8"),
        ("oid", "6ba7b8129dad11d180b400c04fd430c8"),
        ("x500", "6ba7b8149dad11d180b400c04fd430c8"),
    ];
    let namespace = call.text(0);
    let known = KNOWN.iter().find(|(name, _)| *name == namespace).map(|(_, uuid)| *uuid);
    let bytes = parse_uuid(known.unwrap_or(namespace))
        .map_err(|problem| Failure::new(format!("uuidv5() doesn't support namespace {namespace} ({problem})")))?;
    let digest = Sha1::digest([&bytes, call.text(1).as_bytes()].concat());
    let mut uuid = digest[..16].to_vec();
    uuid[6] = uuid[6] & 0x0f | 0x50;
    uuid[8] = uuid[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&uuid);
    Ok(Value::string(&[&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")))
}

/// The bytes of a UUID in any of the forms that Go's parser takes: plain, with `urn:uuid:`, in braces, without hyphens.
fn parse_uuid(written: &str) -> Result<Vec<u8>, String> {
    let plain = match written.len() {
        32 | 36 => written,
        38 => written.get(1..37).ok_or("invalid UUID format")?,
        45 => match written.get(..9) {
            Some(prefix) if prefix.eq_ignore_ascii_case("urn:uuid:") => &written[9..],
            prefix => return Err(format!("invalid urn prefix: {}", text::quote(prefix.unwrap_or_default()))),
        },
        length => return Err(format!("invalid UUID length: {length}")),
    };
    let hyphens = [8, 13, 18, 23].iter().all(|at| plain.as_bytes().get(*at) == Some(&b'-'));
    if plain.len() == 36 && !hyphens {
        return Err("invalid UUID format".into());
    }
    let hex = if plain.len() == 36 { plain.replace('-', "") } else { plain.to_owned() };
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok().filter(|bytes| bytes.len() == 16);
    bytes.ok_or_else(|| "invalid UUID format".into())
}
