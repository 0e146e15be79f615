use std::cmp::Ordering;
use std::sync::Arc;

use super::{Kind, Number, Type, Value, text};
use seaworthy_source::Span;

/// What is known of an unknown value. Terraform calls the parts after the type refinements.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// Its type. Of a value of type `any` nothing else is ever known.
    pub ty: Type,
    /// Whether it is certain to be something other than null.
    pub not_null: bool,
    /// What a text is certain to begin with.
    pub prefix: Option<Arc<str>>,
    /// The least and the greatest that a number can be, and whether that itself is possible.
    pub range: (Option<Bound>, Option<Bound>),
    /// The least and the greatest number of elements of a collection.
    pub length: (u64, Option<u64>),
    /// Why it is unknown.
    pub cause: Arc<Cause>,
}

/// An end of a range of numbers, and whether it belongs to the range.
pub type Bound = (Number, bool);

/// Why a value is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// For people: `aws_kms_key.main.arn is known after apply`.
    pub what: Arc<str>,
    /// Where it became unknown.
    pub span: Option<Span>,
}

impl Unknown {
    /// An unknown value of which nothing but the type is known.
    #[must_use]
    pub fn new(ty: Type, cause: Arc<Cause>) -> Self {
        Self { ty, not_null: false, prefix: None, range: (None, None), length: (0, None), cause }
    }

    /// It is certain not to be null.
    #[must_use]
    pub fn not_null(mut self) -> Self {
        self.not_null |= !self.ty.is_any();
        self
    }

    /// It begins with `prefix`. What follows may change the last character (an accent may follow), so as much of it is
    /// left out.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        self.full_prefix(text::safe_prefix(&text::normalize(prefix)))
    }

    /// It begins with `prefix`, whatever follows.
    #[must_use]
    pub fn full_prefix(mut self, prefix: &str) -> Self {
        let longer = prefix.len() > self.prefix.as_ref().map_or(0, |known| known.len());
        if longer && self.ty == Type::String {
            self.prefix = Some(prefix.into());
        }
        self
    }

    /// It is not less than (or greater than, if not `inclusive`) `least`.
    #[must_use]
    pub fn at_least(mut self, least: Number, inclusive: bool) -> Self {
        let tighter = match &self.range.0 {
            None => true,
            Some((known, known_inclusive)) => match least.compare(known) {
                Ordering::Greater => true,
                Ordering::Equal => !inclusive || *known_inclusive,
                Ordering::Less => false,
            },
        };
        if tighter && self.ty == Type::Number && (least.is_finite() || !least.is_negative()) {
            self.range.0 = Some((least, inclusive));
        }
        self
    }

    /// It is not greater than (or less than, if not `inclusive`) `greatest`.
    #[must_use]
    pub fn at_most(mut self, greatest: Number, inclusive: bool) -> Self {
        let tighter = match &self.range.1 {
            None => true,
            Some((known, known_inclusive)) => match greatest.compare(known) {
                Ordering::Less => true,
                Ordering::Equal => !inclusive || *known_inclusive,
                Ordering::Greater => false,
            },
        };
        if tighter && self.ty == Type::Number && (greatest.is_finite() || greatest.is_negative()) {
            self.range.1 = Some((greatest, inclusive));
        }
        self
    }

    /// It has at least `least` and at most `most` elements.
    #[must_use]
    pub fn length(mut self, least: u64, most: Option<u64>) -> Self {
        if self.ty.is_collection() {
            self.length.0 = self.length.0.max(least);
            self.length.1 = match (self.length.1, most) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        self
    }

    /// The value: known after all, where what is known of it leaves only one.
    #[must_use]
    pub fn into_value(self) -> Value {
        if self.not_null {
            if let (Some((least, true)), Some((greatest, true))) = &self.range
                && least == greatest
            {
                return Value::number(least.clone());
            }
            let (least, most) = self.length;
            if self.ty.is_collection() && Some(least) == most {
                let element = || self.ty.element().cloned().unwrap_or(Type::Any);
                let unknown = || Value::unknown(element(), &self.cause);
                match (&self.ty, least) {
                    (Type::List(_), 0..=1024) => {
                        return Value::list(element(), (0..least).map(|_| unknown()).collect());
                    }
                    (Type::Set(_), 0) => return Value::set(element(), Vec::new()),
                    (Type::Set(_), 1) => return Value::set(element(), vec![unknown()]),
                    (Type::Map(_), 0) => return Value::map(element(), []),
                    _ => {}
                }
            }
        }
        Kind::Unknown(Arc::new(self)).into()
    }
}
