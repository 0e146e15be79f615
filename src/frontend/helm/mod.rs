//! The charts of a scan to units of resources.

mod comments;
mod releases;
mod resource;

pub use releases::{Installations, Release, releases};
