//! Sprig's functions on strings that keep their parts: every byte that comes through keeps its mark.

use std::ops::Range;

use super::Type::{Any, Int, String};
use super::{Args, Context, Function, Outcome, conversions, fixed, variadic};
use crate::limits;
use crate::provenance::Mark;
use crate::text::{Builder, Text};
use crate::value::{Entries, Map, MapType, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    fixed("trim", &[String], |_, args| Ok(part(args, 0, trimmed(&args.text(0), &is_space)))),
    fixed("trimAll", &[String, String], trim_all),
    fixed("trimall", &[String, String], trim_all),
    fixed("trimSuffix", &[String, String], |_, args| {
        let text = args.text(1);
        let cut = if text.bytes().ends_with(args.text(0).bytes()) { args.text(0).len() } else { 0 };
        Ok(part(args, 1, 0..text.len() - cut))
    }),
    fixed("trimPrefix", &[String, String], |_, args| {
        let text = args.text(1);
        let cut = if text.bytes().starts_with(args.text(0).bytes()) { args.text(0).len() } else { 0 };
        Ok(part(args, 1, cut..text.len()))
    }),
    fixed("trunc", &[Int, String], |_, args| {
        let length = args.text(1).len();
        let wanted = usize::try_from(args.int(0).unsigned_abs()).unwrap_or(usize::MAX);
        Ok(part(args, 1, if args.int(0) < 0 { length.saturating_sub(wanted)..length } else { 0..length.min(wanted) }))
    }),
    fixed("substr", &[Int, Int, String], substr),
    fixed("indent", &[Int, String], |context, args| indent(context, args, false)),
    fixed("nindent", &[Int, String], |context, args| indent(context, args, true)),
    fixed("replace", &[String, String, String], replace),
    fixed("repeat", &[Int, String], |_, args| {
        let count = usize::try_from(args.int(0)).map_err(|_| "strings: negative Repeat count".to_owned())?;
        if count.saturating_mul(args.text(1).len()) > limits::MAX_TEXT {
            return Err(format!("it makes a text of more than {} MB", limits::MAX_TEXT >> 20));
        }
        let mut out = Builder::default();
        for _ in 0..if args.text(1).is_empty() { 0 } else { count } {
            out.push_text(&args.text(1), args.any(1).mark);
        }
        Ok(Tracked::from_builder(out))
    }),
    fixed("contains", &[String, String], |_, args| {
        let found = memchr::memmem::find(args.text(1).bytes(), args.text(0).bytes()).is_some();
        Ok(Value::Bool(found).into())
    }),
    fixed("hasPrefix", &[String, String], |_, args| {
        Ok(Value::Bool(args.text(1).bytes().starts_with(args.text(0).bytes())).into())
    }),
    fixed("hasSuffix", &[String, String], |_, args| {
        Ok(Value::Bool(args.text(1).bytes().ends_with(args.text(0).bytes())).into())
    }),
    variadic("quote", &[], Any, |_, args| {
        Ok(quoted(args, |out, value| {
            let text = conversions::text_of(value);
            let mark = value.mark;
            out.push(b"\"", text.mark_at(0, mark));
            seaworthy_go::quoted(text.bytes(), |shown, range| {
                if shown.as_bytes() == &text.bytes()[range.clone()] {
                    out.push_part(&text, mark, range);
                } else {
                    out.push(shown.as_bytes(), text.mark_at(range.start, mark));
                }
            });
            out.push(b"\"", text.mark_at(text.len().saturating_sub(1), mark));
        }))
    }),
    variadic("squote", &[], Any, |_, args| {
        Ok(quoted(args, |out, value| {
            let text = conversions::text_of(value);
            out.push(b"'", text.mark_at(0, value.mark));
            out.push_text(&text, value.mark);
            out.push(b"'", text.mark_at(text.len().saturating_sub(1), value.mark));
        }))
    }),
    variadic("cat", &[], Any, |_, args| {
        let mut out = Builder::default();
        for value in args.all().iter().filter(|value| !value.value.is_nil()) {
            if out.len() > 0 {
                out.push(b" ", value.mark);
            }
            super::builtin::push_plain(&mut out, value);
        }
        Ok(Tracked::from_builder(out))
    }),
    fixed("join", &[String, Any], |_, args| {
        let mut out = Builder::default();
        for (number, item) in conversions::strings(args.any(1)).iter().enumerate() {
            if number > 0 {
                out.push_text(&args.text(0), args.any(0).mark.or(item.mark));
            }
            super::builtin::push_plain(&mut out, item);
        }
        Ok(Tracked::from_builder(out))
    }),
    fixed("splitList", &[String, String], |context, args| split_list(context, args.any(1), &args.text(0), None)),
    fixed("split", &[String, String], |context, args| split_map(context, args.any(1), &args.text(0), None)),
    fixed("splitn", &[String, Int, String], |context, args| {
        split_map(context, args.any(2), &args.text(0), Some(args.int(1)))
    }),
    fixed("nospace", &[String], |_, args| {
        let text = args.text(0);
        let mut out = Builder::default();
        for (at, char) in text.lossy().char_indices().filter(|(_, char)| !char.is_whitespace()) {
            out.push_part(&text, args.any(0).mark, at.min(text.len())..(at + char.len_utf8()).min(text.len()));
        }
        Ok(Tracked::from_builder(out))
    }),
    fixed("abbrev", &[Int, String], |_, args| {
        let (text, width) = (args.text(1), usize::try_from(args.int(0)).unwrap_or(0));
        Ok(if width < 4 || text.len() <= width { args.any(1).clone() } else { ellipsis(args, 0..width - 3) })
    }),
    fixed("abbrevboth", &[Int, Int, String], abbreviate_both),
];

/// Part of an argument's text.
fn part(args: Args<'_>, number: usize, range: Range<usize>) -> Tracked {
    let value = args.any(number);
    let mut out = Builder::default();
    out.push_part(&args.text(number), value.mark, range);
    Tracked::from_builder(out)
}

fn ellipsis(args: Args<'_>, range: Range<usize>) -> Tracked {
    let mut out = Builder::default();
    out.push_part(&args.text(1), args.any(1).mark, range);
    out.push(b"...", args.any(1).mark);
    Tracked::from_builder(out)
}

/// Go's `strings.TrimSpace` and kin: the part of the text between characters of a kind.
fn trimmed(text: &Text, drop: &dyn Fn(char) -> bool) -> Range<usize> {
    let Ok(chars) = std::str::from_utf8(text.bytes()) else {
        let start = text.bytes().iter().take_while(|byte| byte.is_ascii() && drop(char::from(**byte))).count();
        let rest = &text.bytes()[start..];
        let end = rest.iter().rev().take_while(|byte| byte.is_ascii() && drop(char::from(**byte))).count();
        return start..text.len() - end;
    };
    let start = chars.len() - chars.trim_start_matches(drop).len();
    let end = chars[start..].trim_end_matches(drop).len();
    start..start + end
}

fn is_space(char: char) -> bool {
    char.is_whitespace()
}

fn trim_all(_: &Context, args: Args<'_>) -> Outcome {
    let cutset = args.str(0);
    Ok(part(args, 1, trimmed(&args.text(1), &|char| cutset.contains(char))))
}

fn substr(_: &Context, args: Args<'_>) -> Outcome {
    let length = args.text(2).len();
    let (start, end) = (args.int(0), args.int(1));
    let out_of_range = || "slice bounds out of range".to_owned();
    let at = |index: i64| usize::try_from(index).ok().filter(|index| *index <= length).ok_or_else(out_of_range);
    let range = if start < 0 {
        0..at(end)?
    } else if end < 0 || usize::try_from(end).is_ok_and(|end| end > length) {
        at(start)?..length
    } else {
        at(start)?..at(end)?
    };
    if range.start > range.end {
        return Err(out_of_range());
    }
    Ok(part(args, 2, range))
}

fn indent(context: &Context, args: Args<'_>, new_line: bool) -> Outcome {
    let (text, mark) = (args.text(1), args.any(1).mark);
    let spaces = usize::try_from(args.int(0)).map_err(|_| "strings: negative Repeat count".to_owned())?;
    let lines = memchr::memchr_iter(b'\n', text.bytes()).count() + 1;
    if spaces.saturating_mul(lines) > limits::MAX_TEXT {
        return Err(format!("it makes a text of more than {} MB", limits::MAX_TEXT >> 20));
    }
    let pad = vec![b' '; spaces];
    let mut out = Builder::default();
    if new_line {
        out.push(b"\n", indentation(&text, 0, mark));
    }
    out.push(&pad, indentation(&text, 0, mark));
    let mut from = 0;
    for at in memchr::memchr_iter(b'\n', text.bytes()) {
        out.push_part(&text, mark, from..at + 1);
        out.push(&pad, indentation(&text, at + 1, mark));
        from = at + 1;
    }
    out.push_part(&text, mark, from..text.len());
    context.account(out.len())?;
    Ok(Tracked::from_builder(out))
}

/// Whitespace that is put in belongs to what it indents.
fn indentation(text: &Text, at: usize, mark: Mark) -> Mark {
    if text.is_empty() { mark } else { text.mark_at(at.min(text.len() - 1), mark) }
}

fn replace(context: &Context, args: Args<'_>) -> Outcome {
    let (old, new, text) = (args.text(0), args.text(1), args.text(2));
    let mark = args.any(2).mark;
    let mut out = Builder::default();
    let mut from = 0;
    let put = |out: &mut Builder, at: usize| {
        out.push(new.bytes(), args.any(1).mark.or(indentation(&text, at, mark)));
    };
    if old.is_empty() {
        // Go puts the new text before every character and at the end.
        for (at, char) in text.lossy().char_indices() {
            put(&mut out, at);
            let end = (at + char.len_utf8()).min(text.len());
            out.push_part(&text, mark, at.min(end)..end);
        }
        put(&mut out, text.len());
        return Ok(Tracked::from_builder(out));
    }
    for at in memchr::memmem::find_iter(text.bytes(), old.bytes()) {
        out.push_part(&text, mark, from..at);
        put(&mut out, at);
        from = at + old.len();
        if out.len() > limits::MAX_TEXT {
            break;
        }
    }
    out.push_part(&text, mark, from..text.len());
    context.account(out.len())?;
    Ok(Tracked::from_builder(out))
}

fn quoted(args: Args<'_>, quote: impl Fn(&mut Builder, &Tracked)) -> Tracked {
    let mut out = Builder::default();
    for value in args.all().iter().filter(|value| !value.value.is_nil()) {
        if out.len() > 0 {
            out.push(b" ", value.mark);
        }
        quote(&mut out, value);
    }
    Tracked::from_builder(out)
}

/// Go's `strings.SplitN`, as ranges.
fn pieces(text: &Text, separator: &Text, limit: Option<i64>) -> Vec<Range<usize>> {
    if limit == Some(0) {
        return Vec::new();
    }
    let limit = limit.filter(|limit| *limit > 0).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    if separator.is_empty() {
        let text = text.lossy();
        let chars = text.char_indices().map(|(at, char)| at..at + char.len_utf8());
        return chars.take(limits::MAX_ITEMS).collect();
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.bytes(), separator.bytes()) {
        if pieces.len() + 1 >= limit {
            break;
        }
        pieces.push(from..at);
        from = at + separator.len();
    }
    pieces.push(from..text.len());
    pieces
}

fn piece(value: &Tracked, range: Range<usize>) -> Tracked {
    let Value::String(text) = &value.value else { return Tracked::NIL };
    let mut out = Builder::default();
    let end = range.end.min(text.len());
    out.push_part(text, value.mark, range.start.min(end)..end);
    let mut piece = Tracked::from_builder(out);
    if range.is_empty() {
        piece.mark = value.mark;
    }
    piece
}

fn split_list(_: &Context, value: &Tracked, separator: &Text, limit: Option<i64>) -> Outcome {
    let Value::String(text) = &value.value else { return Ok(Tracked::NIL) };
    let pieces = pieces(text, separator, limit).into_iter().map(|range| piece(value, range)).collect();
    Ok(Tracked::new(Value::strings(pieces), value.mark))
}

fn split_map(_: &Context, value: &Tracked, separator: &Text, limit: Option<i64>) -> Outcome {
    let Value::String(text) = &value.value else { return Ok(Tracked::NIL) };
    let pieces = pieces(text, separator, limit).into_iter().enumerate();
    let entries: Entries = pieces.map(|(at, range)| (format!("_{at}").into(), piece(value, range))).collect();
    Ok(Tracked::new(Value::Map(Map::new(entries, MapType::Strings)), value.mark))
}

fn abbreviate_both(_: &Context, args: Args<'_>) -> Outcome {
    let (offset, width, text) = (args.int(0), args.int(1), args.str(2));
    if width < 4 || offset > 0 && width < 7 || i64::try_from(text.len()).is_ok_and(|length| length <= width) {
        return Ok(args.any(2).clone());
    }
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let slice = |from: i64, to: i64| -> std::string::String {
        let at = |index: i64| usize::try_from(index.clamp(0, length)).unwrap_or(0);
        std::string::String::from_utf8_lossy(&text.as_bytes()[at(from)..at(to).max(at(from))]).into_owned()
    };
    let mut offset = offset.min(length);
    if length - offset < width - 3 {
        offset = length - (width - 3);
    }
    let shown = if offset <= 4 {
        format!("{}...", slice(0, width - 3))
    } else if offset + width - 3 < length {
        format!("...{}...", slice(offset, offset + width - 6))
    } else {
        format!("...{}", slice(length - (width - 3), length))
    };
    Ok(Value::from(shown).into())
}
