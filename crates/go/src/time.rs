//! Points in time, printed and parsed by Go's layouts, and spans of time.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A point in time in a zone.
#[derive(Debug, Clone)]
pub struct Time(Zoned);

impl Time {
    /// So many seconds after 1970 began, in UTC; 1970 itself where no calendar reaches.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        let timestamp = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        Self(timestamp.to_zoned(TimeZone::UTC))
    }

    /// Go's zero time, the first second of the year 1.
    #[must_use]
    pub fn zero() -> Self {
        Self::from_unix(-62_135_596_800)
    }

    /// The same point in time in a zone by its IANA name; in UTC where the name is unknown.
    #[must_use]
    pub fn in_zone(&self, name: &str) -> Self {
        let zone = match name {
            "" | "UTC" | "Local" => TimeZone::UTC,
            name => TimeZone::get(name).unwrap_or(TimeZone::UTC),
        };
        Self(self.0.with_time_zone(zone))
    }

    /// The civil time in its zone, for its parts.
    #[must_use]
    pub fn zoned(&self) -> &Zoned {
        &self.0
    }

    /// Whole seconds since 1970 began.
    #[must_use]
    pub fn unix(&self) -> i64 {
        self.0.timestamp().as_second()
    }

    /// The time so many nanoseconds later; unchanged where no calendar reaches.
    #[must_use]
    pub fn add(&self, nanoseconds: i64) -> Self {
        let moved = self.0.checked_add(jiff::SignedDuration::from_nanos(nanoseconds));
        Self(moved.unwrap_or_else(|_| self.0.clone()))
    }

    /// Go's `AddDate`.
    ///
    /// # Errors
    /// The date is out of range.
    pub fn add_date(&self, years: i64, months: i64, days: i64) -> Result<Self, String> {
        let span = jiff::Span::new().try_years(years).and_then(|span| span.try_months(months));
        let moved = span.and_then(|span| span.try_days(days)).and_then(|span| self.0.checked_add(span));
        moved.map(Self).map_err(|error| error.to_string())
    }

    /// The nanoseconds since an earlier time.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> i64 {
        let nanoseconds = self.0.timestamp().as_nanosecond() - earlier.0.timestamp().as_nanosecond();
        i64::try_from(nanoseconds).unwrap_or(i64::MAX)
    }

    /// As JSON has it: Go's `RFC3339Nano`.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        self.format("2006-01-02T15:04:05.999999999Z07:00")
    }

    /// Go's `Time.Format`.
    #[must_use]
    pub fn format(&self, layout: &str) -> String {
        let mut out = String::new();
        let mut rest = layout;
        while !rest.is_empty() {
            match ELEMENTS.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, element)) => {
                    self.element(&mut out, element);
                    rest = &rest[name.len()..];
                }
                None if fraction(rest).is_some() => {
                    let length = fraction(rest).unwrap_or(1);
                    self.fraction(&mut out, &rest[..length]);
                    rest = &rest[length..];
                }
                None => {
                    let char = rest.chars().next().unwrap_or(' ');
                    out.push(char);
                    rest = &rest[char.len_utf8()..];
                }
            }
        }
        out
    }

    fn element(&self, out: &mut String, element: &Element) {
        use std::fmt::Write;
        let time = &self.0;
        let hour_12 = (time.hour() + 11) % 12 + 1;
        let month = MONTHS[usize::try_from(time.month() - 1).unwrap_or(0).min(11)];
        let day = DAYS[usize::try_from(time.weekday().to_monday_zero_offset()).unwrap_or(0).min(6)];
        let _ = match element {
            Element::Year => write!(out, "{:04}", time.year()),
            Element::ShortYear => write!(out, "{:02}", time.year() % 100),
            Element::MonthName => write!(out, "{month}"),
            Element::ShortMonthName => write!(out, "{}", &month[..3]),
            Element::Month(wide) => number(out, time.month(), *wide),
            Element::DayName => write!(out, "{day}"),
            Element::ShortDayName => write!(out, "{}", &day[..3]),
            Element::Day(wide) => number(out, time.day(), *wide),
            Element::SpacedDay => write!(out, "{:2}", time.day()),
            Element::DayOfYear => write!(out, "{:03}", time.day_of_year()),
            Element::Hour => write!(out, "{:02}", time.hour()),
            Element::Hour12(wide) => number(out, hour_12, *wide),
            Element::Minute(wide) => number(out, time.minute(), *wide),
            Element::Second(wide) => number(out, time.second(), *wide),
            Element::Half(upper) => {
                let half = if time.hour() < 12 { "AM" } else { "PM" };
                write!(out, "{}", if *upper { half.to_owned() } else { half.to_lowercase() })
            }
            Element::Zone => write!(out, "{}", time.strftime("%Z")),
            Element::Offset { colon, z } => {
                let minutes = time.offset().seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
                match (*z && time.offset().seconds() == 0, colon) {
                    (true, _) => write!(out, "Z"),
                    (false, true) => write!(out, "{sign}{hours:02}:{minutes:02}"),
                    (false, false) => write!(out, "{sign}{hours:02}{minutes:02}"),
                }
            }
        };
    }

    fn fraction(&self, out: &mut String, layout: &str) {
        let digits = format!("{:09}", self.0.subsec_nanosecond());
        let digits = &digits[..(layout.len() - 1).min(9)];
        let shown = if layout.contains('9') { digits.trim_end_matches('0') } else { digits };
        if !shown.is_empty() {
            out.push('.');
            out.push_str(shown);
        }
    }

    /// Go's `time.Parse`.
    ///
    /// # Errors
    /// Go's message.
    pub fn parse(layout: &str, text: &str) -> Result<Self, String> {
        let failed = |rest: &str, wanted: &str| {
            format!("parsing time {text:?} as {layout:?}: cannot parse {rest:?} as {wanted:?}")
        };
        let mut parsed = Parsed::default();
        let (mut layout_rest, mut rest) = (layout, text);
        while !layout_rest.is_empty() {
            if let Some((name, element)) = ELEMENTS.iter().find(|(name, _)| layout_rest.starts_with(name)) {
                rest = parsed.element(element, rest).ok_or_else(|| failed(rest, name))?;
                layout_rest = &layout_rest[name.len()..];
                // Fractions of seconds may follow even where the layout has none.
                let seconds = matches!(element, Element::Second(_));
                if seconds && rest.starts_with('.') && fraction(layout_rest).is_none() {
                    rest = rest[1..].trim_start_matches(|char: char| char.is_ascii_digit());
                }
            } else if let Some(length) = fraction(layout_rest) {
                if let Some(digits) = rest.strip_prefix(['.', ',']) {
                    rest = digits.trim_start_matches(|char: char| char.is_ascii_digit());
                }
                layout_rest = &layout_rest[length..];
            } else {
                let char = layout_rest.chars().next().unwrap_or(' ');
                rest = rest.strip_prefix(char).ok_or_else(|| failed(rest, &char.to_string()))?;
                layout_rest = &layout_rest[char.len_utf8()..];
            }
        }
        if !rest.is_empty() {
            return Err(format!("parsing time {text:?}: extra text: {rest:?}"));
        }
        parsed.time().ok_or_else(|| format!("parsing time {text:?}: day out of range"))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format("2006-01-02 15:04:05.999999999 -0700 MST"))
    }
}

fn number(out: &mut String, value: i8, wide: bool) -> fmt::Result {
    use std::fmt::Write;
    if wide { write!(out, "{value:02}") } else { write!(out, "{value}") }
}

/// The months, in English.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The days of the week in English, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

enum Element {
    Year,
    ShortYear,
    MonthName,
    ShortMonthName,
    Month(bool),
    DayName,
    ShortDayName,
    Day(bool),
    SpacedDay,
    DayOfYear,
    Hour,
    Hour12(bool),
    Minute(bool),
    Second(bool),
    Half(bool),
    Zone,
    Offset { colon: bool, z: bool },
}

/// The elements of a layout, longer ones before those that they begin with.
const ELEMENTS: &[(&str, Element)] = &[
    ("January", Element::MonthName),
    ("Jan", Element::ShortMonthName),
    ("Monday", Element::DayName),
    ("Mon", Element::ShortDayName),
    ("MST", Element::Zone),
    ("2006", Element::Year),
    ("002", Element::DayOfYear),
    ("01", Element::Month(true)),
    ("02", Element::Day(true)),
    ("03", Element::Hour12(true)),
    ("04", Element::Minute(true)),
    ("05", Element::Second(true)),
    ("06", Element::ShortYear),
    ("15", Element::Hour),
    ("1", Element::Month(false)),
    ("_2", Element::SpacedDay),
    ("2", Element::Day(false)),
    ("3", Element::Hour12(false)),
    ("4", Element::Minute(false)),
    ("5", Element::Second(false)),
    ("PM", Element::Half(true)),
    ("pm", Element::Half(false)),
    ("-07:00", Element::Offset { colon: true, z: false }),
    ("-0700", Element::Offset { colon: false, z: false }),
    ("Z07:00", Element::Offset { colon: true, z: true }),
    ("Z0700", Element::Offset { colon: false, z: true }),
];

/// The length of a fraction of seconds at the start of a layout: `.000`, `.999`.
fn fraction(layout: &str) -> Option<usize> {
    let digits = layout.strip_prefix(['.', ','])?;
    let first = digits.chars().next().filter(|digit| matches!(digit, '0' | '9'))?;
    let length = digits.len() - digits.trim_start_matches(first).len();
    (!digits[length..].starts_with(|char: char| char.is_ascii_digit())).then_some(length + 1)
}

/// What has been read of a time.
#[derive(Default)]
struct Parsed {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    day_of_year: Option<i64>,
    hour: i8,
    minute: i8,
    second: i8,
    afternoon: Option<bool>,
    offset: i64,
}

impl Parsed {
    fn element<'a>(&mut self, element: &Element, text: &'a str) -> Option<&'a str> {
        match element {
            Element::Year => {
                let (digits, rest) = text.split_at_checked(4)?;
                self.year = Some(digits.parse().ok()?);
                return Some(rest);
            }
            Element::ShortYear => {
                let (year, rest) = two(text, true)?;
                self.year = Some(i16::from(year) + if year >= 69 { 1900 } else { 2000 });
                return Some(rest);
            }
            Element::MonthName | Element::ShortMonthName => {
                let long = matches!(element, Element::MonthName);
                let at = MONTHS.iter().position(|name| text.starts_with(if long { name } else { &name[..3] }))?;
                self.month = i8::try_from(at + 1).ok();
                return Some(&text[if long { MONTHS[at].len() } else { 3 }..]);
            }
            Element::DayName | Element::ShortDayName => {
                let long = matches!(element, Element::DayName);
                let name = DAYS.iter().find(|name| text.starts_with(if long { name } else { &name[..3] }))?;
                return Some(&text[if long { name.len() } else { 3 }..]);
            }
            Element::DayOfYear => {
                let (digits, rest) = text.split_at_checked(3)?;
                self.day_of_year = Some(digits.parse().ok()?);
                return Some(rest);
            }
            Element::Half(upper) => {
                let (half, rest) = text.split_at_checked(2)?;
                let half = if *upper { half.to_owned() } else { half.to_uppercase() };
                self.afternoon = Some(match half.as_str() {
                    "AM" => false,
                    "PM" => true,
                    _ => return None,
                });
                return Some(rest);
            }
            Element::Zone => return Some(text.trim_start_matches(|char: char| char.is_ascii_uppercase())),
            Element::Offset { colon, z } => {
                if let (true, Some(rest)) = (*z, text.strip_prefix('Z')) {
                    return Some(rest);
                }
                let sign = match text.as_bytes().first()? {
                    b'+' => 1,
                    b'-' => -1,
                    _ => return None,
                };
                let (hours, rest) = two(&text[1..], true)?;
                let rest = if *colon { rest.strip_prefix(':')? } else { rest };
                let (minutes, rest) = two(rest, true)?;
                self.offset = sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60);
                return Some(rest);
            }
            _ => {}
        }
        let wide = matches!(
            element,
            Element::Month(true)
                | Element::Day(true)
                | Element::Hour
                | Element::Hour12(true)
                | Element::Minute(true)
                | Element::Second(true)
        );
        let (value, rest) = two(text.trim_start_matches(' '), wide)?;
        match element {
            Element::Month(_) => self.month = Some(value),
            Element::Day(_) | Element::SpacedDay => self.day = Some(value),
            Element::Hour | Element::Hour12(_) => self.hour = value,
            Element::Minute(_) => self.minute = value,
            _ => self.second = value,
        }
        Some(rest)
    }

    fn time(&self) -> Option<Time> {
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let civil = DateTime::new(
            self.year.unwrap_or(0),
            self.month.unwrap_or(1),
            self.day.unwrap_or(1),
            hour,
            self.minute,
            self.second,
            0,
        );
        let days = jiff::Span::new().try_days(self.day_of_year.map_or(0, |day| day - 1)).ok()?;
        let zoned = civil.ok()?.checked_add(days).ok()?.to_zoned(TimeZone::UTC).ok()?;
        Some(Time(zoned).add(-self.offset.saturating_mul(1_000_000_000)))
    }
}

/// One or two digits at the start of a text.
fn two(text: &str, wide: bool) -> Option<(i8, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    if length == 0 || wide && length < 2 {
        return None;
    }
    Some((text[..length].parse().ok()?, &text[length..]))
}

/// Go's `Duration.String`, of nanoseconds.
#[must_use]
pub fn duration(nanoseconds: i64) -> String {
    if nanoseconds == 0 {
        return "0s".to_owned();
    }
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let size = nanoseconds.unsigned_abs();
    let decimal = |value: u64, unit: u64| {
        let fraction = format!("{:0width$}", value % unit, width = unit.to_string().len() - 1);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{}{point}{fraction}", value / unit)
    };
    match size {
        0..1_000 => format!("{sign}{size}ns"),
        1_000..1_000_000 => format!("{sign}{}µs", decimal(size, 1_000)),
        1_000_000..1_000_000_000 => format!("{sign}{}ms", decimal(size, 1_000_000)),
        _ => {
            let minutes = size / 60_000_000_000;
            let seconds = decimal(size % 60_000_000_000, 1_000_000_000);
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{sign}{seconds}s"),
                (0, minutes) => format!("{sign}{minutes}m{seconds}s"),
                (hours, minutes) => format!("{sign}{hours}h{minutes}m{seconds}s"),
            }
        }
    }
}

/// Go's `time.ParseDuration`, in nanoseconds; `None` where Go has an error.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0.0_f64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let length = rest.find(|char: char| !(char.is_ascii_digit() || char == '.'))?;
        let value: f64 = rest[..length].parse().ok()?;
        rest = &rest[length..];
        let units: [(&str, f64); 8] =
            [("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12)];
        let (unit, scale) = units.into_iter().find(|(unit, _)| rest.starts_with(unit))?;
        total += value * scale;
        rest = &rest[unit.len()..];
    }
    (total < 9.2e18).then_some((sign * total) as i64)
}
