use std::fmt;
use std::sync::Arc;

/// Why an operation has no result, in Terraform's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{summary}: {detail}")]
pub struct Error {
    /// What kind of error it is: `Invalid operand`.
    pub summary: &'static str,
    /// What is wrong, as one or more sentences.
    pub detail: String,
    /// The operand that it is about, counted from 0; `None` if it is about the operation.
    pub operand: Option<usize>,
}

impl Error {
    /// An error about the whole operation.
    #[must_use]
    pub fn new(summary: &'static str, detail: impl Into<String>) -> Self {
        Self { summary, detail: detail.into(), operand: None }
    }

    /// The same, about one operand.
    #[must_use]
    pub fn of(mut self, operand: usize) -> Self {
        self.operand = Some(operand);
        self
    }
}

/// Why a value cannot be converted, in Terraform's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConversionError {
    /// Which part of the value it is.
    pub path: Path,
    /// What is wrong, to follow a colon: `attribute "x": string required`.
    pub message: String,
}

/// A way into a value; shown as `.tags["a"][0]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(pub Vec<PathStep>);

/// A step of a [`Path`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// To an attribute of an object.
    Attribute(Arc<str>),
    /// To an element of a map.
    Key(Arc<str>),
    /// To an element of a list, set or tuple.
    Index(usize),
}

impl Path {
    pub(super) fn error(&self, message: impl Into<String>) -> ConversionError {
        ConversionError { path: self.clone(), message: message.into() }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| match step {
            PathStep::Attribute(name) => write!(f, ".{name}"),
            PathStep::Key(key) => write!(f, "[{}]", super::text::quote(key)),
            PathStep::Index(index) => write!(f, "[{index}]"),
        })
    }
}
