use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::Value;

/// A type, or a type constraint.
#[derive(Debug, Clone)]
pub enum Type {
    /// `any`: not decided, or not known.
    Any,
    /// `bool`
    Bool,
    /// `number`
    Number,
    /// `string`
    String,
    /// `list(…)`
    List(Arc<Type>),
    /// `set(…)`
    Set(Arc<Type>),
    /// `map(…)`
    Map(Arc<Type>),
    /// `tuple([…])`
    Tuple(Arc<[Type]>),
    /// `object({…})`
    Object(Arc<BTreeMap<Arc<str>, Attribute>>),
}

/// An attribute of an object type.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The type of its value.
    pub ty: Type,
    /// Whether it may be left out. Only constraints in a configuration have optional attributes.
    pub optional: bool,
    /// What it is when it is left out or null; null, if nothing is said.
    pub default: Option<Value>,
}

impl From<Type> for Attribute {
    /// An attribute that may not be left out.
    fn from(ty: Type) -> Self {
        Self { ty, optional: false, default: None }
    }
}

impl Type {
    /// `list(element)`
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    /// `set(element)`
    #[must_use]
    pub fn set(element: Self) -> Self {
        Self::Set(Arc::new(element))
    }

    /// `map(element)`
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Arc::new(element))
    }

    /// `tuple([…])`
    #[must_use]
    pub fn tuple(elements: Vec<Self>) -> Self {
        Self::Tuple(elements.into())
    }

    /// `object({…})`, no attribute of which may be left out.
    #[must_use]
    pub fn object(attributes: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        Self::Object(Arc::new(attributes.into_iter().map(|(name, ty)| (name, ty.into())).collect()))
    }

    /// Whether it is `any`: nothing is known of it.
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    /// Whether it is bool, number or string.
    #[must_use]
    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    /// Whether it is a list, set or map.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Set(_) | Self::Map(_))
    }

    /// The type of the elements of a list, set or map.
    #[must_use]
    pub fn element(&self) -> Option<&Self> {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => Some(element),
            _ => None,
        }
    }

    /// Whether some part of it is `any`.
    #[must_use]
    pub fn has_any(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_any(),
            Self::Tuple(elements) => elements.iter().any(Self::has_any),
            Self::Object(attributes) => attributes.values().any(|attribute| attribute.ty.has_any()),
        }
    }

    /// Whether some attribute in it may be left out.
    fn has_optional(&self) -> bool {
        match self {
            Self::Any | Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_optional(),
            Self::Tuple(elements) => elements.iter().any(Self::has_optional),
            Self::Object(attributes) => {
                attributes.values().any(|attribute| attribute.optional || attribute.ty.has_optional())
            }
        }
    }

    /// The same type with no optional attributes: what a value of it really has.
    #[must_use]
    pub fn without_optional(&self) -> Self {
        if !self.has_optional() {
            return self.clone();
        }
        match self {
            Self::Any | Self::Bool | Self::Number | Self::String => self.clone(),
            Self::List(element) => Self::list(element.without_optional()),
            Self::Set(element) => Self::set(element.without_optional()),
            Self::Map(element) => Self::map(element.without_optional()),
            Self::Tuple(elements) => Self::tuple(elements.iter().map(Self::without_optional).collect()),
            Self::Object(attributes) => {
                Self::object(attributes.iter().map(|(name, attribute)| (name.clone(), attribute.ty.without_optional())))
            }
        }
    }

    /// Whether a value of this type is a value of the type `wanted`, in which `any` matches every type.
    #[must_use]
    pub fn conforms(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (_, Self::Any) | (Self::Bool, Self::Bool) | (Self::Number, Self::Number) | (Self::String, Self::String) => {
                true
            }
            (Self::List(a), Self::List(b)) | (Self::Set(a), Self::Set(b)) | (Self::Map(a), Self::Map(b)) => {
                a.conforms(b)
            }
            (Self::Tuple(a), Self::Tuple(b)) => a.len() == b.len() && a.iter().zip(&**b).all(|(a, b)| a.conforms(b)),
            (Self::Object(a), Self::Object(b)) => {
                a.len() == b.len() && a.iter().zip(&**b).all(|((m, a), (n, b))| m == n && a.ty.conforms(&b.ty))
            }
            _ => false,
        }
    }

    /// What messages call it: `list of string`, `object`, `dynamic`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Any => "dynamic".into(),
            Self::List(element) => format!("list of {}", element.name()),
            Self::Set(element) => format!("set of {}", element.name()),
            Self::Map(element) => format!("map of {}", element.name()),
            _ => self.simple_name().into(),
        }
    }

    /// What messages call it where it is required: `list of any single type`, `any type`.
    #[must_use]
    pub fn constraint_name(&self) -> String {
        let element_name = |element: &Self| match element {
            Self::Any => "any single type".into(),
            element => element.constraint_name(),
        };
        match self {
            Self::Any => "any type".into(),
            Self::List(element) => format!("list of {}", element_name(element)),
            Self::Set(element) => format!("set of {}", element_name(element)),
            Self::Map(element) => format!("map of {}", element_name(element)),
            _ => self.simple_name().into(),
        }
    }

    fn simple_name(&self) -> &'static str {
        match self {
            Self::Any => "dynamic",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::String => "string",
            Self::List(_) => "list",
            Self::Set(_) => "set",
            Self::Map(_) => "map",
            Self::Tuple(_) => "tuple",
            Self::Object(_) => "object",
        }
    }
}

/// Types are equal if all their parts are; what may be left out does matter, with which default does not.
impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, Self::Any)
            | (Self::Bool, Self::Bool)
            | (Self::Number, Self::Number)
            | (Self::String, Self::String) => true,
            (Self::List(a), Self::List(b)) | (Self::Set(a), Self::Set(b)) | (Self::Map(a), Self::Map(b)) => {
                Arc::ptr_eq(a, b) || a == b
            }
            (Self::Tuple(a), Self::Tuple(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Object(a), Self::Object(b)) => {
                Arc::ptr_eq(a, b)
                    || a.len() == b.len()
                        && a.iter().zip(&**b).all(|((m, a), (n, b))| m == n && a.optional == b.optional && a.ty == b.ty)
            }
            _ => false,
        }
    }
}

impl Eq for Type {}

/// As a constraint is written: `map(list(string))`, `object({a=string})`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Bool | Self::Number | Self::String => f.write_str(self.simple_name()),
            Self::List(element) => write!(f, "list({element})"),
            Self::Set(element) => write!(f, "set({element})"),
            Self::Map(element) => write!(f, "map({element})"),
            Self::Tuple(elements) => {
                f.write_str("tuple([")?;
                for (index, element) in elements.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma}{element}")?;
                }
                f.write_str("])")
            }
            Self::Object(attributes) => {
                f.write_str("object({")?;
                for (index, (name, attribute)) in attributes.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    match attribute.optional {
                        true => write!(f, "{comma}{name}=optional({})", attribute.ty)?,
                        false => write!(f, "{comma}{name}={}", attribute.ty)?,
                    }
                }
                f.write_str("})")
            }
        }
    }
}
