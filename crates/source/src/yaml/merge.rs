//! What happens between the entries of one map: duplicate keys, and merge keys (`<<: *defaults`).

use std::collections::HashMap;
use std::sync::Arc;

use super::Problem;
use crate::{Entry, Node, Value};

/// Every key once, the last one winning as it does in Kubernetes; each duplicate is reported with both places.
pub(super) fn without_duplicates(entries: Vec<Entry>, problems: &mut Vec<Problem>) -> Vec<Entry> {
    // Nearly every map is small and sound: look before building an index.
    let small_and_sound = entries.len() <= 16
        && entries.iter().enumerate().all(|(at, entry)| entries[..at].iter().all(|before| before.key != entry.key));
    if small_and_sound {
        return entries;
    }
    let mut seen: HashMap<Arc<str>, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match seen.get(&entry.key) {
            // A merge key may stand twice: go-yaml merges both.
            Some(&at) if &*entry.key != "<<" => {
                problems.push(Problem {
                    message: format!("the key `{}` is given twice; the last one wins", entry.key),
                    span: entry.key_span,
                    other: Some((kept[at].key_span, "first given here".to_owned())),
                    help: Some("Remove one of them. Strict clients refuse the manifest as it is.".to_owned()),
                });
                kept[at] = entry;
            }
            _ => {
                seen.insert(Arc::clone(&entry.key), kept.len());
                kept.push(entry);
            }
        }
    }
    kept
}

/// The entries with merge keys resolved: explicit entries win, then the maps merged in, the first one first.
pub(super) fn merged(entries: Vec<Entry>) -> Result<Vec<Entry>, Problem> {
    if !entries.iter().any(is_merge) {
        return Ok(entries);
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_merge);
    for merge in merges {
        let refused = |node: &Node| Problem {
            message: format!("`<<` merges maps, but this is {}", node.type_name()),
            span: merge.key_span,
            other: None,
            help: Some("Give an alias of a map, or a list of such aliases.".to_owned()),
        };
        let sources: &[Node] = match &merge.value.value {
            Value::List(items) => items,
            _ => std::slice::from_ref(&merge.value),
        };
        for source in sources {
            let map = source.as_map().ok_or_else(|| refused(source))?;
            for entry in map {
                if own.iter().all(|own| own.key != entry.key) {
                    let mut entry = entry.clone();
                    // The value was written at the anchor and comes in through the alias: keep both.
                    entry.value.origin = entry.value.origin.or_else(|| source.origin.clone());
                    own.push(entry);
                }
            }
        }
    }
    Ok(own)
}

fn is_merge(entry: &Entry) -> bool {
    &*entry.key == "<<"
}
