//! Kustomize overlays: built as kustomize 5.8 builds them, with the place in base, patch or kustomization of everything.
//!
//! A [`Builder`] builds overlays; what several of them use is read and built once. Neither kustomize nor a network is
//! needed: what is not on disk, and plugins that are programs, are reported and left out. [`Graph`] says which
//! kustomizations use which, and so which of them are deployed.
//!
//! What kustomize does is in its documentation, in its sources (`api/`, `kyaml/`) and in what `kubectl kustomize` prints.
//!
//! ```
//! use seaworthy_kustomize::Builder;
//! use seaworthy_source::{Disk, Sources};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
//! write("kustomization.yaml", "resources: [web.yaml]\nnamePrefix: prod-")?;
//! write("web.yaml", "{apiVersion: v1, kind: Service, metadata: {name: web}}")?;
//!
//! let (disk, sources) = (Disk::within(&[folder.path().to_path_buf()]), Sources::default());
//! let build = Builder::new(&disk, &sources).build(folder.path());
//! assert!(build.is_complete());
//! let name = build.resources[0].root.at(&["metadata", "name"]).ok_or("missing")?;
//! assert_eq!(name.as_str(), Some("prod-web"));
//! assert!(sources.get(name.span.file).name().ends_with("kustomization.yaml"));
//! // Where the name was before the kustomization changed it.
//! let before = name.origin.as_ref().ok_or("no origin")?;
//! assert!(sources.get(before.span.file).name().ends_with("web.yaml"));
//! # Ok(())
//! # }
//! ```

mod absorb;
mod accumulate;
mod builder;
mod config;
mod documents;
mod edit;
mod field_spec;
mod fields;
mod file;
mod finish;
mod generate;
mod graph;
mod hash;
mod helm;
mod id;
mod inline;
mod limits;
mod merge;
mod order;
mod pairs;
mod path;
mod plugins;
mod references;
mod resource;
mod select;
mod steps;
mod through;
mod transform;
mod uses;
mod vars;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use builder::Builder;
pub use documents::{Documents, ParsedDocument, ParsedFile};
pub use file::{NAMES, is_kustomization};
pub use graph::Graph;

use seaworthy_source::{Diagnostic, Level, Node, Origin};

/// What a kustomization gives.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// The resources, in the order in which `kubectl kustomize` prints them.
    pub resources: Vec<Built>,
    /// What is wrong here and in what it uses. kustomize would build nothing at all where there is an error. What is said
    /// about a base is in the build of each overlay that uses it, equal each time.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that took part, as [`normalized`](seaworthy_source::normalized) names them, its own and those of the
    /// kustomizations that it uses.
    pub files: BTreeMap<PathBuf, Use>,
    /// Whether the kustomization is a component, which is built within others only.
    pub is_component: bool,
}

impl Build {
    /// Whether everything was built.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error)
    }
}

/// A resource of a build.
#[derive(Debug, Clone)]
pub struct Built {
    /// Its value. A span is that of the text that decides the value: a line of a base, of a patch, or of a kustomization.
    /// Origins say by what it was changed, and what was there before.
    pub root: Arc<Node>,
    /// The file that first wrote it, as [`normalized`](seaworthy_source::normalized) names it; for what a generator makes,
    /// the kustomization.
    pub file: Arc<std::path::Path>,
    /// The lines of kustomizations by which it came in, the nearest to the file first. The nodes do not hold them.
    pub through: Option<Arc<Origin>>,
}

/// What a file is to a build. Where a file is several things, the first of these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// A kustomization or a component.
    Kustomization,
    /// A file of resources.
    Resource,
    /// A patch, or a part of a replacement.
    Patch,
    /// A configuration of transformers, or a plugin's.
    Configuration,
    /// A chart that is rendered, or its values.
    Chart,
    /// What a generator reads.
    Data,
}

#[cfg(test)]
mod tests;
