//! The syntax tree of a policy: parsing, names, references, imports, and a walk over a rule that knows which names are local.

pub mod names;
mod parse;
mod reference;
mod rule;
mod walk;

pub use parse::{Version, parse, parse_any};
pub(crate) use parse::{in_either_version, parse_trusted};
pub use reference::{Import, Reference, Step, declared_path, import_of, imports, package, reference, static_path};
pub use rule::{head, head_keys, head_output, parameters, rule_name};
pub(crate) use walk::expressions;
pub use walk::{Place, Role, Visitor, walk_module, walk_rule};
