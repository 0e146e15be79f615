//! What becomes of findings: accepted ones are set aside, and every exception has to earn its keep.

mod directive;
mod ignores;
mod line;

pub use directive::{Directive, Malformed};
pub use ignores::{Suppressed, Suppression, Triage, apply};
