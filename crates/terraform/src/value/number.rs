use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use num_bigint::{BigInt, BigUint, Sign};

use super::decimal::Decimal;
use super::float::Float;

/// The precision of literals, in bits.
const PRECISION: u32 = 512;
/// The precision of counts.
const COUNT_PRECISION: u32 = 64;
/// The precision of 64-bit floats.
const MACHINE_PRECISION: u32 = 53;
/// The most digits that a number may be written with.
const DIGITS_LIMIT: usize = 20_000;

/// A number, as exact as Terraform's: binary floating point with up to 512 bits.
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    /// A whole number of at least 64 bits precision: exact, and never `-0`.
    Integer {
        value: i64,
        precision: u32,
    },
    Float(Arc<Float>),
    Infinity {
        negative: bool,
    },
}

/// Why an operation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undefined;

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Integer { value: 0, precision: COUNT_PRECISION });
    /// Greater than every other number.
    pub const INFINITY: Self = Self(Repr::Infinity { negative: false });
    /// Less than every other number.
    pub const NEGATIVE_INFINITY: Self = Self(Repr::Infinity { negative: true });

    /// Reads a number as Terraform writes it and converts it from a string: `12`, `-0.5`, `1e3`, also `Inf`, `0x1F` as
    /// far as Go's `big.ParseFloat` accepts them in base 10.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(value) = text.parse::<i64>()
            && (value != 0 || !text.starts_with('-'))
        {
            return Some(Self(Repr::Integer { value, precision: PRECISION }));
        }
        let (negative, digits) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        if matches!(digits, "Inf" | "inf") {
            return Some(Self(Repr::Infinity { negative }));
        }
        let (mantissa, exponent) = match digits.find(['e', 'E']) {
            Some(at) => (&digits[..at], parse_exponent(&digits[at + 1..])?),
            None => match digits.find(['p', 'P']) {
                Some(at) => return parse_binary(negative, &digits[..at], parse_exponent(&digits[at + 1..])?),
                None => (digits, 0),
            },
        };
        let (whole, places) = parse_mantissa(mantissa)?;
        Self::from_decimal(negative, whole, exponent.saturating_sub(places))
    }

    /// `mantissa * 10^exponent`; `None` if it is too large.
    fn from_decimal(negative: bool, mantissa: BigUint, exponent: i64) -> Option<Self> {
        let power = u32::try_from(exponent.unsigned_abs()).ok()?;
        if mantissa.bits() == 0 {
            return Some(Self::from_float(Float::new(negative, mantissa, 0, PRECISION, false), negative));
        }
        if power as usize > 2 * DIGITS_LIMIT {
            return None;
        }
        let fives = BigUint::from(5u32).pow(power);
        let float = if exponent >= 0 {
            Float::new(negative, mantissa * fives, exponent, PRECISION, false)
        } else {
            let dividend = Float { negative, mantissa, exponent, precision: PRECISION };
            dividend.divide(&Float { negative: false, mantissa: fives, exponent: 0, precision: PRECISION })
        };
        Some(Self::from_float(float, negative))
    }

    /// The number of a 64-bit float; `None` for NaN.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Self(Repr::Infinity { negative: value < 0.0 }));
        }
        let bits = value.to_bits();
        let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
        let (mantissa, exponent) = match exponent {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, i64::try_from(exponent).unwrap_or(0) - 1075),
        };
        let negative = value.is_sign_negative();
        let float = Float::new(negative, BigUint::from(mantissa), exponent, MACHINE_PRECISION, false);
        Some(Self::from_float(float, negative))
    }

    /// A whole number of any size, exact.
    #[must_use]
    pub fn from_big(value: &BigInt) -> Self {
        let bits = u32::try_from(value.bits()).unwrap_or(u32::MAX);
        let negative = value.sign() == Sign::Minus;
        let precision = bits.max(COUNT_PRECISION);
        Self::from_float(Float::new(negative, value.magnitude().clone(), 0, precision, false), negative)
    }

    fn from_float(float: Option<Float>, negative: bool) -> Self {
        let Some(float) = float else { return Self(Repr::Infinity { negative }) };
        let small = float.precision >= COUNT_PRECISION
            && float.exponent >= 0
            && float.exponent.unsigned_abs() + float.mantissa.bits() < 64
            && !(float.negative && float.is_zero());
        if small && let Ok(value) = i64::try_from(float.truncate().0) {
            let value = if float.negative { -value } else { value };
            return Self(Repr::Integer { value, precision: float.precision });
        }
        Self(Repr::Float(Arc::new(float)))
    }

    /// As a float, unless it is infinite.
    fn float(&self) -> Result<Arc<Float>, bool> {
        match &self.0 {
            Repr::Float(float) => Ok(Arc::clone(float)),
            Repr::Infinity { negative } => Err(*negative),
            Repr::Integer { value, precision } => {
                let mantissa = BigUint::from(value.unsigned_abs());
                let zeros = mantissa.trailing_zeros().unwrap_or(0);
                Ok(Arc::new(Float {
                    negative: *value < 0,
                    mantissa: mantissa >> zeros,
                    exponent: i64::try_from(zeros).unwrap_or(0),
                    precision: *precision,
                }))
            }
        }
    }

    /// The sum; undefined for infinities of opposite sign.
    pub fn add(&self, other: &Self) -> Result<Self, Undefined> {
        if let (Repr::Integer { value: a, precision: p }, Repr::Integer { value: b, precision: q }) =
            (&self.0, &other.0)
            && let Some(value) = a.checked_add(*b)
        {
            return Ok(Self(Repr::Integer { value, precision: *p.max(q) }));
        }
        match (self.float(), other.float()) {
            (Ok(a), Ok(b)) => Ok(Self::from_float(a.add(&b), a.negative)),
            (Err(a), Err(b)) if a != b => Err(Undefined),
            (Err(negative), _) | (_, Err(negative)) => Ok(Self(Repr::Infinity { negative })),
        }
    }

    /// The difference; undefined for infinities of the same sign.
    pub fn subtract(&self, other: &Self) -> Result<Self, Undefined> {
        self.add(&other.negate())
    }

    /// The product; undefined for zero and infinity.
    pub fn multiply(&self, other: &Self) -> Result<Self, Undefined> {
        if let (Repr::Integer { value: a, precision: p }, Repr::Integer { value: b, precision: q }) =
            (&self.0, &other.0)
            && let Some(value) = a.checked_mul(*b).filter(|value| *value != 0)
        {
            return Ok(Self(Repr::Integer { value, precision: *p.max(q) }));
        }
        match (self.float(), other.float()) {
            (Ok(a), Ok(b)) => Ok(Self::from_float(a.multiply(&b, PRECISION), a.negative != b.negative)),
            _ if self.is_zero() || other.is_zero() => Err(Undefined),
            _ => Ok(Self(Repr::Infinity { negative: self.is_negative() != other.is_negative() })),
        }
    }

    /// The quotient, infinite where the divisor is zero; undefined for two zeros and for two infinities.
    pub fn divide(&self, other: &Self) -> Result<Self, Undefined> {
        let negative = self.is_negative() != other.is_negative();
        match (self.float(), other.float()) {
            (Ok(a), Ok(b)) if b.is_zero() => match a.is_zero() {
                true => Err(Undefined),
                false => Ok(Self(Repr::Infinity { negative })),
            },
            (Ok(a), Ok(b)) => Ok(Self::from_float(a.divide(&b), negative)),
            (Ok(a), Err(_)) => {
                Ok(Self::from_float(Float::new(negative, BigUint::ZERO, 0, a.precision, false), negative))
            }
            (Err(_), Ok(_)) => Ok(Self(Repr::Infinity { negative })),
            (Err(_), Err(_)) => Err(Undefined),
        }
    }

    /// The remainder of a division, with the sign of the dividend; the dividend itself where the divisor is zero.
    /// Undefined for infinities.
    pub fn remainder(&self, other: &Self) -> Result<Self, Undefined> {
        if other.is_zero() {
            return Ok(self.clone());
        }
        if !self.is_finite() || !other.is_finite() {
            return Err(Undefined);
        }
        let quotient = self.divide(other)?;
        let (Ok(left), Ok(right), Ok(quotient)) = (self.float(), other.float(), quotient.float()) else {
            return Ok(Self::INFINITY);
        };
        // As Terraform computes it, every step rounded to the precision of the dividend.
        let work = Float::new(quotient.negative, quotient.truncate().0, 0, left.precision, false).and_then(|whole| {
            Float::new(
                whole.negative != right.negative,
                &whole.mantissa * &right.mantissa,
                whole.exponent + right.exponent,
                left.precision,
                false,
            )
        });
        let Some(mut work) = work else { return Ok(Self::INFINITY) };
        work.negative = !work.negative;
        let rest = left.add(&work).and_then(|rest| rest.round(left.precision));
        Ok(Self::from_float(rest, left.negative))
    }

    /// The number with the opposite sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        if let Repr::Integer { value, precision } = self.0
            && let Some(value) = value.checked_neg().filter(|value| *value != 0)
        {
            return Self(Repr::Integer { value, precision });
        }
        match self.float() {
            Ok(float) => {
                let negative = !float.negative;
                Self::from_float(Some(Float { negative, ..(*float).clone() }), negative)
            }
            Err(negative) => Self(Repr::Infinity { negative: !negative }),
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        if self.is_negative() { self.negate() } else { self.clone() }
    }

    /// The nearest whole number that is not greater (`up`: not less).
    #[must_use]
    pub fn whole(&self, up: bool) -> Self {
        if matches!(self.0, Repr::Integer { .. }) {
            return self.clone();
        }
        let Ok(float) = self.float() else { return self.clone() };
        let (mut whole, exact) = float.truncate();
        if !exact && float.negative != up {
            whole += 1u32;
        }
        // A zero that came out of rounding has no sign.
        let negative = float.negative && whole.bits() > 0;
        Self::from_float(Float::new(negative, whole, 0, float.precision, false), negative)
    }

    /// As a whole number that fits; `None` if it is not one.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Integer { value, .. } => Some(*value),
            Repr::Infinity { .. } => None,
            Repr::Float(float) => {
                let (whole, exact) = float.truncate();
                let value = BigInt::from_biguint(if float.negative { Sign::Minus } else { Sign::Plus }, whole);
                i64::try_from(value).ok().filter(|_| exact)
            }
        }
    }

    /// The nearest 64-bit float.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "rounds to the nearest, as it should")]
            Repr::Integer { value, .. } => *value as f64,
            Repr::Infinity { negative: true } => f64::NEG_INFINITY,
            Repr::Infinity { negative: false } => f64::INFINITY,
            // The standard library reads decimal digits with correct rounding.
            Repr::Float(float) => {
                let text = Decimal::of(float).scientific(800);
                let value = text.parse().unwrap_or(0.0);
                if float.negative { -value } else { value }
            }
        }
    }

    /// Whether it is zero, of either sign.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Integer { value, .. } => *value == 0,
            Repr::Float(float) => float.is_zero(),
            Repr::Infinity { .. } => false,
        }
    }

    /// Whether it has a minus sign.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Integer { value, .. } => *value < 0,
            Repr::Float(float) => float.negative,
            Repr::Infinity { negative } => *negative,
        }
    }

    /// Whether it is not infinite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        !matches!(self.0, Repr::Infinity { .. })
    }

    /// Whether it has no fraction. Infinity has none, but is not whole either.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Integer { .. } => true,
            Repr::Float(float) => float.truncate().1,
            Repr::Infinity { .. } => false,
        }
    }

    /// The whole part, of any size; none of infinity.
    #[must_use]
    pub fn to_big(&self) -> Option<BigInt> {
        let float = self.float().ok()?;
        Some(BigInt::from_biguint(if float.negative { Sign::Minus } else { Sign::Plus }, float.truncate().0))
    }

    /// The exact order of two numbers. Numbers that differ here can still be equal for `==`, see [`PartialEq`].
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        if let (Repr::Integer { value: a, .. }, Repr::Integer { value: b, .. }) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        let infinite = |negative: bool| if negative { Ordering::Less } else { Ordering::Greater };
        match (self.float(), other.float()) {
            (Ok(a), Ok(b)) => a.compare(&b),
            (Err(a), Err(b)) => b.cmp(&a),
            (Err(negative), Ok(_)) => infinite(negative),
            (Ok(_), Err(negative)) => infinite(negative).reverse(),
        }
    }

    /// With a fixed number of digits after the point, rounded to the nearest; the form of `%f`.
    #[must_use]
    pub fn to_fixed(&self, places: usize) -> String {
        self.digits(|float| {
            let mut decimal = Decimal::of(float);
            decimal.round_places(places);
            decimal.plain(Some(places))
        })
    }

    /// With an exponent, and a number of digits after the point (as many as needed, if none is given); the form of
    /// `%e`.
    #[must_use]
    pub fn to_scientific(&self, places: Option<usize>) -> String {
        self.digits(|float| match places {
            Some(places) => {
                let mut decimal = Decimal::of(float);
                decimal.round(places + 1);
                decimal.scientific(places)
            }
            None => {
                let decimal = Decimal::shortest(float);
                decimal.scientific(decimal.digits.len().saturating_sub(1))
            }
        })
    }

    /// In the shorter of both forms; the form of `%g` with that many significant digits (as many as needed, if none is
    /// given).
    #[must_use]
    pub fn to_general(&self, digits: Option<usize>) -> String {
        self.digits(|float| {
            let mut decimal = if digits.is_some() { Decimal::of(float) } else { Decimal::shortest(float) };
            let wanted = digits.map_or(6, |digits| digits.max(1));
            if digits.is_some() {
                decimal.round(wanted);
            }
            let count = decimal.digits.len();
            let most = i64::try_from(count).unwrap_or(i64::MAX);
            let mut threshold = i64::try_from(wanted).unwrap_or(i64::MAX);
            if digits.is_some() && threshold > most && most >= decimal.point {
                threshold = most;
            }
            if digits.is_none() {
                threshold = 6;
            }
            let exponent = decimal.point - 1;
            if count > 0 && (exponent < -4 || exponent >= threshold) {
                decimal.scientific(count.saturating_sub(1))
            } else {
                decimal.plain(None)
            }
        })
    }

    fn digits(&self, write: impl FnOnce(&Float) -> String) -> String {
        match self.float() {
            Ok(float) => {
                let text = write(&float);
                if float.negative { format!("-{text}") } else { text }
            }
            Err(true) => "-Inf".into(),
            Err(false) => "+Inf".into(),
        }
    }
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Digits with a point somewhere: the number without the point, and the number of places after it.
fn parse_mantissa(text: &str) -> Option<(BigUint, i64)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, fraction].concat();
    let valid = !digits.is_empty() && digits.len() <= DIGITS_LIMIT && digits.bytes().all(|byte| byte.is_ascii_digit());
    let places = i64::try_from(fraction.len()).ok()?;
    valid.then(|| BigUint::parse_bytes(digits.as_bytes(), 10)).flatten().map(|digits| (digits, places))
}

/// `1.5p3` is 1.5 * 2^3.
fn parse_binary(negative: bool, mantissa: &str, exponent: i64) -> Option<Number> {
    let (whole, places) = parse_mantissa(mantissa)?;
    let number = Number::from_decimal(negative, whole, -places)?;
    let Ok(float) = number.float() else { return Some(number) };
    let exponent = float.exponent.checked_add(exponent)?;
    Some(Number::from_float(Float::new(negative, float.mantissa.clone(), exponent, PRECISION, false), negative))
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Integer { value, precision: COUNT_PRECISION })
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or_else(|_| Self::from_big(&BigInt::from(value)), Self::from)
    }
}

/// As Terraform converts it to a string and to JSON: never with an exponent, as many digits as are significant.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Integer { value, .. } => write!(f, "{value}"),
            _ => f.write_str(&self.digits(|float| Decimal::shortest(float).plain(None))),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Equality as `==` has it: whole numbers are compared exactly, others by the digits that they are shown with, so that
/// 0.1 + 0.2 is 0.3.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        if let (Repr::Integer { value: a, .. }, Repr::Integer { value: b, .. }) = (&self.0, &other.0) {
            return a == b;
        }
        if self.is_zero() && other.is_zero() {
            return true;
        }
        if self.is_negative() != other.is_negative() || self.is_whole() != other.is_whole() {
            return false;
        }
        if self.is_whole() { self.compare(other) == Ordering::Equal } else { self.to_string() == other.to_string() }
    }
}

impl Eq for Number {}
