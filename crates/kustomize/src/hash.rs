//! The hash that is put behind the names of generated config maps and secrets.
//!
//! Source: `api/hasher` of kustomize.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::resource::Resource;
use seaworthy_source::{Node, Value};

/// The resource with the hash of its content behind its name.
pub(super) fn add(resource: &mut Resource) {
    let hash = hash(resource.root());
    resource.store_id();
    resource.edit(|root| {
        let Value::Map(map) = &mut root.value else { return };
        let Some(Value::Map(metadata)) = map.get_mut("metadata").map(|node| &mut node.value) else { return };
        // The name stays where it is written: no line says the hash.
        if let Some(name) = metadata.get_mut("name") {
            let text = name.as_str().unwrap_or_default();
            name.value = Value::String(format!("{text}-{hash}").into());
        }
    });
}

/// Ten characters that depend on the content, none of them a vowel or easily mistaken.
fn hash(root: &Node) -> String {
    let kind = root.str_at(&["kind"]).unwrap_or_default();
    // Names do not count: kustomize looks for them where they are not.
    let mut parts =
        vec![("kind", text(kind)), ("name", text("")), ("data", texts(root, "data").unwrap_or_else(|| text("")))];
    if kind == "Secret" {
        parts.push(("type", text(root.str_at(&["type"]).unwrap_or_default())));
        parts.extend(texts(root, "stringData").map(|texts| ("stringData", texts)));
    } else {
        parts.extend(texts(root, "binaryData").map(|texts| ("binaryData", texts)));
    }
    parts.sort_by_key(|(key, _)| *key);
    let parts: Vec<String> = parts.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    let digest = Sha256::digest(format!("{{{}}}", parts.join(",")));
    let hex = digest.iter().take(5).flat_map(|byte| [byte >> 4, byte & 15]);
    hex.map(|digit| char::from(b"gh2k456789mbcdtf"[usize::from(digit)])).collect()
}

/// A map of texts as Go's JSON has it.
fn texts(root: &Node, key: &str) -> Option<String> {
    let map = root.get(key)?.as_map()?;
    let sorted: BTreeMap<&str, &Node> = map.iter().map(|entry| (&*entry.key, &entry.value)).collect();
    let pairs: Vec<String> = sorted
        .into_iter()
        .map(|(key, value)| {
            let value = super::id::scalar_text(value).unwrap_or_default();
            format!("{}:{}", text(key), text(&value))
        })
        .collect();
    Some(format!("{{{}}}", pairs.join(",")))
}

/// A text as Go's JSON has it, which also escapes what matters to HTML.
fn text(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    let mut result = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => result.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => result.push(c),
        }
    }
    result
}
