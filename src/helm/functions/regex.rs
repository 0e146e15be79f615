//! Regular expressions: Go's RE2 syntax, run by the `regex` crate.

use regex::bytes::{Regex, RegexBuilder};

use super::Type::{Int, String as Str};
use super::{Args, Context, Function, Outcome, fixed};
use crate::helm::text::{Builder, Text};
use crate::helm::value::{Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    // Sprig's `regexMatch` takes a pattern that is none for one that does not match.
    fixed("regexMatch", &[Str, Str], |context, args| {
        let found = context.regex(args.text(0).bytes()).is_ok_and(|regex| regex.is_match(args.text(1).bytes()));
        Ok(Value::Bool(found).into())
    }),
    fixed("mustRegexMatch", &[Str, Str], |context, args| {
        let regex = context.regex(args.text(0).bytes())?;
        Ok(Value::Bool(regex.is_match(args.text(1).bytes())).into())
    }),
    fixed("regexFind", &[Str, Str], find),
    fixed("mustRegexFind", &[Str, Str], find),
    fixed("regexFindAll", &[Str, Str, Int], find_all),
    fixed("mustRegexFindAll", &[Str, Str, Int], find_all),
    fixed("regexReplaceAll", &[Str, Str, Str], |context, args| replace(context, args, false)),
    fixed("mustRegexReplaceAll", &[Str, Str, Str], |context, args| replace(context, args, false)),
    fixed("regexReplaceAllLiteral", &[Str, Str, Str], |context, args| replace(context, args, true)),
    fixed("mustRegexReplaceAllLiteral", &[Str, Str, Str], |context, args| replace(context, args, true)),
    fixed("regexSplit", &[Str, Str, Int], split),
    fixed("mustRegexSplit", &[Str, Str, Int], split),
    fixed("regexQuoteMeta", &[Str], |_, args| {
        let text = args.str(0);
        let mut out = String::with_capacity(text.len());
        for char in text.chars() {
            if r"\.+*?()|[]{}^$".contains(char) {
                out.push('\\');
            }
            out.push(char);
        }
        Ok(Value::from(out).into())
    }),
];

/// Compiles a pattern that is written for RE2.
pub(in crate::helm) fn compile(pattern: &[u8]) -> Result<Regex, String> {
    let pattern = String::from_utf8_lossy(pattern);
    RegexBuilder::new(&translated(&pattern))
        .size_limit(8 << 20)
        .build()
        .map_err(|_| format!("error parsing regexp: `{pattern}`"))
}

/// RE2's syntax in that of the crate: classes are ASCII, sets have no operators, braces that repeat nothing are literal.
fn translated(pattern: &str) -> String {
    let chars: Vec<char> = pattern.chars().collect();
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut at = 0;
    let mut in_class = false;
    let mut class_start = false;
    while at < chars.len() {
        let char = chars[at];
        let starts_class = std::mem::take(&mut class_start);
        match char {
            '\\' => {
                at += 1;
                let Some(escaped) = chars.get(at) else {
                    out.push('\\');
                    break;
                };
                match (escaped, in_class) {
                    ('Q', false) => {
                        let rest: String = chars[at + 1..].iter().collect();
                        let literal = rest.split_once("\\E").map_or(rest.as_str(), |(literal, _)| literal);
                        out.push_str(&regex::escape(literal));
                        at += literal.chars().count() + if rest.contains("\\E") { 2 } else { 0 };
                    }
                    ('d', false) => out.push_str("[0-9]"),
                    ('d', true) => out.push_str("0-9"),
                    ('D', _) => out.push_str("[^0-9]"),
                    ('w', false) => out.push_str("[0-9A-Za-z_]"),
                    ('w', true) => out.push_str("0-9A-Za-z_"),
                    ('W', _) => out.push_str("[^0-9A-Za-z_]"),
                    ('s', false) => out.push_str(r"[\t\n\x0C\r ]"),
                    ('s', true) => out.push_str(r"\t\n\x0C\r "),
                    ('S', _) => out.push_str(r"[^\t\n\x0C\r ]"),
                    ('b', false) => out.push_str(r"(?-u:\b)"),
                    ('B', false) => out.push_str(r"(?-u:\B)"),
                    (escaped, _) if escaped.is_ascii_punctuation() || "afnrtvxpPAzbB0123".contains(*escaped) => {
                        out.push('\\');
                        out.push(*escaped);
                    }
                    // RE2 refuses other escapes, and so does the crate.
                    (escaped, _) => {
                        out.push('\\');
                        out.push(*escaped);
                    }
                }
                // `[\w-.]`: behind a class, a hyphen stands for itself.
                let is_class = in_class && matches!(escaped, 'd' | 'D' | 'w' | 'W' | 's' | 'S');
                if is_class && chars.get(at + 1) == Some(&'-') && chars.get(at + 2) != Some(&']') {
                    out.push_str(r"\-");
                    at += 1;
                }
            }
            '[' if in_class => {
                let named = chars.get(at + 1) == Some(&':') && chars[at..].windows(2).any(|pair| pair == [':', ']']);
                if named {
                    let end = chars[at..].windows(2).position(|pair| pair == [':', ']']).unwrap_or(0) + at + 1;
                    out.extend(&chars[at..=end]);
                    at = end;
                } else {
                    out.push_str(r"\[");
                }
            }
            '[' => {
                in_class = true;
                class_start = true;
                out.push('[');
            }
            '^' if starts_class => {
                class_start = true;
                out.push('^');
            }
            ']' if in_class && starts_class => out.push_str(r"\]"),
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(char);
            }
            '-' if in_class && chars.get(at + 1) == Some(&'-') => out.push_str(r"\-"),
            '{' if !in_class && !repeats(&chars[at..]) => out.push_str(r"\{"),
            '}' if !in_class && !closes_repeat(&chars[..=at]) => out.push_str(r"\}"),
            char => out.push(char),
        }
        at += 1;
    }
    out
}

/// Whether `{…` is a repetition: `{2}`, `{2,}`, `{2,5}`.
fn repeats(rest: &[char]) -> bool {
    let Some(end) = rest.iter().position(|char| *char == '}') else { return false };
    let inside: String = rest[1..end].iter().collect();
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

fn closes_repeat(before: &[char]) -> bool {
    // `\p{Greek}` and `\x{10FFFF}` close a name, `{2}` a repetition.
    let Some(open) = before.iter().rposition(|char| *char == '{') else { return false };
    repeats(&before[open..]) || open >= 2 && before[open - 2] == '\\' && matches!(before[open - 1], 'p' | 'P' | 'x')
}

fn part(args: Args<'_>, range: std::ops::Range<usize>) -> Tracked {
    let mut out = Builder::default();
    out.push_part(&args.text(1), args.any(1).mark, range);
    Tracked::from_builder(out)
}

fn find(context: &Context, args: Args<'_>) -> Outcome {
    let regex = context.regex(args.text(0).bytes())?;
    Ok(match regex.find(args.text(1).bytes()) {
        Some(found) => part(args, found.range()),
        None => Tracked::new("".into(), args.any(1).mark),
    })
}

fn limit(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn find_all(context: &Context, args: Args<'_>) -> Outcome {
    let regex = context.regex(args.text(0).bytes())?;
    let text = args.text(1);
    let found = regex.find_iter(text.bytes()).take(limit(args.int(2))).map(|found| part(args, found.range())).collect();
    Ok(Tracked::new(Value::strings(found), args.any(1).mark))
}

fn replace(context: &Context, args: Args<'_>, literal: bool) -> Outcome {
    let regex = context.regex(args.text(0).bytes())?;
    let (text, mark) = (args.text(1), args.any(1).mark);
    let replacement = args.str(2);
    let mut out = Builder::default();
    let mut from = 0;
    for captures in regex.captures_iter(text.bytes()) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_part(&text, mark, from..whole.start());
        let at = text.mark_at(whole.start().min(text.len().saturating_sub(1)), mark);
        if literal {
            out.push(replacement.as_bytes(), args.any(2).mark.or(at));
        } else {
            expand(&mut out, &replacement, &captures, &regex, &text, mark, args.any(2).mark.or(at));
        }
        from = whole.end();
        if out.len() > crate::helm::limits::MAX_TEXT {
            return Err("the text becomes too long".into());
        }
    }
    out.push_part(&text, mark, from..text.len());
    Ok(Tracked::from_builder(out))
}

/// Go's `Regexp.Expand`: `$1`, `${1}`, `${name}`, `$$`; a name is as long as it can be.
fn expand(
    out: &mut Builder,
    template: &str,
    captures: &regex::bytes::Captures<'_>,
    regex: &Regex,
    text: &Text,
    text_mark: crate::helm::provenance::Mark,
    mark: crate::helm::provenance::Mark,
) {
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push(&rest.as_bytes()[..at], mark);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push(b"$", mark);
            rest = after;
            continue;
        }
        let name_of =
            |text: &str| text.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(text.len());
        let (name, after) = match rest.strip_prefix('{') {
            Some(braced) => match braced.find('}') {
                Some(end) if name_of(&braced[..end]) == end && end > 0 => (&braced[..end], &braced[end + 1..]),
                _ => ("", rest),
            },
            None => rest.split_at(name_of(rest)),
        };
        if name.is_empty() {
            out.push(b"$", mark);
            continue;
        }
        let group = match name.parse::<usize>() {
            Ok(number) => captures.get(number),
            Err(_) => {
                let known = regex.capture_names().flatten().any(|known| known == name);
                if known { captures.name(name) } else { None }
            }
        };
        if let Some(group) = group {
            out.push_part(text, text_mark, group.range());
        }
        rest = after;
    }
    out.push(rest.as_bytes(), mark);
}

fn split(context: &Context, args: Args<'_>) -> Outcome {
    let regex = context.regex(args.text(0).bytes())?;
    let text = args.text(1);
    let count = args.int(2);
    let mut pieces = Vec::new();
    if count != 0 {
        let most = limit(count);
        let (mut begin, mut end) = (0, 0);
        for found in regex.find_iter(text.bytes()) {
            if pieces.len() + 1 >= most {
                break;
            }
            end = found.start();
            // Go leaves out the empty piece that a match of nothing at the start would make.
            if found.end() != 0 {
                pieces.push(part(args, begin..end));
            }
            begin = found.end();
        }
        if end != text.len() {
            pieces.push(part(args, begin..text.len()));
        }
    }
    Ok(Tracked::new(Value::strings(pieces), args.any(1).mark))
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
            (r"^[\w-\.]+$", "my-master.1", true),
        ] {
            let regex = compile(pattern.as_bytes()).unwrap();
            assert_eq!(regex.is_match(text.as_bytes()), expected, "{pattern} {text}");
        }
    }
}
