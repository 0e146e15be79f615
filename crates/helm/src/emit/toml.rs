//! TOML as `github.com/BurntSushi/toml` prints it: plain keys first, then tables, in the order of keys.

use crate::limits::MAX_VALUE_DEPTH;
use crate::print;
use crate::value::{Entries, Tracked, Value};

/// The value as TOML; an error where it is no table or holds what TOML cannot say.
pub(crate) fn print(value: &Value) -> Result<String, String> {
    let Value::Map(map) = value else {
        return Err("toml: top-level values must be Go maps or structs".into());
    };
    let mut out = String::new();
    table(&mut out, &map.entries(), "", 0)?;
    Ok(out)
}

fn is_table(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::List(list) => {
            !list.items().is_empty() && list.items().iter().all(|item| matches!(item.value, Value::Map(_)))
        }
        _ => false,
    }
}

fn table(out: &mut String, entries: &Entries, path: &str, depth: usize) -> Result<(), String> {
    if depth > MAX_VALUE_DEPTH {
        return Err("toml: the value holds itself".into());
    }
    let indent = "  ".repeat(depth);
    for (name, item) in entries.iter().filter(|(_, item)| !is_table(&item.value) && !item.value.is_nil()) {
        out.push_str(&indent);
        out.push_str(&format!("{} = ", key(name)));
        inline(out, &item.value, depth)?;
        out.push('\n');
    }
    for (name, item) in entries.iter().filter(|(_, item)| is_table(&item.value)) {
        let path = if path.is_empty() { key(name) } else { format!("{path}.{}", key(name)) };
        let indent = "  ".repeat(depth);
        let tables: Vec<Tracked> = match &item.value {
            Value::List(list) => list.items().to_vec(),
            _ => vec![item.clone()],
        };
        for inner in &tables {
            let Value::Map(map) = &inner.value else { continue };
            if !out.is_empty() {
                out.push('\n');
            }
            match item.value {
                Value::List(_) => out.push_str(&format!("{indent}[[{path}]]\n")),
                _ => out.push_str(&format!("{indent}[{path}]\n")),
            }
            table(out, &map.entries(), &path, depth + 1)?;
        }
    }
    Ok(())
}

fn inline(out: &mut String, value: &Value, depth: usize) -> Result<(), String> {
    if depth > MAX_VALUE_DEPTH {
        return Err("toml: the value holds itself".into());
    }
    match value {
        Value::Bool(_) | Value::Int(..) => out.push_str(&print::plain(value)),
        Value::Float(value) => {
            let text = seaworthy_go::float(*value);
            match text.as_str() {
                "NaN" => out.push_str("nan"),
                "+Inf" | "-Inf" => out.push_str(&text.to_lowercase()),
                text if text.contains(['.', 'e']) => out.push_str(text),
                text => out.push_str(&format!("{text}.0")),
            }
        }
        Value::String(text) => out.push_str(&string(&text.lossy())),
        Value::List(list) => {
            out.push('[');
            for (number, item) in list.items().iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                inline(out, &item.value, depth + 1)?;
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (number, (name, item)) in map.entries().iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                out.push_str(&format!("{} = ", key(name)));
                inline(out, &item.value, depth + 1)?;
            }
            out.push('}');
        }
        Value::Nil => return Err("toml: cannot encode array with nil element".into()),
        Value::Bytes(text) => out.push_str(&string(&text.lossy())),
        Value::Object(_) => out.push_str(&string(&print::plain(value))),
    }
    Ok(())
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if bare { name.to_owned() } else { string(name) }
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            char if u32::from(char) < 0x20 || char == '\u{7f}' => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}
