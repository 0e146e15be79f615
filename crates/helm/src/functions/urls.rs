//! URLs taken apart and put together, as Go's `net/url` does it.

use super::Type::{Map as MapOf, String as Str};
use super::{Args, Context, Function, Outcome, fixed};
use crate::value::{Entries, Value};

pub(super) static FUNCTIONS: &[Function] = &[fixed("urlParse", &[Str], parse), fixed("urlJoin", &[MapOf], join)];

/// Go's `url.QueryEscape`.
pub(super) fn query_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') => out.push(byte.into()),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn parse(_: &Context, args: Args<'_>) -> Outcome {
    let text = args.str(0);
    let invalid = || format!("unable to parse url: parse {text:?}: invalid");
    if text.bytes().any(|byte| byte < 0x20 || byte == 0x7f) {
        return Err(invalid());
    }
    let (rest, fragment) = text.split_once('#').unwrap_or((&text, ""));
    let scheme_length = rest.find(|char: char| !(char.is_ascii_alphanumeric() || "+-.".contains(char)));
    let (scheme, rest) = match scheme_length {
        Some(0) if rest.starts_with(':') => return Err(invalid()),
        Some(length)
            if rest[length..].starts_with(':') && rest.starts_with(|char: char| char.is_ascii_alphabetic()) =>
        {
            (rest[..length].to_ascii_lowercase(), &rest[length + 1..])
        }
        _ => (String::new(), rest),
    };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (mut host, mut user, mut opaque) = ("", "", "");
    let mut path = rest;
    if let Some(authority) = rest.strip_prefix("//") {
        let end = authority.find('/').unwrap_or(authority.len());
        (host, path) = authority.split_at(end);
        if let Some((before, after)) = host.rsplit_once('@') {
            (user, host) = (before, after);
        }
    } else if !scheme.is_empty() && !rest.starts_with('/') {
        (opaque, path) = (rest, "");
    }
    if host.starts_with('[') && !host.contains(']') {
        return Err(format!("unable to parse url: parse {text:?}: missing ']' in host"));
    }
    let hostname = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let parts = [
        ("scheme", scheme.clone()),
        ("host", host.to_owned()),
        ("hostname", hostname.to_owned()),
        ("path", unescape(path).ok_or_else(invalid)?),
        ("query", query.to_owned()),
        ("opaque", opaque.to_owned()),
        ("fragment", unescape(fragment).ok_or_else(invalid)?),
        ("userinfo", user.to_owned()),
    ];
    let mark = crate::provenance::Mark::NONE.or(args.any(0).mark);
    let entries: Entries =
        parts.into_iter().map(|(name, value)| (name.into(), crate::value::Tracked::new(value.into(), mark))).collect();
    Ok(Value::map(entries).into())
}

fn join(_: &Context, args: Args<'_>) -> Outcome {
    let map = args.map(0);
    let part = |name: &str| match map.get(name).map(|found| found.value) {
        None => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.lossy().into_owned()),
        Some(other) => Err(format!("unable to parse {name} key, must be of type string, but {} found", other.kind())),
    };
    let (scheme, host, path, user) = (part("scheme")?, part("host")?, part("path")?, part("userinfo")?);
    let (query, opaque, fragment) = (part("query")?, part("opaque")?, part("fragment")?);
    let mut out = String::new();
    if !scheme.is_empty() {
        out.push_str(&scheme);
        out.push(':');
    }
    if !opaque.is_empty() {
        out.push_str(&opaque);
    } else {
        if !scheme.is_empty() || !host.is_empty() || !user.is_empty() {
            if !host.is_empty() || !path.is_empty() || !user.is_empty() {
                out.push_str("//");
            }
            if !user.is_empty() {
                out.push_str(&user);
                out.push('@');
            }
            out.push_str(&host);
        }
        if !path.is_empty() && !path.starts_with('/') && !host.is_empty() {
            out.push('/');
        }
        out.push_str(&path_escape(&path));
    }
    if !query.is_empty() {
        out.push('?');
        out.push_str(&query);
    }
    if !fragment.is_empty() {
        out.push('#');
        out.push_str(&path_escape(&fragment));
    }
    Ok(Value::from(out).into())
}

fn path_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@!*'()".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
