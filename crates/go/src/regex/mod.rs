//! Regular expressions in the syntax of RE2, as Go has it, run by the `regex` crate.

mod class;
mod replacement;
mod translate;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use regex::{Captures, Regex, RegexBuilder};

pub use replacement::{Part, parts};
use translate::translate;

/// The most memory that a compiled pattern takes, in bytes.
const SIZE_LIMIT: usize = 8 << 20;

/// Why a pattern is invalid. It displays as Go's error does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// RE2's description: `missing closing ]`.
    pub problem: &'static str,
    /// The part of the pattern that is wrong.
    pub at: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error parsing regexp: {}: `{}`", self.problem, self.at)
    }
}

impl std::error::Error for SyntaxError {}

fn wrong(problem: &'static str, at: &str) -> SyntaxError {
    SyntaxError { problem, at: at.to_owned() }
}

/// A regular expression for text.
#[derive(Debug)]
pub struct Pattern {
    regex: Regex,
    /// The names of the groups, in order; `None` is a group without a name.
    pub groups: Vec<Option<Arc<str>>>,
}

/// Compiled patterns are kept: the same few are matched again and again.
static CACHE: Mutex<Option<HashMap<String, Arc<Pattern>>>> = Mutex::new(None);
const CACHE_LIMIT: usize = 256;

impl Pattern {
    /// Compiles a pattern, or takes it from those compiled before.
    ///
    /// # Errors
    /// The pattern is invalid, or too large.
    pub fn parse(written: &str) -> Result<Arc<Self>, SyntaxError> {
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        let cache = cache.get_or_insert_default();
        if let Some(known) = cache.get(written) {
            return Ok(Arc::clone(known));
        }
        let translated = translate(written, false)?;
        let regex = RegexBuilder::new(&translated.text)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|_| wrong("invalid repeat count", written))?;
        let pattern = Arc::new(Self { regex, groups: translated.groups });
        if cache.len() >= CACHE_LIMIT {
            cache.clear();
        }
        cache.insert(written.to_owned(), Arc::clone(&pattern));
        Ok(pattern)
    }

    /// The first match.
    #[must_use]
    pub fn first<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex.captures(text)
    }

    /// All matches that do not overlap.
    pub fn all<'r, 't>(&'r self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + use<'r, 't> {
        self.regex.captures_iter(text)
    }

    /// The text with all matches replaced; `$1`, `$name` and `${name}` stand for groups, `$$` for a dollar sign.
    #[must_use]
    pub fn replace(&self, text: &str, replacement: &str) -> String {
        let parts = parts(replacement);
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for found in self.regex.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            out.push_str(&text[end..whole.start()]);
            for part in &parts {
                match part {
                    Part::Text(text) => out.push_str(text),
                    Part::Group(name) => {
                        let group = replacement::group(&self.groups, name, |index| found.get(index));
                        out.push_str(group.map_or("", |group| group.as_str()));
                    }
                }
            }
            end = whole.end();
        }
        out.push_str(&text[end..]);
        out
    }
}

/// A regular expression for bytes that need not be UTF-8.
#[derive(Debug)]
pub struct BytesPattern {
    /// What matches. Groups have no names in it.
    pub regex: regex::bytes::Regex,
    groups: Vec<Option<Arc<str>>>,
}

impl BytesPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// The pattern is invalid, or too large.
    pub fn parse(written: &str) -> Result<Self, SyntaxError> {
        let translated = translate(written, true)?;
        let regex = regex::bytes::RegexBuilder::new(&translated.text)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|_| wrong("invalid repeat count", written))?;
        Ok(Self { regex, groups: translated.groups })
    }

    /// The group of a match that a replacement refers to by name or number.
    #[must_use]
    pub fn group<'t>(&self, name: &str, found: &regex::bytes::Captures<'t>) -> Option<regex::bytes::Match<'t>> {
        replacement::group(&self.groups, name, |index| found.get(index))
    }
}

/// Go's `regexp.QuoteMeta`.
#[must_use]
pub fn quote_meta(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if r"\.+*?()|[]{}^$".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_they_mean_to_re2() {
        for (pattern, text, expected) in [
            (r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "a-b", true),
            (r"^\d+$", "٣", false),
            (r"[[:alpha:]]+", "abc", true),
            (r"^[[]x", "[x", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^a{2}$", "aa", true),
            (r"{{.*}}", "{{x}}", true),
            (r"^[a&&b]+$", "a&b", true),
            (r"^\Qa.b\E$", "a.b", true),
            (r"^\Qa.b\E$", "axb", false),
            (r"^[^]]+$", "abc", true),
            (r"\bfoo\b", "a foo b", true),
            (r"a\Bb", "ab", true),
            (r"^[\w-\.]+$", "my-master.1", true),
        ] {
            let bytes = BytesPattern::parse(pattern).unwrap();
            assert_eq!(bytes.regex.is_match(text.as_bytes()), expected, "{pattern} {text}");
            assert_eq!(Pattern::parse(pattern).unwrap().first(text).is_some(), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn invalid_patterns_have_the_errors_of_go() {
        for (pattern, error) in [
            ("a(b", "error parsing regexp: missing closing ): `a(b`"),
            ("[a", "error parsing regexp: missing closing ]: `[a`"),
            ("*", "error parsing regexp: missing argument to repetition operator: `*`"),
            ("a\\", "error parsing regexp: trailing backslash at end of expression: ``"),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn replacements_refer_to_groups() {
        let pattern = Pattern::parse("(?P<first>a)(b)").unwrap();
        assert_eq!(pattern.replace("xab", "<$2$first${1}$$$01$1x>"), "x<baa$>");
    }
}
