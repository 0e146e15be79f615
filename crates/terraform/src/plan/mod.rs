//! Plan files: what `terraform show -json` prints of a plan or a state, in the formats 1.x.
//!
//! A plan says what the providers made of the configuration, so its values go before those that are worked out from the
//! source; where the source is at hand, they are shown at its lines. What is sensitive is masked in the file's own text, so
//! that neither policies nor reports can show it.
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
pub use text::{MAX_BYTES, START, starts_as_plan, text};
pub use values::LIFECYCLE;
