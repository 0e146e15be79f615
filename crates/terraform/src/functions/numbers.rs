//! Numbers.

use num_bigint::BigInt;

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, machine};
use crate::value::{Number, Type, Value, text};

const NUM: Parameter = Parameter::new("num", Want::Number);
const NUMBER: TypeOf = TypeOf::Always(Want::Number);
const NUMBERS: Parameter = Parameter::new("numbers", Want::Number).untyped();

pub const FUNCTIONS: &[Function] = &[
    Function::new("abs", &[NUM.untyped().marked()], NUMBER, |call| {
        Ok(Value::number(call.number(0).absolute()).with_marks(call.arguments[0].marks))
    }),
    Function::new("ceil", &[NUM], NUMBER, |call| Ok(Value::number(call.number(0).whole(true)))),
    Function::new("floor", &[NUM], NUMBER, |call| Ok(Value::number(call.number(0).whole(false)))),
    Function::new("log", &[NUM, Parameter::new("base", Want::Number)], NUMBER, |call| {
        machine_number(machine::log(float(call, 0)?) / machine::log(float(call, 1)?))
    }),
    Function::new("max", &[], NUMBER, |call| extreme(call, Number::NEGATIVE_INFINITY, std::cmp::Ordering::Greater))
        .variadic(NUMBERS),
    Function::new("min", &[], NUMBER, |call| extreme(call, Number::INFINITY, std::cmp::Ordering::Less))
        .variadic(NUMBERS),
    Function::new(
        "parseint",
        &[
            Parameter::new("number", Want::Any).marked().unknown(),
            Parameter::new("base", Want::Number).marked().unknown(),
        ],
        NUMBER,
        parseint,
    ),
    Function::new("pow", &[NUM, Parameter::new("power", Want::Number)], NUMBER, |call| {
        machine_number(machine::pow(float(call, 0)?, float(call, 1)?))
    }),
    Function::new("signum", &[NUM], NUMBER, |call| Ok(call.integer(0)?.signum().into())),
];

/// An argument as a 64-bit float.
fn float(call: &Call, index: usize) -> Result<f64, Failure> {
    let (number, value) = (call.number(index), call.number(index).to_f64());
    if value.is_infinite() && number.is_finite() {
        let most = f64::MAX;
        return Err(Failure::new(format!("value must be between {:.6} and {most:.6} inclusive", -most)));
    }
    Ok(value)
}

fn machine_number(value: f64) -> Result<Value, Failure> {
    Number::from_f64(value).map(Value::number).ok_or_else(|| Failure::new("the result is not a number"))
}

fn extreme(call: &Call, mut found: Number, wanted: std::cmp::Ordering) -> Result<Value, Failure> {
    if call.arguments.is_empty() {
        return Err(Failure::new("must pass at least one number"));
    }
    let mut which = None;
    for argument in call.arguments {
        if let Some(number) = argument.as_number()
            && number.compare(&found) == wanted
        {
            found = number.clone();
            which = Some(argument.clone());
        }
    }
    Ok(which.unwrap_or_else(|| Value::number(found)))
}

fn parseint(call: &Call) -> Result<Value, Failure> {
    let [number, base] = call.arguments else { return Ok(call.unknown(Type::Number)) };
    let ty = number.ty();
    if ty != Type::String {
        return Err(Failure::of(0, format!("first argument must be a string, not {}", ty.name())));
    }
    let marks = number.marks.or(base.marks);
    if !number.is_known() || !base.is_known() {
        return Ok(call.unknown(Type::Number).with_marks(marks));
    }
    let radix = call.integer(1).map_err(|failure| Failure::of(1, failure.message))?;
    let Some(radix) = u32::try_from(radix).ok().filter(|radix| (2..=62).contains(radix)) else {
        return Err(Failure::of(1, "base must be a whole number between 2 and 62 inclusive"));
    };
    let written = call.text(0);
    let parsed = parse_big(written, radix).ok_or_else(|| {
        let shown = |sensitive: bool, what: String| if sensitive { "(sensitive value)".to_owned() } else { what };
        let written = shown(number.marks.sensitive, text::quote(written));
        let radix = shown(base.marks.sensitive, radix.to_string());
        Failure::of(0, format!("cannot parse {written} as a base {radix} integer"))
    })?;
    Ok(Value::number(Number::from_big(&parsed)).with_marks(marks))
}

/// A whole number in any base up to 62; above 36, lowercase comes before uppercase.
fn parse_big(text: &str, radix: u32) -> Option<BigInt> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 10_000 {
        return None;
    }
    let mut number = BigInt::ZERO;
    for c in digits.chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            'a'..='z' => u32::from(c) - u32::from('a') + 10,
            'A'..='Z' if radix <= 36 => u32::from(c) - u32::from('A') + 10,
            'A'..='Z' => u32::from(c) - u32::from('A') + 36,
            _ => return None,
        };
        if digit >= radix {
            return None;
        }
        number = number * radix + digit;
    }
    Some(if text.starts_with('-') { -number } else { number })
}
