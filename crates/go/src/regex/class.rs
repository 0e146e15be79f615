//! Classes of characters, and characters that are escaped.

use super::{SyntaxError, wrong};

/// A class in brackets at the beginning of `text`, translated, and what is behind it.
pub(super) fn bracketed(text: &str) -> Result<(String, &str), SyntaxError> {
    let mut rest = &text[1..];
    let mut out = String::from("[");
    if let Some(negated) = rest.strip_prefix('^') {
        out.push('^');
        rest = negated;
    }
    let mut first = true;
    loop {
        if rest.is_empty() {
            return Err(wrong("missing closing ]", text));
        }
        if let Some(behind) = rest.strip_prefix(']')
            && !first
        {
            out.push(']');
            return Ok((out, behind));
        }
        first = false;
        if let Some((class, behind)) = named(rest)? {
            out.push_str(&class);
            rest = behind;
            continue;
        }
        if let Some((class, behind)) = escaped(rest)? {
            out.push_str(&class);
            rest = behind;
            continue;
        }
        let range = rest;
        let (low, behind) = member(rest, text)?;
        rest = behind;
        let mut high = low;
        if let Some(behind) = rest.strip_prefix('-')
            && !behind.starts_with(']')
            && !behind.is_empty()
        {
            (high, rest) = member(behind, text)?;
            if high < low {
                return Err(wrong("invalid character class range", &range[..range.len() - rest.len()]));
            }
        }
        out.push_str(&format!("\\x{{{:x}}}-\\x{{{:x}}}", u32::from(low), u32::from(high)));
    }
}

fn member<'a>(text: &'a str, class: &str) -> Result<(char, &'a str), SyntaxError> {
    match text.chars().next() {
        None => Err(wrong("missing closing ]", class)),
        Some('\\') => character(text),
        Some(c) => Ok((c, &text[c.len_utf8()..])),
    }
}

/// `[:alpha:]` and kin.
fn named(text: &str) -> Result<Option<(String, &str)>, SyntaxError> {
    const NAMES: [&str; 14] = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
        "word", "xdigit",
    ];
    let Some((name, behind)) = text.strip_prefix("[:").and_then(|inner| inner.split_once(":]")) else {
        return Ok(None);
    };
    if NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
        return Ok(Some((format!("[:{name}:]"), behind)));
    }
    Err(wrong("invalid character class range", &text[..text.len() - behind.len()]))
}

/// `\d`, `\pL` and kin, to be put in brackets.
pub(super) fn escaped(text: &str) -> Result<Option<(String, &str)>, SyntaxError> {
    let Some(rest) = text.strip_prefix('\\') else { return Ok(None) };
    let class = match rest.as_bytes().first() {
        Some(b'd') => "0-9",
        Some(b'D') => "[^0-9]",
        Some(b's') => "\\t\\n\\f\\r\\x20",
        Some(b'S') => "[^\\t\\n\\f\\r\\x20]",
        Some(b'w') => "0-9A-Za-z_",
        Some(b'W') => "[^0-9A-Za-z_]",
        Some(b'p' | b'P') => return property(text).map(Some),
        _ => return Ok(None),
    };
    Ok(Some((class.into(), &rest[1..])))
}

/// A class of Unicode, by the name of a category or a script: `\pN`, `\p{Greek}`, `\p{^Greek}`, `\PN`.
fn property(text: &str) -> Result<(String, &str), SyntaxError> {
    let mut negated = text.as_bytes().get(1) == Some(&b'P');
    let inner = &text[2..];
    let (name, behind) = match inner.strip_prefix('{') {
        Some(braced) => braced.split_once('}').ok_or_else(|| wrong("invalid character class range", text))?,
        None => {
            let length = inner.chars().next().map_or(0, char::len_utf8);
            inner.split_at(length)
        }
    };
    let plain = match name.strip_prefix('^') {
        Some(plain) => {
            negated = !negated;
            plain
        }
        None => name,
    };
    let invalid = || wrong("invalid character class range", &text[..text.len() - behind.len()]);
    if plain == "Any" {
        return Ok((if negated { "[^\\x{0}-\\x{10FFFF}]" } else { "\\x{0}-\\x{10FFFF}" }.into(), behind));
    }
    let spelled = plain.starts_with(|c: char| c.is_ascii_uppercase())
        && plain.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphabetic());
    let class = format!("\\{}{{{plain}}}", if negated { 'P' } else { 'p' });
    // RE2 knows categories by their short names, and scripts.
    let is_category = plain.len() <= 2;
    let script = format!("\\p{{Script={plain}}}");
    let known = if is_category { regex::Regex::new(&class) } else { regex::Regex::new(&script) };
    if !spelled || known.is_err() {
        return Err(invalid());
    }
    let class = if is_category {
        class
    } else if negated {
        script.replacen("\\p", "\\P", 1)
    } else {
        script
    };
    Ok((class, behind))
}

/// An escaped character at the beginning of `text`, and what is behind it.
pub(super) fn character(text: &str) -> Result<(char, &str), SyntaxError> {
    let rest = &text[1..];
    let Some(c) = rest.chars().next() else {
        return Err(wrong("trailing backslash at end of expression", ""));
    };
    let behind = &rest[c.len_utf8()..];
    let invalid = |length: usize| wrong("invalid escape sequence", text.get(..length).unwrap_or(text));
    let octal = |digits: &str, limit: usize| {
        let count = digits.bytes().take(limit).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        (u32::from_str_radix(&digits[..count], 8).unwrap_or(0), count)
    };
    let plain = match c {
        '1'..='7' => {
            // One digit alone would refer back to a group, which RE2 cannot do.
            let (value, count) = octal(rest, 3);
            if count < 2 {
                return Err(invalid(2));
            }
            return Ok((char::from_u32(value).unwrap_or_default(), &rest[count..]));
        }
        '0' => {
            let (value, count) = octal(rest, 3);
            return Ok((char::from_u32(value).unwrap_or_default(), &rest[count..]));
        }
        'x' => return hexadecimal(text, behind),
        'a' => '\u{7}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => c,
        c => return Err(invalid(1 + c.len_utf8())),
    };
    Ok((plain, behind))
}

/// `\x7F` and `\x{10FFFF}`; `digits` is what is behind the `x`.
fn hexadecimal<'a>(text: &'a str, digits: &'a str) -> Result<(char, &'a str), SyntaxError> {
    let (digits, behind) = match digits.strip_prefix('{') {
        Some(braced) => braced.split_once('}').unwrap_or((braced, "")),
        None => digits.split_at_checked(2).unwrap_or((digits, "")),
    };
    let braced = text.as_bytes().get(2) == Some(&b'{');
    let valid =
        !digits.is_empty() && (braced || digits.len() == 2) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| valid).and_then(char::from_u32);
    match value {
        Some(c) => Ok((c, behind)),
        None => Err(wrong("invalid escape sequence", &text[..text.len() - behind.len()])),
    }
}
