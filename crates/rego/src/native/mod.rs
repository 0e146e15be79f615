//! The native path: what most rules cost is not their logic but a general interpreter around it, so rules are compiled
//! to a small tree of instructions here and evaluated directly over the input.
//!
//! Take this rule:
//!
//! ```rego
//! deny contains finding if {
//!     some container in input.containers
//!     container.spec.securityContext.privileged == true
//!     finding := {"message": sprintf("container `%s` runs privileged", [container.name]), "path": container.path}
//! }
//! ```
//!
//! **Compiling** ([`compile`]) reads the tree that regorus parsed, resolves every name and leaves ([`ir`]) one
//! definition of the rule `deny` with two slots, one for each variable:
//!
//! ```text
//! iterate  slot 0  over  input.containers
//! test     slot 0 .spec.securityContext.privileged == true
//! bind     slot 1  to    {"message": sprintf("…", [slot 0 .name]), "path": slot 0 .path}
//! output   slot 1
//! ```
//!
//! **Evaluating** ([`evaluate`]) takes the statements from the top. A test that does not hold, or an expression that is
//! undefined, ends the attempt; an iteration attempts the rest once for each element. Whenever the end is reached, the
//! output is a finding. Nothing has to be undone on the way back, as every statement writes its slots before a later
//! one reads them. A `not`, an `every` and a comprehension are small queries of their own.
//!
//! Comparisons and builtins are regorus's own functions. What differs is that a value may be *unknown* ([`unknown`]):
//! known only after deployment. It is carried along, so that the verdict itself says whether it hangs on one: an attempt
//! that passes a test whose result is unknown goes on, but what it finds is merely possible. Which unknown values decide that
//! is noted on the way ([`causes`]).
//!
//! What is not modelled here is refused while compiling ([`Unmodelled`]), or ends the evaluation of a single input
//! ([`Stop`]); regorus then evaluates the rule as a whole, and remains the reference: `tests/native.rs` compares the two.

mod causes;
mod compile;
mod evaluate;
mod ir;
mod reads;
mod unknown;

use std::sync::Arc;

pub use compile::{Modules, Unmodelled};
pub use evaluate::{Stop, Verdict};
pub use reads::Reads;
pub use unknown::{holds_unknown, readable, settled, unknown_places};
pub use unknown::{may_exist, unknown};

/// A rule that was compiled.
#[derive(Debug)]
pub struct Program(ir::Program);

impl Program {
    /// Compiles the rule `deny` of a package: `data.seaworthy.….deny`.
    pub fn compile(modules: &Modules, package: &str) -> Result<Self, Unmodelled> {
        Self::compile_rule(modules, package, "deny")
    }

    /// Compiles another rule of a package.
    pub fn compile_rule(modules: &Modules, package: &str, rule: &str) -> Result<Self, Unmodelled> {
        compile::compile(modules, package, rule).map(Self)
    }

    /// What the rule says of an input. `params` stands for `input.params`; `has_unknown` tells whether anything in the
    /// input is unknown.
    pub fn evaluate(
        &self,
        input: &regorus::Value,
        params: &regorus::Value,
        has_unknown: bool,
    ) -> Result<Verdict, Stop> {
        evaluate::evaluate(&self.0, input, params, has_unknown)
    }
}

/// A module that was parsed, to be shared between threads.
pub type Module = Arc<regorus::unstable::Module>;
