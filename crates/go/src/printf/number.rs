//! Numbers by verbs.

use super::Directive;
use crate::float as float_text;

impl Directive {
    pub(super) fn integer(&self, value: i64) -> Option<String> {
        let size = value.unsigned_abs();
        let prefix = |prefix: &'static str| if self.sharp { prefix } else { "" };
        let mut digits = match self.verb {
            'v' | 'd' => size.to_string(),
            'b' => format!("{}{size:b}", prefix("0b")),
            'o' => format!("{}{size:o}", prefix("0")),
            'O' => format!("0o{size:o}"),
            'x' => format!("{}{size:x}", prefix("0x")),
            'X' => format!("{}{size:X}", prefix("0X")),
            'c' => return Some(code(value).to_string()),
            'q' => return Some(format!("'{}'", code(value))),
            'U' => return Some(format!("U+{size:04X}")),
            _ => return None,
        };
        if let Some(precision) = self.precision {
            digits = format!("{}{digits}", "0".repeat(precision.saturating_sub(digits.len())));
        }
        Some(format!("{}{digits}", self.sign(value < 0)))
    }

    pub(super) fn float(&self, value: f64) -> Option<String> {
        let size = value.abs();
        if !value.is_finite() {
            return matches!(self.verb, 'v' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G').then(|| float_text(value));
        }
        let text = match (self.verb, self.precision) {
            ('v' | 'g', None) => float_text(size),
            ('G', None) => float_text(size).to_uppercase(),
            ('f' | 'F', precision) => format!("{size:.*}", precision.unwrap_or(6)),
            ('e' | 'E', precision) => {
                let text = exponent(&format!("{size:.*e}", precision.unwrap_or(6)));
                if self.verb == 'E' { text.to_uppercase() } else { text }
            }
            ('v' | 'g' | 'G', Some(precision)) => {
                let text = general(size, precision.max(1));
                if self.verb == 'G' { text.to_uppercase() } else { text }
            }
            _ => return None,
        };
        Some(format!("{}{text}", self.sign(value.is_sign_negative())))
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            _ => "",
        }
    }
}

fn code(value: i64) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
}

/// Rust's exponent, written as Go writes it.
fn exponent(text: &str) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// `%.3g`: so many digits, without zeros at the end.
fn general(size: f64, precision: usize) -> String {
    let scientific = format!("{size:.*e}", precision - 1);
    let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let strip = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if power < -4 || power >= i32::try_from(precision).unwrap_or(i32::MAX) {
        return exponent(&format!("{}e{power}", strip(mantissa)));
    }
    let decimals = usize::try_from(i32::try_from(precision).unwrap_or(0) - 1 - power).unwrap_or(0);
    strip(&format!("{size:.decimals$}"))
}
