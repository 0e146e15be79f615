//! Logarithms and powers as Go computes them: other implementations differ in the last digits.

/// The number as `fraction * 2^exponent`, the fraction at least a half and below one.
fn split(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // Subnormal numbers have no leading one.
    let (x, shift) = if x.abs() < f64::MIN_POSITIVE { (x * 2f64.powi(52), -52) } else { (x, 0) };
    let bits = x.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 1022;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent + shift)
}

/// `fraction * 2^exponent`.
fn join(fraction: f64, exponent: i32) -> f64 {
    // In two steps, as either may be too great or too small alone.
    let half = exponent.clamp(-2200, 2200) / 2;
    fraction * 2f64.powi(half) * 2f64.powi(exponent.clamp(-2200, 2200) - half)
}

/// The natural logarithm, by the method of FDLIBM: `log(1 + f) = f - f²/2 + s(f²/2 + R(s²))`, where `s = f / (2 + f)`
/// and R is a polynomial.
pub fn log(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    const R: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    if x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    let (mut fraction, mut exponent) = split(x);
    if fraction < std::f64::consts::SQRT_2 / 2.0 {
        fraction *= 2.0;
        exponent -= 1;
    }
    let (f, k) = (fraction - 1.0, f64::from(exponent));
    let s = f / (2.0 + f);
    let (s2, s4) = (s * s, s * s * (s * s));
    let odd = s2 * (R[0] + s4 * (R[2] + s4 * (R[4] + s4 * R[6])));
    let even = s4 * (R[1] + s4 * (R[3] + s4 * R[5]));
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + (odd + even)) + k * LN2_LOW)) - f)
}

/// `x` to the power of `y`: whole powers by repeated squaring, the rest by logarithm.
pub fn pow(x: f64, y: f64) -> f64 {
    if y == 0.5 {
        return x.sqrt();
    }
    if y == -0.5 {
        return 1.0 / x.sqrt();
    }
    let ordinary = x.is_finite() && y.is_finite() && x != 0.0 && y != 0.0 && y.abs() < 9e18;
    let (mut whole, mut rest) = (y.abs().trunc(), y.abs().fract());
    if !ordinary || (rest != 0.0 && x < 0.0) {
        return x.powf(y);
    }
    let (mut result, mut exponent) = (1.0, 0);
    if rest != 0.0 {
        if rest > 0.5 {
            rest -= 1.0;
            whole += 1.0;
        }
        result = (rest * log(x)).exp();
    }
    let (mut square, mut square_exponent) = split(x);
    #[expect(clippy::cast_possible_truncation, reason = "it was checked to be small enough")]
    let mut bits = whole as i64;
    while bits != 0 {
        if !(-4096..=4096).contains(&square_exponent) {
            exponent += square_exponent;
            break;
        }
        if bits & 1 == 1 {
            result *= square;
            exponent += square_exponent;
        }
        square *= square;
        square_exponent *= 2;
        if square < 0.5 {
            square += square;
            square_exponent -= 1;
        }
        bits >>= 1;
    }
    if y < 0.0 {
        result = 1.0 / result;
        exponent = -exponent;
    }
    let (fraction, more) = split(result);
    join(fraction, exponent + more)
}
