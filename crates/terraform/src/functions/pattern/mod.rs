//! Regular expressions in the syntax of RE2, as Go has it.

mod class;
mod translate;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex::{Captures, Regex, RegexBuilder};

/// A regular expression that is ready to match.
pub struct Pattern {
    regex: Regex,
    /// The names of the groups, in order; the ones without a name are none.
    pub groups: Vec<Option<Arc<str>>>,
}

/// Compiled patterns are kept: the same few are matched again and again.
static CACHE: Mutex<Option<HashMap<String, Arc<Pattern>>>> = Mutex::new(None);
const CACHE_LIMIT: usize = 256;
/// The most memory that a compiled pattern takes, in bytes.
const SIZE_LIMIT: usize = 8 << 20;

impl Pattern {
    /// Reads a pattern; the error is the end of a message.
    pub fn parse(written: &str) -> Result<Arc<Self>, String> {
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        let cache = cache.get_or_insert_default();
        if let Some(known) = cache.get(written) {
            return Ok(Arc::clone(known));
        }
        let translated = translate::translate(written)?;
        let regex = RegexBuilder::new(&translated.text)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|_| format!("invalid repeat count in {written}"))?;
        let pattern = Arc::new(Self { regex, groups: translated.groups });
        if cache.len() >= CACHE_LIMIT {
            cache.clear();
        }
        cache.insert(written.to_owned(), Arc::clone(&pattern));
        Ok(pattern)
    }

    /// The first match, if there is one.
    pub fn first<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex.captures(text)
    }

    /// All matches that do not overlap.
    pub fn all<'r, 't>(&'r self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'r, 't> {
        self.regex.captures_iter(text)
    }

    /// The text with all matches replaced; `$1`, `$name` and `${name}` are groups, `$$` is a dollar sign.
    pub fn replace(&self, text: &str, replacement: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for found in self.regex.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            out.push_str(&text[end..whole.start()]);
            self.expand(replacement, &found, &mut out);
            end = whole.end();
        }
        out.push_str(&text[end..]);
        out
    }

    fn expand(&self, replacement: &str, found: &Captures<'_>, out: &mut String) {
        let mut rest = replacement;
        while let Some((before, behind)) = rest.split_once('$') {
            out.push_str(before);
            if let Some(behind) = behind.strip_prefix('$') {
                out.push('$');
                rest = behind;
                continue;
            }
            let Some((name, behind)) = reference(behind) else {
                out.push('$');
                rest = behind;
                continue;
            };
            rest = behind;
            out.push_str(self.group(name, found).unwrap_or_default());
        }
        out.push_str(rest);
    }

    fn group<'t>(&self, name: &str, found: &Captures<'t>) -> Option<&'t str> {
        if name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0')) {
            return found.get(name.parse().ok()?).map(|group| group.as_str());
        }
        // Of groups with the same name, the first that took part counts.
        let named = self.groups.iter().enumerate().filter(|(_, group)| group.as_deref() == Some(name));
        named.filter_map(|(index, _)| found.get(index + 1)).map(|group| group.as_str()).next()
    }
}

/// The name after a dollar sign, in braces or without.
fn reference(text: &str) -> Option<(&str, &str)> {
    let braced = text.starts_with('{');
    let inner = text.strip_prefix('{').unwrap_or(text);
    let end = inner.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(inner.len());
    let (name, behind) = inner.split_at(end);
    let behind = if braced { behind.strip_prefix('}')? } else { behind };
    (!name.is_empty()).then_some((name, behind))
}
