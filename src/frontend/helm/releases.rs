//! Charts of a scan to units of resources: each rendered with one set of values, as a release of it would be.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::comments::comments;
use super::resource::resource;
use crate::discover::ChartFolder;
use crate::frontend::kubernetes::{self, Meaning};
use crate::world::{Loaded, Resource};
use seaworthy_helm::{Chart, Inputs, LoadedChart, Rendered, Sibling, load, render};
use seaworthy_source::{Diagnostic, Disk, Level, Sources, Span, Status, display_name, normalized, yaml};

/// What the charts of a scan are rendered with.
#[derive(Debug, Clone, Default)]
pub struct Installations {
    /// For charts that have no releases of their own.
    pub default: Inputs,
    /// The releases of some charts, each with a name for people, by the chart's folder.
    pub by_chart: BTreeMap<PathBuf, Vec<(String, Inputs)>>,
}

impl Installations {
    fn of(&self, folder: &Path) -> Vec<(&str, &Inputs)> {
        match self.by_chart.get(&normalized(folder)) {
            Some(releases) if !releases.is_empty() => {
                releases.iter().map(|(name, inputs)| (name.as_str(), inputs)).collect()
            }
            _ => vec![("", &self.default)],
        }
    }
}

/// A chart as it would be installed.
#[derive(Debug)]
pub struct Release {
    /// The name that the configuration has for it; empty where it has none.
    pub name: String,
    /// Its resources.
    pub unit: Loaded,
    /// What Helm would print, or why it would not; where it was asked for.
    pub manifest: Option<Result<String, String>>,
}

/// Renders the charts of a scan, in parallel.
#[must_use]
pub fn releases(
    charts: &[ChartFolder],
    disk: &Disk,
    installations: &Installations,
    manifests: bool,
    sources: &Sources,
) -> Vec<Release> {
    let siblings: Vec<Sibling> = charts.par_iter().filter_map(|chart| Sibling::read(&chart.folder, disk)).collect();
    // Values files are named on the command line, or were checked where the configuration names them.
    let unbounded = disk.unbounded();
    let releases = |folder: &ChartFolder| {
        // Chart and texts are gone before the next one is read: together they could be large.
        let loaded = load(&folder.folder, disk, sources, &siblings);
        let release = |(number, (name, inputs)): (usize, (&str, &Inputs))| {
            let mut rendering = Rendering::new(folder, &loaded, inputs, &unbounded, sources);
            let manifest = manifests.then(|| rendering.rendered.manifest());
            let mut unit = rendering.unit(inputs, sources);
            if number == 0 {
                rendering.add_chart(&mut unit);
            }
            Release { name: name.to_owned(), unit, manifest }
        };
        installations.of(&folder.folder).into_iter().enumerate().map(release).collect::<Vec<_>>()
    };
    charts.par_iter().flat_map_iter(releases).collect()
}

/// A chart with what it renders to.
struct Rendering<'a> {
    chart_folder: &'a ChartFolder,
    chart: Option<&'a Chart>,
    rendered: Rendered,
}

impl<'a> Rendering<'a> {
    fn new(
        chart_folder: &'a ChartFolder,
        loaded: &'a LoadedChart,
        inputs: &Inputs,
        disk: &Disk,
        sources: &Sources,
    ) -> Self {
        let chart = loaded.chart.as_ref();
        let mut rendered = match chart {
            // A library only lends its templates to others, and is judged there.
            Some(chart) if !chart.is_library() => render(chart, inputs, disk, sources),
            _ => Rendered::default(),
        };
        rendered.diagnostics.splice(0..0, loaded.diagnostics.iter().cloned());
        Self { chart_folder, rendered, chart }
    }

    /// The unit of the release.
    fn unit(&mut self, inputs: &Inputs, sources: &Sources) -> Loaded {
        let mut loaded = Loaded::default();
        let reported = Reported::of(self.chart_folder);
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
        self.account(&by_template, inputs, &mut loaded);
        loaded
    }

    /// What the chart is without being rendered, once for all of its releases.
    fn add_chart(&self, loaded: &mut Loaded) {
        let reported = Reported::of(self.chart_folder);
        loaded.resources.extend(self.chart.map(|chart| resource(chart, reported.all)));
        loaded.comments = self.comments(&reported);
    }

    fn comments(&self, reported: &Reported) -> Vec<Span> {
        let mut found = Vec::new();
        for file in self.chart.iter().flat_map(|chart| chart.sources()).filter(|file| reported.template(file.path())) {
            let is_template = file.path().components().any(|part| part.as_os_str() == "templates");
            found.extend(if is_template { comments(&file) } else { yaml::parse(&file).comments });
        }
        found
    }

    /// Records what became of each file.
    fn account(&self, by_template: &BTreeMap<PathBuf, usize>, inputs: &Inputs, loaded: &mut Loaded) {
        let failed: BTreeMap<&str, &str> = self
            .rendered
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == Level::Error)
            .map(|diagnostic| (diagnostic.subject.as_str(), diagnostic.message.as_str()))
            .collect();
        let of_chart = self.chart.iter().flat_map(|chart| chart.sources()).map(|file| normalized(file.path()));
        let read: Vec<PathBuf> = of_chart.chain(inputs.values_files.iter().map(|path| normalized(path))).collect();
        for file in self.chart_folder.files.iter().filter(|file| file.reported) {
            let name = display_name(&file.path);
            let path = normalized(&file.path);
            let status = match (failed.get(name.as_str()), by_template.get(&path)) {
                (Some(reason), _) => Status::Failed((*reason).to_owned().into()),
                (None, Some(resources)) => Status::Evaluated { resources: *resources },
                (None, None) if read.contains(&path) => Status::Evaluated { resources: 0 },
                (None, None) if self.chart.is_none() => Status::Failed("its chart was not loaded".into()),
                (None, None) => Status::NotOurs("part of a chart, but neither a template nor values in use".into()),
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
    let message = format!("this {} {missing} and was not evaluated", resource.kind);
    Diagnostic::warning(sources.get(span.file).name(), message)
        .at(Span { end: span.start, ..span }, "a cluster rejects it")
        .help("Inspect the rendered template with `seaworthy render`.")
}
