//! Values while a rule is evaluated.

use regorus::Value;

use crate::native::unknown::{self, Unknown};

/// What an expression comes to.
#[derive(Debug, Clone)]
pub(super) enum Term<'a> {
    /// Nothing.
    Undefined,
    /// A part of the input or of the rule itself, which is never unknown.
    Borrowed(&'a Value),
    /// A value that was computed, which is never unknown itself, but may hold what is.
    Owned(Value),
    /// A value that nobody knows yet, or that may not even be defined.
    Unknown(Box<Unknown>),
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    No,
    Maybe,
    Yes,
}

impl<'a> Term<'a> {
    pub(super) fn anything() -> Self {
        Self::Unknown(Box::new(Unknown::anything()))
    }

    /// A part of something unknown.
    pub(super) fn part_of(unknown: &Unknown) -> Self {
        Self::Unknown(Box::new(Unknown::part_of(unknown.origin.as_ref())))
    }

    /// Something that is certainly defined and not null, but not known.
    pub(super) fn something() -> Self {
        Self::Unknown(Box::new(Unknown { set: true, ..Unknown::anything() }))
    }

    /// A value of the input or of the rule, or what it says of an unknown one.
    pub(super) fn borrowed(value: &'a Value) -> Self {
        match value {
            Value::Set(_) => match Unknown::of(value) {
                Some(unknown) => Self::Unknown(Box::new(unknown)),
                None => Self::Borrowed(value),
            },
            Value::Undefined => Self::Undefined,
            _ => Self::Borrowed(value),
        }
    }

    /// The same for a value that was computed, or taken from one.
    pub(super) fn owned(value: Value) -> Self {
        match &value {
            Value::Set(_) => match Unknown::of(&value) {
                Some(unknown) => Self::Unknown(Box::new(unknown)),
                None => Self::Owned(value),
            },
            Value::Undefined => Self::Undefined,
            _ => Self::Owned(value),
        }
    }

    pub(super) fn truth(value: Truth) -> Self {
        match value {
            Truth::Yes => Self::Owned(Value::Bool(true)),
            Truth::No => Self::Owned(Value::Bool(false)),
            Truth::Maybe => Self::something(),
        }
    }

    /// The value, where it is known.
    pub(super) fn known(&self) -> Option<&Value> {
        match self {
            Self::Borrowed(value) => Some(value),
            Self::Owned(value) => Some(value),
            Self::Undefined | Self::Unknown(_) => None,
        }
    }

    /// The value, as it is kept within others.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Undefined => Value::Undefined,
            Self::Borrowed(value) => value.clone(),
            Self::Owned(value) => value,
            Self::Unknown(unknown) => unknown.into_value(),
        }
    }

    pub(super) fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined)
    }

    /// Whether it is defined.
    pub(super) fn is_defined(&self) -> Truth {
        match self {
            Self::Undefined => Truth::No,
            Self::Unknown(unknown) if !unknown.set => Truth::Maybe,
            _ => Truth::Yes,
        }
    }

    /// Whether a statement that consists of it holds.
    pub(super) fn holds(&self) -> Truth {
        match self {
            Self::Undefined => Truth::No,
            Self::Unknown(_) => Truth::Maybe,
            Self::Borrowed(Value::Bool(false)) | Self::Owned(Value::Bool(false)) => Truth::No,
            Self::Borrowed(_) | Self::Owned(_) => Truth::Yes,
        }
    }

    /// Whether it is unknown, or something in it is.
    pub(super) fn holds_unknown(&self) -> bool {
        match self {
            Self::Unknown(_) => true,
            Self::Undefined => false,
            Self::Borrowed(value) => unknown::holds_unknown(value),
            Self::Owned(value) => unknown::holds_unknown(value),
        }
    }
}

impl Truth {
    pub(super) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }

    /// Whether both hold.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Maybe,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}
