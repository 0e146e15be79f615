//! What names mean where.

use std::collections::HashMap;

use regorus::unstable::{Module as Syntax, Span};

use super::{Compiler, Unmodelled};
use crate::native::ir::Slot;
use crate::syntax::import_of;
use crate::syntax::names::Names;

/// The names within a definition, while it is compiled.
pub(super) struct Scopes<'c, 'a> {
    pub(super) compiler: &'c mut Compiler<'a>,
    pub(super) module: &'a Syntax,
    /// The package of the module: `data.seaworthy.….…`.
    pub(super) package: String,
    /// The innermost last.
    stack: Vec<HashMap<String, Option<Slot>>>,
    slots: usize,
}

impl<'c, 'a> Scopes<'c, 'a> {
    pub(super) fn new(compiler: &'c mut Compiler<'a>, module: &'a Syntax, package: &str) -> Self {
        Self { compiler, module, package: package.to_owned(), stack: vec![HashMap::new()], slots: 0 }
    }

    /// How many slots the definition needs.
    pub(super) fn slots(&self) -> usize {
        self.slots
    }

    pub(super) fn new_slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    /// Begins a query that declares variables, none of which has a value yet.
    pub(super) fn push(&mut self, declared: Names) {
        self.stack.push(declared.into_iter().map(|name| (name, None)).collect());
    }

    pub(super) fn pop(&mut self) {
        self.stack.pop();
    }

    /// Gives a variable of the innermost query its slot.
    pub(super) fn bind(&mut self, name: &str, at: &Span) -> Result<Slot, Unmodelled> {
        let slot = self.new_slot();
        match self.stack.last_mut().map(|scope| scope.insert(name.to_owned(), Some(slot))) {
            Some(Some(Some(_))) => Err(Unmodelled::at(at, format!("`{name}` gets a value for the second time"))),
            _ => Ok(slot),
        }
    }

    /// The slot of a local variable: nothing where there is none of the name, and none inside where it has no value yet.
    pub(super) fn local(&self, name: &str) -> Option<Option<Slot>> {
        self.stack.iter().rev().find_map(|scope| scope.get(name)).copied()
    }

    /// Whether the innermost query declares a name that has no value yet.
    pub(super) fn is_unbound(&self, name: &str) -> bool {
        self.stack.last().is_some_and(|scope| scope.get(name) == Some(&None))
    }

    /// Whether a name means anything in the queries around.
    pub(super) fn is_known(&self, name: &str) -> bool {
        self.local(name).is_some()
            || self.compiler.modules.declares(&self.package, name)
            || import_of(self.module, name).is_some()
    }
}
