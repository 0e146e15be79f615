//! What all functions of one rendering share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use seaworthy_go::regex::BytesPattern;

use super::limits;
use super::provenance::{Mark, Step, Trails};

/// A regular expression, or why it is none.
type Compiled = Result<Rc<BytesPattern>, String>;

/// The state of one rendering that functions see.
pub(super) struct Context {
    pub(super) trails: Trails,
    made: Cell<usize>,
    regexes: RefCell<HashMap<Vec<u8>, Compiled>>,
    generated: RefCell<HashMap<&'static str, Mark>>,
}

impl Context {
    pub(super) fn new(trails: Trails) -> Self {
        Self { trails, made: Cell::new(0), regexes: RefCell::default(), generated: RefCell::default() }
    }

    /// Counts text that was made.
    pub(super) fn account(&self, bytes: usize) -> Result<(), String> {
        let made = self.made.get().saturating_add(bytes);
        self.made.set(made);
        if bytes > limits::MAX_TEXT {
            return Err(format!("the text exceeds {} MB", limits::MAX_TEXT >> 20));
        }
        if made > limits::MAX_TEXT_IN_ALL {
            return Err(format!("the text of all templates exceeds {} MB", limits::MAX_TEXT_IN_ALL >> 20));
        }
        Ok(())
    }

    /// The regular expression, compiled once.
    pub(super) fn regex(&self, pattern: &[u8]) -> Result<Rc<BytesPattern>, String> {
        if let Some(known) = self.regexes.borrow().get(pattern) {
            return known.clone();
        }
        let compiled = super::functions::regex::compile(pattern).map(Rc::new);
        self.regexes.borrow_mut().insert(pattern.to_vec(), compiled.clone());
        compiled
    }

    /// The mark of what each rendering makes up anew.
    pub(super) fn generated(&self, cause: &'static str) -> Mark {
        *self.generated.borrow_mut().entry(cause).or_insert_with(|| self.trails.add(Step::Generated(cause)))
    }
}
