//! Decimal numbers as Sprig's `addf` and its kin calculate with them (`github.com/shopspring/decimal`): `0.1 + 0.2` is `0.3`.

use num_bigint::{BigInt, Sign};

/// How many digits a division keeps behind the point.
const DIVISION_DIGITS: i64 = 16;

/// `digits` times ten to the power of `exponent`.
#[derive(Debug, Clone)]
pub(super) struct Decimal {
    digits: BigInt,
    exponent: i64,
}

impl Decimal {
    /// The shortest decimal that stands for the float; nothing for what is no number.
    pub(super) fn from_float(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e')?;
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let exponent: i64 = exponent.parse().ok()?;
        let digits = mantissa.replace('.', "").parse().ok()?;
        Some(Self { digits, exponent: exponent - i64::try_from(decimals).ok()? })
    }

    pub(super) fn to_float(&self) -> f64 {
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::NAN)
    }

    /// Both with the lower of their exponents.
    fn aligned(&self, other: &Self) -> (BigInt, BigInt, i64) {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |number: &Self| &number.digits * power_of_ten(number.exponent - exponent);
        (scaled(self), scaled(other), exponent)
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let (a, b, exponent) = self.aligned(other);
        Self { digits: a + b, exponent }
    }

    pub(super) fn subtract(&self, other: &Self) -> Self {
        let (a, b, exponent) = self.aligned(other);
        Self { digits: a - b, exponent }
    }

    pub(super) fn multiply(&self, other: &Self) -> Self {
        Self { digits: &self.digits * &other.digits, exponent: self.exponent + other.exponent }
    }

    /// The quotient, rounded half away from zero; nothing if `other` is zero.
    pub(super) fn divide(&self, other: &Self) -> Option<Self> {
        if other.digits.sign() == Sign::NoSign {
            return None;
        }
        let (a, b, _) = self.aligned(other);
        let doubled: BigInt = a * power_of_ten(DIVISION_DIGITS) * 2;
        let half = if doubled.sign() == b.sign() { b.clone() } else { -b.clone() };
        Some(Self { digits: (doubled + half) / (b * 2), exponent: -DIVISION_DIGITS })
    }
}

fn power_of_ten(exponent: i64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(exponent).unwrap_or(0))
}
