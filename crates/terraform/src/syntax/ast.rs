//! The syntax tree of a configuration file: what is written, with the place of each part, and nothing evaluated.

use std::sync::Arc;

use seaworthy_source::Span;

/// The inside of a file or block.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// `name = expression`, in the order of the source.
    pub attributes: Vec<Attribute>,
    /// Nested blocks, in the order of the source.
    pub blocks: Vec<Block>,
    /// All of it, without the braces.
    pub span: Span,
}

/// `name = expression`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: Arc<str>,
    /// Where the name is written.
    pub name_span: Span,
    /// What it is set to.
    pub value: Expr,
}

/// `type "label" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The block's type: `resource`, `dynamic`.
    pub kind: Arc<str>,
    /// Its labels, in order.
    pub labels: Vec<Label>,
    /// Its type and labels: what names it.
    pub header: Span,
    /// What is between its braces.
    pub body: Body,
    /// All of it, from its type to its closing brace.
    pub span: Span,
}

/// A label of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Its text, without quotes.
    pub text: Arc<str>,
    /// Where it is written, quotes included.
    pub span: Span,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of its text.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number as it is written, such as `1e3` or `0.10`.
    Number(Arc<str>),
    /// A text without template sequences, escapes resolved: a quoted string, or a heredoc, indentation removed.
    String(Arc<str>),
    /// A template, strip markers and heredoc indentation already applied.
    Template(Vec<TemplatePart>),
    /// `[a, b]`.
    Tuple(Vec<Expr>),
    /// `{ a = 1, (b) = 2 }`.
    Object(Vec<ObjectItem>),
    /// The name that a reference begins with: `var`, `local`, `aws_s3_bucket`, a variable of `for`.
    Variable(Arc<str>),
    /// `of.name`; legacy `of.0` is an index.
    Attribute {
        /// The value.
        of: Box<Expr>,
        /// The key.
        name: Arc<str>,
        /// Where the name is written.
        name_span: Span,
    },
    /// `of[key]`.
    Index {
        /// The value.
        of: Box<Expr>,
        /// The key.
        key: Box<Expr>,
    },
    /// `of[*].a` and `of.*.a`: `each` is evaluated for every element, which it calls [`ExprKind::Element`].
    /// As in HCL, an index after `.*` belongs to the whole splat, one after `[*]` to each element.
    Splat {
        /// The collection.
        of: Box<Expr>,
        /// The result for each element.
        each: Box<Expr>,
    },
    /// The element that the innermost splat is at.
    Element,
    /// `name(arguments…)`; the name of a provider's function holds `::`.
    Call {
        /// Its name.
        name: Arc<str>,
        /// Where the name is written.
        name_span: Span,
        /// Its arguments.
        arguments: Vec<Expr>,
        /// Whether the last argument is followed by `...`.
        expand: bool,
    },
    /// `condition ? yes : no`.
    Conditional {
        /// What decides.
        condition: Box<Expr>,
        /// The result if it is true.
        yes: Box<Expr>,
        /// The result if it is false.
        no: Box<Expr>,
    },
    /// `[for …]` and `{for …}`.
    For(Box<For>),
    /// `-a`, `!a`.
    Unary {
        /// The operator.
        operator: UnaryOperator,
        /// Its operand.
        operand: Box<Expr>,
    },
    /// `a + b` and the like.
    Binary {
        /// The left operand.
        left: Box<Expr>,
        /// The operator.
        operator: BinaryOperator,
        /// The right operand.
        right: Box<Expr>,
    },
    /// `(a)`. Kept, because `{ (a) = 1 }` and `{ a = 1 }` differ.
    Parens(Box<Expr>),
}

/// An entry of `{ … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectItem {
    /// Its key. A bare name is an [`ExprKind::String`].
    pub key: Expr,
    /// Its value.
    pub value: Expr,
}

/// `[for key, value in of : result if condition]`, `{for key, value in of : key_result => result... if condition}`.
#[derive(Debug, Clone, PartialEq)]
pub struct For {
    /// The name of the key, or of the index.
    pub key_name: Option<Arc<str>>,
    /// The name of the value.
    pub value_name: Arc<str>,
    /// The collection.
    pub of: Expr,
    /// The key of each entry of the result; none, where the result is a tuple.
    pub key: Option<Expr>,
    /// Each value of the result.
    pub value: Expr,
    /// Whether values of equal keys are gathered (`...`).
    pub group: bool,
    /// Which elements are included.
    pub condition: Option<Expr>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum TemplatePart {
    /// Text as it is.
    Text(Arc<str>),
    /// `${ … }`.
    Value(Expr),
    /// `%{ if … }…%{ else }…%{ endif }`; without `else` its part is empty.
    If {
        /// What decides.
        condition: Expr,
        /// The text if it is true.
        yes: Vec<TemplatePart>,
        /// The text if it is false.
        no: Vec<TemplatePart>,
    },
    /// `%{ for key, value in of }…%{ endfor }`.
    For {
        /// The name of the key, or of the index.
        key_name: Option<Arc<str>>,
        /// The name of the value.
        value_name: Arc<str>,
        /// The collection.
        of: Expr,
        /// The text of each element.
        body: Vec<TemplatePart>,
    },
}

/// An operator before its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `!`
    Not,
}

/// An operator between its operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Body {
    /// The attribute of a name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    /// The nested blocks of a type.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind == kind)
    }
}

impl Block {
    /// The text of a label, counted from 0.
    #[must_use]
    pub fn label(&self, index: usize) -> Option<&str> {
        self.labels.get(index).map(|label| &*label.text)
    }
}
