//! OPA's ways where the engine has others: policies that were written for OPA mean here what they mean there.
//!
//! - **Undefined arguments within `not`** ([`negation`]): OPA looks up what a negated call is given before it negates, so
//!   that nothing holds where that is undefined. The engine negates the whole call, and would report what OPA does not.
//! - **Going through what is no collection** ([`iteration`]) is an error for the engine, and nothing for OPA.
//! - **Functions** ([`functions`]): what OPA still takes in policies of the old syntax, and `sprintf` as Go has it.
//! - **Failing functions** leave their result undefined ([`Engine::like_opa`]), and do not end the evaluation.

mod functions;
mod iteration;
mod negation;
mod renamed;

use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::unstable::Module;

pub(crate) use functions::install;
pub use functions::{has_function, names};

use crate::engine::{Engine, EngineError};
use crate::syntax::{Version, in_either_version, parse};

/// A policy that was read.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What errors call it.
    pub name: String,
    /// Its text as the engine is to have it; each line is where it was.
    pub text: String,
    /// The syntax that it is written in.
    pub version: Version,
    /// What it was parsed to, before anything was changed.
    pub syntax: Arc<Module>,
}

impl Policy {
    /// Reads a policy. `rules` are names that other files of its package declare.
    pub fn read(name: &str, text: &str, version: Version, rules: &BTreeSet<String>) -> Result<Self, EngineError> {
        // Whatever the engine refuses must not be parsed either.
        Engine::like_opa().add_as(version, name, text)?;
        let syntax = parse(name, text, version)?;
        let renamed = renamed::rename(text, &syntax, &negation::declared(&syntax));
        let again = parse(name, &renamed, version)?;
        let text = negation::rewrite(name, &renamed, version, &again, rules);
        Ok(Self { name: name.to_owned(), text, version, syntax: Arc::new(syntax) })
    }

    /// Reads a policy that may be in either syntax.
    ///
    /// # Errors
    /// The policy is not valid in the syntax that it was most likely meant to be in, or is refused.
    pub fn read_any(name: &str, text: &str, rules: &BTreeSet<String>) -> Result<Self, EngineError> {
        in_either_version(text, |version| Self::read(name, text, version, rules))
    }

    /// Gives it to an engine.
    pub fn add_to(&self, engine: &mut Engine) -> Result<(), EngineError> {
        engine.add_as(self.version, &self.name, &self.text)
    }

    /// The package, from `data`.
    pub fn package(&self) -> String {
        format!("data.{}", self.syntax.package.refr.span().text())
    }

    /// The names of its rules and functions.
    pub fn rules(&self) -> BTreeSet<String> {
        negation::declared(&self.syntax)
    }
}

/// The text of a policy that goes through what is no collection as OPA does.
pub fn tolerant(name: &str, text: String, version: Version) -> String {
    // What cannot be read is told by whoever is given the text.
    parse(name, &text, version).ok().and_then(|syntax| iteration::rewrite(&text, &syntax)).unwrap_or(text)
}
