//! Sprig's dates, and Helm 4's durations. The clock stands still, and what hangs on it is marked as generated.

use std::rc::Rc;

use super::Type::{Any, String as Str, Time as TimeOf};
use super::{Args, Context, Function, Outcome, cast, fixed};
use crate::object::Object;
use crate::provenance::Mark;
use crate::time::NOW;
use crate::value::{IntType, Tracked, Value};
use seaworthy_go::time::{self, Time};

const CLOCK: &str = "the time of rendering";

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("now", &[], |context, _| Ok(object(Time::from_unix(NOW), context.generated(CLOCK)))),
    fixed("date", &[Str, Any], |context, args| Ok(shown(context, args, &args.str(0), args.any(1), "UTC"))),
    fixed("dateInZone", &[Str, Any, Str], |context, args| {
        Ok(shown(context, args, &args.str(0), args.any(1), &args.str(2)))
    }),
    fixed("date_in_zone", &[Str, Any, Str], |context, args| {
        Ok(shown(context, args, &args.str(0), args.any(1), &args.str(2)))
    }),
    fixed("htmlDate", &[Any], |context, args| Ok(shown(context, args, "2006-01-02", args.any(0), "UTC"))),
    fixed("htmlDateInZone", &[Any, Str], |context, args| {
        Ok(shown(context, args, "2006-01-02", args.any(0), &args.str(1)))
    }),
    fixed("dateModify", &[Str, TimeOf], |_, args| Ok(modified(args).unwrap_or_else(|_| args.any(1).clone()))),
    fixed("date_modify", &[Str, TimeOf], |_, args| Ok(modified(args).unwrap_or_else(|_| args.any(1).clone()))),
    fixed("mustDateModify", &[Str, TimeOf], |_, args| modified(args)),
    fixed("must_date_modify", &[Str, TimeOf], |_, args| modified(args)),
    fixed("toDate", &[Str, Str], |_, args| {
        let time = Time::parse(&args.str(0), &args.str(1)).unwrap_or_else(|_| Time::zero());
        Ok(object(time, args.any(1).mark))
    }),
    fixed("mustToDate", &[Str, Str], |_, args| {
        Time::parse(&args.str(0), &args.str(1)).map(|time| object(time, args.any(1).mark))
    }),
    fixed("unixEpoch", &[TimeOf], |_, args| {
        let seconds = time_of(args.any(0)).map_or(0, |time| time.unix());
        Ok(Value::from(seconds.to_string()).into())
    }),
    fixed("ago", &[Any], |context, args| {
        let then = time_of(args.any(0)).unwrap_or_else(|| Time::from_unix(NOW));
        let seconds = (Time::from_unix(NOW).since(&then) / 1_000_000_000).saturating_mul(1_000_000_000);
        Ok(Tracked::new(time::duration(seconds).into(), context.generated(CLOCK)))
    }),
    fixed("duration", &[Any], |_, args| {
        let seconds = match &args.any(0).value {
            Value::String(text) => text.lossy().parse().unwrap_or(0),
            Value::Int(seconds, IntType::Int64) => *seconds,
            _ => 0,
        };
        Ok(Value::from(time::duration(seconds.saturating_mul(1_000_000_000))).into())
    }),
    fixed("durationRound", &[Any], |_, args| Ok(Value::from(rounded(&args.any(0).value)).into())),
    fixed("mustToDuration", &[Any], |_, args| {
        let nanoseconds = nanoseconds(&args.any(0).value).ok_or_else(|| match &args.any(0).value {
            Value::String(text) => format!("could not parse duration {:?}", text.lossy()),
            _ => "invalid duration".to_owned(),
        })?;
        Ok(Value::Object(Rc::new(Object::Duration(nanoseconds))).into())
    }),
    fixed("durationSeconds", &[Any], |_, args| Ok(in_units(args, 1e9))),
    fixed("durationMinutes", &[Any], |_, args| Ok(in_units(args, 6e10))),
    fixed("durationHours", &[Any], |_, args| Ok(in_units(args, 3.6e12))),
    fixed("durationDays", &[Any], |_, args| Ok(in_units(args, 8.64e13))),
    fixed("durationWeeks", &[Any], |_, args| Ok(in_units(args, 6.048e14))),
    fixed("durationMilliseconds", &[Any], |_, args| Ok(in_whole_units(args, 1_000_000))),
    fixed("durationMicroseconds", &[Any], |_, args| Ok(in_whole_units(args, 1_000))),
    fixed("durationNanoseconds", &[Any], |_, args| Ok(in_whole_units(args, 1))),
    fixed("durationRoundTo", &[Any, Any], |_, args| Ok(multiple(args, true))),
    fixed("durationTruncateTo", &[Any, Any], |_, args| Ok(multiple(args, false))),
];

fn object(time: Time, mark: Mark) -> Tracked {
    Tracked::new(Value::Object(Rc::new(Object::Time(time))), mark)
}

/// The time that Sprig takes a value for; it takes what is none for the present.
fn time_of(value: &Tracked) -> Option<Time> {
    match &value.value {
        Value::Object(object) => match &**object {
            Object::Time(time) => Some(time.clone()),
            _ => None,
        },
        Value::Int(seconds, IntType::Int | IntType::Int64) => Some(Time::from_unix(*seconds)),
        _ => None,
    }
}

fn shown(context: &Context, _: Args<'_>, layout: &str, value: &Tracked, zone: &str) -> Tracked {
    let mark = match time_of(value) {
        Some(_) => value.mark,
        None => context.generated(CLOCK),
    };
    let time = time_of(value).unwrap_or_else(|| Time::from_unix(NOW));
    Tracked::new(time.in_zone(zone).format(layout).into(), mark)
}

fn modified(args: Args<'_>) -> Outcome {
    let text = args.str(0);
    let moved = time::parse_duration(&text).ok_or_else(|| format!("time: invalid duration {text:?}"))?;
    let time = time_of(args.any(1)).unwrap_or_else(Time::zero);
    Ok(object(time.add(moved), args.any(1).mark))
}

fn rounded(value: &Value) -> String {
    let nanoseconds = match value {
        Value::String(text) => time::parse_duration(&text.lossy()).unwrap_or(0),
        Value::Int(nanoseconds, IntType::Int64) => *nanoseconds,
        Value::Object(object) => match &**object {
            Object::Time(time) => Time::from_unix(NOW).since(time),
            _ => 0,
        },
        _ => 0,
    };
    let size = nanoseconds.unsigned_abs();
    const SECOND: u64 = 1_000_000_000;
    let units = [
        (SECOND * 86_400 * 365, "y"),
        (SECOND * 86_400 * 30, "mo"),
        (SECOND * 86_400, "d"),
        (SECOND * 3_600, "h"),
        (SECOND * 60, "m"),
        (SECOND, "s"),
    ];
    let unit = units.into_iter().find(|(length, _)| size > *length);
    unit.map_or_else(|| "0s".to_owned(), |(length, name)| format!("{}{name}", size / length))
}

/// Helm 4's reading of a duration: text with units, or a number of seconds.
fn nanoseconds(value: &Value) -> Option<i64> {
    let seconds = match value {
        Value::String(text) => {
            let text = text.lossy();
            if let Some(nanoseconds) = time::parse_duration(text.trim()) {
                return Some(nanoseconds);
            }
            cast::parse_float(text.trim())?
        }
        Value::Object(object) => match &**object {
            Object::Duration(nanoseconds) => return Some(*nanoseconds),
            _ => return None,
        },
        Value::Int(seconds, _) => return seconds.checked_mul(1_000_000_000),
        Value::Float(seconds) => *seconds,
        _ => return None,
    };
    (seconds.abs() < 9.2e9).then_some((seconds * 1e9) as i64)
}

fn in_units(args: Args<'_>, unit: f64) -> Tracked {
    Value::Float(nanoseconds(&args.any(0).value).unwrap_or(0) as f64 / unit).into()
}

fn in_whole_units(args: Args<'_>, unit: i64) -> Tracked {
    Value::int64(nanoseconds(&args.any(0).value).unwrap_or(0) / unit).into()
}

fn multiple(args: Args<'_>, round: bool) -> Tracked {
    let value = nanoseconds(&args.any(0).value).unwrap_or(0);
    let unit = nanoseconds(&args.any(1).value).unwrap_or(0);
    let result = if unit <= 0 {
        value
    } else {
        let whole = value - value % unit;
        let further = round && (value % unit).unsigned_abs() * 2 >= unit.unsigned_abs();
        if further { whole + unit * value.signum() } else { whole }
    };
    Value::Object(Rc::new(Object::Duration(result))).into()
}
