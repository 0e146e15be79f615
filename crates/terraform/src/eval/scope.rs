use std::rc::Rc;
use std::sync::Arc;

use super::instance::{Instance, Repeated};
use crate::value::Value;

/// The names that are defined at a place.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s, 't> {
    /// The module's instance.
    pub instance: &'s Rc<Instance<'t>>,
    /// Which member of a repeated block it is.
    pub repeated: &'s Repeated,
    /// The names of `for` and `dynamic`, the innermost first.
    pub names: Option<&'s Name<'s>>,
    /// The element that a splat is at.
    pub element: Option<&'s Value>,
    /// Whether only `names` are defined, as in a template file.
    pub closed: bool,
}

/// A name for a value in a part of an expression.
pub(super) struct Name<'s> {
    pub name: Arc<str>,
    pub value: Value,
    pub outer: Option<&'s Name<'s>>,
}

impl<'s, 't> Scope<'s, 't> {
    /// Of a module's instance itself.
    pub(super) fn of(instance: &'s Rc<Instance<'t>>) -> Self {
        Self { instance, repeated: &Repeated::No, names: None, element: None, closed: false }
    }

    pub(super) fn find(&self, name: &str) -> Option<&'s Value> {
        let mut next = self.names;
        while let Some(found) = next {
            if &*found.name == name {
                return Some(&found.value);
            }
            next = found.outer;
        }
        None
    }
}
