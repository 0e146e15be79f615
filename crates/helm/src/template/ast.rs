//! What a template's text means.

use std::ops::Range;
use std::sync::Arc;

use crate::functions::Function;

/// Bytes of the template's text.
pub(crate) type Bytes = Range<u32>;

/// A file's or a text's templates.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// What stands outside every `define`.
    pub(crate) root: Arc<Vec<Item>>,
    /// The templates that it defines, in order, `block`s included.
    pub(crate) defines: Vec<(Arc<str>, Arc<Vec<Item>>)>,
}

#[derive(Debug)]
pub(crate) enum Item {
    Text(Bytes),
    Action(Pipeline),
    If(Branch),
    With(Branch),
    Range(Branch),
    Template { name: Arc<str>, data: Option<Pipeline>, bytes: Bytes },
    Break,
    Continue,
}

#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) pipeline: Pipeline,
    pub(crate) body: Vec<Item>,
    pub(crate) otherwise: Vec<Item>,
}

#[derive(Debug)]
pub(crate) struct Pipeline {
    /// Variables that it declares or, if `assigns`, changes.
    pub(crate) variables: Vec<Arc<str>>,
    pub(crate) assigns: bool,
    pub(crate) commands: Vec<Command>,
    pub(crate) bytes: Bytes,
}

#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) operands: Vec<Operand>,
    pub(crate) bytes: Bytes,
}

#[derive(Debug)]
pub(crate) struct Operand {
    pub(crate) term: Term,
    /// Fields of it: `.a.b` behind a variable, a parenthesis or a function.
    pub(crate) fields: Vec<Field>,
    pub(crate) bytes: Bytes,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: Box<str>,
}

#[derive(Debug)]
pub(crate) enum Term {
    /// `.`, or the start of `.a.b`.
    Dot,
    Nil,
    Variable(Arc<str>),
    Function(&'static Function),
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(Box<[u8]>),
    Pipeline(Box<Pipeline>),
}
