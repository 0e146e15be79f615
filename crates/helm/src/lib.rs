//! Helm charts: rendered as Helm renders them, with the place in the template and the values key of everything written.
//!
//! [`load`] reads a chart from a folder or an archive; [`render`] renders it with one set of values. Neither needs Helm, a
//! cluster or a network. [`Rendered::manifest`] is the text that `helm template` prints; [`Rendered::documents`] are the
//! same resources as nodes: the span of each is that of the template's line, and its origin leads through helpers to the
//! key in the values.
//!
//! What Helm does is in its own sources and in what the real program prints; the folders' comments name both.
//!
//! ```
//! use seaworthy_helm::{Inputs, load, render};
//! use seaworthy_source::{Disk, Sources};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
//! std::fs::create_dir(folder.path().join("templates"))?;
//! write("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}")?;
//! write("values.yaml", "replicas: 2")?;
//! write("templates/web.yaml", "kind: Deployment\nspec: {replicas: {{ .Values.replicas }}}")?;
//!
//! let (disk, sources) = (Disk::within(&[folder.path().to_path_buf()]), Sources::default());
//! let chart = load(folder.path(), &disk, &sources, &[]).chart.ok_or("Helm would not load it")?;
//! let rendered = render(&chart, &Inputs::default(), &disk, &sources);
//! assert!(rendered.manifest()?.contains("spec: {replicas: 2}"));
//!
//! let replicas = rendered.documents[0].root.at(&["spec", "replicas"]).ok_or("missing")?;
//! let values = replicas.origin.as_ref().ok_or("no origin")?.span;
//! assert!(sources.get(values.file).name().ends_with("values.yaml"));
//! # Ok(())
//! # }
//! ```

mod chart;
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
mod render;
mod semver;
mod set;
mod stack;
mod template;
mod text;
mod time;
mod value;

pub use chart::{Chart, Dependency, LoadedChart, Metadata, Sibling, load};
pub use emit::manifest_yaml;
pub use inputs::{InlineValues, Inputs, Semantics, Set};
pub use render::{Rendered, RenderedDocument, RenderedTemplate, render};
