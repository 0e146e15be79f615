//! YAML as `yamlencode` writes it: block style, texts in double quotes or as literal blocks, lines folded after column
//! 80. The layout is libyaml's.

use super::Failure;
use crate::value::{Kind, Value};

/// Texts are folded at the first space after this column.
const WIDTH: usize = 80;
/// Longer keys are written after a question mark, each on its own line.
const KEY_LIMIT: usize = 128;
const INDENT: usize = 2;

/// The YAML text of a value that is wholly known.
pub fn encode(value: &Value) -> Result<String, Failure> {
    let mut emitter = Emitter { out: String::new(), column: 0, spaced: true, indenting: true, open: false };
    emitter.node(value, None, false)?;
    emitter.indent(0);
    if emitter.open {
        emitter.out.push_str("...\n");
    }
    Ok(emitter.out)
}

struct Emitter {
    out: String,
    column: usize,
    /// Whether what was written last is white space, or may be followed by anything.
    spaced: bool,
    /// Whether nothing but indentation is on this line.
    indenting: bool,
    /// Whether the document needs an end mark.
    open: bool,
}

impl Emitter {
    fn put(&mut self, c: char) {
        self.out.push(c);
        if c == '\n' {
            self.column = 0;
        } else {
            self.column += 1;
        }
    }

    fn indicator(&mut self, text: &str, apart: bool, indents: bool) {
        if apart && !self.spaced {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.spaced = false;
        self.indenting &= indents;
        self.open = false;
    }

    fn indent(&mut self, indent: usize) {
        if !self.indenting || self.column > indent || (self.column == indent && !self.spaced) {
            self.put('\n');
        }
        while self.column < indent {
            self.put(' ');
        }
        self.spaced = true;
        self.indenting = true;
    }

    /// Writes a value inside a collection that is indented by `outer`; none at the root.
    fn node(&mut self, value: &Value, outer: Option<usize>, in_mapping: bool) -> Result<(), Failure> {
        match &value.kind {
            Kind::Unknown(_) => return Err(Failure::new("cannot serialize unknown value as YAML")),
            Kind::Null(_) => self.plain("null", outer),
            Kind::Bool(value) => self.plain(if *value { "true" } else { "false" }, outer),
            Kind::Number(number) => self.plain(&number.to_string(), outer),
            Kind::String(text) => self.text(text, outer, false),
            Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
                if items.is_empty() {
                    self.indicator("[", true, false);
                    self.indicator("]", false, false);
                    return Ok(());
                }
                let indentless = in_mapping && !self.indenting;
                let indent = outer.map_or(0, |outer| if indentless { outer } else { outer + INDENT });
                for item in &**items {
                    self.indent(indent);
                    self.indicator("-", true, true);
                    self.node(item, Some(indent), false)?;
                }
            }
            Kind::Map(_, entries) | Kind::Object(entries) => {
                if entries.is_empty() {
                    self.indicator("{", true, false);
                    self.indicator("}", false, false);
                    return Ok(());
                }
                let indent = outer.map_or(0, |outer| outer + INDENT);
                for (key, item) in &**entries {
                    self.indent(indent);
                    if key.len() <= KEY_LIMIT && !key.contains(is_break) {
                        self.text(key, Some(indent), true);
                        self.indicator(":", false, false);
                    } else {
                        self.indicator("?", true, true);
                        self.text(key, Some(indent), false);
                        self.indent(indent);
                        self.indicator(":", true, true);
                    }
                    self.node(item, Some(indent), true)?;
                }
            }
        }
        Ok(())
    }

    fn plain(&mut self, text: &str, outer: Option<usize>) {
        if !self.spaced {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.spaced = false;
        self.indenting = false;
        self.open |= outer.is_none();
    }

    fn text(&mut self, text: &str, outer: Option<usize>, key: bool) {
        let indent = outer.unwrap_or(0) + INDENT;
        if text.contains('\n') && !key && block_allowed(text) {
            self.literal(text, indent);
        } else {
            self.quoted(text, indent, !key);
        }
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.indicator("|", true, false);
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.indicator(&INDENT.to_string(), false, false);
        }
        let mut last = text.chars().rev();
        match (last.next().is_some_and(is_break), last.next()) {
            (false, _) => self.indicator("-", false, false),
            (true, before) if before.is_none_or(is_break) => {
                self.indicator("+", false, false);
            }
            _ => {}
        }
        self.put('\n');
        self.indenting = true;
        self.spaced = true;
        let mut line_start = true;
        for c in text.chars() {
            if is_break(c) {
                self.out.push(c);
                self.column = 0;
                self.indenting = true;
                line_start = true;
            } else {
                if line_start {
                    self.indent(indent);
                }
                self.put(c);
                self.indenting = false;
                line_start = false;
            }
        }
    }

    fn quoted(&mut self, text: &str, indent: usize, fold: bool) {
        self.indicator("\"", true, false);
        let mut after_space = false;
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if c == ' ' {
                let inside = at > 0 && at + 1 < text.len();
                if fold && !after_space && self.column > WIDTH && inside {
                    self.indent(indent);
                    if rest.peek().is_some_and(|(_, next)| *next == ' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                after_space = true;
                continue;
            }
            match escape(c) {
                Some(escaped) => escaped.chars().for_each(|c| self.put(c)),
                None => self.put(c),
            }
            after_space = false;
        }
        self.indicator("\"", false, false);
        self.spaced = false;
        self.indenting = false;
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// Whether a text can be a literal block: nothing in it needs an escape, and no line ends in a space.
fn block_allowed(text: &str) -> bool {
    let mut after_space = false;
    for c in text.chars() {
        if !is_printable(c) || (after_space && is_break(c)) {
            return false;
        }
        after_space = c == ' ';
    }
    !after_space
}

fn escape(c: char) -> Option<String> {
    let short = match c {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        c if is_printable(c) => return None,
        c => {
            return Some(match u32::from(c) {
                code @ ..0x100 => format!("\\x{code:02X}"),
                code @ ..0x1_0000 => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            });
        }
    };
    Some(format!("\\{short}"))
}
