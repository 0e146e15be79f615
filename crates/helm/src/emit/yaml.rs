//! Go-yaml's block style. Source: `emitterc.go` of go-yaml v2, and v3 for `toYamlPretty`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::as_json_value;
use super::scalar::{self, Style, is_break, is_printable};
use crate::context::Context;
use crate::limits::{MAX_TEXT, MAX_VALUE_DEPTH};
use crate::provenance::Mark;
use crate::text::{Builder, Text};
use crate::value::{IntType, Tracked, Value};

/// Lines are folded at the first space behind this column.
const WIDTH: usize = 80;

/// The value as `toYaml` prints it, with its last line break if `line_break`; an error where JSON cannot say it, through
/// which Helm goes.
pub(crate) fn print(value: &Tracked, _: &Context, line_break: bool) -> Result<Builder, String> {
    emit(value, false, line_break)
}

/// The value with its last line break, without the way through templates.
pub(super) fn print_plain(value: &Tracked) -> Result<Builder, String> {
    emit(value, false, true)
}

/// The value as `toYamlPretty` prints it: lists are indented, nothing is folded.
pub(crate) fn print_pretty(value: &Tracked) -> Result<Builder, String> {
    emit(value, true, false)
}

fn emit(value: &Tracked, pretty: bool, line_break: bool) -> Result<Builder, String> {
    let mut emitter = Emitter {
        out: Builder::default(),
        column: 0,
        indent: -1,
        whitespace: true,
        indention: true,
        in_mapping: false,
        pretty,
    };
    emitter.node(value, Mark::NONE, 0)?;
    emitter.write_indent(Mark::NONE);
    let (text, mark) = emitter.out.finish();
    let end = if !line_break && text.bytes().ends_with(b"\n") { text.len() - 1 } else { text.len() };
    let mut out = Builder::default();
    out.push_part(&text, mark, 0..end);
    Ok(out)
}

struct Emitter {
    out: Builder,
    /// In characters, from 0.
    column: usize,
    indent: i32,
    /// Whether the last character was whitespace.
    whitespace: bool,
    /// Whether the line has held nothing but indentation, dashes included.
    indention: bool,
    in_mapping: bool,
    pretty: bool,
}

impl Emitter {
    fn put(&mut self, text: &str, mark: Mark) {
        self.out.push(text.as_bytes(), mark);
        self.column += text.chars().count();
    }

    fn put_break(&mut self, mark: Mark) {
        self.out.push(b"\n", mark);
        self.column = 0;
    }

    fn write_indent(&mut self, mark: Mark) {
        let indent = usize::try_from(self.indent).unwrap_or(0);
        if !self.indention || self.column > indent || self.column == indent && !self.whitespace {
            self.put_break(mark);
        }
        if self.column < indent {
            self.put(&" ".repeat(indent - self.column), mark);
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn indicator(&mut self, text: &str, need_space: bool, is_space: bool, is_indention: bool, mark: Mark) {
        if need_space && !self.whitespace {
            self.put(" ", mark);
        }
        self.put(text, mark);
        self.whitespace = is_space;
        self.indention = self.indention && is_indention;
    }

    fn node(&mut self, value: &Tracked, inherited: Mark, depth: usize) -> Result<(), String> {
        if depth > MAX_VALUE_DEPTH || self.out.len() > MAX_TEXT {
            return Err("json: unsupported value: encountered a cycle".into());
        }
        let value = as_json_value(value, inherited);
        let mark = value.mark;
        match &value.value {
            Value::Nil => self.plain("null", mark),
            Value::Bool(value) => self.plain(if *value { "true" } else { "false" }, mark),
            Value::Int(value, IntType::Uint64) => self.plain(&value.cast_unsigned().to_string(), mark),
            Value::Int(value, _) => self.plain(&value.to_string(), mark),
            Value::Float(value) => {
                let text = float(*value, self.pretty)?;
                self.plain(&text, mark);
            }
            Value::String(text) => self.string(text, mark, false),
            Value::List(list) if list.items().is_empty() => self.empty("[", "]", mark),
            Value::List(list) => {
                let indent = self.indent;
                let indentless = self.in_mapping && !self.indention && !self.pretty;
                if indent < 0 {
                    self.indent = 0;
                } else if !indentless {
                    self.indent += 2;
                }
                for item in list.items() {
                    let of_item = item.mark.or(mark);
                    self.write_indent(of_item);
                    self.indicator("-", true, false, true, of_item);
                    self.in_mapping = false;
                    self.node(item, mark, depth + 1)?;
                }
                self.indent = indent;
            }
            Value::Map(map) if map.entries().is_empty() => self.empty("{", "}", mark),
            Value::Map(map) => {
                let entries = map.entries();
                let mut keys: Vec<(&Rc<str>, &Tracked)> = entries.iter().collect();
                keys.sort_by(|(a, _), (b, _)| natural(a, b));
                let indent = self.indent;
                self.indent = if indent < 0 { 0 } else { indent + 2 };
                for (key, item) in keys {
                    let of_item = item.mark.or(mark);
                    self.write_indent(of_item);
                    let text = Text::from(&**key);
                    if scalar::is_simple_key(key) {
                        self.string(&text, of_item, true);
                        self.indicator(":", false, false, false, of_item);
                    } else {
                        self.indicator("?", true, false, true, of_item);
                        self.string(&text, of_item, false);
                        self.write_indent(of_item);
                        self.indicator(":", true, false, true, of_item);
                    }
                    self.in_mapping = true;
                    self.node(item, mark, depth + 1)?;
                }
                self.indent = indent;
            }
            Value::Bytes(_) | Value::Object(_) => self.plain("null", mark),
        }
        Ok(())
    }

    fn empty(&mut self, open: &str, close: &str, mark: Mark) {
        self.indicator(open, true, true, false, mark);
        self.indicator(close, false, false, false, mark);
    }

    fn plain(&mut self, text: &str, mark: Mark) {
        if !self.whitespace {
            self.put(" ", mark);
        }
        self.put(text, mark);
        self.whitespace = false;
        self.indention = false;
    }

    fn string(&mut self, text: &Text, mark: Mark, is_key: bool) {
        let lossy = text.lossy();
        let indent = self.indent;
        self.indent = if indent < 0 { 2 } else { indent + 2 };
        let writer = Scalar { text, string: &lossy, mark, may_fold: !is_key && !self.pretty };
        match scalar::style(&lossy, is_key, self.pretty) {
            Style::Plain => self.plain_string(&writer),
            Style::Single => self.single_quoted(&writer),
            Style::Double => self.double_quoted(&writer),
            Style::Literal => self.literal(&writer),
        }
        self.indent = indent;
    }

    fn plain_string(&mut self, scalar: &Scalar<'_>) {
        if !self.whitespace {
            self.put(" ", scalar.mark_at(0));
        }
        self.folded(scalar, |char| (char == '\'').then_some("'"));
        self.whitespace = false;
        self.indention = false;
    }

    fn single_quoted(&mut self, scalar: &Scalar<'_>) {
        self.indicator("'", true, false, false, scalar.mark_at(0));
        self.quoted_lines(scalar);
        self.indicator("'", false, false, false, scalar.mark_at(scalar.string.len().saturating_sub(1)));
    }

    /// A plain text on as many lines as its width asks for.
    fn folded(&mut self, scalar: &Scalar<'_>, _: impl Fn(char) -> Option<&'static str>) {
        let mut spaces = false;
        let mut from = 0;
        for (at, char) in scalar.string.char_indices() {
            let next_is_space = scalar.string.as_bytes().get(at + 1) == Some(&b' ');
            if char == ' ' && scalar.may_fold && !spaces && self.column > WIDTH && !next_is_space {
                scalar.copy(&mut self.out, from..at);
                from = at + 1;
                self.write_indent(scalar.mark_at(at));
            } else {
                self.column += 1;
            }
            spaces = char == ' ';
            self.indention = self.indention && spaces;
        }
        scalar.copy(&mut self.out, from..scalar.string.len());
    }

    /// The inside of a single-quoted text.
    fn quoted_lines(&mut self, scalar: &Scalar<'_>) {
        let (mut spaces, mut breaks) = (false, false);
        let length = scalar.string.len();
        for (at, char) in scalar.string.char_indices() {
            let next_is_space = scalar.string.as_bytes().get(at + 1) == Some(&b' ');
            let part = at..at + char.len_utf8();
            if char == ' ' {
                let fold = scalar.may_fold && !spaces && self.column > WIDTH && at > 0 && at < length - 1;
                if fold && !next_is_space {
                    self.write_indent(scalar.mark_at(at));
                } else {
                    scalar.copy(&mut self.out, part);
                    self.column += 1;
                }
                spaces = true;
            } else if is_break(char) {
                if !breaks && char == '\n' {
                    self.put_break(scalar.mark_at(at));
                }
                scalar.copy(&mut self.out, part);
                self.column = 0;
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.write_indent(scalar.mark_at(at));
                }
                if char == '\'' {
                    self.put("'", scalar.mark_at(at));
                }
                scalar.copy(&mut self.out, part);
                self.column += 1;
                self.indention = false;
                (spaces, breaks) = (false, false);
            }
        }
    }

    fn double_quoted(&mut self, scalar: &Scalar<'_>) {
        self.indicator("\"", true, false, false, scalar.mark_at(0));
        let mut spaces = false;
        let length = scalar.string.len();
        for (at, char) in scalar.string.char_indices() {
            let part = at..at + char.len_utf8();
            if !is_printable(char) || is_break(char) || matches!(char, '"' | '\\' | '\u{feff}') {
                self.put(&escape(char), scalar.mark_at(at));
                spaces = false;
            } else if char == ' ' {
                let fold = scalar.may_fold && !spaces && self.column > WIDTH && at > 0 && at < length - 1;
                if fold {
                    self.write_indent(scalar.mark_at(at));
                    if scalar.string.as_bytes().get(at + 1) == Some(&b' ') {
                        self.put("\\", scalar.mark_at(at));
                    }
                } else {
                    scalar.copy(&mut self.out, part);
                    self.column += 1;
                }
                spaces = true;
            } else {
                scalar.copy(&mut self.out, part);
                self.column += 1;
                spaces = false;
            }
        }
        self.indicator("\"", false, false, false, scalar.mark_at(length.saturating_sub(1)));
    }

    fn literal(&mut self, scalar: &Scalar<'_>) {
        let mark = scalar.mark_at(0);
        self.indicator("|", true, false, false, mark);
        if scalar.string.starts_with(|first: char| first == ' ' || is_break(first)) {
            self.indicator("2", false, false, false, mark);
        }
        let mut last = scalar.string.chars().rev();
        match (last.next(), last.next()) {
            (Some(end), _) if !is_break(end) => self.indicator("-", false, false, false, mark),
            (Some(_), None) => self.indicator("+", false, false, false, mark),
            (Some(_), Some(before)) if is_break(before) => self.indicator("+", false, false, false, mark),
            _ => {}
        }
        self.put_break(mark);
        self.indention = true;
        self.whitespace = true;
        let mut from = 0;
        while from < scalar.string.len() {
            let end = scalar.string[from..].find(is_break).map_or(scalar.string.len(), |length| from + length);
            if from < end {
                self.write_indent(scalar.mark_at(from));
                scalar.copy(&mut self.out, from..end);
                self.column += scalar.string[from..end].chars().count();
                self.indention = false;
            }
            let Some(char) = scalar.string[end..].chars().next() else { break };
            scalar.copy(&mut self.out, end..end + char.len_utf8());
            self.column = 0;
            self.indention = true;
            from = end + char.len_utf8();
        }
    }
}

/// A string to be written.
struct Scalar<'a> {
    text: &'a Text,
    /// The same as UTF-8; the marks fit only where that changes nothing.
    string: &'a str,
    mark: Mark,
    may_fold: bool,
}

impl Scalar<'_> {
    fn mark_at(&self, at: usize) -> Mark {
        self.text.mark_at(at, self.mark)
    }

    fn copy(&self, out: &mut Builder, part: std::ops::Range<usize>) {
        if self.string.len() == self.text.len() {
            out.push_part(self.text, self.mark, part);
        } else {
            out.push(&self.string.as_bytes()[part], self.mark);
        }
    }
}

/// A number on its way through JSON and back.
fn float(value: f64, pretty: bool) -> Result<String, String> {
    if pretty {
        return Ok(match seaworthy_go::float(value).as_str() {
            "+Inf" => ".inf".to_owned(),
            "-Inf" => "-.inf".to_owned(),
            "NaN" => ".nan".to_owned(),
            text => text.to_owned(),
        });
    }
    let json = seaworthy_go::json_float(value)
        .ok_or_else(|| format!("json: unsupported value: {}", seaworthy_go::float(value)))?;
    if json.parse::<i64>().is_ok() || json.parse::<u64>().is_ok() {
        return Ok(if json == "-0" { "0".to_owned() } else { json });
    }
    Ok(seaworthy_go::float(value))
}

fn escape(char: char) -> String {
    let code = u32::from(char);
    match char {
        '\0' => "\\0".into(),
        '\u{7}' => "\\a".into(),
        '\u{8}' => "\\b".into(),
        '\t' => "\\t".into(),
        '\n' => "\\n".into(),
        '\u{b}' => "\\v".into(),
        '\u{c}' => "\\f".into(),
        '\r' => "\\r".into(),
        '\u{1b}' => "\\e".into(),
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\u{85}' => "\\N".into(),
        '\u{a0}' => "\\_".into(),
        '\u{2028}' => "\\L".into(),
        '\u{2029}' => "\\P".into(),
        _ if code <= 0xff => format!("\\x{code:02X}"),
        _ if code <= 0xffff => format!("\\u{code:04X}"),
        _ => format!("\\U{code:08X}"),
    }
}

/// Go-yaml's order of keys: letters behind anything else, numbers by their value. Source: `sorter.go`.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(a, b)| a != b) else { return a.len().cmp(&b.len()) };
    match (a[at].is_alphabetic(), b[at].is_alphabetic()) {
        (true, true) => return a[at].cmp(&b[at]),
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let digits = |chars: &[char]| chars[at..].iter().take_while(|char| char.is_numeric()).count();
    // Digits before the difference decide whether zeros there are leading ones.
    let inside_number = (a[at] == '0' || b[at] == '0')
        && a[..at].iter().rev().take_while(|char| char.is_numeric()).any(|char| *char != '0');
    let value = |chars: &[char], count: usize| {
        let start = i128::from(inside_number);
        chars[at..at + count].iter().fold(start, |value, digit| {
            value.wrapping_mul(10).wrapping_add(i128::from(u32::from(*digit)) - i128::from(u32::from('0')))
        })
    };
    let (count_a, count_b) = (digits(&a), digits(&b));
    value(&a, count_a).cmp(&value(&b, count_b)).then(count_a.cmp(&count_b)).then(a[at].cmp(&b[at]))
}
