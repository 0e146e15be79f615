//! Go's `path`: slashes only, as Helm runs on Linux.

use super::Type::String as Str;
use super::{Function, fixed};
use crate::value::Value;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("base", &[Str], |_, args| Ok(Value::from(base(&args.str(0))).into())),
    fixed("osBase", &[Str], |_, args| Ok(Value::from(base(&args.str(0))).into())),
    fixed("dir", &[Str], |_, args| Ok(Value::from(dir(&args.str(0))).into())),
    fixed("osDir", &[Str], |_, args| Ok(Value::from(dir(&args.str(0))).into())),
    fixed("clean", &[Str], |_, args| Ok(Value::from(clean(&args.str(0))).into())),
    fixed("osClean", &[Str], |_, args| Ok(Value::from(clean(&args.str(0))).into())),
    fixed("ext", &[Str], |_, args| Ok(Value::from(ext(&args.str(0))).into())),
    fixed("osExt", &[Str], |_, args| Ok(Value::from(ext(&args.str(0))).into())),
    fixed("isAbs", &[Str], |_, args| Ok(Value::Bool(args.str(0).starts_with('/')).into())),
    fixed("osIsAbs", &[Str], |_, args| Ok(Value::Bool(args.str(0).starts_with('/')).into())),
];

/// The last element of a path.
pub(crate) fn base(path: &str) -> String {
    if path.is_empty() {
        return ".".to_owned();
    }
    let path = path.trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.is_empty() { "/".to_owned() } else { name.to_owned() }
}

fn dir(path: &str) -> String {
    clean(path.rfind('/').map_or("", |at| &path[..=at]))
}

fn ext(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.').map_or_else(String::new, |at| name[at..].to_owned())
}

/// The shortest path that leads to the same place.
pub(crate) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
