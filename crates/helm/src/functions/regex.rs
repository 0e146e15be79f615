//! Regular expressions.

use seaworthy_go::regex::{BytesPattern, Part, parts, quote_meta};

use super::Type::{Int, String as Str};
use super::{Args, Context, Function, Outcome, fixed};
use crate::text::Builder;
use crate::value::{Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    // Sprig's `regexMatch` takes a pattern that is none for one that does not match.
    fixed("regexMatch", &[Str, Str], |context, args| {
        let found = context.regex(args.text(0).bytes()).is_ok_and(|it| it.regex.is_match(args.text(1).bytes()));
        Ok(Value::Bool(found).into())
    }),
    fixed("mustRegexMatch", &[Str, Str], |context, args| {
        let pattern = context.regex(args.text(0).bytes())?;
        Ok(Value::Bool(pattern.regex.is_match(args.text(1).bytes())).into())
    }),
    fixed("regexFind", &[Str, Str], find),
    fixed("mustRegexFind", &[Str, Str], find),
    fixed("regexFindAll", &[Str, Str, Int], find_all),
    fixed("mustRegexFindAll", &[Str, Str, Int], find_all),
    fixed("regexReplaceAll", &[Str, Str, Str], |context, args| replace(context, args, false)),
    fixed("mustRegexReplaceAll", &[Str, Str, Str], |context, args| replace(context, args, false)),
    fixed("regexReplaceAllLiteral", &[Str, Str, Str], |context, args| replace(context, args, true)),
    fixed("mustRegexReplaceAllLiteral", &[Str, Str, Str], |context, args| replace(context, args, true)),
    fixed("regexSplit", &[Str, Str, Int], split),
    fixed("mustRegexSplit", &[Str, Str, Int], split),
    fixed("regexQuoteMeta", &[Str], |_, args| Ok(Value::from(quote_meta(&args.str(0))).into())),
];

/// Compiles a pattern that is written for RE2.
pub(crate) fn compile(pattern: &[u8]) -> Result<BytesPattern, String> {
    BytesPattern::parse(&String::from_utf8_lossy(pattern)).map_err(|error| error.to_string())
}

fn part(args: Args<'_>, range: std::ops::Range<usize>) -> Tracked {
    let mut out = Builder::default();
    out.push_part(&args.text(1), args.any(1).mark, range);
    Tracked::from_builder(out)
}

fn find(context: &Context, args: Args<'_>) -> Outcome {
    let pattern = context.regex(args.text(0).bytes())?;
    Ok(match pattern.regex.find(args.text(1).bytes()) {
        Some(found) => part(args, found.range()),
        None => Tracked::new("".into(), args.any(1).mark),
    })
}

fn limit(count: i64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn find_all(context: &Context, args: Args<'_>) -> Outcome {
    let pattern = context.regex(args.text(0).bytes())?;
    let text = args.text(1);
    let found =
        pattern.regex.find_iter(text.bytes()).take(limit(args.int(2))).map(|found| part(args, found.range())).collect();
    Ok(Tracked::new(Value::strings(found), args.any(1).mark))
}

fn replace(context: &Context, args: Args<'_>, literal: bool) -> Outcome {
    let pattern = context.regex(args.text(0).bytes())?;
    let (text, mark) = (args.text(1), args.any(1).mark);
    let replacement = args.str(2);
    let parts = if literal { vec![Part::Text(&replacement)] } else { parts(&replacement) };
    let mut out = Builder::default();
    let mut from = 0;
    for captures in pattern.regex.captures_iter(text.bytes()) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_part(&text, mark, from..whole.start());
        let at = text.mark_at(whole.start().min(text.len().saturating_sub(1)), mark);
        for part in &parts {
            match part {
                Part::Text(text) => out.push(text.as_bytes(), args.any(2).mark.or(at)),
                Part::Group(name) => {
                    if let Some(group) = pattern.group(name, &captures) {
                        out.push_part(&text, mark, group.range());
                    }
                }
            }
        }
        from = whole.end();
        if out.len() > crate::limits::MAX_TEXT {
            return Err("the text becomes too long".into());
        }
    }
    out.push_part(&text, mark, from..text.len());
    Ok(Tracked::from_builder(out))
}

fn split(context: &Context, args: Args<'_>) -> Outcome {
    let pattern = context.regex(args.text(0).bytes())?;
    let text = args.text(1);
    let count = args.int(2);
    let mut pieces = Vec::new();
    if count != 0 {
        let most = limit(count);
        let (mut begin, mut end) = (0, 0);
        for found in pattern.regex.find_iter(text.bytes()) {
            if pieces.len() + 1 >= most {
                break;
            }
            end = found.start();
            // Go leaves out the empty piece that a match of nothing at the start would make.
            if found.end() != 0 {
                pieces.push(part(args, begin..end));
            }
            begin = found.end();
        }
        if end != text.len() {
            pieces.push(part(args, begin..text.len()));
        }
    }
    Ok(Tracked::new(Value::strings(pieces), args.any(1).mark))
}
