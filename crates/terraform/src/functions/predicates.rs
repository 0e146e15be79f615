//! Conditions on all or some elements, and lengths.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure};
use crate::value::{Kind, Number, Type, Undefined, Value, convert, text};

const BOOLS: &[Parameter] = &[Parameter::new("list", Want::ListOfBool)];

pub const FUNCTIONS: &[Function] = &[
    Function::new("alltrue", BOOLS, TypeOf::Always(Want::Bool), alltrue),
    Function::new("anytrue", BOOLS, TypeOf::Always(Want::Bool), anytrue),
    Function::new(
        "length",
        &[Parameter::new("value", Want::Any).untyped().unknown().marked()],
        TypeOf::Always(Want::Number),
        length,
    ),
    Function::new("sum", &[Parameter::new("list", Want::Any)], TypeOf::Always(Want::Number), sum),
];

fn alltrue(call: &Call) -> Result<Value, Failure> {
    for item in call.items(0) {
        match item.kind {
            Kind::Unknown(_) => return Ok(call.unknown(Type::Bool)),
            Kind::Bool(true) => {}
            _ => return Ok(false.into()),
        }
    }
    Ok(true.into())
}

fn anytrue(call: &Call) -> Result<Value, Failure> {
    let items = call.items(0);
    if items.iter().any(|item| item.as_bool() == Some(true)) {
        return Ok(true.into());
    }
    Ok(if items.iter().all(Value::is_known) { false.into() } else { call.unknown(Type::Bool) })
}

fn length(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    let count = |count: u64| Value::number(Number::from(usize::try_from(count).unwrap_or(usize::MAX)));
    let number = |least: u64| Number::from(i64::try_from(least).unwrap_or(i64::MAX));
    let result = match value.ty() {
        Type::Any => call.unknown(Type::Number),
        Type::String => match (&value.kind, value.as_unknown()) {
            (Kind::String(text), _) => count(text::character_count(text) as u64),
            (_, Some(unknown)) => {
                let least = unknown.prefix.as_ref().map_or(0, |prefix| text::character_count(prefix));
                call.refined(Type::Number).at_least(number(least as u64), true).into_value()
            }
            _ => call.unknown(Type::Number),
        },
        ty if ty.is_collection() || matches!(ty, Type::Tuple(_) | Type::Object(_)) => match value.length_range() {
            (least, Some(most)) if least == most => count(least),
            (least, most) => {
                let most = most.map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX));
                let refined = call.refined(Type::Number).at_least(number(least), true);
                refined.at_most(Number::from(most), true).into_value()
            }
        },
        _ => return Err(Failure::new("argument must be a string, a collection type, or a structural type")),
    };
    Ok(result.with_marks(value.marks))
}

fn sum(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    if let Some(entries) = list.entries() {
        let empty = "cannot sum an empty list";
        let name = list.ty().name();
        let wrong = format!("argument must be list, set, or tuple. Received {name}");
        return Err(if entries.is_empty() { Failure::of(0, empty) } else { Failure::of(0, wrong) });
    }
    let Some(items) = list.items() else { return Err(Failure::of(0, "cannot sum noniterable")) };
    if items.is_empty() {
        return Err(Failure::of(0, "cannot sum an empty list"));
    }
    if !list.is_wholly_known() {
        return Ok(call.unknown(Type::Number));
    }
    let mut total: Option<Number> = None;
    for item in &**items {
        let number = convert(item, &Type::Number).ok();
        let Some(number) = number.as_ref().and_then(Value::as_number) else {
            return Err(Failure::of(0, "argument must be list, set, or tuple of number values"));
        };
        total = Some(match total {
            None => number.clone(),
            Some(total) => {
                total.add(number).map_err(|Undefined| Failure::new("can't compute sum of opposing infinities"))?
            }
        });
    }
    Ok(Value::number(total.unwrap_or(Number::ZERO)))
}
