//! Charts of a scan to units of resources: each rendered with one set of values, as a release of it would be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::chart::{Chart, LoadOptions, Loaded as LoadedChart, Sibling, load};
use super::comments::comments;
use super::inputs::Inputs;
use super::render::{Rendered, render};
use super::resource::resource;
use crate::discover::{ChartFolder, Status, display_name, normalized};
use crate::kubernetes::{self, Meaning};
use crate::source::{Diagnostic, Level, Sources, Span};
use crate::world::{Loaded, Resource};
use crate::yaml;

/// A chart as it would be installed.
#[derive(Debug)]
pub struct Release {
    /// Its resources.
    pub unit: Loaded,
    /// What Helm would print, or why it would not; where it was asked for.
    pub manifest: Option<Result<String, String>>,
}

/// Renders the charts of a scan, in parallel. Nothing outside of `boundary` is read.
#[must_use]
pub fn releases(
    charts: &[ChartFolder],
    boundary: &[PathBuf],
    inputs: &Inputs,
    manifests: bool,
    sources: &Sources,
) -> Vec<Release> {
    let siblings: Arc<[Sibling]> = charts.par_iter().filter_map(|chart| Sibling::read(&chart.folder)).collect();
    let release = |chart| {
        // Chart and texts are gone before the next one is read: together they could be large.
        let mut rendering = Rendering::new(chart, &siblings, boundary, inputs, sources);
        let manifest = manifests.then(|| rendering.rendered.manifest());
        Release { unit: rendering.unit(sources), manifest }
    };
    charts.par_iter().map(release).collect()
}

/// A chart with what it renders to.
struct Rendering<'a> {
    chart_folder: &'a ChartFolder,
    chart: Option<Chart>,
    rendered: Rendered,
}

impl<'a> Rendering<'a> {
    fn new(
        chart_folder: &'a ChartFolder,
        siblings: &Arc<[Sibling]>,
        boundary: &[PathBuf],
        inputs: &Inputs,
        sources: &Sources,
    ) -> Self {
        let own = normalized(&chart_folder.folder);
        let options = LoadOptions {
            boundary: boundary.iter().find(|folder| own.starts_with(folder)).cloned(),
            siblings: Arc::clone(siblings),
        };
        let LoadedChart { chart, diagnostics } = load(&chart_folder.folder, sources, &options);
        let mut rendered = match &chart {
            // A library only lends its templates to others, and is judged there.
            Some(chart) if !chart.is_library() => render(chart, inputs, sources),
            _ => Rendered::default(),
        };
        rendered.diagnostics.splice(0..0, diagnostics);
        Self { chart_folder, rendered, chart }
    }

    /// The unit of the release.
    fn unit(&mut self, sources: &Sources) -> Loaded {
        let mut loaded = Loaded::default();
        let reported = Reported::of(self.chart_folder);
        loaded.resources.extend(self.chart.as_ref().map(|chart| resource(chart, reported.all)));
        let mut by_template: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for document in std::mem::take(&mut self.rendered.documents) {
            let path = self.rendered.templates[document.template].file.path();
            let count = by_template.entry(normalized(path)).or_default();
            match kubernetes::meaning(document.root, reported.template(path)) {
                Meaning::Resources(resources) => {
                    *count += resources.len();
                    loaded.resources.extend(resources);
                }
                Meaning::Partial(resource, missing) => loaded.diagnostics.push(partial(&resource, missing, sources)),
                Meaning::Other => {}
            }
        }
        loaded.diagnostics.extend(kubernetes::unjudged_containers(&loaded.resources, sources));
        loaded.diagnostics.extend(self.rendered.diagnostics.iter().cloned());
        if !self.chart_folder.files.iter().any(|file| file.reported) {
            loaded.diagnostics.clear();
        }
        loaded.comments = self.comments(&reported);
        self.account(&by_template, &mut loaded);
        loaded
    }

    fn comments(&self, reported: &Reported) -> Vec<Span> {
        let mut found = Vec::new();
        for file in self.chart.iter().flat_map(Chart::sources).filter(|file| reported.template(file.path())) {
            let is_template = file.path().components().any(|part| part.as_os_str() == "templates");
            found.extend(if is_template { comments(&file) } else { yaml::parse(&file).comments });
        }
        found
    }

    /// Says what became of each file.
    fn account(&self, by_template: &BTreeMap<PathBuf, usize>, loaded: &mut Loaded) {
        let failed: BTreeMap<&str, &str> = self
            .rendered
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
            .map(|diagnostic| (diagnostic.subject.as_str(), diagnostic.message.as_str()))
            .collect();
        let read: Vec<PathBuf> =
            self.chart.iter().flat_map(Chart::sources).map(|file| normalized(file.path())).collect();
        for file in self.chart_folder.files.iter().filter(|file| file.reported) {
            let name = display_name(&file.path);
            let path = normalized(&file.path);
            let status = match (failed.get(name.as_str()), by_template.get(&path)) {
                (Some(reason), _) => Status::Failed((*reason).to_owned().into()),
                (None, Some(resources)) => Status::Evaluated { resources: *resources },
                (None, None) if read.contains(&path) => Status::Evaluated { resources: 0 },
                (None, None) if self.chart.is_none() => Status::Failed("its chart could not be read".into()),
                (None, None) => Status::NotOurs("part of a chart, but neither template nor values in use".into()),
            };
            loaded.coverage.add(name, status);
        }
    }
}

/// Which of a chart's files are reported on.
struct Reported {
    /// Whether a file was named that all of the chart hangs on.
    all: bool,
    paths: Vec<PathBuf>,
}

impl Reported {
    fn of(chart: &ChartFolder) -> Self {
        let named = chart.files.iter().filter(|file| file.reported);
        let paths: Vec<PathBuf> = named.map(|file| file.path.clone()).collect();
        let is_single = |path: &Path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            path.components().any(|part| part.as_os_str() == "templates") && !name.starts_with('_')
        };
        let all = paths.iter().any(|path| !is_single(path));
        Self { all, paths: paths.iter().map(|path| normalized(path)).collect() }
    }

    fn template(&self, path: &Path) -> bool {
        self.all || self.paths.contains(&normalized(path))
    }
}

fn partial(resource: &Resource, missing: &str, sources: &Sources) -> Diagnostic {
    let span = resource.object.span;
    let message = format!("this {} {missing} and was not judged", resource.kind);
    Diagnostic::warning(sources.get(span.file).name(), message)
        .at(Span { end: span.start, ..span }, "a cluster would refuse it")
        .help("Look at what the template gives with `seaworthy render`.")
}
