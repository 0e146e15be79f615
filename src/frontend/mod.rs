//! What each platform's files mean: one adapter a platform, from the files of a scan to units of resources.
//!
//! The order is one way: the adapters of Helm and Kustomize hand their documents to the one of Kubernetes, which knows
//! neither. The platforms' languages are crates of their own, which know nothing of scans. Adapters know nothing of policies.

pub mod helm;
pub mod kubernetes;
pub mod kustomize;
pub mod terraform;
