//! Sprig's arithmetic.

use super::Type::{Any, Float, Int};
use super::decimal::Decimal;
use super::{Args, Context, Function, Outcome, cast, fixed, variadic};
use crate::limits::MAX_ITEMS;
use crate::print;
use crate::value::{List, ListType, Tracked, Value};
use seaworthy_go::literal;

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("int", &[Any], |_, args| Ok(Value::int(int(args, 0)).into())),
    fixed("int64", &[Any], |_, args| Ok(Value::int64(int(args, 0)).into())),
    fixed("float64", &[Any], |_, args| Ok(Value::Float(float(args, 0)).into())),
    fixed("atoi", &[super::Type::String], |_, args| {
        Ok(Value::int(literal::integer(&args.str(0), 10).unwrap_or(0)).into())
    }),
    fixed("toDecimal", &[Any], |_, args| {
        Ok(Value::int64(literal::integer(&print::plain(&args.any(0).value), 8).unwrap_or(0)).into())
    }),
    fixed("add1", &[Any], |_, args| whole(int(args, 0).wrapping_add(1))),
    variadic("add", &[], Any, |_, args| whole(ints(args).fold(0, i64::wrapping_add))),
    fixed("sub", &[Any, Any], |_, args| whole(int(args, 0).wrapping_sub(int(args, 1)))),
    fixed("div", &[Any, Any], |_, args| divided(int(args, 0).checked_div(int(args, 1)))),
    fixed("mod", &[Any, Any], |_, args| divided(int(args, 0).checked_rem(int(args, 1)))),
    variadic("mul", &[Any], Any, |_, args| whole(ints(args).fold(1, i64::wrapping_mul))),
    variadic("max", &[Any], Any, |_, args| whole(ints(args).max().unwrap_or(0))),
    variadic("biggest", &[Any], Any, |_, args| whole(ints(args).max().unwrap_or(0))),
    variadic("min", &[Any], Any, |_, args| whole(ints(args).min().unwrap_or(0))),
    variadic("maxf", &[Any], Any, |_, args| fraction(floats(args).fold(f64::NEG_INFINITY, f64::max))),
    variadic("minf", &[Any], Any, |_, args| fraction(floats(args).fold(f64::INFINITY, f64::min))),
    fixed("add1f", &[Any], |_, args| folded(args, 1.0, |a, b| Some(b.add(&a)))),
    variadic("addf", &[], Any, |_, args| folded(args, 0.0, |a, b| Some(a.add(&b)))),
    variadic("subf", &[Any], Any, |_, args| chained(args, |a, b| Some(a.subtract(&b)))),
    variadic("mulf", &[Any], Any, |_, args| chained(args, |a, b| Some(a.multiply(&b)))),
    variadic("divf", &[Any], Any, |_, args| chained(args, |a, b| a.divide(&b))),
    fixed("ceil", &[Any], |_, args| fraction(float(args, 0).ceil())),
    fixed("floor", &[Any], |_, args| fraction(float(args, 0).floor())),
    variadic("round", &[Any, Int], Float, round),
    fixed("until", &[Int], |_, args| {
        let count = args.int(0);
        until_step(0, count, if count < 0 { -1 } else { 1 }).map(ints_list)
    }),
    fixed("untilStep", &[Int, Int, Int], |_, args| until_step(args.int(0), args.int(1), args.int(2)).map(ints_list)),
    variadic("seq", &[], Int, seq),
];

fn int(args: Args<'_>, number: usize) -> i64 {
    cast::int(&args.any(number).value)
}

fn float(args: Args<'_>, number: usize) -> f64 {
    cast::float(&args.any(number).value)
}

fn ints(args: Args<'_>) -> impl Iterator<Item = i64> {
    args.all().iter().map(|value| cast::int(&value.value))
}

fn floats(args: Args<'_>) -> impl Iterator<Item = f64> {
    args.all().iter().map(|value| cast::float(&value.value))
}

fn whole(value: i64) -> Outcome {
    Ok(Value::int64(value).into())
}

fn fraction(value: f64) -> Outcome {
    Ok(Value::Float(value).into())
}

fn divided(value: Option<i64>) -> Outcome {
    value.map_or_else(|| Err("runtime error: integer divide by zero".into()), whole)
}

/// All arguments, one after the other, with what came of those before.
fn folded(args: Args<'_>, first: f64, operation: fn(Decimal, Decimal) -> Option<Decimal>) -> Outcome {
    combined(first, floats(args), operation)
}

/// The same, beginning with the first argument.
fn chained(args: Args<'_>, operation: fn(Decimal, Decimal) -> Option<Decimal>) -> Outcome {
    combined(float(args, 0), floats(args).skip(1), operation)
}

fn combined(
    first: f64,
    others: impl Iterator<Item = f64>,
    operation: fn(Decimal, Decimal) -> Option<Decimal>,
) -> Outcome {
    let decimal = |value: f64| Decimal::from_float(value).ok_or("Cannot create a Decimal from NaN or Inf");
    let mut result = decimal(first)?;
    for other in others {
        result = operation(result, decimal(other)?).ok_or("decimal division by 0")?;
    }
    fraction(result.to_float())
}

fn round(_: &Context, args: Args<'_>) -> Outcome {
    let on = match args.get(2).map(|value| &value.value) {
        Some(Value::Float(on)) => *on,
        _ => 0.5,
    };
    let power = 10_f64.powf(args.int(1) as f64);
    let digits = power * float(args, 0);
    let rounded = if digits.fract() >= on { digits.ceil() } else { digits.floor() };
    fraction(rounded / power)
}

fn until_step(start: i64, stop: i64, step: i64) -> Result<Vec<i64>, String> {
    let mut numbers = Vec::new();
    let goes = |at: i64| if stop < start { step < 0 && at > stop } else { step > 0 && at < stop };
    let mut at = start;
    while goes(at) {
        if numbers.len() >= MAX_ITEMS {
            return Err(format!("it makes a list of more than {MAX_ITEMS} numbers"));
        }
        numbers.push(at);
        let Some(next) = at.checked_add(step) else { break };
        at = next;
    }
    Ok(numbers)
}

fn ints_list(numbers: Vec<i64>) -> Tracked {
    let items = numbers.into_iter().map(|number| Value::int(number).into()).collect();
    Value::List(List::new(items, ListType::Ints)).into()
}

fn seq(_: &Context, args: Args<'_>) -> Outcome {
    let (start, step, end) = match args.all().len() {
        1 => (1, if args.int(0) < 1 { -1 } else { 1 }, args.int(0)),
        2 => (args.int(0), if args.int(1) < args.int(0) { -1 } else { 1 }, args.int(1)),
        3 => (args.int(0), args.int(1), args.int(2)),
        _ => return Ok(Value::from("").into()),
    };
    let down = end < start;
    if down && args.all().len() == 3 && step > 0 {
        return Ok(Value::from("").into());
    }
    let past = end.saturating_add(if down { -1 } else { 1 });
    let numbers: Vec<String> = until_step(start, past, step)?.iter().map(ToString::to_string).collect();
    Ok(Value::from(numbers.join(" ")).into())
}
