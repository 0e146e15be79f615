//! Going through collections.

use regorus::Value;

use super::query::Go;
use super::{Machine, Stop, Term, Truth};
use crate::native::ir::Iteration;
use crate::native::unknown::is_further;

/// Is told the index or key of an element, its value, and whether it exists.
pub(super) type Visit<'v, 'a> = &'v mut dyn FnMut(&mut Machine<'a>, Term<'a>, Term<'a>, Truth) -> Result<Go, Stop>;

impl<'a> Machine<'a> {
    /// Goes through the elements of a collection: their index or key, their value, and whether they exist.
    pub(super) fn each(&mut self, collection: Term<'a>, written: Iteration, visit: Visit<'_, 'a>) -> Result<Go, Stop> {
        match collection {
            Term::Undefined => Ok(Go::On),
            // There may be elements or none, and of what kind nobody knows.
            Term::Unknown(unknown) => visit(self, Term::part_of(&unknown), Term::part_of(&unknown), Truth::Maybe),
            Term::Borrowed(Value::Array(items)) => {
                self.each_item(items.iter().map(Term::borrowed), items.iter().map(is_further), visit)
            }
            Term::Borrowed(Value::Object(entries)) => {
                for (key, value) in entries.iter() {
                    self.step()?;
                    if self.entry(Term::borrowed(key), Term::borrowed(value), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Borrowed(Value::Set(items)) => {
                for item in items.iter() {
                    self.step()?;
                    if self.member(is_further(item), Term::borrowed(item), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Owned(Value::Array(items)) => {
                let terms = items.iter().map(|item| Term::owned(item.clone()));
                self.each_item(terms, items.iter().map(is_further), visit)
            }
            Term::Owned(Value::Object(entries)) => {
                for (key, value) in entries.iter() {
                    self.step()?;
                    if self.entry(Term::owned(key.clone()), Term::owned(value.clone()), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Owned(Value::Set(items)) => {
                for item in items.iter() {
                    self.step()?;
                    if self.member(is_further(item), Term::owned(item.clone()), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            Term::Borrowed(_) | Term::Owned(_) => match written {
                Iteration::Some => Err(Stop::Ask),
                Iteration::Reference => Ok(Go::On),
            },
        }
    }

    fn each_item(
        &mut self,
        terms: impl Iterator<Item = Term<'a>>,
        further: impl Iterator<Item = bool>,
        visit: Visit<'_, 'a>,
    ) -> Result<Go, Stop> {
        // Behind elements of which there may be any number, no index is known.
        let mut index_is_known = true;
        for (index, (item, further)) in terms.zip(further).enumerate() {
            self.step()?;
            index_is_known &= !further;
            let index = if index_is_known { Term::Owned(Value::from(index)) } else { Term::something() };
            // An unknown element is there, even if it may be null.
            let exists = if further { Truth::Maybe } else { Truth::Yes };
            if visit(self, index, item, exists)? == Go::Enough {
                return Ok(Go::Enough);
            }
        }
        Ok(Go::On)
    }

    /// A null is no entry, so an entry whose value may be null may be missing.
    fn entry(&mut self, key: Term<'a>, value: Term<'a>, visit: Visit<'_, 'a>) -> Result<Go, Stop> {
        let exists = key.is_defined().and(value.is_defined());
        visit(self, key, value, exists)
    }

    fn member(&mut self, further: bool, item: Term<'a>, visit: Visit<'_, 'a>) -> Result<Go, Stop> {
        visit(self, item.clone(), item, if further { Truth::Maybe } else { Truth::Yes })
    }
}
