//! Every function that Helm's templates have: Go's own, Sprig's and Helm's.
//!
//! A function declares the types that Go's has, because Go refuses arguments of other types, and charts rely on what is
//! refused. Sources: `text/template/funcs.go`, Sprig's `functions.go`, Helm's `pkg/engine/funcs.go`.

mod builtin;
mod cast;
mod compare;
mod conversions;
mod crypto;
mod dates;
mod decimal;
mod defaults;
mod dicts;
mod encoding;
mod generated;
mod lists;
mod math;
mod merge;
mod paths;
mod printf;
mod reflection;
pub(super) mod regex;
mod strings;
mod text_case;
mod urls;
mod versions;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::context::Context;
use super::object::Object;
use super::text::Text;
use super::value::{List, Map, MapType, Tracked, Value};

/// What a function gives, or why it gives nothing.
pub(super) type Outcome = Result<Tracked, String>;

/// A function by its name in templates.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    parameters: &'static [Type],
    /// The type of any further arguments, where it takes some.
    rest: Option<Type>,
    pub(super) run: Run,
}

/// How a function is run.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run {
    Plain(fn(&Context, Args<'_>) -> Outcome),
    Include,
    Tpl,
    /// These look at their arguments one by one, as far as they have to.
    And,
    Or,
}

/// The types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Any,
    Bool,
    Float,
    Int,
    Map,
    String,
    Time,
}

const fn fixed(name: &'static str, parameters: &'static [Type], run: fn(&Context, Args<'_>) -> Outcome) -> Function {
    Function { name, parameters, rest: None, run: Run::Plain(run) }
}

const fn variadic(
    name: &'static str,
    parameters: &'static [Type],
    rest: Type,
    run: fn(&Context, Args<'_>) -> Outcome,
) -> Function {
    Function { name, parameters, rest: Some(rest), run: Run::Plain(run) }
}

static IN_EXECUTION: &[Function] = &[
    Function { name: "include", parameters: &[Type::String, Type::Any], rest: None, run: Run::Include },
    Function { name: "tpl", parameters: &[Type::String, Type::Any], rest: None, run: Run::Tpl },
    Function { name: "and", parameters: &[Type::Any], rest: Some(Type::Any), run: Run::And },
    Function { name: "or", parameters: &[Type::Any], rest: Some(Type::Any), run: Run::Or },
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let tables = [
        IN_EXECUTION,
        builtin::FUNCTIONS,
        compare::FUNCTIONS,
        conversions::FUNCTIONS,
        crypto::FUNCTIONS,
        dates::FUNCTIONS,
        defaults::FUNCTIONS,
        dicts::FUNCTIONS,
        encoding::FUNCTIONS,
        generated::FUNCTIONS,
        lists::FUNCTIONS,
        math::FUNCTIONS,
        merge::FUNCTIONS,
        paths::FUNCTIONS,
        reflection::FUNCTIONS,
        regex::FUNCTIONS,
        strings::FUNCTIONS,
        text_case::FUNCTIONS,
        urls::FUNCTIONS,
        versions::FUNCTIONS,
    ];
    tables.into_iter().flatten().map(|function| (function.name, function)).collect()
});

/// The function of a name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    BY_NAME.get(name).copied()
}

impl Function {
    /// The type of the argument at `number`.
    pub(super) fn parameter(&self, number: usize) -> Type {
        self.parameters.get(number).copied().or(self.rest).unwrap_or(Type::Any)
    }

    pub(super) fn check_count(&self, given: usize) -> Result<(), String> {
        let wanted = self.parameters.len();
        match self.rest {
            None if given != wanted => {
                Err(format!("wrong number of args for {}: want {wanted} got {given}", self.name))
            }
            Some(_) if given < wanted => {
                Err(format!("wrong number of args for {}: want at least {wanted} got {given}", self.name))
            }
            _ => Ok(()),
        }
    }

    /// Whether the chart's author uses it to refuse values.
    pub(super) fn is_deliberate(&self) -> bool {
        matches!(self.name, "fail" | "required")
    }
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::Any => "interface {}",
            Self::Bool => "bool",
            Self::Float => "float64",
            Self::Int => "int",
            Self::Map => "map[string]interface {}",
            Self::String => "string",
            Self::Time => "time.Time",
        }
    }

    /// The same for a constant, which `text` gives as it is written.
    pub(super) fn check_constant(self, value: &Value, text: impl Fn() -> String) -> Result<(), String> {
        if self.check(value, false).is_ok() {
            return Ok(());
        }
        Err(match self {
            _ if value.is_nil() => format!("cannot assign nil to {}", self.name()),
            Self::Bool => format!("expected bool; found {}", text()),
            Self::Float => format!("expected float; found {}", text()),
            Self::Int => format!("expected integer; found {}", text()),
            Self::String => format!("expected string; found {}", text()),
            Self::Any | Self::Map | Self::Time => format!("can't handle {} for arg of type {}", text(), self.name()),
        })
    }

    /// Whether Go takes the value for this type; `from_field` says that it was looked up, which gives a nil a type.
    pub(super) fn check(self, value: &Value, from_field: bool) -> Result<(), String> {
        use super::value::IntType;
        let fits = match (self, value) {
            (Self::Any, _)
            | (Self::Bool, Value::Bool(_))
            | (Self::Float, Value::Float(_))
            | (Self::Int, Value::Int(_, IntType::Int))
            | (Self::String, Value::String(_)) => true,
            (Self::Map, Value::Map(map)) => matches!(map.of(), MapType::Any | MapType::Values(_)),
            (Self::Map, Value::Nil) => !from_field,
            (Self::Time, Value::Object(object)) => matches!(**object, Object::Time(_)),
            _ => false,
        };
        match value {
            _ if fits => Ok(()),
            Value::Nil if !from_field => Err(format!("invalid value; expected {}", self.name())),
            Value::Nil => Err(format!("wrong type for value; expected {}; got interface {{}}", self.name())),
            _ => Err(format!("wrong type for value; expected {}; got {}", self.name(), value.type_name())),
        }
    }
}

/// The last element of a path.
pub(super) fn base_name(path: &str) -> String {
    paths::base(path)
}

/// The shortest path that leads to the same place.
pub(super) fn clean_path(path: &str) -> String {
    paths::clean(path)
}

/// A call's arguments. Their types have been checked: what does not fit reads as nothing.
#[derive(Clone, Copy)]
pub(super) struct Args<'a>(&'a [Tracked]);

impl<'a> Args<'a> {
    pub(super) fn new(values: &'a [Tracked]) -> Self {
        Self(values)
    }

    fn all(self) -> &'a [Tracked] {
        self.0
    }

    fn get(self, number: usize) -> Option<&'a Tracked> {
        self.0.get(number)
    }

    fn any(self, number: usize) -> &'a Tracked {
        self.0.get(number).unwrap_or(&Tracked::NIL)
    }

    fn text(self, number: usize) -> Text {
        match &self.any(number).value {
            Value::String(text) => text.clone(),
            _ => Text::from(""),
        }
    }

    fn str(self, number: usize) -> String {
        self.text(number).lossy().into_owned()
    }

    fn int(self, number: usize) -> i64 {
        match self.any(number).value {
            Value::Int(value, _) => value,
            _ => 0,
        }
    }

    fn bool(self, number: usize) -> bool {
        matches!(self.any(number).value, Value::Bool(true))
    }

    fn map(self, number: usize) -> Map {
        match &self.any(number).value {
            Value::Map(map) => map.clone(),
            _ => Map::any(super::value::Entries::new()),
        }
    }
}

/// The list in a value, or what the function says of any other.
fn list_of(value: &Tracked, refusal: &str) -> Result<List, String> {
    match &value.value {
        Value::List(list) => Ok(list.clone()),
        Value::Bytes(bytes) => {
            use super::value::{IntType, ListType};
            let item = |byte: &u8| Tracked::new(Value::Int(i64::from(*byte), IntType::Uint8), value.mark);
            Ok(List::new(bytes.bytes().iter().map(item).collect(), ListType::Any))
        }
        other => Err(format!("{refusal} {}", other.kind())),
    }
}
