use std::sync::Arc;

use super::Resource;
use seaworthy_source::{Coverage, Diagnostic, Span};

/// A unit, as a frontend hands it over.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The kustomization that builds it, as reports name its folder.
    pub overlay: Option<Arc<str>>,
    /// The resources, in the order of their files.
    pub resources: Vec<Resource>,
    /// Whether a part of what is deployed together could not be read.
    pub has_gaps: bool,
    /// Comments that speak to this program, in files that are reported on.
    pub comments: Vec<Span>,
    /// What became of each file that is reported on.
    pub coverage: Coverage,
    /// What is wrong with these files.
    pub diagnostics: Vec<Diagnostic>,
}
