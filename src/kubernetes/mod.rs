//! Kubernetes manifests to resources.

mod document;
pub mod kinds;
mod kustomize;
mod load;
mod pods;
mod template;
mod unjudged;

pub(crate) use document::{Meaning, meaning};
pub use load::load;
pub(crate) use unjudged::containers as unjudged_containers;
