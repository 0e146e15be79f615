//! Kubernetes manifests to resources.

mod document;
pub mod kinds;
mod load;
mod platform;
mod pods;
mod template;
mod unjudged;

pub(crate) use document::{Meaning, meaning};
pub use load::{Built, load};
pub use platform::PLATFORM;
pub(crate) use template::with_placeholders;
pub(crate) use unjudged::containers as unjudged_containers;
