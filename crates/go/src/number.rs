//! Floating-point numbers as `strconv` and `encoding/json` write them.

/// The shortest digits that stand for a number, and the exponent of the first one.
fn digits(value: f64) -> (String, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// Go's `strconv.FormatFloat(value, 'g', -1, 64)`, which `%v` uses: an exponent from 1e+06 on, and below 1e-04.
#[must_use]
pub fn float(value: f64) -> String {
    if let Some(text) = not_finite(value) {
        return text.to_owned();
    }
    let (digits, exponent) = digits(value);
    if !(-4..6).contains(&exponent) {
        scientific(value, &digits, exponent)
    } else {
        positional(value, &digits, exponent)
    }
}

/// Go's `%e` with the digits given: at least two digits of exponent.
fn scientific(value: f64, digits: &str, exponent: i32) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{point}{rest}e{exponent_sign}{:02}", exponent.abs())
}

fn positional(value: f64, digits: &str, exponent: i32) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let count = digits.len();
    match usize::try_from(exponent) {
        Err(_) => {
            let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
            format!("{sign}0.{zeros}{digits}")
        }
        Ok(exponent) if exponent + 1 >= count => format!("{sign}{digits}{}", "0".repeat(exponent + 1 - count)),
        Ok(exponent) => format!("{sign}{}.{}", &digits[..=exponent], &digits[exponent + 1..]),
    }
}

/// The number as Go's JSON has it; nothing for what JSON cannot say.
#[must_use]
pub fn json_float(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let size = value.abs();
    let (digits, exponent) = digits(value);
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = scientific(value, &digits, exponent);
        // Go takes the zero out of `e-07`.
        return Some(match text.split_once("e-0") {
            Some((mantissa, digit)) if digit.len() == 1 => format!("{mantissa}e-{digit}"),
            _ => text,
        });
    }
    Some(positional(value, &digits, exponent))
}
