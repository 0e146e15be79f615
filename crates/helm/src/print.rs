//! How Go prints templates' values, and which step a printed value comes from.

use seaworthy_go::printf::{Kind, Printable};

use super::object::Object;
use super::provenance::{Mark, Trails};
use super::value::{Tracked, Value};

/// A value as `%v` prints it.
pub(super) fn plain(value: &Value) -> String {
    seaworthy_go::printf::plain(value)
}

impl Printable for Value {
    fn kind(&self) -> Kind<'_> {
        match self {
            Self::Nil => Kind::Nil,
            Self::Bool(value) => Kind::Bool(*value),
            Self::Int(value, _) => Kind::Integer(*value),
            Self::Float(value) => Kind::Float(*value),
            Self::String(text) => Kind::String(text.bytes()),
            Self::Bytes(bytes) => Kind::Bytes(bytes.bytes()),
            Self::List(_) => Kind::List,
            Self::Map(_) => Kind::Map,
            Self::Object(_) => Kind::Other,
        }
    }

    fn type_name(&self) -> &str {
        self.type_name()
    }

    fn items(&self, each: &mut dyn FnMut(&dyn Printable)) {
        if let Self::List(list) = self {
            list.items().iter().for_each(|item| each(item));
        }
    }

    fn entries(&self, each: &mut dyn FnMut(&str, &dyn Printable)) {
        if let Self::Map(map) = self {
            map.entries().iter().for_each(|(key, item)| each(key, item));
        }
    }

    fn text(&self) -> String {
        let Self::Object(object) = self else { return String::new() };
        match (object.print(), &**object) {
            (Some(text), _) => text,
            (None, Object::Struct(fields)) => {
                let fields: Vec<String> = fields.fields.iter().map(|(.., item)| plain(&item.value)).collect();
                format!("{{{}}}", fields.join(" "))
            }
            (None, _) => String::new(),
        }
    }
}

impl Printable for Tracked {
    fn kind(&self) -> Kind<'_> {
        Printable::kind(&self.value)
    }

    fn type_name(&self) -> &str {
        self.value.type_name()
    }

    fn items(&self, each: &mut dyn FnMut(&dyn Printable)) {
        self.value.items(each);
    }

    fn entries(&self, each: &mut dyn FnMut(&str, &dyn Printable)) {
        self.value.entries(each);
    }

    fn text(&self) -> String {
        self.value.text()
    }
}

/// A mark for all of a value.
pub(super) fn mark(value: &Tracked, trails: &Trails) -> Mark {
    match &value.value {
        Value::String(text) | Value::Bytes(text) => text.mark(value.mark, trails),
        _ => value.mark,
    }
}

/// What a function made comes from its arguments, unless it knows better.
pub(super) fn inherit(result: &mut Tracked, arguments: &[Tracked], trails: &Trails) {
    if result.mark != Mark::NONE {
        return;
    }
    match &result.value {
        Value::String(text) if text.runs().is_some() => return,
        Value::List(_) | Value::Map(_) | Value::Object(_) => return,
        _ => {}
    }
    for argument in arguments {
        let of_argument = mark(argument, trails);
        if of_argument != Mark::NONE {
            result.mark = trails.both(result.mark, of_argument);
        }
    }
}
