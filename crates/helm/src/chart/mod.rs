//! Charts in folders and archives.

mod archive;
pub(super) mod dependencies;
mod ignore;
mod load;
pub(super) mod metadata;
mod read;
pub(super) mod schema;
pub(super) mod values;

use std::path::PathBuf;
use std::sync::Arc;

pub use load::{LoadedChart, Sibling, load};
pub use metadata::{Dependency, Metadata};

use super::template::SyntaxError;
use super::template::ast::Parsed;
use seaworthy_source::disk::ReadError;
use seaworthy_source::{Node, SourceFile};

/// A chart with everything in it, ready to be rendered any number of times.
#[derive(Debug)]
pub struct Chart {
    /// What `Chart.yaml` says.
    pub metadata: Metadata,
    /// The folder or archive that it was read from.
    pub path: PathBuf,
    /// `Chart.yaml` itself.
    pub file: Arc<SourceFile>,
    /// What is written in it.
    pub root: Node,
    /// The list of what the chart needs, from `Chart.yaml` or `requirements.yaml`.
    pub requirements: Option<Node>,
    /// Whether a lock file pins what the chart needs.
    pub has_lock: bool,
    /// `values.yaml`, with its content where it is a map.
    pub values: Option<(Arc<SourceFile>, Option<Node>)>,
    /// `values.schema.json`.
    pub schema: Option<Arc<SourceFile>>,
    /// The custom resource definitions in `crds/`, which Helm installs as they are.
    pub crds: Vec<Arc<SourceFile>>,
    /// The charts in `charts/`, and those found elsewhere for dependencies that are missing there.
    pub dependencies: Vec<Chart>,
    /// Why charts that it depends on, by name, are not loaded although they exist.
    pub(super) unavailable: Vec<(String, Unavailable)>,
    pub(super) templates: Vec<Template>,
    pub(super) files: Vec<ChartFile>,
}

/// Why a chart that another one depends on is not loaded although it exists.
#[derive(Debug)]
pub(super) enum Unavailable {
    /// It depends on the other one in turn.
    Cycle,
    /// It may not be read.
    NotRead(ReadError),
}

/// A file below `templates/`.
#[derive(Debug)]
pub(super) struct Template {
    /// Its path within the chart.
    pub(super) name: String,
    pub(super) file: Arc<SourceFile>,
    pub(super) parsed: Result<Parsed, SyntaxError>,
}

/// Any other file, as `.Files` has it.
#[derive(Debug, Clone)]
pub(super) struct ChartFile {
    /// Its path within the chart.
    pub(super) name: String,
    pub(super) data: Vec<u8>,
    /// Where it was read from, for reports.
    pub(super) path: PathBuf,
}

impl Chart {
    /// Whether the chart only lends its templates to others.
    #[must_use]
    pub fn is_library(&self) -> bool {
        self.metadata.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("library"))
    }

    /// All files of the chart and of those in it that reports may point into.
    #[must_use]
    pub fn sources(&self) -> Vec<Arc<SourceFile>> {
        let mut files = vec![Arc::clone(&self.file)];
        files.extend(self.values.iter().map(|(file, _)| Arc::clone(file)));
        files.extend(self.schema.iter().cloned());
        files.extend(self.crds.iter().cloned());
        files.extend(self.templates.iter().map(|template| Arc::clone(&template.file)));
        files.extend(self.dependencies.iter().flat_map(Self::sources));
        files
    }
}
