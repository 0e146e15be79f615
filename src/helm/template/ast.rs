//! What a template's text means.

use std::ops::Range;
use std::sync::Arc;

use crate::helm::functions::Function;

/// Bytes of the template's text.
pub(in crate::helm) type Bytes = Range<u32>;

/// A file's or a text's templates.
#[derive(Debug, Default)]
pub(in crate::helm) struct Parsed {
    /// What stands outside every `define`.
    pub(in crate::helm) root: Arc<Vec<Item>>,
    /// The templates that it defines, in order, `block`s included.
    pub(in crate::helm) defines: Vec<(Arc<str>, Arc<Vec<Item>>)>,
}

#[derive(Debug)]
pub(in crate::helm) enum Item {
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
pub(in crate::helm) struct Branch {
    pub(in crate::helm) pipeline: Pipeline,
    pub(in crate::helm) body: Vec<Item>,
    pub(in crate::helm) otherwise: Vec<Item>,
}

#[derive(Debug)]
pub(in crate::helm) struct Pipeline {
    /// Variables that it declares or, if `assigns`, changes.
    pub(in crate::helm) variables: Vec<Arc<str>>,
    pub(in crate::helm) assigns: bool,
    pub(in crate::helm) commands: Vec<Command>,
    pub(in crate::helm) bytes: Bytes,
}

#[derive(Debug)]
pub(in crate::helm) struct Command {
    pub(in crate::helm) operands: Vec<Operand>,
    pub(in crate::helm) bytes: Bytes,
}

#[derive(Debug)]
pub(in crate::helm) struct Operand {
    pub(in crate::helm) term: Term,
    /// Fields of it: `.a.b` behind a variable, a parenthesis or a function.
    pub(in crate::helm) fields: Vec<Field>,
    pub(in crate::helm) bytes: Bytes,
}

#[derive(Debug)]
pub(in crate::helm) struct Field {
    pub(in crate::helm) name: Box<str>,
}

#[derive(Debug)]
pub(in crate::helm) enum Term {
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
