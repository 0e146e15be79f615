//! What a loop goes through.

use crate::context::Context;
use crate::limits;
use crate::print;
use crate::value::{Tracked, Value};

type Pairs = Vec<(Tracked, Tracked)>;

/// Keys and items in the order in which a loop meets them.
pub(super) fn items(value: &Tracked, variables: usize, context: &Context) -> Result<Pairs, String> {
    let number = |index: usize| Tracked::from(Value::int(i64::try_from(index).unwrap_or(i64::MAX)));
    let of_value = |item: &Tracked| Tracked { value: item.value.clone(), mark: item.mark.or(value.mark) };
    Ok(match &value.value {
        Value::Nil => Vec::new(),
        Value::List(list) => list.items().iter().enumerate().map(|(at, item)| (number(at), of_value(item))).collect(),
        Value::Map(map) => map
            .entries()
            .iter()
            .map(|(key, item)| {
                let item = of_value(item);
                let mark = print::mark(&item, &context.trails);
                (Tracked::new(Value::String((&**key).into()), mark), item)
            })
            .collect(),
        Value::Int(count, _) if variables > 1 => {
            return Err(format!("can't use {count} to iterate over more than one variable"));
        }
        Value::Int(count, _) => {
            let count = usize::try_from(*count).unwrap_or(0);
            if count > limits::MAX_ITEMS {
                return Err(format!("range over more than {} numbers", limits::MAX_ITEMS));
            }
            (0..count).map(|at| (number(at), Tracked::new(number(at).value, value.mark))).collect()
        }
        Value::Bytes(bytes) => {
            use crate::value::IntType;
            let item = |byte: &u8| Tracked::new(Value::Int(i64::from(*byte), IntType::Uint8), value.mark);
            bytes.bytes().iter().enumerate().map(|(at, byte)| (number(at), item(byte))).collect()
        }
        Value::Object(object) => match &**object {
            crate::object::Object::ApiVersions(versions) => {
                versions.iter().enumerate().map(|(at, name)| (number(at), Value::from(name.as_str()).into())).collect()
            }
            _ => return Err(format!("range can't iterate over {}", print::plain(&value.value))),
        },
        other => return Err(format!("range can't iterate over {}", print::plain(other))),
    })
}
