//! Helm charts: rendered as Helm renders them, with the place in the template and the values key of everything written.
//!
//! [`load`] reads a chart; [`render`] renders it with one set of values; [`releases`] does both for all charts of a scan.
//! None of them needs Helm, a cluster or a network.
//! What Helm does is in its own sources and in what the real program prints; the folders' comments name both.

mod chart;
mod comments;
mod context;
mod decode;
mod document;
mod emit;
mod files;
mod functions;
mod inputs;
mod limits;
mod manifest;
mod object;
mod print;
mod provenance;
mod releases;
mod render;
mod resource;
mod semver;
mod set;
mod stack;
mod template;
mod text;
mod time;
mod value;

pub use chart::{Chart, Dependency, LoadOptions, Loaded, Metadata, Sibling, load};
pub use emit::manifest_yaml;
pub use inputs::{InlineValues, Inputs, Semantics, Set};
pub use releases::{Installations, Release, releases};
pub use render::{Rendered, RenderedDocument, RenderedTemplate, render};
