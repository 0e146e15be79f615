//! Go's template language: text to tokens, tokens to a tree, the tree run over values.

pub(super) mod ast;
pub(super) mod exec;
pub(super) mod fields;
mod lexer;
mod parser;

use std::ops::Range;

pub(super) use parser::parse;

/// Why a template's text is none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    /// Where, in bytes of the text.
    pub(super) bytes: Range<usize>,
}

impl SyntaxError {
    fn new(message: impl Into<String>, bytes: Range<usize>) -> Self {
        Self { message: message.into(), bytes }
    }
}
