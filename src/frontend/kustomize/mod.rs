//! The kustomizations of a scan to units of resources.

mod overlays;

pub use overlays::{Overlays, overlays};
