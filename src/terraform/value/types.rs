use std::collections::BTreeMap;
use std::sync::Arc;

use super::Value;

/// A type, or a type constraint.
#[derive(Debug, Clone)]
pub enum Type {
    /// `any`: not decided, or not known.
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(…)`
    List(Arc<Type>),
    /// `set(…)`
    Set(Arc<Type>),
    /// `map(…)`
    Map(Arc<Type>),
    /// `tuple([…])`
    Tuple(Arc<[Type]>),
    /// `object({…})`
    Object(Arc<BTreeMap<Arc<str>, Attribute>>),
}

/// An attribute of an object type.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The type of its value.
    pub ty: Type,
    /// Whether it may be left out. Only constraints that are written down have optional attributes.
    pub optional: bool,
    /// What it is when it is left out or null; null, if nothing is said.
    pub default: Option<Value>,
}
