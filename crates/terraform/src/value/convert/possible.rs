//! What can be said of a conversion from the types alone.

use super::super::Type;
use super::super::text::quote;
use super::unify;

/// Whether values of the type `from` can be converted to the type `to`. A conversion that some values do not allow
/// (`"a"` is not a number) counts if `unsafely`.
#[must_use]
pub fn convertible(from: &Type, to: &Type, unsafely: bool) -> bool {
    if from == to {
        return true;
    }
    let all = |types: &[Type], wanted: &Type| types.iter().all(|ty| convertible(ty, wanted, unsafely));
    match (from, to) {
        (_, Type::Any) => true,
        (Type::Any, _) => unsafely,
        (Type::Number | Type::Bool, Type::String) => true,
        (Type::String, Type::Number | Type::Bool) => unsafely,
        (Type::Object(from), Type::Object(to)) => to.iter().all(|(name, wanted)| match from.get(name) {
            Some(own) => convertible(&own.ty, &wanted.ty, unsafely),
            None => wanted.optional,
        }),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(&**to).all(|(from, to)| convertible(from, to, unsafely))
        }
        (Type::List(from) | Type::Set(from), Type::List(to)) | (Type::Set(from), Type::Set(to)) => {
            convertible(from, to, unsafely)
        }
        (Type::List(from), Type::Set(to)) => unsafely && convertible(from, to, unsafely),
        (Type::Map(from), Type::Map(to)) => convertible(from, to, unsafely),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => match &**to {
            _ if from.is_empty() => true,
            Type::Any => match unify::unify_with(from, unsafely) {
                Some(Type::Any) => from.iter().all(Type::is_any),
                Some(common) => all(from, &common),
                None => false,
            },
            to => all(from, to),
        },
        (Type::Object(from), Type::Map(to)) => {
            let types: Vec<Type> = from.values().map(|attribute| attribute.ty.clone()).collect();
            match &**to {
                _ if from.is_empty() => true,
                Type::Any => unify::unify_with(&types, unsafely).is_some_and(|common| all(&types, &common)),
                to => all(&types, to),
            }
        }
        (Type::Map(from), Type::Object(to)) => {
            unsafely && to.values().all(|wanted| wanted.optional || convertible(from, &wanted.ty, unsafely))
        }
        _ => false,
    }
}

/// The type that a null or unknown of the type `from` has as a value of the type `to`: `to`, with its `any` filled in.
#[must_use]
pub fn concrete(from: &Type, to: &Type) -> Type {
    let filled = |types: &[Type], to: &Type| match unify::unify_with(types, true) {
        Some(common) => concrete(&common, to),
        None => to.clone(),
    };
    match (from, to) {
        (Type::Any, _) => to.clone(),
        (_, Type::Any) => from.clone(),
        (Type::Map(from), Type::Map(to)) => Type::map(concrete(from, to)),
        (Type::Object(from), Type::Map(to)) => {
            let types: Vec<Type> = from.values().map(|attribute| attribute.ty.clone()).collect();
            Type::map(filled(&types, to))
        }
        (Type::Map(from), Type::Object(to)) => {
            Type::object(to.iter().map(|(name, wanted)| (name.clone(), concrete(from, &wanted.ty))))
        }
        (Type::Object(from), Type::Object(to)) => Type::object(to.iter().map(|(name, wanted)| {
            let ty = from.get(name).map_or_else(|| wanted.ty.clone(), |own| concrete(&own.ty, &wanted.ty));
            (name.clone(), ty)
        })),
        (Type::List(from) | Type::Set(from), Type::List(to)) => Type::list(concrete(from, to)),
        (Type::List(from) | Type::Set(from), Type::Set(to)) => Type::set(concrete(from, to)),
        (Type::Tuple(from), Type::List(to)) => Type::list(filled(from, to)),
        (Type::Tuple(from), Type::Set(to)) => Type::set(filled(from, to)),
        (Type::Tuple(from), Type::Tuple(to)) => {
            Type::tuple(from.iter().zip(&**to).map(|(from, to)| concrete(from, to)).collect())
        }
        _ => to.clone(),
    }
}

/// What is wrong with a value of the type `got` where the type `want` is required.
#[must_use]
pub fn mismatch(got: &Type, want: &Type) -> String {
    let required = || format!("{} required", want.constraint_name());
    match (got, want) {
        (Type::Object(_), Type::Object(_)) => mismatch_of_objects(got, want),
        (Type::Tuple(_), Type::List(element)) if element.is_any() => "all list elements must have the same type".into(),
        (Type::Tuple(_), Type::Set(element)) if element.is_any() => "all set elements must have the same type".into(),
        (Type::Object(_), Type::Map(element)) if element.is_any() => "all map elements must have the same type".into(),
        (Type::Tuple(types), Type::List(element) | Type::Set(element)) => {
            types.iter().position(|ty| !convertible(ty, element, true)).map_or_else(
                || format!("all elements must be {}", element.constraint_name()),
                |index| format!("element {index}: {}", mismatch(&types[index], element)),
            )
        }
        (Type::Object(attributes), Type::Map(element)) => {
            attributes.iter().find(|(_, attribute)| !convertible(&attribute.ty, element, true)).map_or_else(
                || format!("all elements must be {}", element.constraint_name()),
                |(name, attribute)| format!("element {}: {}", quote(name), mismatch(&attribute.ty, element)),
            )
        }
        (Type::List(own) | Type::Set(own), Type::List(element)) => {
            format!("incorrect list element type: {}", mismatch(own, element))
        }
        (Type::List(own) | Type::Set(own), Type::Set(element)) => {
            format!("incorrect set element type: {}", mismatch(own, element))
        }
        (Type::Map(own), Type::Map(element)) => format!("incorrect map element type: {}", mismatch(own, element)),
        _ => required(),
    }
}

fn mismatch_of_objects(got: &Type, want: &Type) -> String {
    let (Type::Object(got), Type::Object(want)) = (got, want) else { return String::new() };
    let missing: Vec<String> = want
        .iter()
        .filter(|(name, attribute)| !attribute.optional && !got.contains_key(*name))
        .map(|(name, _)| quote(name))
        .collect();
    match &missing[..] {
        [] => {}
        [name] => return format!("attribute {name} is required"),
        [first, second] => return format!("attributes {first} and {second} are required"),
        [names @ .., last] => return format!("attributes {}, and {last} are required", names.join(", ")),
    }
    let wrong = |unsafely: bool| {
        want.iter().find_map(|(name, wanted)| {
            let own = got.get(name)?;
            (!convertible(&own.ty, &wanted.ty, unsafely))
                .then(|| format!("attribute {}: {}", quote(name), mismatch(&own.ty, &wanted.ty)))
        })
    };
    wrong(true).or_else(|| wrong(false)).unwrap_or_else(|| "incorrect object attributes".into())
}
