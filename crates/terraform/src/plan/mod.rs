//! Plan files: what `terraform show -json` prints of a plan or a state, in the formats 1.x.
//!
//! A plan contains what the providers made of the configuration, so its values take precedence over those that are
//! computed from the source; if the source is available, they are shown at its lines. Sensitive values are masked in
//! the text of the file, so that neither policies nor reports can show them.
//!
//! Source: Terraform's "JSON Output Format".

mod address;
mod mask;
mod places;
mod references;
mod resources;
mod root;
mod text;
mod values;

pub use address::without_keys;
pub use places::place;
pub use resources::{Plan, Planned, load};
pub use root::root_of;
pub use text::{TextError, read, text};
pub use values::LIFECYCLE;
