//! Lists and tuples as a whole.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::{Kind, Marks, Number, Type, Value, convert, equal, unify};

const LIST: &[Parameter] = &[Parameter::new("list", Want::List)];
const MARKED: &[Parameter] = &[Parameter::new("list", Want::Any).marked()];
const STRINGS: &[Parameter] = &[Parameter::new("list", Want::ListOfString)];

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        "chunklist",
        &[Parameter::new("list", Want::List).marked(), Parameter::new("size", Want::Number).marked()],
        TypeOf::Arguments(|call| Ok(Type::list(call.arguments[0].ty()))),
        chunklist,
    ),
    Function::new("compact", STRINGS, TypeOf::Always(Want::ListOfString), compact),
    Function::new("concat", &[], TypeOf::Arguments(concat_type), concat)
        .variadic(Parameter::new("seqs", Want::Any).marked()),
    Function::new("distinct", LIST, TypeOf::Arguments(|call| Ok(call.arguments[0].ty())), distinct),
    Function::new("flatten", MARKED, TypeOf::Arguments(|_| Ok(Type::Any)), flatten),
    Function::new("range", &[], TypeOf::Always(Want::ListOfNumber), range)
        .variadic(Parameter::new("params", Want::Number)),
    Function::new("reverse", MARKED, TypeOf::Arguments(reverse_type), reverse),
    Function::new(
        "slice",
        &[
            Parameter::new("list", Want::Any).marked(),
            Parameter::new("start_index", Want::Number),
            Parameter::new("end_index", Want::Number),
        ],
        TypeOf::Arguments(slice_type),
        slice,
    ),
    Function::new(
        "sort",
        &[Parameter::new("list", Want::ListOfString).unknown()],
        TypeOf::Always(Want::ListOfString),
        sort,
    ),
];

fn chunklist(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    let marks = list.marks.or(call.arguments[1].marks);
    let size = call.integer(1).map_err(|failure| Failure::new(format!("invalid size: {}", failure.message)))?;
    let size = usize::try_from(size).map_err(|_| Failure::new("the size argument must be positive"))?;
    let items = call.items(0);
    let element = list.ty();
    let part = |items: &[Value]| match element.element() {
        Some(ty) => Value::list(ty.clone(), items.to_vec()),
        None => Value::tuple(items.to_vec()),
    };
    let chunks = match size {
        _ if items.is_empty() => Vec::new(),
        0 => vec![list.clone().unmarked()],
        size => items.chunks(size).map(part).collect(),
    };
    Ok(Value::list(element, chunks).with_marks(marks))
}

fn compact(call: &Call) -> Result<Value, Failure> {
    if !call.arguments[0].is_wholly_known() {
        return Ok(call.unknown(Want::ListOfString.ty()));
    }
    let kept = call.items(0).iter().filter(|item| item.as_str().is_some_and(|text| !text.is_empty()));
    Ok(Value::list(Type::String, kept.cloned().collect()))
}

/// The type of the result if the arguments are all lists, and of what type.
fn common_list(arguments: &[Value]) -> Option<Type> {
    let mut types = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match argument.ty() {
            list @ Type::List(_) => types.push(list),
            _ => return None,
        }
    }
    unify(&types)
}

fn concat_type(call: &Call) -> Result<Type, Failure> {
    if call.arguments.is_empty() {
        return Err(Failure::new("at least one argument is required"));
    }
    if let Some(list) = common_list(call.arguments) {
        return Ok(list);
    }
    let mut elements = Vec::new();
    for (index, argument) in call.arguments.iter().enumerate() {
        match (argument.ty(), argument.items()) {
            (Type::Tuple(types), _) => elements.extend_from_slice(&types),
            (Type::List(_), None) => return Ok(Type::Any),
            (Type::List(element), Some(items)) => elements.extend(items.iter().map(|_| (*element).clone())),
            (ty, _) => return Err(not_a_sequence(index, &ty)),
        }
    }
    Ok(Type::tuple(elements))
}

fn not_a_sequence(index: usize, ty: &Type) -> Failure {
    Failure::of(index, format!("all arguments must be lists or tuples; got {}", ty.name()))
}

fn concat(call: &Call) -> Result<Value, Failure> {
    let [first, rest @ ..] = call.arguments else {
        return Err(Failure::new("at least one argument is required"));
    };
    limits::elements(call.arguments.iter().filter_map(Value::items).map(|items| items.len()).sum())?;
    let marks = rest.iter().fold(first.marks, |marks, argument| marks.or(argument.marks));
    let mut items = Vec::new();
    if let Some(common) = common_list(call.arguments) {
        for (index, argument) in call.arguments.iter().enumerate() {
            let list = convert(argument, &common).map_err(|error| Failure::of(index, error.message))?;
            items.extend(list.items().into_iter().flat_map(|items| items.iter().cloned()));
        }
        let element = common.element().cloned().unwrap_or(Type::Any);
        return Ok(Value::list(element, items).with_marks(marks));
    }
    for (index, argument) in call.arguments.iter().enumerate() {
        match &argument.kind {
            Kind::List(_, elements) | Kind::Tuple(elements) => items.extend_from_slice(elements),
            _ => return Err(not_a_sequence(index, &argument.ty())),
        }
    }
    Ok(Value::tuple(items).with_marks(marks))
}

fn distinct(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    if !list.is_wholly_known() {
        return Ok(call.unknown(list.ty()));
    }
    let mut kept: Vec<Value> = Vec::new();
    let mut texts = std::collections::HashSet::new();
    for item in call.items(0) {
        let seen = match item.as_text() {
            Some(text) => !texts.insert(text.clone()),
            None => kept.iter().any(|other| equal(other, item).as_bool() == Some(true)),
        };
        if !seen {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(list.ty().element().cloned().unwrap_or(Type::Any), kept))
}

fn flatten(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    // Terraform does not check the type while a part is unknown: then maps and objects pass, too.
    if list.items().is_none() && (list.is_wholly_known() || list.entries().is_none()) {
        return Err(Failure::new("can only flatten lists, sets and tuples"));
    }
    let mut flat = Flat { items: Vec::new(), marks: Marks::default(), known: true };
    flat.add(list)?;
    let result = if flat.known { Value::tuple(flat.items) } else { call.unknown(Type::Any) };
    Ok(result.with_marks(flat.marks))
}

/// The elements that flattening collects.
struct Flat {
    items: Vec<Value>,
    marks: Marks,
    known: bool,
}

impl Flat {
    fn add(&mut self, list: &Value) -> Result<(), Failure> {
        self.marks = self.marks.or(list.marks);
        let (least, most) = list.length_range();
        if Some(least) != most {
            self.known = false;
            return Ok(());
        }
        let entries = list.entries().into_iter().flat_map(|entries| entries.values());
        for item in list.items().into_iter().flat_map(|items| items.iter()).chain(entries) {
            match &item.kind {
                Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) => self.add(item)?,
                Kind::Unknown(unknown) => match unknown.ty {
                    Type::List(_) | Type::Set(_) | Type::Tuple(_) => {
                        self.known = false;
                        self.marks = self.marks.or(item.marks);
                    }
                    Type::Any => self.known = false,
                    _ => self.items.push(item.clone()),
                },
                _ => self.items.push(item.clone()),
            }
        }
        limits::elements(self.items.len())
    }
}

fn range(call: &Call) -> Result<Value, Failure> {
    let zero = Number::ZERO;
    let (start, end, step) = match call.arguments.len() {
        1 => (&zero, call.number(0), None),
        2 => (call.number(0), call.number(1), None),
        3 => (call.number(0), call.number(1), Some(call.number(2))),
        _ => return Err(Failure::new("must have one, two, or three arguments")),
    };
    let step = step.cloned().unwrap_or_else(|| Number::from(if end.compare(start).is_lt() { -1i64 } else { 1 }));
    let down = step.is_negative();
    if down && end.compare(start).is_gt() {
        return Err(Failure::of(1, "end must be less than start when step is negative"));
    }
    if !down && end.compare(start).is_lt() {
        return Err(Failure::of(1, "end must be greater than start when step is positive"));
    }
    let mut numbers = Vec::new();
    let mut next = start.clone();
    loop {
        let ordering = next.compare(end);
        if next == *end || if down { ordering.is_le() } else { ordering.is_ge() } {
            return Ok(Value::list(Type::Number, numbers));
        }
        if numbers.len() >= 1024 {
            return Err(Failure::new(
                "more than 1024 values were generated; either decrease the difference between start and end or use a \
                 smaller step",
            ));
        }
        numbers.push(Value::number(next.clone()));
        next = next.add(&step).unwrap_or(Number::ZERO);
    }
}

fn reverse_type(call: &Call) -> Result<Type, Failure> {
    match call.arguments[0].ty() {
        Type::Tuple(types) => Ok(Type::tuple(types.iter().rev().cloned().collect())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        ty => Err(Failure::of(0, format!("can only reverse list or tuple values, not {}", ty.name()))),
    }
}

fn reverse(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    let reversed = || call.items(0).iter().rev().cloned().collect();
    let result = match &list.kind {
        Kind::Tuple(_) => Value::tuple(reversed()),
        Kind::List(element, _) | Kind::Set(element, _) => Value::list((**element).clone(), reversed()),
        _ => return reverse_type(call).map(|ty| call.unknown(ty)),
    };
    Ok(result.with_marks(list.marks))
}

/// Both ends, as far as they are known; checked against each other and against the length, as far as that is known.
fn slice_ends(call: &Call) -> Result<(Option<usize>, Option<usize>), Failure> {
    let (least, most) = call.arguments[0].length_range();
    let length = most.filter(|most| *most == least).and_then(|most| usize::try_from(most).ok());
    let end = |index: usize, name: &str| -> Result<Option<usize>, Failure> {
        if !call.arguments[index].is_known() {
            return Ok(None);
        }
        let at = call
            .integer(index)
            .map_err(|failure| Failure::of(index, format!("invalid {name} index: {}", failure.message)))?;
        let at =
            usize::try_from(at).map_err(|_| Failure::of(index, format!("{name} index must not be less than zero")))?;
        if length.is_some_and(|length| at > length) {
            let message = format!("{name} index must not be greater than the length of the list");
            return Err(Failure::of(index, message));
        }
        Ok(Some(at))
    };
    let (start, end) = (end(1, "start")?, end(2, "end")?);
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(Failure::of(1, "start index must not be greater than end index"));
    }
    Ok((start, end))
}

fn slice_type(call: &Call) -> Result<Type, Failure> {
    let ty = call.arguments[0].ty();
    match &ty {
        Type::Set(_) => Err(Failure::of(
            0,
            "cannot slice a set, because its elements do not have indices; explicitly convert to a list if the \
             ordering of the result is not important",
        )),
        Type::List(_) => slice_ends(call).map(|_| ty),
        Type::Tuple(types) => match slice_ends(call)? {
            (Some(start), Some(end)) => Ok(Type::tuple(types[start..end].to_vec())),
            _ => Ok(Type::Any),
        },
        _ => Err(Failure::of(0, "must be a list or tuple value")),
    }
}

fn slice(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    let ends = match &list.kind {
        Kind::List(..) | Kind::Tuple(_) => slice_ends(call)?,
        _ => return slice_type(call).map(|ty| call.unknown(ty)),
    };
    let part = match ends {
        (Some(start), Some(end)) => call.items(0)[start..end].to_vec(),
        _ => return slice_type(call).map(|ty| call.unknown(ty)),
    };
    let result = match &list.kind {
        Kind::List(element, _) => Value::list((**element).clone(), part),
        _ => Value::tuple(part),
    };
    Ok(result.with_marks(list.marks))
}

fn sort(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    if !list.is_wholly_known() {
        let (least, most) = list.length_range();
        return Ok(call.refined(Want::ListOfString.ty()).length(least, most).into_value());
    }
    let mut items = call.items(0).to_vec();
    if let Some(index) = items.iter().position(Value::is_null) {
        return Err(Failure::new(format!("given list element {index} is null; a null string cannot be sorted")));
    }
    items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    Ok(Value::list(Type::String, items))
}
