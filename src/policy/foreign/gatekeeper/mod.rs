//! Gatekeeper's constraints, as they are: a [`template`] holds the Rego of a policy and the [`schema`] of its parameters, a
//! [`constraint`] says what is judged by it ([`matching`]), with which parameters, and what a violation means
//! ([`enforcement`]).
//!
//! A resource is judged as Gatekeeper would review its creation ([`review`]); an [`expansion`] derives from a workload the
//! pods that it would lead to. What hangs on something that is not known here is undetermined ([`reads`]).
//!
//! Sources: Gatekeeper's documentation (`website/docs`), its `pkg/target`, `pkg/mutation/match` and `pkg/expansion`, and the
//! constraint framework, which they build on (`open-policy-agent/frameworks/constraint`).

mod constraint;
mod enforcement;
mod evaluate;
mod expansion;
mod inventory;
mod labels;
mod load;
mod manifest;
mod matching;
mod rego;
mod review;
mod schema;
mod scope;
mod template;

use self::constraint::Constraint;
use self::expansion::Expansion;
use self::template::Template;

/// Constraints that are ready to be evaluated.
#[derive(Debug, Default)]
pub(super) struct Policies {
    templates: Vec<Template>,
    constraints: Vec<Constraint>,
    expansions: Vec<Expansion>,
    /// Names of namespaces in which nothing is judged, with `*` at their ends.
    exempt: Vec<String>,
}
