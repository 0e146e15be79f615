//! The tree that regorus makes of a policy, for those who look at policies rather than evaluate them: names, references,
//! and a walk that knows what is local.

pub(in crate::policy) mod names;
mod reference;
mod walk;

pub(in crate::policy) use reference::{declared_path, import_of, package, reference};
pub(in crate::policy) use walk::{Place, Visitor, walk_rule};
