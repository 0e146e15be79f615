//! Kubernetes manifests to resources.

mod document;
pub mod kinds;
mod kustomize;
mod load;
mod pods;
mod template;
mod unjudged;

pub use load::load;
