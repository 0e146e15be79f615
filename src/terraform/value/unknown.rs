use std::sync::Arc;

use super::{Number, Type};
use crate::source::Span;

/// What is known of an unknown value. Terraform calls the parts behind the type refinements.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// Its type.
    pub ty: Type,
    /// Whether it is certain to be something other than null.
    pub not_null: bool,
    /// What a text is certain to begin with.
    pub prefix: Option<Arc<str>>,
    /// The least and the greatest that a number can be, and whether that itself is possible.
    pub range: (Option<(Number, bool)>, Option<(Number, bool)>),
    /// The least and the greatest number of elements of a collection.
    pub length: (u64, Option<u64>),
    /// Why it is unknown.
    pub cause: Arc<Cause>,
}

/// Why a value is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// For people: `aws_kms_key.main.arn is known after apply`.
    pub what: Arc<str>,
    /// Where the unknown came in.
    pub span: Option<Span>,
}
