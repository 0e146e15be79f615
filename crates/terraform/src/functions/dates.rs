//! Points in time.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use seaworthy_go::time::{DAYS, MONTHS};

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, hashes};
use crate::value::{Type, Value, text};

const STRING: TypeOf = TypeOf::Always(Want::String);

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        "formatdate",
        &[Parameter::new("format", Want::String), Parameter::new("time", Want::String)],
        STRING,
        formatdate,
    ),
    Function::new("plantimestamp", &[], STRING, |_| Ok(hashes::later("plantimestamp", Type::String))),
    Function::new(
        "timeadd",
        &[Parameter::new("timestamp", Want::String), Parameter::new("duration", Want::String)],
        STRING,
        timeadd,
    )
    .nullable(),
    Function::new(
        "timecmp",
        &[Parameter::new("timestamp_a", Want::String), Parameter::new("timestamp_b", Want::String)],
        TypeOf::Always(Want::Number),
        timecmp,
    ),
    Function::new("timestamp", &[], STRING, |_| Ok(hashes::later("timestamp", Type::String))),
];

/// A point in time as it was written: in its own offset from UTC.
#[derive(Debug, Clone, Copy)]
struct Moment {
    local: DateTime,
    /// East of UTC, in seconds.
    offset: i32,
}

const INVALID: &str = "not a valid RFC3339 timestamp";

/// Reads the parts of a timestamp one by one, to say which of them is wrong, in Terraform's words.
struct Parts<'a> {
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn number(&mut self, what: &str, digits: usize, range: std::ops::RangeInclusive<i32>) -> Result<i32, String> {
        if self.rest.is_empty() {
            return Err(format!("{INVALID}: end of string before {what}"));
        }
        let found = self.rest.get(..digits).filter(|found| found.bytes().all(|byte| byte.is_ascii_digit()));
        let Some(found) = found else {
            return Err(format!("{INVALID}: cannot use {} as {what}", text::quote(self.rest)));
        };
        self.rest = &self.rest[digits..];
        let number = found.parse().unwrap_or(0);
        if range.contains(&number) { Ok(number) } else { Err(format!("{INVALID}: {what} out of range")) }
    }

    fn mark(&mut self, mark: char) -> Result<(), String> {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None if mark == 'T' => Err(format!("{INVALID}: missing required time introducer 'T'")),
            None if self.rest.is_empty() => Err(format!("{INVALID}: end of string where \"{mark}\" is expected")),
            None => {
                let found = text::quote(self.rest);
                Err(format!("{INVALID}: found {found} where \"{mark}\" is expected"))
            }
        }
    }

    /// A fraction of a second, if there is one, in nanoseconds.
    fn fraction(&mut self) -> i32 {
        let digits =
            self.rest.strip_prefix(['.', ',']).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        if digits == 0 {
            return 0;
        }
        let nanoseconds = format!("{:0<9}", &self.rest[1..=digits]);
        self.rest = &self.rest[digits + 1..];
        nanoseconds[..9].parse().unwrap_or(0)
    }

    fn offset(&mut self) -> Result<i32, String> {
        if self.rest.is_empty() {
            return Err(format!("{INVALID}: end of string before UTC offset"));
        }
        if let Some(rest) = self.rest.strip_prefix('Z') {
            self.rest = rest;
            return Ok(0);
        }
        let wrong = format!("{INVALID}: cannot use {} as UTC offset", text::quote(self.rest));
        let bytes = self.rest.as_bytes();
        let digit = |at: usize| bytes.get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| i32::from(byte - b'0'));
        let digits = [1, 2, 4, 5].map(digit);
        let (Some(b'+' | b'-'), Some(b':'), [Some(a), Some(b), Some(c), Some(d)]) =
            (bytes.first(), bytes.get(3), digits)
        else {
            return Err(wrong);
        };
        if a * 10 + b > 24 || c * 10 + d > 59 {
            return Err(wrong);
        }
        self.rest = &self.rest[6..];
        let seconds = ((a * 10 + b) * 60 + c * 10 + d) * 60;
        Ok(if bytes[0] == b'-' { -seconds } else { seconds })
    }
}

impl Moment {
    /// Reads a timestamp of RFC 3339.
    fn parse(written: &str) -> Result<Self, String> {
        let mut parts = Parts { rest: written };
        let year = parts.number("year", 4, 0..=9999)?;
        parts.mark('-')?;
        let month = parts.number("month", 2, 1..=12)?;
        parts.mark('-')?;
        let day = parts.number("day of month", 2, 0..=31)?;
        parts.mark('T')?;
        let hour = parts.number("hour", 2, 0..=23)?;
        parts.mark(':')?;
        let minute = parts.number("minute", 2, 0..=59)?;
        parts.mark(':')?;
        let second = parts.number("second", 2, 0..=59)?;
        let nanosecond = parts.fraction();
        let offset = parts.offset()?;
        if !parts.rest.is_empty() {
            return Err(format!("{INVALID}: extra text: {}", text::quote(parts.rest)));
        }
        civil([year, month, day, hour, minute, second], nanosecond)
            .map(|local| Self { local, offset })
            .ok_or_else(|| format!("{INVALID}: day out of range"))
    }

    /// Nanoseconds since 1970 in UTC.
    fn instant(self) -> i128 {
        let days = self.local.date().since(Date::constant(1970, 1, 1)).map_or(0, |span| i128::from(span.get_days()));
        let time = self.local.time();
        let seconds = i128::from(time.hour()) * 3600 + i128::from(time.minute()) * 60 + i128::from(time.second());
        (days * 86_400 + seconds - i128::from(self.offset)) * 1_000_000_000 + i128::from(time.subsec_nanosecond())
    }

    fn show_offset(self, separator: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    /// As RFC 3339 has it, without fractions of seconds.
    fn show(self) -> String {
        let offset = if self.offset == 0 { "Z".to_owned() } else { self.show_offset(":") };
        let (date, time) = (self.local.date(), self.local.time());
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}")
    }
}

fn civil(parts: [i32; 6], nanosecond: i32) -> Option<DateTime> {
    let [year, month, day, hour, minute, second] = parts;
    let small = |number: i32| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?;
    Some(DateTime::from_parts(date, time))
}

/// A date or time as plain YAML has it, as RFC 3339 has it.
pub fn parse_yaml(source: &str) -> Option<String> {
    let year_digits = source.bytes().take_while(u8::is_ascii_digit).count();
    if year_digits != 4 || source.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let mut fields = [0; 6];
    let mut rest = source;
    let separators: [&[char]; 5] = [&['-'], &['-'], &['T', 't', ' '], &[':'], &[':']];
    let mut separator = ' ';
    for index in 0..6 {
        let most = if index == 0 { 4 } else { 2 };
        let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        fields[index] = rest.get(..digits)?.parse().ok()?;
        rest = &rest[digits..];
        if index == 2 && rest.is_empty() {
            return Some(Moment { local: civil(fields, 0)?, offset: 0 }.show());
        }
        if let Some(expected) = separators.get(index) {
            let found = rest.chars().next().filter(|c| expected.contains(c))?;
            if index == 2 {
                separator = found;
            }
            rest = &rest[found.len_utf8()..];
        }
    }
    let mut parts = Parts { rest };
    let nanosecond = parts.fraction();
    // A time after a space has no offset, any other has one.
    let offset = if separator == ' ' { 0 } else { parts.offset().ok()? };
    let local = civil(fields, nanosecond).filter(|_| parts.rest.is_empty())?;
    Some(Moment { local, offset }.show())
}

fn timecmp(call: &Call) -> Result<Value, Failure> {
    let moment = |index| Moment::parse(call.text(index)).map_err(|problem| Failure::of(index, problem));
    let (a, b) = (moment(0)?, moment(1)?);
    Ok(i64::from(a.instant().cmp(&b.instant()) as i8).into())
}

fn timeadd(call: &Call) -> Result<Value, Failure> {
    let moment = Moment::parse(call.text(0)).map_err(Failure::new)?;
    let duration = parse_duration(call.text(1)).map_err(Failure::new)?;
    let total = moment.instant() + i128::from(duration);
    let local = total.div_euclid(1_000_000_000) + i128::from(moment.offset);
    let out_of_range = || Failure::new("the result is not between the years 0 and 9999");
    let seconds = i64::try_from(local).map_err(|_| out_of_range())?;
    let zone = jiff::Timestamp::new(seconds, 0).map_err(|_| out_of_range())?;
    let local = Offset::UTC.to_datetime(zone);
    if local.year() < 0 {
        return Err(out_of_range());
    }
    Ok(Value::string(&Moment { local, offset: moment.offset }.show()))
}

/// A duration as Go writes it (`1h30m`, `-1.5s`), in nanoseconds.
fn parse_duration(written: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", text::quote(written));
    let (negative, mut rest) = match written.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, written.strip_prefix('+').unwrap_or(written)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole_digits = digits(rest);
        let whole: i128 = rest[..whole_digits].parse().or(if whole_digits == 0 { Ok(0) } else { Err(invalid()) })?;
        rest = &rest[whole_digits..];
        let mut fraction = "";
        if let Some(behind) = rest.strip_prefix('.') {
            fraction = &behind[..digits(behind)];
            rest = &behind[fraction.len()..];
        }
        if whole_digits == 0 && fraction.is_empty() {
            return Err(invalid());
        }
        let unit = &rest[..rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len())];
        let scale: i128 = match unit {
            "" => return Err(format!("time: missing unit in duration {}", text::quote(written))),
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            unit => {
                let unit = text::quote(unit);
                return Err(format!("time: unknown unit {unit} in duration {}", text::quote(written)));
            }
        };
        rest = &rest[unit.len()..];
        total += whole.checked_mul(scale).ok_or_else(invalid)?;
        if !fraction.is_empty() {
            let fraction = &fraction[..fraction.len().min(18)];
            let power = 10_i128.pow(u32::try_from(fraction.len()).unwrap_or(0));
            total += fraction.parse::<i128>().unwrap_or(0) * scale / power;
        }
        if total > i128::from(i64::MAX) + i128::from(negative) {
            return Err(invalid());
        }
    }
    i64::try_from(if negative { -total } else { total }).map_err(|_| invalid())
}

fn formatdate(call: &Call) -> Result<Value, Failure> {
    let moment = Moment::parse(call.text(1)).map_err(|problem| Failure::of(1, problem))?;
    let mut out = String::new();
    let mut rest = call.text(0);
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = literal(rest, &mut out)?;
        } else if first.is_ascii_alphabetic() {
            let count = rest.chars().take_while(|c| *c == first).count();
            let (verb, behind) = rest.split_at(count);
            out.push_str(&verb_text(moment, verb).map_err(|problem| Failure::of(0, problem))?);
            rest = behind;
        } else {
            let end = rest.find(|c: char| c == '\'' || c.is_ascii_alphabetic()).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    Ok(Value::string(&out))
}

/// A text in quotes; two quotes are one.
fn literal<'a>(quoted: &'a str, out: &mut String) -> Result<&'a str, Failure> {
    if let Some(rest) = quoted.strip_prefix("''") {
        out.push('\'');
        return Ok(rest);
    }
    let mut rest = &quoted[1..];
    loop {
        let end = rest.find('\'').ok_or_else(|| Failure::of(0, "unterminated literal '"))?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => {
                out.push('\'');
                rest = more;
            }
            None => return Ok(rest),
        }
    }
}

fn verb_text(moment: Moment, verb: &str) -> Result<String, String> {
    let (date, time) = (moment.local.date(), moment.local.time());
    let named = |names: &[&'static str], index: i8| names[usize::try_from(index).unwrap_or(0) % names.len()];
    let invalid = |problem: &str| Err(format!("invalid date format verb {}: {problem}", text::quote(verb)));
    let number = |number: i8| if verb.len() == 1 { format!("{number}") } else { format!("{number:02}") };
    let (first, count) = (verb.as_bytes().first().copied().unwrap_or_default(), verb.len());
    Ok(match (first, count) {
        (b'Y', 2) => format!("{:02}", date.year() % 100),
        (b'Y', 4) => format!("{:04}", date.year()),
        (b'Y', _) => return invalid("year must either be \"YY\" or \"YYYY\""),
        (b'M', 1 | 2) => number(date.month()),
        (b'M', 3) => named(&MONTHS, date.month() - 1)[..3].into(),
        (b'M', 4) => named(&MONTHS, date.month() - 1).into(),
        (b'M', _) => return invalid("month must be \"M\", \"MM\", \"MMM\", or \"MMMM\""),
        (b'D', 1 | 2) => number(date.day()),
        (b'D', _) => return invalid("day of month must either be \"D\" or \"DD\""),
        (b'E', 3) => named(&DAYS, date.weekday().to_monday_zero_offset())[..3].into(),
        (b'E', 4) => named(&DAYS, date.weekday().to_monday_zero_offset()).into(),
        (b'E', _) => return invalid("day of week must either be \"EEE\" or \"EEEE\""),
        (b'h', 1 | 2) => number(time.hour()),
        (b'h', _) => return invalid("24-hour must either be \"h\" or \"hh\""),
        (b'H', 1 | 2) => number((time.hour() + 11) % 12 + 1),
        (b'H', _) => return invalid("12-hour must either be \"H\" or \"HH\""),
        (b'A', 2) => if time.hour() < 12 { "AM" } else { "PM" }.into(),
        (b'a', 2) => if time.hour() < 12 { "am" } else { "pm" }.into(),
        (b'A', _) => return invalid("must be \"AA\""),
        (b'a', _) => return invalid("must be \"aa\""),
        (b'm', 1 | 2) => number(time.minute()),
        (b'm', _) => return invalid("minute must either be \"m\" or \"mm\""),
        (b's', 1 | 2) => number(time.second()),
        (b's', _) => return invalid("second must either be \"s\" or \"ss\""),
        (b'Z', 1) if moment.offset == 0 => "Z".into(),
        (b'Z', 3) if moment.offset == 0 => "UTC".into(),
        (b'Z', 1 | 5) => moment.show_offset(":"),
        (b'Z', 3 | 4) => moment.show_offset(""),
        (b'Z', _) => return invalid("timezone must be Z, ZZZZ, or ZZZZZ"),
        _ => return Err(format!("invalid date format verb {}", text::quote(verb))),
    })
}
