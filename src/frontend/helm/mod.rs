//! The charts of a scan to units of resources.

mod comments;
mod platform;
mod releases;
mod resource;

pub use platform::PLATFORM;
pub use releases::{Installations, Release, releases};
