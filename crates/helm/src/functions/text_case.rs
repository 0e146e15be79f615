//! Sprig's functions that change letters or lay text out anew.

use super::Type::{Int, String as Str};
use super::{Function, fixed};
use crate::text::Builder;
use crate::value::{Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("upper", &[Str], |_, args| Ok(mapped(args.any(0), |text| text.chars().map(upper).collect()))),
    fixed("lower", &[Str], |_, args| Ok(mapped(args.any(0), |text| text.chars().map(lower).collect()))),
    fixed("title", &[Str], |_, args| Ok(mapped(args.any(0), title))),
    fixed("untitle", &[Str], |_, args| Ok(mapped(args.any(0), untitle))),
    fixed("swapcase", &[Str], |_, args| Ok(mapped(args.any(0), swap_case))),
    fixed("initials", &[Str], |_, args| Ok(Value::from(initials(&args.str(0))).into())),
    fixed("camelcase", &[Str], |_, args| Ok(Value::from(pascal_case(&args.str(0))).into())),
    fixed("snakecase", &[Str], |_, args| Ok(Value::from(joined_case(&args.str(0), '_')).into())),
    fixed("kebabcase", &[Str], |_, args| Ok(Value::from(joined_case(&args.str(0), '-')).into())),
    fixed("wrap", &[Int, Str], |_, args| Ok(Value::from(wrap(&args.str(1), args.int(0), "\n", false)).into())),
    fixed("wrapWith", &[Int, Str, Str], |_, args| {
        Ok(Value::from(wrap(&args.str(2), args.int(0), &args.str(1), true)).into())
    }),
    fixed("plural", &[Str, Str, Int], |_, args| Ok(args.any(if args.int(2) == 1 { 0 } else { 1 }).clone())),
];

/// The text changed; where it stays as long as it was, its parts keep their marks.
fn mapped(value: &Tracked, change: impl Fn(&str) -> String) -> Tracked {
    let Value::String(text) = &value.value else { return Tracked::NIL };
    let changed = change(&text.lossy());
    match text.runs() {
        Some(runs) if changed.len() == text.len() => {
            let mut out = Builder::default();
            let mut start = 0;
            for run in runs {
                let end = run.end as usize;
                out.push_literal(&changed.as_bytes()[start..end], run.mark, run.offset as usize);
                start = end;
            }
            Tracked::from_builder(out)
        }
        _ => Value::from(changed).into(),
    }
}

/// Go maps characters one to one: `ß`, whose capital is two letters, stays.
fn upper(char: char) -> char {
    let mut mapped = char.to_uppercase();
    if mapped.len() == 1 { mapped.next().unwrap_or(char) } else { char }
}

fn lower(char: char) -> char {
    char.to_lowercase().next().unwrap_or(char)
}

/// The first letter of each word in lower case.
fn untitle(text: &str) -> String {
    let mut before_is_space = true;
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        out.push(if before_is_space { lower(char) } else { char });
        before_is_space = char.is_whitespace();
    }
    out
}

/// Go's `strings.Title`: a letter behind what is no letter, digit, underscore or apostrophe becomes upper case.
fn title(text: &str) -> String {
    let mut before = ' ';
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        let separated = match before {
            '_' => false,
            before if before.is_alphanumeric() => false,
            before if before.is_ascii() => true,
            before => before.is_whitespace(),
        };
        if separated {
            out.push(upper(char));
        } else {
            out.push(char);
        }
        before = char;
    }
    out
}

fn swap_case(text: &str) -> String {
    let mut after_space = true;
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_uppercase() {
            out.push(lower(char));
            after_space = false;
        } else if char.is_lowercase() {
            if after_space {
                out.push(upper(char));
                after_space = false;
            } else {
                out.push(upper(char));
            }
        } else {
            after_space = char.is_whitespace();
            out.push(char);
        }
    }
    out
}

fn initials(text: &str) -> String {
    let mut before_is_space = true;
    let mut out = String::new();
    for char in text.chars() {
        if before_is_space && !char.is_whitespace() {
            out.push(char);
        }
        before_is_space = char.is_whitespace();
    }
    out
}

fn is_connector(char: char) -> bool {
    matches!(char, '-' | '_') || char.is_whitespace()
}

/// `github.com/huandu/xstrings.ToPascalCase`.
fn pascal_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts_word = true;
    let mut leading = true;
    for char in text.chars() {
        if is_connector(char) {
            // Connectors at the start stay.
            if leading {
                out.push(char);
            }
            starts_word = true;
        } else if starts_word {
            out.push(upper(char));
            starts_word = false;
            leading = false;
        } else {
            out.push(char);
            leading = false;
        }
    }
    out
}

/// `github.com/huandu/xstrings.ToSnakeCase` and `ToKebabCase`: words are found by case, digits and separators.
fn joined_case(text: &str, connector: char) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 4);
    for (at, &char) in chars.iter().enumerate() {
        if is_connector(char) {
            out.push(connector);
            continue;
        }
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + 1);
        let starts_word = char.is_uppercase()
            && before.is_some_and(|before| {
                !is_connector(before) && (!before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()))
            });
        if starts_word && !out.ends_with(connector) {
            out.push(connector);
        }
        out.push(lower(char));
    }
    out
}

/// `github.com/Masterminds/goutils.WrapCustom`.
fn wrap(text: &str, width: i64, new_line: &str, long_words: bool) -> String {
    let width = usize::try_from(width.max(1)).unwrap_or(1);
    let mut rest: &[u8] = text.as_bytes();
    let mut out = Vec::with_capacity(text.len() + 16);
    while rest.len() > width {
        if rest[0] == b' ' {
            rest = &rest[1..];
            continue;
        }
        let space = rest[..=width.min(rest.len() - 1)].iter().rposition(|byte| *byte == b' ');
        match space {
            Some(at) => {
                out.extend_from_slice(&rest[..at]);
                out.extend_from_slice(new_line.as_bytes());
                rest = &rest[at + 1..];
            }
            None if long_words => {
                out.extend_from_slice(&rest[..width]);
                out.extend_from_slice(new_line.as_bytes());
                rest = &rest[width..];
            }
            None => match rest[width..].iter().position(|byte| *byte == b' ') {
                Some(at) => {
                    out.extend_from_slice(&rest[..width + at]);
                    out.extend_from_slice(new_line.as_bytes());
                    rest = &rest[width + at + 1..];
                }
                None => break,
            },
        }
    }
    out.extend_from_slice(rest);
    String::from_utf8_lossy(&out).into_owned()
}
