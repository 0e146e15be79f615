//! The tree that regorus makes of a policy, for those who look at policies rather than evaluate them: names, references,
//! and a walk that knows what is local.

pub mod names;
mod reference;
mod walk;

pub use reference::{declared_path, import_of, package, reference};
pub use walk::{Place, Visitor, walk_rule};
