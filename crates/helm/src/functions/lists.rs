//! Sprig's functions on lists.

use super::Type::{Any, Int};
use super::{Args, Context, Function, Outcome, cast, conversions, defaults, fixed, list_of, variadic};
use crate::limits::MAX_ITEMS;
use crate::value::{List, ListType, Tracked, Value};

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("list", &[], Any, |_, args| Ok(Value::list(args.all().to_vec()).into())),
    variadic("tuple", &[], Any, |_, args| Ok(Value::list(args.all().to_vec()).into())),
    fixed("append", &[Any, Any], append),
    fixed("push", &[Any, Any], append),
    fixed("mustAppend", &[Any, Any], append),
    fixed("mustPush", &[Any, Any], append),
    fixed("prepend", &[Any, Any], prepend),
    fixed("mustPrepend", &[Any, Any], prepend),
    fixed("first", &[Any], first),
    fixed("mustFirst", &[Any], first),
    fixed("last", &[Any], last),
    fixed("mustLast", &[Any], last),
    fixed("rest", &[Any], rest),
    fixed("mustRest", &[Any], rest),
    fixed("initial", &[Any], initial),
    fixed("mustInitial", &[Any], initial),
    fixed("reverse", &[Any], reverse),
    fixed("mustReverse", &[Any], reverse),
    fixed("compact", &[Any], compact),
    fixed("mustCompact", &[Any], compact),
    fixed("uniq", &[Any], uniq),
    fixed("mustUniq", &[Any], uniq),
    variadic("without", &[Any], Any, without),
    variadic("mustWithout", &[Any], Any, without),
    fixed("has", &[Any, Any], has),
    fixed("mustHas", &[Any, Any], has),
    variadic("slice", &[Any], Any, slice),
    variadic("mustSlice", &[Any], Any, slice),
    fixed("chunk", &[Int, Any], chunk),
    fixed("mustChunk", &[Int, Any], chunk),
    variadic("concat", &[], Any, |_, args| {
        let mut items = Vec::new();
        for list in args.all() {
            let found = match &list.value {
                Value::List(_) | Value::Bytes(_) => list_of(list, "")?,
                other => return Err(format!("Cannot concat type {} as list", other.kind())),
            };
            items.extend(found.items().iter().map(|item| placed(item, list)));
        }
        made(items)
    }),
    fixed("sortAlpha", &[Any], |_, args| {
        let mut items = conversions::strings(args.any(0));
        items.sort_by(|a, b| conversions::text_of(a).bytes().cmp(conversions::text_of(b).bytes()));
        Ok(Tracked::new(Value::strings(items), args.any(0).mark))
    }),
];

/// An item taken out of its list: without a place of its own, the list's is its place.
fn placed(item: &Tracked, list: &Tracked) -> Tracked {
    Tracked { value: item.value.clone(), mark: item.mark.or(list.mark) }
}

fn made(items: Vec<Tracked>) -> Outcome {
    if items.len() > MAX_ITEMS {
        return Err(format!("the list becomes longer than {MAX_ITEMS}"));
    }
    Ok(Value::list(items).into())
}

fn items(list: &Tracked, refusal: &str) -> Result<Vec<Tracked>, String> {
    Ok(list_of(list, refusal)?.items().iter().map(|item| placed(item, list)).collect())
}

fn append(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot push on type")?;
    items.push(args.any(1).clone());
    made(items)
}

fn prepend(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot prepend on type")?;
    items.insert(0, args.any(1).clone());
    made(items)
}

fn first(_: &Context, args: Args<'_>) -> Outcome {
    let list = list_of(args.any(0), "Cannot find first on type")?;
    Ok(list.items().first().map_or(Tracked::NIL, |item| placed(item, args.any(0))))
}

fn last(_: &Context, args: Args<'_>) -> Outcome {
    let list = list_of(args.any(0), "Cannot find last on type")?;
    Ok(list.items().last().map_or(Tracked::NIL, |item| placed(item, args.any(0))))
}

fn rest(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot find rest on type")?;
    if !items.is_empty() {
        items.remove(0);
    }
    made(items)
}

fn initial(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot find initial on type")?;
    items.pop();
    made(items)
}

fn reverse(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot find reverse on type")?;
    items.reverse();
    made(items)
}

fn compact(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot compact on type")?;
    items.retain(|item| !defaults::is_empty(&item.value));
    made(items)
}

fn contains(items: &[Tracked], wanted: &Value) -> bool {
    items.iter().any(|item| item.value.deep_equal(wanted, 0))
}

fn uniq(_: &Context, args: Args<'_>) -> Outcome {
    let mut kept: Vec<Tracked> = Vec::new();
    for item in items(args.any(0), "Cannot find uniq on type")? {
        if !contains(&kept, &item.value) {
            kept.push(item);
        }
    }
    made(kept)
}

fn without(_: &Context, args: Args<'_>) -> Outcome {
    let mut items = items(args.any(0), "Cannot find without on type")?;
    items.retain(|item| !contains(&args.all()[1..], &item.value));
    made(items)
}

fn has(_: &Context, args: Args<'_>) -> Outcome {
    if args.any(1).value.is_nil() {
        return Ok(Value::Bool(false).into());
    }
    let list = list_of(args.any(1), "Cannot find has on type")?;
    Ok(Value::Bool(contains(list.items(), &args.any(0).value)).into())
}

fn slice(_: &Context, args: Args<'_>) -> Outcome {
    let list = list_of(args.any(0), "list should be type of slice or array but")?;
    let length = list.items().len();
    if length == 0 {
        return Ok(Tracked::NIL);
    }
    let at = |number: usize, otherwise: usize| match args.get(number) {
        None => Some(otherwise),
        Some(index) => usize::try_from(cast::int(&index.value)).ok().filter(|index| *index <= length),
    };
    match (at(1, 0), at(2, length)) {
        (Some(start), Some(end)) if start <= end => {
            let part = list.items()[start..end].iter().map(|item| placed(item, args.any(0))).collect();
            Ok(Tracked::new(Value::List(List::new(part, list.of())), args.any(0).mark))
        }
        _ => Err("reflect.Value.Slice: slice index out of bounds".into()),
    }
}

fn chunk(_: &Context, args: Args<'_>) -> Outcome {
    let items = items(args.any(1), "Cannot chunk type")?;
    let size = usize::try_from(args.int(0)).ok().filter(|size| *size > 0).ok_or("chunks must have a size above 0")?;
    let chunks = items.chunks(size).map(|chunk| Value::list(chunk.to_vec()).into()).collect();
    Ok(Value::List(List::new(chunks, ListType::Lists)).into())
}
