//! Iteration over values: for `for`, splats and `...`.

use std::sync::Arc;

use super::{Cause, Error, Kind, Marks, Type, Unknown, Value};

/// The elements of a value.
#[derive(Debug, Clone)]
pub enum Elements {
    /// Each key with its value: names and texts, or numbers from 0; the elements of a set are their own keys.
    Known(Vec<(Value, Value)>),
    /// The number of elements is unknown.
    Unknown(Arc<Cause>),
}

/// The elements that `for` iterates over. The marks of `of` itself are not on them, but belong to the result.
///
/// # Errors
/// It is null or has no elements.
pub fn elements(of: &Value) -> Result<Elements, Error> {
    let pair = |(key, item): (Value, &Value)| (key.derived_from([item]), item.clone().derived_from([of]));
    let list = |items: &Arc<[Value]>| {
        items.iter().enumerate().map(|(index, item)| pair((Value::number(index.into()), item))).collect()
    };
    Ok(Elements::Known(match &of.kind {
        Kind::List(_, items) | Kind::Tuple(items) => list(items),
        Kind::Set(_, items) => items.iter().map(|item| pair((item.clone(), item))).collect(),
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.iter().map(|(key, item)| pair((Kind::String(key.clone()).into(), item))).collect()
        }
        Kind::Null(_) => {
            let detail = "A null value cannot be used as the collection in a 'for' expression.";
            return Err(Error::new("Iteration over null value", detail));
        }
        Kind::Unknown(unknown) if !unknown.ty.is_primitive() => return Ok(Elements::Unknown(unknown.cause.clone())),
        _ => {
            let name = of.ty().name();
            let detail = format!("A value of type {name} cannot be used as the collection in a 'for' expression.");
            return Err(Error::new("Iteration over non-iterable value", detail));
        }
    }))
}

/// The elements of a splat.
#[derive(Debug, Clone)]
pub enum Splat {
    /// These elements; the result is a tuple, or a list of the type of its elements.
    Known {
        /// What the rest of the splat is evaluated for.
        items: Vec<Value>,
        /// The element type, if the result is a list: it determines the type of an empty result.
        list_of: Option<Type>,
        /// The marks of the result.
        marks: Marks,
    },
    /// A value that may be null (no element) or not (one element). The result is an unknown
    /// value of the type `any`; the rest of the splat is evaluated only for its errors.
    Maybe {
        /// What the rest of the splat is evaluated for.
        item: Box<Value>,
        /// Why the result is unknown.
        cause: Arc<Cause>,
        /// The marks of the result.
        marks: Marks,
    },
    /// A list or tuple that is unknown, of a known type. The result is unknown: [`Splat::unknown_result`].
    Unknown {
        /// One element for each of a tuple; for a list, one.
        items: Vec<Value>,
        /// The source.
        source: Arc<Unknown>,
        /// The marks of the result.
        marks: Marks,
    },
    /// Nothing is known of the source, and nothing of the result.
    Untyped {
        /// Why the result is unknown.
        cause: Arc<Cause>,
        /// The marks of the result.
        marks: Marks,
    },
}

impl Splat {
    /// The result for a source that is unknown, from the types of what the rest of the splat gives for its items.
    #[must_use]
    pub fn unknown_result(source: &Unknown, results: &[Value], marks: Marks) -> Value {
        let types: Vec<Type> = results.iter().map(Value::ty).collect();
        let result = match (&source.ty, &types[..]) {
            (Type::List(_) | Type::Set(_), [element]) => {
                let (least, most) = source.length;
                Unknown::new(Type::list(element.clone()), source.cause.clone()).not_null().length(least, most)
            }
            _ => Unknown::new(Type::tuple(types), source.cause.clone()).not_null(),
        };
        result.into_value().with_marks(marks)
    }
}

/// The elements of `of[*]`: the elements of a list, tuple or set; of any other value that value itself, if it is not
/// null.
///
/// # Errors
/// It is a null list.
pub fn splat(of: &Value) -> Result<Splat, Error> {
    let marks = of.marks;
    let known = |items: Vec<Value>, list_of: Option<Type>| Ok(Splat::Known { items, list_of, marks });
    let inherit = |items: &[Value]| items.iter().map(|item| item.clone().derived_from([of])).collect();
    match &of.kind {
        Kind::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
            let detail = "Splat expressions (with the * symbol) cannot be applied to null sequences.";
            Err(Error::new("Splat of null value", detail))
        }
        Kind::Null(_) => known(Vec::new(), None),
        Kind::Tuple(items) => known(inherit(items), None),
        Kind::List(element, items) | Kind::Set(element, items) => known(inherit(items), Some((**element).clone())),
        Kind::Unknown(unknown) => {
            let element = |ty: &Type| Value::unknown(ty.clone(), &unknown.cause);
            Ok(match &unknown.ty {
                Type::Any => Splat::Untyped { cause: unknown.cause.clone(), marks },
                Type::List(ty) | Type::Set(ty) => {
                    Splat::Unknown { items: vec![element(ty)], source: unknown.clone(), marks }
                }
                Type::Tuple(types) => {
                    Splat::Unknown { items: types.iter().map(element).collect(), source: unknown.clone(), marks }
                }
                _ if unknown.not_null => Splat::Known { items: vec![of.clone()], list_of: None, marks },
                _ => Splat::Maybe { item: Box::new(of.clone()), cause: unknown.cause.clone(), marks },
            })
        }
        _ => known(vec![of.clone()], None),
    }
}

/// The arguments that `last...` expands to, or why they are unknown: then the result of the call is unknown, too, and
/// of the type `any`.
///
/// # Errors
/// It is null, or not a list, tuple or set.
pub fn expand(last: &Value) -> Result<Result<Vec<Value>, Arc<Cause>>, Error> {
    const INVALID: &str = "Invalid expanding argument value";
    match &last.kind {
        Kind::Null(Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
            Err(Error::new(INVALID, "The expanding argument (indicated by ...) must not be null."))
        }
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            Ok(Ok(items.iter().map(|item| item.clone().with_marks(last.marks).derived_from([last])).collect()))
        }
        Kind::Unknown(unknown) if matches!(unknown.ty, Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
            Ok(Err(unknown.cause.clone()))
        }
        _ => {
            Err(Error::new(INVALID, "The expanding argument (indicated by ...) must be of a tuple, list, or set type."))
        }
    }
}
