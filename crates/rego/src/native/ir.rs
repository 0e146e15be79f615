//! What rules are compiled to.

use std::sync::OnceLock;

use regorus::Value;
use regorus::unstable::{ArithOp, BinOp, BoolOp, BuiltinFcn, Expr as Syntax, Ref, Span};

use crate::guard::bounds::Bound;

/// A rule of a policy with everything that it refers to.
#[derive(Debug)]
pub(super) struct Program {
    /// The functions and rules; they refer to each other by position, and never in a circle.
    pub rules: Vec<Rule>,
    /// The rule to evaluate.
    pub entry: RuleId,
}

/// A position in [`Program::rules`].
pub(super) type RuleId = usize;

/// A place for the value of a variable, counted within a [`Definition`].
pub(super) type Slot = usize;

/// Everything that is defined under one name.
#[derive(Debug)]
pub(super) struct Rule {
    pub kind: RuleKind,
    pub definitions: Vec<Definition>,
    /// What it is where no definition applies.
    pub default: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleKind {
    /// `name(…) := value if …`
    Function,
    /// `name := value if …`
    Complete,
    /// `name contains value if …`
    Set,
}

/// One definition of a rule: when it applies, and what comes out then.
#[derive(Debug)]
pub(super) struct Definition {
    /// What the arguments of a function must look like.
    pub parameters: Vec<Pattern>,
    pub body: Query,
    /// What comes out; `true` where nothing is said.
    pub output: Option<Expression>,
    /// How many slots it needs, those of nested queries included.
    pub slots: usize,
}

/// Statements that must hold one after the other.
pub(super) type Query = Vec<Statement>;

#[derive(Debug)]
pub(super) enum Statement {
    /// Holds unless the value is `false` or undefined.
    Test(Expression),
    /// Holds where the value is `false` or undefined.
    Not(Expression),
    /// Holds where the value is defined and looks like the pattern.
    Bind(Pattern, Expression),
    /// What follows is attempted for each element.
    Iterate { key: Pattern, value: Pattern, collection: Expression, written: Iteration },
    /// Holds where the query does for every element.
    Every { key: Option<Slot>, value: Slot, domain: Expression, body: Query },
}

/// How an iteration is written, which decides what happens over something that has no elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Iteration {
    /// `some x in xs`: an error.
    Some,
    /// `xs[i]`: there is nothing to attempt.
    Reference,
}

/// What a value is bound to, or compared with.
#[derive(Debug)]
pub(super) enum Pattern {
    /// `_`
    Anything,
    /// A new variable.
    Variable(Slot),
    /// A value that it must equal.
    Equal(Expression),
    /// A list with as many elements.
    List(Vec<Pattern>),
}

#[derive(Debug)]
pub(super) enum Expression {
    Constant(Value),
    Slot(Slot),
    /// `input`, of which only parts can be asked for.
    Input,
    /// `input.params`
    Params,
    /// The value of a rule that takes no arguments.
    Rule(RuleId),
    /// A part of a value: `container.spec["image"]`.
    Part(Box<Expression>, Vec<Step>),
    Call(RuleId, Vec<Expression>),
    Builtin(Box<Builtin>),
    Compare(BoolOp, Box<(Expression, Expression)>),
    Arithmetic(Box<Operation<ArithOp>>),
    /// Union and intersection of sets.
    Combine(Box<Operation<BinOp>>),
    /// `value in collection`, `key, value in collection`
    Membership {
        key: Option<Box<Expression>>,
        value: Box<Expression>,
        collection: Box<Expression>,
    },
    List(Vec<Expression>),
    Set(Vec<Expression>),
    Object(Vec<(Expression, Expression)>),
    Comprehension(Box<Comprehension>),
}

/// A step into a value.
#[derive(Debug)]
pub(super) enum Step {
    Key(Value),
    Computed(Expression),
}

/// An operation whose errors name the places of its operands.
#[derive(Debug)]
pub(super) struct Operation<Operator> {
    pub operator: Operator,
    pub span: Span,
    pub left: (Expression, Ref<Syntax>),
    pub right: (Expression, Ref<Syntax>),
}

#[derive(Debug)]
pub(super) struct Builtin {
    pub name: &'static str,
    pub function: BuiltinFcn,
    pub arguments: Vec<Expression>,
    /// The call as it is written: what the function's errors point at.
    pub span: Span,
    pub syntax: Vec<Ref<Syntax>>,
    /// What has to be looked at before it is called.
    pub bound: Option<Bound>,
    /// A shorter way to the same result.
    pub shortcut: Option<Shortcut>,
}

/// Builtins that are called so often that they are worth a way without copies.
#[derive(Debug)]
pub(super) enum Shortcut {
    ObjectGet,
    Count,
    /// `is_string` and the like.
    IsType(fn(&Value) -> bool),
    /// One of `regex` with a constant expression.
    Regex(RegexUse, OnceLock<Option<regex::Regex>>),
    /// `array.concat`
    Concat,
}

/// What is done with a regular expression, which is compiled once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegexUse {
    /// `regex.match`
    Match,
    /// `regex.replace`
    Replace,
    /// `regex.find_n`
    Find,
    /// `regex.find_all_string_submatch_n`
    FindGroups,
    /// `regex.split`
    Split,
}

#[derive(Debug)]
pub(super) struct Comprehension {
    pub kind: ComprehensionKind,
    /// Of objects.
    pub key: Option<Expression>,
    pub term: Expression,
    pub query: Query,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ComprehensionKind {
    List,
    Set,
    Object,
}
