//! A policy's text to its tree.

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::unstable::{Module, Rule};

use super::edit::Edits;
use crate::engine::{Engine, EngineError};
use crate::opa;
use crate::syntax::{Version, rule_name, static_path};

/// A policy that was parsed.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What errors call it.
    pub name: String,
    /// Its tree, as it was written.
    pub module: Arc<Module>,
    /// Its package: `main`, `lib.kubernetes`.
    pub package: String,
    /// The syntax that it is written in.
    pub version: Version,
    text: String,
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// What the engine says of it.
    pub fn parse(name: &str, text: &str) -> Result<Self, EngineError> {
        let read = opa::Policy::read_any(name, text, &BTreeSet::new())?;
        let Some(package) = static_path(&read.syntax.package.refr) else {
            let line = read.syntax.package.span.line as usize;
            return Err(EngineError { line, ..EngineError::plain("the name of the package is no plain name") });
        };
        let (package, text) = (package.join("."), text.to_owned());
        Ok(Self { name: name.to_owned(), module: read.syntax, package, version: read.version, text })
    }

    /// Gives it to an engine, with changes, and with more behind its text.
    ///
    /// # Errors
    /// What the engine says of the changed text.
    pub fn add_to(
        &self,
        engine: &mut Engine,
        edits: Edits,
        behind: &str,
        names: &BTreeSet<String>,
    ) -> Result<(), EngineError> {
        let text = format!("{}\n{behind}", edits.apply(&self.text));
        let text = opa::tolerant(&self.name, text, self.version);
        opa::Policy::read(&self.name, &text, self.version, names)?.add_to(engine)
    }

    /// Its rules by name, in order.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.module.policy.iter().filter_map(|rule| Some((rule_name(rule)?.text(), rule.as_ref())))
    }
}
