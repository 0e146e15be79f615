//! Go's literals: quoted strings, characters and numbers.

/// The text between double quotes, its escapes resolved.
#[must_use]
pub fn unquote(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        if *first != b'\\' {
            out.push(*first);
            rest = tail;
            continue;
        }
        let (escape, tail) = escape(tail, b'"')?;
        match escape {
            Escape::Byte(byte) => out.push(byte),
            Escape::Char(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = tail;
    }
    Some(out)
}

/// The code of the character between single quotes.
#[must_use]
pub fn character(text: &[u8]) -> Option<i64> {
    if let [b'\\', tail @ ..] = text {
        let (escape, rest) = escape(tail, b'\'')?;
        let code = match escape {
            Escape::Byte(byte) => i64::from(byte),
            Escape::Char(char) => i64::from(u32::from(char)),
        };
        return rest.is_empty().then_some(code);
    }
    let mut chars = std::str::from_utf8(text).ok()?.chars();
    let only = chars.next()?;
    chars.next().is_none().then_some(i64::from(u32::from(only)))
}

enum Escape {
    Byte(u8),
    Char(char),
}

/// The escape behind a backslash, and what follows it.
fn escape(text: &[u8], quote: u8) -> Option<(Escape, &[u8])> {
    let (first, tail) = text.split_first()?;
    let digits = |count: usize, radix: u32| {
        let digits = std::str::from_utf8(text.get(1..=count)?).ok()?;
        Some((u32::from_str_radix(digits, radix).ok()?, &text[count + 1..]))
    };
    let byte = |byte: u8| Some((Escape::Byte(byte), tail));
    match first {
        b'a' => byte(7),
        b'b' => byte(8),
        b'f' => byte(12),
        b'n' => byte(b'\n'),
        b'r' => byte(b'\r'),
        b't' => byte(b'\t'),
        b'v' => byte(11),
        b'\\' => byte(b'\\'),
        quoted if *quoted == quote => byte(*quoted),
        b'x' => digits(2, 16).map(|(code, tail)| (Escape::Byte(code as u8), tail)),
        b'u' => digits(4, 16).and_then(|(code, tail)| Some((Escape::Char(char::from_u32(code)?), tail))),
        b'U' => digits(8, 16).and_then(|(code, tail)| Some((Escape::Char(char::from_u32(code)?), tail))),
        b'0'..=b'7' => {
            let digits = std::str::from_utf8(text.get(..3)?).ok()?;
            Some((Escape::Byte(u8::from_str_radix(digits, 8).ok()?), &text[3..]))
        }
        _ => None,
    }
}

/// A number constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
}

/// Go's reading of a number constant.
#[must_use]
pub fn number(text: &str) -> Option<Number> {
    if let Some(value) = integer(text, 0) {
        return Some(Number::Integer(value));
    }
    let plain = text.replace('_', "");
    if let Some(value) = hexadecimal_float(&plain) {
        return Some(Number::Float(value));
    }
    if !plain.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        return None;
    }
    plain.parse().ok().map(Number::Float)
}

/// `0x1p60`: a hexadecimal mantissa, and a power of two.
fn hexadecimal_float(text: &str) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let lower = digits.trim_start_matches('+').to_ascii_lowercase();
    let (mantissa, power) = lower.strip_prefix("0x")?.split_once('p')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut value = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let shift = power.parse::<i32>().ok()?.saturating_sub(4 * i32::try_from(fraction.len()).ok()?);
    Some(sign * value * 2.0_f64.powi(shift))
}

/// Go's `strconv.ParseInt(text, base, 64)`; base 0 takes the base from a prefix, and allows underscores.
#[must_use]
pub fn integer(text: &str, base: u32) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let (digits, base) = match base {
        0 => {
            let (digits, base) = if let Some(digits) = lower.strip_prefix("0x") {
                (digits, 16)
            } else if let Some(digits) = lower.strip_prefix("0b") {
                (digits, 2)
            } else if let Some(digits) = lower.strip_prefix("0o") {
                (digits, 8)
            } else if lower.len() > 1 && lower.starts_with('0') {
                (&lower[1..], 8)
            } else {
                (&*lower, 10)
            };
            (digits.replace('_', ""), base)
        }
        base => (lower.clone(), base),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let value = i128::from_str_radix(&digits, base).ok()?;
    i64::try_from(if negative { -value } else { value }).ok()
}
