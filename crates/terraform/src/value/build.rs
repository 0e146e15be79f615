//! Making values.

use std::sync::Arc;

use super::{Cause, Entries, Kind, Marks, Number, Provenance, Type, Unknown, Value, set, text};

impl From<Kind> for Value {
    fn from(kind: Kind) -> Self {
        let parts = match &kind {
            Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => total(items.iter()),
            Kind::Map(_, entries) | Kind::Object(entries) => total(entries.values()),
            _ => 1,
        };
        Self { kind, marks: Marks::default(), provenance: Provenance::default(), parts }
    }
}

fn total<'a>(items: impl Iterator<Item = &'a Value>) -> u32 {
    items.fold(1, |total, item| total.saturating_add(item.parts))
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Kind::Bool(value).into()
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Kind::Number(value.into()).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl Value {
    /// How many values there are in it, itself included, as if nothing were shared.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts as usize
    }

    /// A literal `null`.
    #[must_use]
    pub fn null() -> Self {
        Kind::Null(Type::Any).into()
    }

    /// A null of a type, in which no attribute may be left out.
    #[must_use]
    pub fn null_of(ty: &Type) -> Self {
        Kind::Null(ty.without_optional()).into()
    }

    /// A number.
    #[must_use]
    pub fn number(number: Number) -> Self {
        Kind::Number(number).into()
    }

    /// A text; brought to normalization form C.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Kind::String(text::normalize(text).as_ref().into()).into()
    }

    /// An unknown value of which nothing but the type is known.
    #[must_use]
    pub fn unknown(ty: Type, cause: &Arc<Cause>) -> Self {
        Kind::Unknown(Arc::new(Unknown::new(ty, Arc::clone(cause)))).into()
    }

    /// A list; its elements are of the type `element`, or null or unknown of no known type.
    #[must_use]
    pub fn list(element: Type, items: Vec<Self>) -> Self {
        let items = items.into_iter().map(|item| item.typed(&element)).collect();
        Kind::List(Arc::new(element), items).into()
    }

    /// A list of elements that are all of one type; `empty` is their type if there are none.
    #[must_use]
    pub fn list_of(items: Vec<Self>, empty: &Type) -> Self {
        let element = common_type(items.iter()).unwrap_or_else(|| empty.without_optional());
        Self::list(element, items)
    }

    /// A set of what is in `items`, which are as for [`Value::list`]. It takes the marks of all of them.
    #[must_use]
    pub fn set(element: Type, items: Vec<Self>) -> Self {
        let marks = items.iter().fold(Marks::default(), |marks, item| marks.or(item.deep_marks()));
        let items = items.into_iter().map(|item| {
            let item = item.typed(&element);
            if marks.is_empty() { item } else { item.unmarked_deep() }
        });
        let items = set::arrange(items.collect());
        Self::from(Kind::Set(Arc::new(element), items.into())).with_marks(marks)
    }

    /// A set of elements that are all of one type; `empty` is their type if there are none.
    #[must_use]
    pub fn set_of(items: Vec<Self>, empty: &Type) -> Self {
        let element = common_type(items.iter()).unwrap_or_else(|| empty.without_optional());
        Self::set(element, items)
    }

    /// A map; its elements are as for [`Value::list`], its keys in normalization form C.
    #[must_use]
    pub fn map(element: Type, entries: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (key, value.typed(&element))).collect();
        Kind::Map(Arc::new(element), Arc::new(entries)).into()
    }

    /// A map of elements that are all of one type; `empty` is their type if there are none.
    #[must_use]
    pub fn map_of(entries: Entries, empty: &Type) -> Self {
        let element = common_type(entries.values()).unwrap_or_else(|| empty.without_optional());
        Self::map(element, entries)
    }

    /// A tuple.
    #[must_use]
    pub fn tuple(items: Vec<Self>) -> Self {
        Kind::Tuple(items.into()).into()
    }

    /// An object; the names of its attributes are in normalization form C.
    #[must_use]
    pub fn object(attributes: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        Kind::Object(Arc::new(attributes.into_iter().collect())).into()
    }

    /// The same value with the marks and the provenance of another.
    #[must_use]
    pub fn in_place_of(mut self, other: &Self) -> Self {
        self.marks = other.marks;
        self.provenance = other.provenance.clone();
        self
    }

    /// The provenance of its parts, unless it has one: a computed value has the steps of the values that it is made
    /// from.
    #[must_use]
    pub fn derived_from<'a>(mut self, operands: impl IntoIterator<Item = &'a Self>) -> Self {
        if self.provenance.written.is_none() && self.provenance.steps.is_none() {
            self.provenance.steps = operands.into_iter().find_map(|operand| operand.provenance.steps.clone());
        }
        self
    }

    /// A null or unknown of no known type, as one of the type `ty`; any other value as it is.
    fn typed(mut self, ty: &Type) -> Self {
        match &self.kind {
            Kind::Null(Type::Any) if !ty.is_any() => self.kind = Kind::Null(ty.clone()),
            Kind::Unknown(unknown) if unknown.ty.is_any() && !ty.is_any() => {
                self.kind = Kind::Unknown(Arc::new(Unknown::new(ty.clone(), unknown.cause.clone())));
            }
            _ => {}
        }
        self
    }
}

/// The type of the first value whose type is known; `any`, if there are values, but none has one.
fn common_type<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Type> {
    let mut common = None;
    for value in values {
        let ty = value.ty();
        if !ty.is_any() {
            return Some(ty);
        }
        common = Some(ty);
    }
    common
}
