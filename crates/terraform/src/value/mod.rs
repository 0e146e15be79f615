//! Terraform's types and values, and the operations on them.
//!
//! They follow Terraform's own type system: lists, sets, maps, tuples and objects are different, numbers are exact, and
//! a value may be unknown in part, with what is known of it.

mod access;
mod build;
mod conditional;
mod convert;
mod decimal;
mod equality;
mod error;
mod float;
mod infer;
mod iterate;
mod json;
mod marks;
mod number;
mod operate;
mod provenance;
mod set;
mod template;
pub mod text;
mod types;
mod unknown;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use access::{attribute, index};
pub use conditional::conditional;
pub use convert::{convert, convertible, mismatch, unify};
pub use equality::{equal, identical};
pub use error::{ConversionError, Error, Path, PathStep};
pub use iterate::{Elements, Splat, elements, expand, splat};
pub use json::{from_json, to_json};
pub use marks::Marks;
pub use number::{Number, Undefined};
pub use operate::{binary, unary};
pub use provenance::{Provenance, Step};
pub use template::concat_template;
pub use types::{Attribute, Type};
pub use unknown::{Bound, Cause, Unknown};

/// A value with its marks and provenance.
///
/// Cheap to clone: large parts are shared.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Its marks.
    pub marks: Marks,
    /// Where it comes from. Equal values may come from different places.
    pub provenance: Provenance,
    /// How many values there are in it, itself included, as if nothing were shared.
    parts: u32,
}

/// The attributes of an object, and the entries of a map.
pub type Entries = BTreeMap<Arc<str>, Value>;

/// What a value is.
///
/// The elements of a list, set or map are all of its element type: build them with [`Value::list`] and the like.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`, of a type. A literal null is of the type `any`.
    Null(Type),
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text, in Unicode's normalization form C as Terraform keeps it.
    String(Arc<str>),
    /// Elements of one type, in order.
    List(Arc<Type>, Arc<[Value]>),
    /// Elements of one type, each once, in Terraform's order of sets, none of them marked.
    Set(Arc<Type>, Arc<[Value]>),
    /// Elements of one type, by key.
    Map(Arc<Type>, Arc<Entries>),
    /// Elements each with a type of its own, in order.
    Tuple(Arc<[Value]>),
    /// Attributes each with a type of its own.
    Object(Arc<Entries>),
    /// Not known before deployment.
    Unknown(Arc<Unknown>),
}
