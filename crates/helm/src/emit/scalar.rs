//! How go-yaml writes a string: plain, quoted, or as a block.
//!
//! Source: `stringv` and `analyze_scalar` of go-yaml v2.

use seaworthy_source::yaml::scalar::{Dialect, resolve};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// What a string's characters allow.
#[derive(Debug, Clone, Copy)]
struct Allowed {
    plain: bool,
    single: bool,
    block: bool,
    multiline: bool,
}

/// The style of a string; `is_key` where it stands before a colon on the same line.
pub(super) fn style(text: &str, is_key: bool, yaml_1_2: bool) -> Style {
    let allowed = allowed(text);
    let mut style = if text.contains('\n') {
        Style::Literal
    } else if reads_as_string(text, yaml_1_2) {
        Style::Plain
    } else {
        Style::Double
    };
    if is_key && allowed.multiline {
        style = Style::Double;
    }
    if style == Style::Plain && (!allowed.plain || text.is_empty() && is_key) {
        style = Style::Single;
    }
    if style == Style::Single && !allowed.single || style == Style::Literal && (!allowed.block || is_key) {
        style = Style::Double;
    }
    style
}

/// Whether a key of this text fits on a line with its colon.
pub(super) fn is_simple_key(text: &str) -> bool {
    !allowed(text).multiline && text.len() <= 128
}

/// Whether the text without quotes reads as itself.
fn reads_as_string(text: &str, yaml_1_2: bool) -> bool {
    if text.is_empty() {
        return false;
    }
    let first = text.as_bytes()[0];
    // go-yaml looks only at texts that begin like something else.
    if !(first.is_ascii_digit() || b"+-.yYnNtTfFoO~".contains(&first)) {
        return true;
    }
    let _ = yaml_1_2;
    matches!(resolve(text, Dialect::Kubernetes), seaworthy_source::Value::String(_))
        && !is_timestamp(text)
        && !is_base_60(text)
        && !reads_as_go_float(text)
}

/// What begins with a dot is read by Go's own rules, which know exponents and infinities in words.
fn reads_as_go_float(text: &str) -> bool {
    text.starts_with('.')
        && text.len() > 1
        && text[1..].replace('_', "x").parse::<f64>().is_ok()
        && text.parse::<f64>().is_ok()
}

fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (body, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut parts = body.split(':');
    let first = parts.next().unwrap_or_default();
    let mut rest = 0;
    first.starts_with(|char: char| char.is_ascii_digit())
        && first.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
        && parts.all(|part| {
            rest += 1;
            match part.as_bytes() {
                [digit] => digit.is_ascii_digit(),
                [tens, digit] => (b'0'..=b'5').contains(tens) && digit.is_ascii_digit(),
                _ => false,
            }
        })
        && rest > 0
        && fraction.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

/// The forms of time that go-yaml knows: `2024-01-31`, alone or with a time.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || !bytes[..4].iter().all(u8::is_ascii_digit) || bytes[4] != b'-' {
        return false;
    }
    let number = |text: &str, range: std::ops::RangeInclusive<u32>| {
        (1..=2).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|value| range.contains(&value))
    };
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((&text[at..=at], &text[at + 1..]))),
        None => (text, None),
    };
    let mut parts = date[5..].split('-');
    let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if parts.next().is_some() || !number(month, 1..=12) || !number(day, 1..=31) || !day_exists(&date[..4], month, day) {
        return false;
    }
    let Some((separator, time)) = time else { return true };
    let (clock, zone) = match (separator, time.find(['Z', '+', '-'])) {
        (" ", None) => (time, None),
        (" ", Some(_)) | (_, None) => return false,
        (_, Some(at)) => (&time[..at], Some(&time[at..])),
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let clock_fits =
        [0..=23, 0..=59, 0..=59].into_iter().all(|range| parts.next().is_some_and(|part| number(part, range)));
    let zone_fits = zone.is_none_or(|zone| {
        zone == "Z"
            || zone.len() == 6 && &zone[3..4] == ":" && number(&zone[1..3], 0..=24) && number(&zone[4..], 0..=60)
    });
    clock_fits
        && parts.next().is_none()
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && zone_fits
}

fn day_exists(year: &str, month: &str, day: &str) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return false };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// Go-yaml's notion of what needs no escape.
pub(super) fn is_printable(char: char) -> bool {
    match u32::from(char) {
        0x0a | 0x20..=0x7e => true,
        0xfeff | 0xfffe | 0xffff => false,
        0xa0..=0xffff => true,
        _ => false,
    }
}

pub(super) fn is_break(char: char) -> bool {
    matches!(char, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn allowed(text: &str) -> Allowed {
    if text.is_empty() {
        return Allowed { plain: true, single: true, block: false, multiline: false };
    }
    let mut indicators = text.starts_with("---") || text.starts_with("...");
    let mut special = false;
    let (mut breaks, mut space_break, mut break_space) = (false, false, false);
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let blank_follows = chars.peek().is_none_or(|next| matches!(next, ' ' | '\t'));
        let blank_before = before.is_none_or(|before| matches!(before, ' ' | '\t') || is_break(before));
        indicators |= match (before, char) {
            (None, '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`') => {
                true
            }
            (None, '?' | ':' | '-') => blank_follows,
            (Some(_), ':') => blank_follows,
            (Some(_), '#') => blank_before,
            _ => false,
        };
        special |= !is_printable(char);
        breaks |= is_break(char);
        break_space |= char == ' ' && before.is_some_and(is_break);
        space_break |= is_break(char) && before == Some(' ');
        before = Some(char);
    }
    let first = text.chars().next().unwrap_or('x');
    let last = before.unwrap_or('x');
    let outer = |char: char| char == ' ' || is_break(char);
    Allowed {
        plain: !(outer(first) || outer(last) || break_space || space_break || special || breaks || indicators),
        single: !(break_space || space_break || special),
        block: !(last == ' ' || space_break || special),
        multiline: breaks,
    }
}
