//! Terraform's types and values.
//!
//! They follow Terraform's own type system: lists, sets, maps, tuples and objects are kept apart, numbers are exact, and
//! a value may be unknown in part, with what is known of it.

mod number;
mod provenance;
mod types;
mod unknown;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use number::Number;
pub use provenance::{Provenance, Step};
pub use types::{Attribute, Type};
pub use unknown::{Cause, Unknown};

/// A value, with what is said about it.
///
/// Cheap to clone: what is big is shared.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// What follows it wherever it goes.
    pub marks: Marks,
    /// Where it comes from. Says nothing about what it is: equal values may come from different places.
    pub provenance: Provenance,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`. A null of a declared type converts like any other.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text, in Unicode's normalization form C as Terraform keeps it.
    String(Arc<str>),
    /// Elements of one type, in order.
    List(Arc<Type>, Arc<[Value]>),
    /// Elements of one type, each once, in Terraform's order of sets.
    Set(Arc<Type>, Arc<[Value]>),
    /// Elements of one type, by key.
    Map(Arc<Type>, Arc<BTreeMap<Arc<str>, Value>>),
    /// Elements each with a type of its own, in order.
    Tuple(Arc<[Value]>),
    /// Attributes each with a type of its own.
    Object(Arc<BTreeMap<Arc<str>, Value>>),
    /// Not known before it is deployed.
    Unknown(Arc<Unknown>),
}

/// What follows a value wherever it goes: whatever is made from a marked value is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Not to be shown.
    pub sensitive: bool,
    /// Not to be stored: it exists only while Terraform runs.
    pub ephemeral: bool,
}

impl Marks {
    /// The marks of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { sensitive: self.sensitive || other.sensitive, ephemeral: self.ephemeral || other.ephemeral }
    }
}
