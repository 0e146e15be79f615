//! The type that values of several types can all be converted to.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::Type;
use super::possible::convertible;

/// The type that values of all these types can be converted to, as in the results of a conditional and the elements of
/// a list; `None` if there is none, or there are no types.
#[must_use]
pub fn unify(types: &[Type]) -> Option<Type> {
    unify_with(types, true)
}

/// The same; whether conversions count that some values do not allow is said by `unsafely`.
pub(super) fn unify_with(types: &[Type], unsafely: bool) -> Option<Type> {
    let mut distinct: Vec<&Type> = Vec::new();
    for ty in types {
        if !distinct.contains(&ty) {
            distinct.push(ty);
        }
    }
    unify_distinct(&distinct, unsafely)
}

fn unify_distinct(types: &[&Type], unsafely: bool) -> Option<Type> {
    let count = |matches: fn(&Type) -> bool| types.iter().filter(|ty| matches(ty)).count();
    let any = count(Type::is_any);
    let (maps, objects) = (count(|ty| matches!(ty, Type::Map(_))), count(|ty| matches!(ty, Type::Object(_))));
    let (lists, tuples) = (count(|ty| matches!(ty, Type::List(_))), count(|ty| matches!(ty, Type::Tuple(_))));
    let sets = count(|ty| matches!(ty, Type::Set(_)));
    let all = |counted: usize| counted + any == types.len();
    // Next to something of an unknown type, the common type is unknown, too.
    let known = |unified: &dyn Fn() -> Option<Type>| if any > 0 { Some(Type::Any) } else { unified() };
    if maps > 0 && all(maps) {
        return known(&|| unify_collections(Type::Map, types, unsafely));
    } else if maps > 0 && all(maps + objects) {
        if let unified @ Some(Type::Map(_)) = unify_mixed(types, unsafely) {
            return unified;
        }
    } else if lists > 0 && all(lists) {
        return known(&|| unify_collections(Type::List, types, unsafely));
    } else if lists > 0 && all(lists + tuples) {
        if let unified @ Some(Type::List(_)) = unify_mixed(types, unsafely) {
            return unified;
        }
    } else if sets > 0 && all(sets) {
        return known(&|| unify_collections(Type::Set, types, unsafely));
    } else if objects > 0 && all(objects) {
        return known(&|| unify_objects(types, unsafely));
    } else if tuples > 0 && all(tuples) {
        return known(&|| unify_tuples(types, unsafely));
    } else if objects > 0 && tuples > 0 {
        return None;
    }
    let fits = |wanted: &Type| types.iter().all(|ty| convertible(ty, wanted, unsafely));
    by_preference(types).into_iter().find(|ty| fits(ty)).cloned()
}

fn unify_all<'a>(types: impl Iterator<Item = &'a Type>, unsafely: bool) -> Option<Type> {
    unify_with(&types.cloned().collect::<Vec<_>>(), unsafely)
}

/// `wanted`, if all types can be converted to it.
fn checked(wanted: Type, types: &[&Type], unsafely: bool) -> Option<Type> {
    types.iter().all(|ty| convertible(ty, &wanted, unsafely)).then_some(wanted)
}

fn unify_collections(collection: fn(Arc<Type>) -> Type, types: &[&Type], unsafely: bool) -> Option<Type> {
    let element = unify_all(types.iter().filter_map(|ty| ty.element()), unsafely)?;
    checked(collection(Arc::new(element)), types, unsafely)
}

/// Maps next to objects, lists next to tuples: the objects become a map first, the tuples a list.
fn unify_mixed(types: &[&Type], unsafely: bool) -> Option<Type> {
    let (structural, mut rest): (Vec<&Type>, Vec<&Type>) =
        types.iter().copied().partition(|ty| matches!(ty, Type::Object(_) | Type::Tuple(_)));
    let collection = match structural.first() {
        Some(Type::Object(_)) => objects_to_map(&structural, unsafely)?,
        _ => tuples_to_list(&structural, unsafely)?,
    };
    if !rest.contains(&&collection) {
        rest.push(&collection);
    }
    unify_distinct(&rest, unsafely)
}

fn unify_objects<'a>(types: &[&'a Type], unsafely: bool) -> Option<Type> {
    let object = |ty: &&'a Type| match ty {
        Type::Object(attributes) => Some(attributes),
        _ => None,
    };
    let objects: Vec<_> = types.iter().filter_map(object).collect();
    let first = objects.first()?;
    if objects.iter().any(|object| !object.keys().eq(first.keys())) {
        return objects_to_map(types, unsafely);
    }
    let attributes = first.keys().map(|name| {
        let across = objects.iter().filter_map(|object| object.get(name)).map(|attribute| &attribute.ty);
        Some((name.clone(), unify_all(across, unsafely)?))
    });
    let unified = Type::object(attributes.collect::<Option<Vec<_>>>()?);
    checked(unified, types, unsafely).or_else(|| objects_to_map(types, unsafely))
}

fn objects_to_map(types: &[&Type], unsafely: bool) -> Option<Type> {
    let attributes = types.iter().filter_map(|ty| match ty {
        Type::Object(attributes) => Some(attributes.values().map(|attribute| &attribute.ty)),
        _ => None,
    });
    checked(Type::map(unify_all(attributes.flatten(), unsafely)?), types, unsafely)
}

fn unify_tuples<'a>(types: &[&'a Type], unsafely: bool) -> Option<Type> {
    let tuple = |ty: &&'a Type| match ty {
        Type::Tuple(elements) => Some(elements),
        _ => None,
    };
    let tuples: Vec<_> = types.iter().filter_map(tuple).collect();
    let length = tuples.first()?.len();
    if tuples.iter().any(|tuple| tuple.len() != length) {
        return tuples_to_list(types, unsafely);
    }
    let elements = (0..length).map(|index| unify_all(tuples.iter().map(|tuple| &tuple[index]), unsafely));
    let unified = Type::tuple(elements.collect::<Option<Vec<_>>>()?);
    checked(unified, types, unsafely).or_else(|| tuples_to_list(types, unsafely))
}

fn tuples_to_list(types: &[&Type], unsafely: bool) -> Option<Type> {
    let elements = types.iter().filter_map(|ty| match ty {
        Type::Tuple(elements) => Some(elements.iter()),
        _ => None,
    });
    checked(Type::list(unify_all(elements.flatten(), unsafely)?), types, unsafely)
}

/// The types with the more general ones first: a topological order, stable for types that do not compare.
fn by_preference<'a>(types: &[&'a Type]) -> Vec<&'a Type> {
    let before = |a: usize, b: usize| match a.cmp(&b) {
        Ordering::Less => compare(types[a], types[b]) == Ordering::Less,
        Ordering::Equal => false,
        Ordering::Greater => compare(types[b], types[a]) == Ordering::Greater,
    };
    let all = 0..types.len();
    let mut waiting: Vec<usize> =
        all.clone().map(|index| all.clone().filter(|other| before(*other, index)).count()).collect();
    let mut queue: Vec<usize> = all.clone().filter(|index| waiting[*index] == 0).collect();
    let mut next = 0;
    while let Some(&index) = queue.get(next) {
        next += 1;
        for other in all.clone().filter(|other| before(index, *other)) {
            waiting[other] = waiting[other].saturating_sub(1);
            if waiting[other] == 0 {
                queue.push(other);
            }
        }
    }
    queue.into_iter().map(|index| types[index]).collect()
}

/// Less, where `a` is more general than `b`: where a conversion from `b` to `a` is safe, but not the other way round.
fn compare(a: &Type, b: &Type) -> Ordering {
    let several = |pairs: &mut dyn Iterator<Item = (&Type, &Type)>| {
        let (mut less, mut greater) = (false, false);
        for (a, b) in pairs {
            match compare(a, b) {
                Ordering::Less => less = true,
                Ordering::Greater => greater = true,
                Ordering::Equal => {}
            }
        }
        greater.cmp(&less)
    };
    match (a, b) {
        (Type::Any, Type::Any) | (Type::String, Type::String) => Ordering::Equal,
        (Type::Any, _) => Ordering::Greater,
        (_, Type::Any) => Ordering::Less,
        (Type::String, b) if b.is_primitive() => Ordering::Less,
        (a, Type::String) if a.is_primitive() => Ordering::Greater,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => compare(a, b),
        (Type::Tuple(_) | Type::List(_), Type::Set(_)) | (Type::List(_), Type::Tuple(_)) => Ordering::Less,
        (Type::Set(_), Type::Tuple(_) | Type::List(_)) | (Type::Tuple(_), Type::List(_)) => Ordering::Greater,
        (Type::Map(_), Type::Object(_)) => Ordering::Less,
        (Type::Object(_), Type::Map(_)) => Ordering::Greater,
        (Type::Object(a), Type::Object(b)) if a.keys().eq(b.keys()) => {
            several(&mut a.values().map(|attribute| &attribute.ty).zip(b.values().map(|attribute| &attribute.ty)))
        }
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => several(&mut a.iter().zip(&**b)),
        _ => Ordering::Equal,
    }
}
