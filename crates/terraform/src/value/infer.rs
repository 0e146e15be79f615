//! Properties of values.

use std::sync::Arc;

use super::{Cause, Entries, Kind, Number, Type, Unknown, Value};

impl Value {
    /// Its type.
    #[must_use]
    pub fn ty(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(element, _) => Type::List(Arc::clone(element)),
            Kind::Set(element, _) => Type::Set(Arc::clone(element)),
            Kind::Map(element, _) => Type::Map(Arc::clone(element)),
            Kind::Tuple(items) => Type::Tuple(items.iter().map(Self::ty).collect()),
            Kind::Object(entries) => Type::object(entries.iter().map(|(name, value)| (name.clone(), value.ty()))),
            Kind::Unknown(unknown) => unknown.ty.clone(),
        }
    }

    /// Whether it is of exactly that type, without computing the type of the value.
    #[must_use]
    pub fn is_of(&self, ty: &Type) -> bool {
        match (&self.kind, ty) {
            (Kind::Null(own), _) => own == ty,
            (Kind::Unknown(unknown), _) => unknown.ty == *ty,
            (Kind::Bool(_), Type::Bool) | (Kind::Number(_), Type::Number) | (Kind::String(_), Type::String) => true,
            (Kind::List(own, _), Type::List(ty))
            | (Kind::Set(own, _), Type::Set(ty))
            | (Kind::Map(own, _), Type::Map(ty)) => Arc::ptr_eq(own, ty) || own == ty,
            (Kind::Tuple(items), Type::Tuple(types)) => {
                items.len() == types.len() && items.iter().zip(&**types).all(|(item, ty)| item.is_of(ty))
            }
            (Kind::Object(entries), Type::Object(attributes)) => {
                entries.len() == attributes.len()
                    && entries.iter().zip(&**attributes).all(|((name, value), (wanted, attribute))| {
                        name == wanted && !attribute.optional && value.is_of(&attribute.ty)
                    })
            }
            _ => false,
        }
    }

    /// Whether both are of the same type.
    #[must_use]
    pub fn same_type(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Tuple(a), Kind::Tuple(b)) => {
                Arc::ptr_eq(a, b) || a.len() == b.len() && a.iter().zip(&**b).all(|(a, b)| a.same_type(b))
            }
            (Kind::Object(a), Kind::Object(b)) => {
                Arc::ptr_eq(a, b)
                    || a.len() == b.len() && a.iter().zip(&**b).all(|((m, a), (n, b))| m == n && a.same_type(b))
            }
            (Kind::Null(_) | Kind::Unknown(_), _) => other.is_of(&self.ty()),
            _ => self.is_of(&other.ty()),
        }
    }

    /// Whether it is null, of whatever type. An unknown value that may be null is not.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    /// Whether it is known, though parts of it may not be.
    #[must_use]
    pub fn is_known(&self) -> bool {
        !matches!(self.kind, Kind::Unknown(_))
    }

    /// Whether its type is not known: a literal null, or a value of which nothing is known.
    #[must_use]
    pub fn is_untyped(&self) -> bool {
        match &self.kind {
            Kind::Null(ty) => ty.is_any(),
            Kind::Unknown(unknown) => unknown.ty.is_any(),
            _ => false,
        }
    }

    /// Whether it is certain not to be null.
    #[must_use]
    pub fn is_certainly_set(&self) -> bool {
        match &self.kind {
            Kind::Null(_) => false,
            Kind::Unknown(unknown) => unknown.not_null,
            _ => true,
        }
    }

    /// Whether it is known with all its parts.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        self.first_unknown().is_none()
    }

    /// What is known of it, if it is unknown.
    #[must_use]
    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The first part of it that is unknown, itself included.
    #[must_use]
    pub fn first_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
                items.iter().find_map(Self::first_unknown)
            }
            Kind::Map(_, entries) | Kind::Object(entries) => entries.values().find_map(Self::first_unknown),
            _ => None,
        }
    }

    /// Why it, or the first part of it that is unknown, is unknown.
    #[must_use]
    pub fn cause(&self) -> Option<&Arc<Cause>> {
        self.first_unknown().map(|unknown| &unknown.cause)
    }

    /// The truth value, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.as_text().map(|text| &**text)
    }

    /// The text, if it is one, to be shared.
    #[must_use]
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple.
    #[must_use]
    pub fn items(&self) -> Option<&Arc<[Self]>> {
        match &self.kind {
            Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map, the attributes of an object.
    #[must_use]
    pub fn entries(&self) -> Option<&Arc<Entries>> {
        match &self.kind {
            Kind::Map(_, entries) | Kind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// How many elements it has at least and at most, null having none. Unknown elements of a set may turn out to be
    /// equal.
    #[must_use]
    pub fn length_range(&self) -> (u64, Option<u64>) {
        let exactly = |count: usize| (count as u64, Some(count as u64));
        match &self.kind {
            Kind::List(_, items) | Kind::Tuple(items) => exactly(items.len()),
            Kind::Set(_, items) if items.len() > 1 && !self.is_wholly_known() => (1, Some(items.len() as u64)),
            Kind::Set(_, items) => exactly(items.len()),
            Kind::Map(_, entries) | Kind::Object(entries) => exactly(entries.len()),
            Kind::Unknown(unknown) => match &unknown.ty {
                Type::Tuple(types) => exactly(types.len()),
                Type::Object(attributes) => exactly(attributes.len()),
                _ => unknown.length,
            },
            _ => (0, Some(0)),
        }
    }
}
