//! Sets.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::{Kind, Marks, Type, Value, convert, equal, unify};

const FIRST: Parameter = Parameter::new("first_set", Want::Set).untyped();
const OTHERS: Parameter = Parameter::new("other_sets", Want::Set).untyped();

pub const FUNCTIONS: &[Function] = &[
    Function::new("setintersection", &[FIRST], TypeOf::Arguments(set_type), |call| {
        combine(call, |sets| {
            let [first, others @ ..] = sets else { return Vec::new() };
            let everywhere = |item: &&Value| others.iter().all(|other| has(other, item));
            first.iter().filter(everywhere).cloned().collect()
        })
    })
    .variadic(OTHERS),
    Function::new("setproduct", &[], TypeOf::Arguments(product_type), product)
        .variadic(Parameter::new("sets", Want::Any).marked().unknown()),
    Function::new(
        "setsubtract",
        &[Parameter::new("a", Want::Set).untyped(), Parameter::new("b", Want::Set).untyped()],
        TypeOf::Arguments(set_type),
        |call| {
            combine(call, |sets| match sets {
                [a, b, ..] => a.iter().filter(|item| !has(b, item)).cloned().collect(),
                _ => Vec::new(),
            })
        },
    ),
    Function::new("setunion", &[FIRST], TypeOf::Arguments(set_type), union).variadic(OTHERS),
];

fn has(set: &[Value], wanted: &Value) -> bool {
    set.iter().any(|item| equal(item, wanted).as_bool() == Some(true))
}

/// The type of the sets together. An empty set of unknown type is ignored.
fn set_type(call: &Call) -> Result<Type, Failure> {
    let mut elements = Vec::new();
    for argument in call.arguments {
        let ty = argument.ty();
        // A set of which nothing is known, not even that it is one.
        let Some(element) = ty.element() else { return Ok(Want::Set.ty()) };
        if !(element.is_any() && argument.items().is_some_and(|items| items.is_empty())) {
            elements.push(element.clone());
        }
    }
    if elements.is_empty() {
        return Ok(Want::Set.ty());
    }
    unify(&elements).map(Type::set).ok_or_else(|| Failure::new("given sets must all have compatible element types"))
}

fn as_sets(call: &Call, ty: &Type) -> Result<Vec<Value>, Failure> {
    let cast = |(index, set)| convert(set, ty).map_err(|error| Failure::of(index, error.message));
    call.arguments.iter().enumerate().map(cast).collect()
}

fn combine(call: &Call, choose: impl Fn(&[&[Value]]) -> Vec<Value>) -> Result<Value, Failure> {
    let ty = set_type(call)?;
    let sets = as_sets(call, &ty)?;
    if !sets.iter().all(Value::is_wholly_known) {
        return Ok(call.unknown(ty));
    }
    let items: Vec<&[Value]> = sets.iter().map(|set| set.items().map_or(&[][..], |items| items)).collect();
    Ok(Value::set(ty.element().cloned().unwrap_or(Type::Any), choose(&items)))
}

fn union(call: &Call) -> Result<Value, Failure> {
    let ty = set_type(call)?;
    let sets = as_sets(call, &ty)?;
    let items = sets.iter().filter_map(Value::items).flat_map(|items| items.iter().cloned());
    Ok(Value::set(ty.element().cloned().unwrap_or(Type::Any), items.collect()))
}

fn product_type(call: &Call) -> Result<Type, Failure> {
    if call.arguments.len() < 2 {
        return Err(Failure::new("at least two arguments are required"));
    }
    let mut elements = Vec::with_capacity(call.arguments.len());
    let mut lists = 0;
    for (index, argument) in call.arguments.iter().enumerate() {
        let ty = argument.ty();
        lists += usize::from(!matches!(ty, Type::Set(_)));
        elements.push(match ty {
            Type::Set(element) | Type::List(element) => (*element).clone(),
            Type::Tuple(types) if types.is_empty() => Type::Any,
            Type::Tuple(types) => {
                unify(&types).ok_or_else(|| Failure::of(index, "all elements must be of the same type"))?
            }
            _ => return Err(Failure::of(index, "a set or a list is required")),
        });
    }
    let element = Type::tuple(elements);
    Ok(if lists == call.arguments.len() { Type::list(element) } else { Type::set(element) })
}

fn product(call: &Call) -> Result<Value, Failure> {
    let ty = product_type(call)?;
    let marks = call.arguments.iter().fold(Marks::default(), |marks, argument| marks.or(argument.marks));
    let (Type::List(element) | Type::Set(element)) = &ty else { return Ok(call.unknown(ty)) };
    let Type::Tuple(columns) = &**element else { return Ok(call.unknown(ty.clone())) };
    let exact = |argument: &Value| {
        let (least, most) = argument.length_range();
        argument.is_known() && Some(least) == most
    };
    if !call.arguments.iter().all(exact) {
        return Ok(product_of_unknown(call, &ty).with_marks(marks));
    }
    let mut lists: Vec<Vec<Value>> = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let cast = |item: &Value| convert(item, column).map_err(|error| Failure::of(index, error.message));
        lists.push(call.items(index).iter().map(cast).collect::<Result<_, _>>()?);
    }
    limits::elements(lists.iter().map(Vec::len).fold(1, usize::saturating_mul).saturating_mul(lists.len()))?;
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for list in &lists {
        let longer =
            |row: Vec<Value>| list.iter().map(move |item| [row.as_slice(), std::slice::from_ref(item)].concat());
        rows = rows.into_iter().flat_map(longer).collect();
    }
    let rows = rows.into_iter().map(|row| Value::from(Kind::Tuple(row.into()))).collect();
    let element = (**element).clone();
    let result = if matches!(ty, Type::List(_)) { Value::list(element, rows) } else { Value::set(element, rows) };
    Ok(result.with_marks(marks))
}

/// The maximum length is known, unless it is too large.
fn product_of_unknown(call: &Call, ty: &Type) -> Value {
    let mut most: u64 = 1;
    for argument in call.arguments {
        match argument.length_range().1 {
            Some(length) if length <= 1024 && most * length <= 2048 => most *= length,
            _ => return call.unknown(ty.clone()),
        }
    }
    call.refined(ty.clone()).length(most.min(1), Some(most)).into_value()
}
