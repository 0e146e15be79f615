//! Versions and constraints as `github.com/Masterminds/semver` reads them, which is more lenient than SemVer.

use std::cmp::Ordering;
use std::fmt;

/// A version; parts that are left out are 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) major: u64,
    pub(super) minor: u64,
    pub(super) patch: u64,
    pub(super) prerelease: String,
    pub(super) metadata: String,
    pub(super) original: String,
}

impl Version {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let invalid = || "invalid semantic version".to_owned();
        let parts = Parts::split(text).ok_or_else(invalid)?;
        let has_zero =
            |part: &str| part.len() > 1 && part.starts_with('0') && part.bytes().all(|it| it.is_ascii_digit());
        if parts.prerelease.split('.').any(has_zero) {
            return Err("version segment starts with 0".into());
        }
        let number = |part: Option<&str>| part.map_or(Some(0), |digits| digits.parse().ok()).ok_or_else(invalid);
        Ok(Self {
            major: number(Some(parts.numbers[0].unwrap_or("")))?,
            minor: number(parts.numbers[1])?,
            patch: number(parts.numbers[2])?,
            prerelease: parts.prerelease.to_owned(),
            metadata: parts.metadata.to_owned(),
            original: text.to_owned(),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.prerelease.is_empty() {
            write!(f, "-{}", self.prerelease)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Precedence: metadata does not count.
impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.major, self.minor, self.patch)
            .cmp(&(other.major, other.minor, other.patch))
            .then_with(|| prereleases(&self.prerelease, &other.prerelease))
    }
}

fn prereleases(a: &str, b: &str) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let mut others = b.split('.');
    for part in a.split('.') {
        let Some(other) = others.next() else { return Ordering::Greater };
        let order = match (part.parse::<u64>(), other.parse::<u64>()) {
            (Ok(a), Ok(b)) => a.cmp(&b),
            (Ok(_), Err(_)) => Ordering::Less,
            (Err(_), Ok(_)) => Ordering::Greater,
            (Err(_), Err(_)) => part.cmp(other),
        };
        if order.is_ne() {
            return order;
        }
    }
    if others.next().is_some() { Ordering::Less } else { Ordering::Equal }
}

/// A version's text taken apart, numbers as they are written.
struct Parts<'a> {
    numbers: [Option<&'a str>; 3],
    prerelease: &'a str,
    metadata: &'a str,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, metadata) = match text.split_once('+') {
            Some((text, metadata)) if is_identifiers(metadata) => (text, metadata),
            Some(_) => return None,
            None => (text, ""),
        };
        let (text, prerelease) = match text.split_once('-') {
            Some((text, prerelease)) if is_identifiers(prerelease) => (text, prerelease),
            Some(_) => return None,
            None => (text, ""),
        };
        let mut numbers = [None; 3];
        for (at, number) in text.split('.').enumerate() {
            *numbers.get_mut(at)? = Some(number).filter(|number| !number.is_empty());
            numbers[at]?;
        }
        Some(Self { numbers, prerelease, metadata })
    }
}

fn is_identifiers(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// Alternatives of which all parts have to hold.
#[derive(Debug)]
pub(super) struct Constraint {
    alternatives: Vec<Vec<Part>>,
}

#[derive(Debug)]
struct Part {
    operator: Operator,
    version: Version,
    /// Whether parts of the version are open: `1.2`, `1.x`.
    open: bool,
    minor_open: bool,
    patch_open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Tilde,
    Caret,
}

impl Constraint {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let alternatives = text.split("||").map(|part| alternative(part).ok_or(part));
        let alternatives: Result<_, _> = alternatives.collect();
        alternatives.map(|alternatives| Self { alternatives }).map_err(|_| format!("improper constraint: {text:?}"))
    }

    pub(super) fn allows(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|parts| parts.iter().all(|part| part.allows(version)))
    }
}

/// Helm's `IsCompatibleRange`: what cannot be read is not compatible.
pub(super) fn is_compatible(constraint: &str, version: &str) -> bool {
    match (Constraint::parse(constraint), Version::parse(version)) {
        (Ok(constraint), Ok(version)) => constraint.allows(&version),
        _ => false,
    }
}

fn alternative(text: &str) -> Option<Vec<Part>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(vec![part(Operator::GreaterOrEqual, "0.0.0")?]);
    }
    let mut parts = Vec::new();
    let mut words = text.split([',', ' ', '\t', '\n']).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if words.peek() == Some(&"-") {
            words.next();
            parts.push(part(Operator::GreaterOrEqual, word)?);
            parts.push(part(Operator::LessOrEqual, words.next()?)?);
            continue;
        }
        let length = word.find(|char| !"=!<>~^".contains(char)).unwrap_or(word.len());
        let (operator, version) = word.split_at(length);
        let operator = match operator {
            "" | "=" => Operator::Equal,
            "!=" => Operator::NotEqual,
            ">" => Operator::Greater,
            "<" => Operator::Less,
            ">=" | "=>" => Operator::GreaterOrEqual,
            "<=" | "=<" => Operator::LessOrEqual,
            "~" | "~>" => Operator::Tilde,
            "^" => Operator::Caret,
            _ => return None,
        };
        // An operator may stand apart from its version.
        parts.push(part(operator, if version.is_empty() { words.next()? } else { version })?);
    }
    Some(parts)
}

fn part(operator: Operator, text: &str) -> Option<Part> {
    let parts = Parts::split(text)?;
    let is_open = |number: Option<&str>| number.is_none_or(|number| matches!(number, "x" | "X" | "*"));
    let [major, minor, patch] = parts.numbers;
    let (major_open, minor_open, patch_open) = if is_open(major) {
        (true, false, false)
    } else if is_open(minor) {
        (false, true, false)
    } else {
        (false, false, is_open(patch))
    };
    let number = |number: Option<&str>, open: bool| if open { Some(0) } else { number?.parse().ok() };
    let version = Version {
        major: number(major, major_open)?,
        minor: number(minor, major_open || minor_open)?,
        patch: number(patch, major_open || minor_open || patch_open)?,
        prerelease: parts.prerelease.to_owned(),
        metadata: parts.metadata.to_owned(),
        original: text.to_owned(),
    };
    Some(Part { operator, version, open: major_open || minor_open || patch_open, minor_open, patch_open })
}

impl Part {
    fn allows(&self, v: &Version) -> bool {
        let con = &self.version;
        // A constraint without a prerelease never takes one.
        if !v.prerelease.is_empty() && con.prerelease.is_empty() && self.operator != Operator::NotEqual {
            return false;
        }
        match self.operator {
            Operator::Equal if self.open => self.tilde(v),
            Operator::Equal => v.cmp(con).is_eq(),
            Operator::NotEqual => self.not_equal(v),
            Operator::Greater if !self.open => v > con,
            Operator::Greater if v.major != con.major => v.major > con.major,
            Operator::Greater if self.minor_open => false,
            Operator::Greater => self.patch_open && v.minor > con.minor,
            Operator::Less => v < con,
            Operator::GreaterOrEqual => v >= con,
            Operator::LessOrEqual if !self.open => v <= con,
            Operator::LessOrEqual => {
                v.major < con.major || v.major == con.major && (v.minor <= con.minor || self.minor_open)
            }
            Operator::Tilde => self.tilde(v),
            Operator::Caret => self.caret(v),
        }
    }

    fn not_equal(&self, v: &Version) -> bool {
        let con = &self.version;
        if self.open {
            if !v.prerelease.is_empty() && con.prerelease.is_empty() {
                return false;
            }
            if con.major != v.major {
                return true;
            }
            if con.minor != v.minor && !self.minor_open {
                return true;
            }
            if self.minor_open {
                return false;
            }
            if con.patch != v.patch && !self.patch_open {
                return true;
            }
            if self.patch_open {
                return false;
            }
        }
        !v.cmp(con).is_eq()
    }

    fn tilde(&self, v: &Version) -> bool {
        let con = &self.version;
        if v < con {
            return false;
        }
        // `~0.0.0`, and so `*`, is anything.
        if con.major == 0 && con.minor == 0 && con.patch == 0 && !self.minor_open && !self.patch_open {
            return true;
        }
        v.major == con.major && (v.minor == con.minor || self.minor_open)
    }

    fn caret(&self, v: &Version) -> bool {
        let con = &self.version;
        if v < con {
            return false;
        }
        if con.major > 0 || self.minor_open {
            return v.major == con.major;
        }
        if v.major > 0 {
            return false;
        }
        if con.minor > 0 || self.patch_open {
            return v.minor == con.minor;
        }
        v.minor == 0 && v.patch == con.patch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_read_as_helm_reads_them() {
        for line in include_str!("testdata/semver.txt").lines().filter(|line| !line.starts_with('#')) {
            let [constraint, version, expected] = line.split(" | ").collect::<Vec<_>>()[..] else {
                panic!("a case has three parts: {line}");
            };
            assert_eq!(is_compatible(constraint, version).to_string(), expected, "{line}");
        }
    }
}
