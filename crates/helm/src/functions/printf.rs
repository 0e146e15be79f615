//! `printf`: what a verb prints comes from its value, the rest from the format.

use seaworthy_go::printf::{Directive, Piece, pieces};
use seaworthy_go::quoted;

use super::conversions;
use crate::provenance::Mark;
use crate::text::{Builder, Text};
use crate::value::{Tracked, Value};

/// Formats `values` by `format`; literal text keeps the format's marks, what a verb prints those of its value.
pub(super) fn format(format: &Text, mark: Mark, values: &[Tracked]) -> Result<Builder, String> {
    let mut out = Builder::default();
    pieces(format.bytes(), values, |piece| {
        match piece {
            Piece::Literal(range) => out.push_part(format, mark, range),
            Piece::Made(text) => out.push(text.as_bytes(), mark),
            Piece::Value(index, directive) => push(&mut out, &values[index], directive),
        }
        if out.len() > crate::limits::MAX_TEXT {
            return Err("the text becomes too long".to_owned());
        }
        Ok(())
    })?;
    Ok(out)
}

fn push(out: &mut Builder, value: &Tracked, directive: Directive) {
    let plain = directive.width.is_none() && directive.precision.is_none() && !directive.sharp;
    match (&value.value, directive.verb) {
        (Value::String(text) | Value::Bytes(text), 's') | (Value::String(text), 'v') if plain => {
            out.push_text(text, value.mark);
        }
        (Value::String(_), 'q') if plain && !directive.plus => {
            let text = conversions::text_of(value);
            out.push(b"\"", text.mark_at(0, value.mark));
            quoted(text.bytes(), |shown, range| {
                if shown.as_bytes() == &text.bytes()[range.clone()] {
                    out.push_part(&text, value.mark, range);
                } else {
                    out.push(shown.as_bytes(), text.mark_at(range.start, value.mark));
                }
            });
            out.push(b"\"", text.mark_at(text.len().saturating_sub(1), value.mark));
        }
        _ => {
            let mut shown = Vec::new();
            directive.print(value, &mut shown);
            let mark = match &value.value {
                Value::String(text) => text.mark_at(0, value.mark),
                _ => value.mark,
            };
            out.push(&shown, mark);
        }
    }
}
