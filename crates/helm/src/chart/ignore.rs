//! `.helmignore`. Source: Helm's `pkg/ignore`, which is no gitignore: there is no `**`, and `!` means "all but".

use regex::Regex;

/// The rules of one file.
#[derive(Debug)]
pub(super) struct Ignore {
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    pattern: Regex,
    negated: bool,
    folders_only: bool,
    /// Whether only the last part of the path is compared.
    name_only: bool,
}

impl Ignore {
    /// Reads the rules; a line that Helm would refuse is the error.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut rules = Vec::new();
        for line in text.lines().chain(["templates/.?*"]) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.contains("**") {
                return Err(format!("double-star (**) syntax is not supported: {line}"));
            }
            rules.push(Rule::parse(line).ok_or_else(|| format!("syntax error in pattern: {line}"))?);
        }
        Ok(Self { rules })
    }

    /// Whether the path within the chart is left out.
    pub(super) fn matches(&self, path: &str, is_folder: bool) -> bool {
        for rule in &self.rules {
            let name = if rule.name_only { path.rsplit('/').next().unwrap_or(path) } else { path };
            let found = rule.pattern.is_match(name);
            if rule.negated {
                if rule.folders_only && !is_folder || !found {
                    return true;
                }
            } else if found && (is_folder || !rule.folders_only) {
                return true;
            }
        }
        false
    }
}

impl Rule {
    fn parse(line: &str) -> Option<Self> {
        let (negated, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
        let (folders_only, line) = line.strip_suffix('/').map_or((false, line), |rest| (true, rest));
        let (rooted, line) = line.strip_prefix('/').map_or((false, line), |rest| (true, rest));
        let pattern = Regex::new(&pattern(line)?).ok()?;
        Some(Self { pattern, negated, folders_only, name_only: !rooted && !line.contains('/') })
    }
}

/// Go's `filepath.Match` as a regular expression.
fn pattern(glob: &str) -> Option<String> {
    let mut out = String::from("(?s)^");
    let mut chars = glob.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => {
                out.push('[');
                if chars.peek() == Some(&'^') {
                    chars.next();
                    out.push('^');
                }
                let mut closed = false;
                while let Some(inner) = chars.next() {
                    match inner {
                        ']' => {
                            closed = true;
                            break;
                        }
                        '-' => out.push('-'),
                        '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
                        inner => out.push_str(&regex::escape(&inner.to_string())),
                    }
                }
                if !closed {
                    return None;
                }
                out.push(']');
            }
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            char => out.push_str(&regex::escape(&char.to_string())),
        }
    }
    out.push('$');
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_helms_and_not_gits() {
        let ignore = Ignore::parse("# comment\n.git/\n*.bak\n/docs\nci/*.yaml\n").unwrap();
        for (path, is_folder, expected) in [
            (".git", true, true),
            (".git", false, false),
            ("deep/down/a.bak", false, true),
            ("docs", true, true),
            ("other/docs", true, false),
            ("ci/values.yaml", false, true),
            ("ci/deep/values.yaml", false, false),
            ("templates/.hidden", false, true),
            ("templates/shown", false, false),
        ] {
            assert_eq!(ignore.matches(path, is_folder), expected, "{path}");
        }
        assert!(Ignore::parse("a/**/b").is_err());
    }
}
