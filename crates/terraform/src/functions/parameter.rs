use std::sync::LazyLock;

use super::{Call, Failure};
use crate::value::{Type, Value};

/// A function and its parameters.
pub struct Function {
    /// Its name, without a namespace.
    pub name: &'static str,
    /// The parameters that every call must have an argument for.
    pub parameters: &'static [Parameter],
    /// The parameter of all further arguments.
    pub variadic: Option<Parameter>,
    /// The type of the result, as far as the arguments determine it; needed only if the result is unknown.
    pub(super) ty: TypeOf,
    /// Whether the result is never null.
    pub(super) not_null: bool,
    /// The function itself.
    pub(super) run: fn(&Call) -> Result<Value, Failure>,
}

/// How the type of a result is determined.
pub(super) enum TypeOf {
    /// It is always the same.
    Always(Want),
    /// It depends on the arguments.
    Arguments(fn(&Call) -> Result<Type, Failure>),
}

/// A parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name, for messages.
    pub name: &'static str,
    /// The type that an argument is converted to.
    pub ty: Want,
    /// Whether an argument can be null.
    pub null: bool,
    /// Whether the function itself handles an unknown argument. Otherwise its result is unknown.
    pub unknown: bool,
    /// Whether the function itself handles an argument of an unknown type. Otherwise nothing is known of its result.
    pub untyped: bool,
    /// Whether the function itself handles marks. Otherwise the marks of the argument and its parts mark the result.
    pub marked: bool,
}

impl Parameter {
    /// A parameter that accepts neither null nor unknown nor marked arguments.
    pub(super) const fn new(name: &'static str, ty: Want) -> Self {
        Self { name, ty, null: false, unknown: false, untyped: false, marked: false }
    }

    pub(super) const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    pub(super) const fn unknown(mut self) -> Self {
        self.unknown = true;
        self
    }

    pub(super) const fn untyped(mut self) -> Self {
        self.untyped = true;
        self
    }

    pub(super) const fn marked(mut self) -> Self {
        self.marked = true;
        self
    }

    /// A parameter that accepts any argument.
    pub(super) const fn anything(name: &'static str) -> Self {
        Self { name, ty: Want::Any, null: true, unknown: true, untyped: true, marked: true }
    }
}

/// The types that parameters have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// `any`
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(any)`
    List,
    /// `list(bool)`
    ListOfBool,
    /// `list(number)`
    ListOfNumber,
    /// `list(string)`
    ListOfString,
    /// `set(any)`
    Set,
    /// `set(string)`
    SetOfString,
    /// `map(any)`
    Map,
    /// `map(list(string))`
    MapOfLists,
}

impl Want {
    /// The type itself.
    #[must_use]
    pub fn ty(self) -> Type {
        static COLLECTIONS: LazyLock<[Type; 8]> = LazyLock::new(|| {
            [
                Type::list(Type::Any),
                Type::list(Type::Bool),
                Type::list(Type::Number),
                Type::list(Type::String),
                Type::set(Type::Any),
                Type::set(Type::String),
                Type::map(Type::Any),
                Type::map(Type::list(Type::String)),
            ]
        });
        match self {
            Self::Any => Type::Any,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::List => COLLECTIONS[0].clone(),
            Self::ListOfBool => COLLECTIONS[1].clone(),
            Self::ListOfNumber => COLLECTIONS[2].clone(),
            Self::ListOfString => COLLECTIONS[3].clone(),
            Self::Set => COLLECTIONS[4].clone(),
            Self::SetOfString => COLLECTIONS[5].clone(),
            Self::Map => COLLECTIONS[6].clone(),
            Self::MapOfLists => COLLECTIONS[7].clone(),
        }
    }
}

impl Function {
    /// A function whose result is never null.
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        ty: TypeOf,
        run: fn(&Call) -> Result<Value, Failure>,
    ) -> Self {
        Self { name, parameters, variadic: None, ty, not_null: true, run }
    }

    /// The same with further arguments.
    pub(super) const fn variadic(mut self, parameter: Parameter) -> Self {
        self.variadic = Some(parameter);
        self
    }

    /// The same with a result that may be null.
    pub(super) const fn nullable(mut self) -> Self {
        self.not_null = false;
        self
    }
}
