use std::cmp::Ordering;

use num_bigint::BigUint;

/// A binary floating-point number of a stated precision, rounded to the nearest, ties to even.
///
/// Terraform's numbers are of this kind: most have 512 bits, those that come from counting have 64.
/// The mantissa is odd or zero, so equal numbers are equal field by field, the precision aside.
#[derive(Debug, Clone)]
pub(super) struct Float {
    /// Whether it is below zero. Zero has a sign, too.
    pub negative: bool,
    /// The number is `mantissa * 2^exponent`.
    pub mantissa: BigUint,
    /// See `mantissa`.
    pub exponent: i64,
    /// The number of bits that the mantissa may have.
    pub precision: u32,
}

/// Numbers whose exponent is further from zero than this are treated as infinite, or as zero: printing numbers with
/// forty thousand digits takes seconds, and no configuration has them.
const EXPONENT_LIMIT: i64 = 1 << 17;

impl Float {
    /// The number `mantissa * 2^exponent`, rounded; `None` if it is too great.
    ///
    /// `inexact` says that the true number is a bit greater than that, by less than one in the last place.
    pub fn new(negative: bool, mantissa: BigUint, exponent: i64, precision: u32, inexact: bool) -> Option<Self> {
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        let excess = mantissa.bits().saturating_sub(u64::from(precision));
        if excess > 0 {
            let half = excess - 1;
            let rest = inexact || mantissa.trailing_zeros().is_some_and(|zeros| zeros < half);
            let up = mantissa.bit(half) && (rest || mantissa.bit(excess));
            mantissa >>= excess;
            exponent += i64::try_from(excess).ok()?;
            if up {
                mantissa += 1u32;
            }
        }
        let zeros = mantissa.trailing_zeros().unwrap_or(0);
        if zeros > 0 {
            mantissa >>= zeros;
            exponent += i64::try_from(zeros).ok()?;
        }
        let size = exponent + i64::try_from(mantissa.bits()).ok()?;
        if mantissa.bits() == 0 || size < -EXPONENT_LIMIT {
            return Some(Self { negative, mantissa: BigUint::ZERO, exponent: 0, precision });
        }
        (size <= EXPONENT_LIMIT).then_some(Self { negative, mantissa, exponent, precision })
    }

    pub fn is_zero(&self) -> bool {
        self.mantissa.bits() == 0
    }

    /// How many bits the mantissa needs.
    pub fn bits(&self) -> u32 {
        u32::try_from(self.mantissa.bits()).unwrap_or(u32::MAX)
    }

    /// The mantissa as it is for a smaller exponent.
    fn mantissa_at(&self, exponent: i64) -> BigUint {
        &self.mantissa << u64::try_from(self.exponent - exponent).unwrap_or(0)
    }

    /// The sum; `None` if it is too great.
    pub fn add(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        if self.is_zero() && other.is_zero() {
            let negative = self.negative && other.negative;
            return Some(Self { negative, mantissa: BigUint::ZERO, exponent: 0, precision });
        }
        let exponent = match (self.is_zero(), other.is_zero()) {
            (true, _) => other.exponent,
            (_, true) => self.exponent,
            _ => self.exponent.min(other.exponent),
        };
        let (left, right) = (self.mantissa_at(exponent), other.mantissa_at(exponent));
        let (negative, mantissa) = match (self.negative == other.negative, left.cmp(&right)) {
            (true, _) => (self.negative, left + right),
            (false, Ordering::Greater) => (self.negative, left - right),
            (false, Ordering::Less) => (other.negative, right - left),
            (false, Ordering::Equal) => (false, BigUint::ZERO),
        };
        Self::new(negative, mantissa, exponent, precision, false)
    }

    /// The product, with as many bits as it needs up to `precision`, and at least as many as either factor; `None` if
    /// it is too great.
    pub fn multiply(&self, other: &Self, precision: u32) -> Option<Self> {
        let negative = self.negative != other.negative;
        let mantissa = &self.mantissa * &other.mantissa;
        let mut product = Self::new(negative, mantissa, self.exponent + other.exponent, precision, false)?;
        product.precision = self.precision.max(other.precision).max(product.bits());
        Some(product)
    }

    /// The quotient; `None` if it is too great. The divisor must not be zero.
    pub fn divide(&self, other: &Self) -> Option<Self> {
        let precision = self.precision.max(other.precision);
        let negative = self.negative != other.negative;
        let wanted = u64::from(precision) + 2 + other.mantissa.bits();
        let shift = wanted.saturating_sub(self.mantissa.bits());
        let dividend = &self.mantissa << shift;
        let quotient = &dividend / &other.mantissa;
        let inexact = &quotient * &other.mantissa != dividend;
        let exponent = self.exponent - other.exponent - i64::try_from(shift).ok()?;
        Self::new(negative, quotient, exponent, precision, inexact)
    }

    /// The same number with another precision; `None` if rounding makes it too great.
    pub fn round(&self, precision: u32) -> Option<Self> {
        Self::new(self.negative, self.mantissa.clone(), self.exponent, precision, false)
    }

    /// The whole part of the number's magnitude, and whether that is all of it.
    pub fn truncate(&self) -> (BigUint, bool) {
        match u64::try_from(self.exponent) {
            Ok(left) => (&self.mantissa << left, true),
            Err(_) => (&self.mantissa >> self.exponent.unsigned_abs(), self.is_zero()),
        }
    }

    pub fn compare(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return if other.negative { Ordering::Greater } else { Ordering::Less },
            (false, true) => return if self.negative { Ordering::Less } else { Ordering::Greater },
            (false, false) => {}
        }
        let magnitudes = || {
            let exponent = self.exponent.min(other.exponent);
            self.mantissa_at(exponent).cmp(&other.mantissa_at(exponent))
        };
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitudes(),
            (true, true) => magnitudes().reverse(),
        }
    }
}
