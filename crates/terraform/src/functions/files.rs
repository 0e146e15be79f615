//! Files and paths.

use data_encoding::BASE64;
use globset::GlobBuilder;

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, hashes, limits};
use crate::value::{Type, Value, text};
use seaworthy_source::ReadError;

const PATH: Parameter = Parameter::new("path", Want::String);
const FILE: &[Parameter] = &[PATH.marked().unknown()];
const PLAIN: &[Parameter] = &[PATH];
const STRING: TypeOf = TypeOf::Always(Want::String);

pub const FUNCTIONS: &[Function] = &[
    Function::new("abspath", PLAIN, STRING, |call| {
        let path = call.text(0);
        let joined = if path.starts_with('/') { path.into() } else { format!("{}/{path}", call.context.folder()) };
        Ok(Value::string(&clean(&joined)))
    }),
    Function::new("basename", PLAIN, STRING, |call| Ok(Value::string(basename(call.text(0))))),
    Function::new("dirname", PLAIN, STRING, |call| Ok(Value::string(&dirname(call.text(0))))),
    Function::new("file", FILE, STRING, file),
    Function::new("filebase64", FILE, STRING, |call| read(call, |bytes| limits::string(&BASE64.encode(bytes)))),
    Function::new("filebase64sha256", PLAIN, STRING, |call| hash(call, hashes::base64sha256)),
    Function::new("filebase64sha512", PLAIN, STRING, |call| hash(call, hashes::base64sha512)),
    Function::new("fileexists", FILE, TypeOf::Always(Want::Bool), fileexists),
    Function::new("filemd5", PLAIN, STRING, |call| hash(call, hashes::md5)),
    Function::new(
        "fileset",
        &[PATH.marked().unknown(), Parameter::new("pattern", Want::String).marked().unknown()],
        TypeOf::Always(Want::SetOfString),
        fileset,
    ),
    Function::new("filesha1", PLAIN, STRING, |call| hash(call, hashes::sha1)),
    Function::new("filesha256", PLAIN, STRING, |call| hash(call, hashes::sha256)),
    Function::new("filesha512", PLAIN, STRING, |call| hash(call, hashes::sha512)),
    Function::new("pathexpand", PLAIN, STRING, pathexpand),
];

/// The path as messages show it.
fn shown(path: &Value) -> String {
    match path.as_str() {
        _ if path.marks.sensitive => "(sensitive value)".into(),
        Some(path) => text::quote(path),
        None => String::new(),
    }
}

fn explain(error: &ReadError, path: &Value) -> String {
    let path = shown(path);
    match error {
        ReadError::Missing => format!(
            "no file exists at {path}; this function works only with files that are distributed as part of the \
             configuration source code, so if this file will be created by a resource in this configuration you must \
             instead obtain this result from an attribute of that resource"
        ),
        ReadError::IsFolder => format!("{path} is a directory, not a file"),
        error => format!("{path} {error}"),
    }
}

fn read(call: &Call, make: impl Fn(&[u8]) -> Result<Value, Failure>) -> Result<Value, Failure> {
    let path = &call.arguments[0];
    let Some(written) = path.as_str() else { return Ok(call.unknown(Type::String).with_marks(path.marks)) };
    let bytes = call.context.read(written).map_err(|error| Failure::of(0, explain(&error, path)))?;
    Ok(make(&bytes)?.with_marks(path.marks))
}

fn file(call: &Call) -> Result<Value, Failure> {
    read(call, |bytes| {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let path = shown(&call.arguments[0]);
            Failure::new(format!(
                "contents of {path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded \
                 contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead"
            ))
        })?;
        limits::string(text)
    })
}

fn hash(call: &Call, digest: fn(&[u8]) -> String) -> Result<Value, Failure> {
    let path = &call.arguments[0];
    let bytes = call.context.read(call.text(0)).map_err(|error| match error {
        ReadError::Missing => Failure::new(format!("open {}: no such file or directory", call.text(0))),
        error => Failure::new(explain(&error, path)),
    })?;
    Ok(Value::string(&digest(&bytes)))
}

fn fileexists(call: &Call) -> Result<Value, Failure> {
    let path = &call.arguments[0];
    let Some(written) = path.as_str() else { return Ok(call.unknown(Type::Bool).with_marks(path.marks)) };
    let exists = match call.context.exists(written) {
        Ok(exists) => exists,
        Err(error) => return Err(Failure::of(0, explain(&error, path))),
    };
    Ok(Value::from(exists).with_marks(path.marks))
}

fn fileset(call: &Call) -> Result<Value, Failure> {
    let [path, pattern] = call.arguments else { return Ok(call.unknown(Want::SetOfString.ty())) };
    let marks = path.marks.or(pattern.marks);
    let (Some(folder), Some(written)) = (path.as_str(), pattern.as_str()) else {
        return Ok(call.unknown(Want::SetOfString.ty()).with_marks(marks));
    };
    // Terraform joins folder and pattern to one path, so steps upwards in the pattern change the folder.
    let cleaned = clean(written);
    let upwards = cleaned.split('/').take_while(|part| *part == "..").count();
    let inner = cleaned.split('/').skip(upwards).collect::<Vec<_>>().join("/");
    let root = clean(&format!("{folder}{}", "/..".repeat(upwards)));
    let invalid = || {
        let joined = text::quote(&clean(&format!("{folder}/{written}")));
        let shown = if marks.sensitive { "(sensitive value)".into() } else { joined };
        Failure::new(format!("failed to glob pattern {shown}: syntax error in pattern"))
    };
    // Each part of the path is matched by itself, so that braces cannot reach over a slash.
    let unbalanced = |part: &str| part.matches('{').count() != part.matches('}').count();
    if inner.split('/').any(unbalanced) {
        return Err(invalid());
    }
    let matches =
        GlobBuilder::new(&inner).literal_separator(true).empty_alternates(true).build().map_err(|_| invalid())?;
    let matches = matches.compile_matcher();
    let files = call.context.files(&root).map_err(|error| Failure::of(0, explain(&error, path)))?;
    let found = files.iter().filter(|file| matches.is_match(file));
    let found = found.map(|file| Value::string(&format!("{}{file}", "../".repeat(upwards)))).collect();
    Ok(Value::set(Type::String, found).with_marks(marks))
}

/// A path without `.`, without steps back, and without doubled or trailing slashes.
pub fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(last) if *last != ".." => {
                    parts.pop();
                }
                _ if absolute => {}
                _ => parts.push(".."),
            },
            part => parts.push(part),
        }
    }
    match (absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".into(),
        (false, false) => parts.join("/"),
    }
}

fn basename(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() { "/" } else { trimmed.rsplit('/').next().unwrap_or(trimmed) }
}

fn dirname(path: &str) -> String {
    clean(path.rfind('/').map_or("", |at| &path[..=at]))
}

/// The home directory of the user who runs Terraform is unknown, and so are paths in it.
fn pathexpand(call: &Call) -> Result<Value, Failure> {
    let path = call.text(0);
    match path.as_bytes() {
        [b'~'] | [b'~', b'/', ..] => Ok(hashes::later("pathexpand", Type::String)),
        [b'~', ..] => Err(Failure::new("cannot expand user-specific home dir")),
        _ => Ok(call.arguments[0].clone()),
    }
}
