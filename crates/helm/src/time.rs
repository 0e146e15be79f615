//! Times in templates.

use std::rc::Rc;

use seaworthy_go::time::Time;

use super::object::Object;
use super::value::{Tracked, Value};

/// What the clock says here: each rendering would say something else.
pub(super) const NOW: i64 = 1_700_000_000;

/// A method of Go's `time.Time`, if it is one.
pub(super) fn method(time: &Time, name: &str, arguments: &[Tracked]) -> Option<Result<Value, String>> {
    let text = || match arguments {
        [Tracked { value: Value::String(text), .. }] => Ok(text.lossy().into_owned()),
        _ => Err(format!("{name} requires a string")),
    };
    let object = |time: Time| Value::Object(Rc::new(Object::Time(time)));
    let int = |value: i64| Ok(Value::int(value));
    Some(match name {
        "Format" => text().map(|layout| time.format(&layout).into()),
        "Unix" => Ok(Value::int64(time.unix())),
        "UnixMilli" => Ok(Value::int64(time.zoned().timestamp().as_millisecond())),
        "UnixNano" => Ok(Value::int64(i64::try_from(time.zoned().timestamp().as_nanosecond()).unwrap_or(i64::MAX))),
        "UTC" | "Local" => Ok(object(time.in_zone("UTC"))),
        "Year" => int(time.zoned().year().into()),
        "Month" => Ok(time.format("January").into()),
        "Weekday" => Ok(time.format("Monday").into()),
        "Day" => int(time.zoned().day().into()),
        "Hour" => int(time.zoned().hour().into()),
        "Minute" => int(time.zoned().minute().into()),
        "Second" => int(time.zoned().second().into()),
        "YearDay" => int(time.zoned().day_of_year().into()),
        "String" => Ok(time.to_string().into()),
        "IsZero" => Ok(Value::Bool(time.unix() == Time::zero().unix())),
        "AddDate" => match arguments {
            [
                Tracked { value: Value::Int(years, _), .. },
                Tracked { value: Value::Int(months, _), .. },
                Tracked { value: Value::Int(days, _), .. },
            ] => time.add_date(*years, *months, *days).map(object),
            _ => Err("AddDate requires three ints".into()),
        },
        _ => return None,
    })
}
