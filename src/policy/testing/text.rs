//! Values for people, as Rego writes them.

use regorus::Value;

/// A value as Rego writes it, cut where it gets longer than `limit` characters.
#[must_use]
pub fn value_text(value: &Value, limit: usize) -> String {
    let mut out = String::new();
    write(value, limit, &mut out);
    match out.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &out[..end]),
        None => out,
    }
}

fn write(value: &Value, limit: usize, out: &mut String) {
    // What is beyond the limit is cut in any case.
    if out.len() > 4 * limit {
        return;
    }
    let list = |open: char, items: &mut dyn Iterator<Item = &Value>, close: char, out: &mut String| {
        out.push(open);
        for (number, item) in items.enumerate() {
            if number > 0 {
                out.push_str(", ");
            }
            write(item, limit, out);
        }
        out.push(close);
    };
    match value {
        Value::Array(items) => list('[', &mut items.iter(), ']', out),
        Value::Set(items) if items.is_empty() => out.push_str("set()"),
        Value::Set(items) => list('{', &mut items.iter(), '}', out),
        Value::Object(entries) => {
            out.push('{');
            for (number, (key, value)) in entries.iter().enumerate() {
                if number > 0 {
                    out.push_str(", ");
                }
                write(key, limit, out);
                out.push_str(": ");
                write(value, limit, out);
            }
            out.push('}');
        }
        Value::Undefined => out.push_str("undefined"),
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_look_as_rego_writes_them() {
        let value = Value::from_json_str(r#"{"a": [1, "b", null, true], "c": {}}"#).unwrap();
        assert_eq!(value_text(&value, 100), r#"{"a": [1, "b", null, true], "c": {}}"#);
        assert_eq!(value_text(&value, 5), r#"{"a":…"#);
        assert_eq!(value_text(&Value::new_set(), 100), "set()");
        assert_eq!(value_text(&Value::from("ääää"), 3), "\"ää…");
    }
}
