//! Conversion of values from one type to another.

mod collection;
mod default;
mod possible;
mod unify;

use super::{ConversionError, Kind, Number, Path, PathStep, Type, Unknown, Value};

pub(crate) use possible::concrete;
pub use possible::{convertible, mismatch};
pub use unify::unify;

/// Converts a value to a type as Terraform does it for a variable or an argument: fills in what is left out of objects
/// (with defaults, where the type has them), and turns numbers into strings, tuples into lists and so on.
///
/// # Errors
/// There is no such conversion, or the value does not allow it (`"a"` is not a number).
pub fn convert(value: &Value, ty: &Type) -> Result<Value, ConversionError> {
    if ty.is_any() || value.is_of(ty) {
        return Ok(value.clone());
    }
    let defaulted = default::apply(value, ty);
    let value = defaulted.as_ref().unwrap_or(value);
    let own = value.ty();
    if own == *ty {
        return Ok(value.clone());
    }
    if !convertible(&own, ty, true) {
        return Err(Path::default().error(mismatch(&own, ty)));
    }
    cast(value, ty, &mut Path::default())
}

/// Converts a value to a type to which its own type is convertible.
fn cast(value: &Value, ty: &Type, path: &mut Path) -> Result<Value, ConversionError> {
    if ty.is_any() || value.is_of(ty) {
        return Ok(value.clone());
    }
    let cast: Value = match (&value.kind, ty) {
        (Kind::Unknown(unknown), _) => cast_unknown(unknown, ty),
        (Kind::Null(own), _) => Kind::Null(concrete(own, &ty.without_optional())).into(),
        (Kind::Number(number), Type::String) => Value::string(&number.to_string()),
        (Kind::Bool(value), Type::String) => Value::string(if *value { "true" } else { "false" }),
        (Kind::String(text), Type::Number) => {
            Value::number(Number::parse(text).ok_or_else(|| path.error("a number is required"))?)
        }
        (Kind::String(text), Type::Bool) => to_bool(text).map_err(|message| path.error(message))?.into(),
        (Kind::Object(_) | Kind::Map(..), Type::Object(_)) => collection::to_object(value, ty, path)?,
        (Kind::Object(_) | Kind::Map(..), Type::Map(element)) => collection::to_map(value, element, path)?,
        (Kind::Tuple(items), Type::Tuple(types)) => {
            let items = items.iter().zip(&**types).enumerate();
            let items = items.map(|(index, (item, ty))| step(path, PathStep::Index(index), item, ty));
            Value::tuple(items.collect::<Result<_, _>>()?)
        }
        (Kind::Tuple(_) | Kind::List(..) | Kind::Set(..), Type::List(element)) => {
            collection::to_list(value, element, path)?
        }
        (Kind::Tuple(_) | Kind::List(..) | Kind::Set(..), Type::Set(element)) => {
            collection::to_set(value, element, path)?
        }
        _ => return Err(path.error(mismatch(&value.ty(), ty))),
    };
    let marks = cast.marks;
    Ok(cast.in_place_of(value).with_marks(marks))
}

/// Converts a part of a value.
fn step(path: &mut Path, step: PathStep, part: &Value, ty: &Type) -> Result<Value, ConversionError> {
    path.0.push(step);
    let result = cast(part, ty, path)?;
    path.0.pop();
    Ok(result)
}

fn to_bool(text: &str) -> Result<bool, &'static str> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(match text.to_lowercase().as_str() {
            "true" => "a bool is required; to convert from string, use lowercase \"true\"",
            "false" => "a bool is required; to convert from string, use lowercase \"false\"",
            _ => "a bool is required",
        }),
    }
}

/// An unknown value keeps what stays true of it: that it is not null, and how many elements it has.
fn cast_unknown(unknown: &Unknown, ty: &Type) -> Value {
    let target = concrete(&unknown.ty, &ty.without_optional());
    let mut cast = Unknown::new(target, unknown.cause.clone());
    if unknown.not_null {
        cast = cast.not_null();
    }
    let exactly = |count: usize| (count as u64, Some(count as u64));
    let (least, most) = match (&unknown.ty, &cast.ty) {
        (Type::Object(attributes), Type::Map(_)) => exactly(attributes.len()),
        (Type::Tuple(types), Type::List(_)) => exactly(types.len()),
        (Type::Tuple(types), Type::Set(_)) => (types.len().min(1) as u64, Some(types.len() as u64)),
        (own, target) if own.is_collection() && target.is_collection() => {
            let (least, most) = unknown.length;
            (if matches!(target, Type::Set(_)) { least.min(1) } else { least }, most)
        }
        _ => return cast.into_value(),
    };
    cast.length(least, most).into_value()
}
