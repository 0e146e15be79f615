use num_bigint::BigUint;

use super::float::Float;

/// The decimal digits of a number, without its sign: `0.d1d2d3… * 10^point`.
#[derive(Debug, Clone)]
pub(super) struct Decimal {
    /// The digits as ASCII, without zeros at the end.
    pub digits: Vec<u8>,
    /// Where the decimal point is, counted from the first digit.
    pub point: i64,
}

impl Decimal {
    /// All the digits of `mantissa * 2^exponent`.
    fn exact(mantissa: &BigUint, exponent: i64) -> Self {
        let whole = match u64::try_from(exponent) {
            Ok(left) => mantissa << left,
            // x / 2^n is x * 5^n / 10^n.
            Err(_) => mantissa * BigUint::from(5u32).pow(u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX)),
        };
        let digits = whole.to_str_radix(10).into_bytes();
        let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        let mut decimal = Self { digits, point: count + exponent.min(0) };
        decimal.trim();
        decimal
    }

    /// All the digits of a number.
    pub fn of(number: &Float) -> Self {
        Self::exact(&number.mantissa, number.exponent)
    }

    /// The fewest digits that distinguish the number from its neighbors of the same precision.
    ///
    /// The algorithm of Go's `big.Float`, whose digits Terraform shows: digit by digit, against the digits of the
    /// points half way to either neighbour.
    pub fn shortest(number: &Float) -> Self {
        let mut decimal = Self::of(number);
        if number.is_zero() {
            return decimal;
        }
        let wanted = u64::from(number.precision) + 1;
        let shift = wanted.saturating_sub(number.mantissa.bits());
        let mantissa = &number.mantissa << shift;
        let exponent = number.exponent - i64::try_from(shift).unwrap_or(0);
        let lower = Self::exact(&(&mantissa - 1u32), exponent);
        let upper = Self::exact(&(&mantissa + 1u32), exponent);
        let inclusive = !mantissa.bit(1);
        for index in 0..decimal.digits.len() {
            let (digit, low, high) = (decimal.digits[index], lower.at(index), upper.at(index));
            let down = low != digit || inclusive && index + 1 == lower.digits.len();
            let up = digit != high && (inclusive || digit + 1 < high || index + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => decimal.round(index + 1),
                (true, false) => decimal.cut(index + 1),
                (false, true) => decimal.raise(index + 1),
                (false, false) => continue,
            }
            break;
        }
        decimal
    }

    fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// Rounds to `count` digits, ties to even.
    pub fn round(&mut self, count: usize) {
        if count >= self.digits.len() {
            return;
        }
        let tie = self.digits[count] == b'5' && count + 1 == self.digits.len();
        let up = if tie {
            count > 0 && !(self.digits[count - 1] - b'0').is_multiple_of(2)
        } else {
            self.digits[count] >= b'5'
        };
        if up { self.raise(count) } else { self.cut(count) }
    }

    fn cut(&mut self, count: usize) {
        self.digits.truncate(count);
        self.trim();
    }

    fn raise(&mut self, count: usize) {
        let mut kept = count.min(self.digits.len());
        while kept > 0 && self.digits[kept - 1] == b'9' {
            kept -= 1;
        }
        if kept == 0 {
            self.digits = vec![b'1'];
            self.point += 1;
            return;
        }
        self.digits.truncate(kept);
        self.digits[kept - 1] += 1;
    }

    /// Rounds to `places` digits after the decimal point.
    pub fn round_places(&mut self, places: usize) {
        match usize::try_from(self.point + i64::try_from(places).unwrap_or(i64::MAX)) {
            Ok(count) => self.round(count),
            Err(_) => {
                self.digits.clear();
                self.point = 0;
            }
        }
    }

    /// As `123.45`, with `places` digits after the point; none: as many as there are.
    pub fn plain(&self, places: Option<usize>) -> String {
        let mut text = String::new();
        let point = usize::try_from(self.point).unwrap_or(0);
        if point == 0 {
            text.push('0');
        }
        text.extend((0..point).map(|index| char::from(self.at(index))));
        let places = places.unwrap_or_else(|| {
            let count = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
            usize::try_from(count - self.point).unwrap_or(0)
        });
        if places > 0 {
            text.push('.');
            let leading = usize::try_from(-self.point).unwrap_or(0).min(places);
            text.extend(std::iter::repeat_n('0', leading));
            text.extend((point..point + places - leading).map(|index| char::from(self.at(index))));
        }
        text
    }

    /// As `1.2345e+02`, with `places` digits after the point.
    pub fn scientific(&self, places: usize) -> String {
        let mut text = String::from(char::from(self.at(0)));
        if places > 0 {
            text.push('.');
            text.extend((1..=places).map(|index| char::from(self.at(index))));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        text.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        text
    }
}
