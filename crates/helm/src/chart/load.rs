//! Files to a chart. Source: Helm's `pkg/chart/loader`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Chart, ChartFile, Dependency, Metadata, Template, Unavailable, archive, read};
use crate::functions::clean_path;
use crate::semver::{Version, is_compatible};
use crate::template;
use seaworthy_source::disk::{Kind, ReadError};
use seaworthy_source::{Diagnostic, Disk, Node, SourceFile, Sources, Span, Value, display_name, yaml};

/// How deep charts may lie in charts.
const MAX_NESTING: usize = 20;

/// A chart that others may depend on.
#[derive(Debug, Clone)]
pub struct Sibling {
    /// Its folder.
    pub path: PathBuf,
    name: String,
    version: String,
}

impl Sibling {
    /// The name and version in the `Chart.yaml` of a folder; `None` where it is missing, broken or not to be read.
    #[must_use]
    pub fn read(path: &Path, disk: &Disk) -> Option<Self> {
        let text = disk.text(&path.join("Chart.yaml")).ok()?;
        let file = Sources::default().add(PathBuf::new(), String::new(), text);
        let root = yaml::parse(&file).documents.into_iter().next()?.root?;
        let Metadata { name, version, .. } = Metadata::read(&root);
        Some(Self { path: path.to_path_buf(), name, version })
    }

    fn fits(&self, wanted: &Dependency) -> bool {
        self.name == wanted.name && is_compatible(&wanted.version, &self.version)
    }
}

/// A chart, and what is wrong with it.
#[derive(Debug)]
pub struct LoadedChart {
    /// The chart; nothing where Helm would refuse to load it.
    pub chart: Option<Chart>,
    /// What is wrong with it. What depends on values is reported when it is rendered.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads the chart in a folder, or in an archive. Dependencies that are not in its `charts/` are looked for among the
/// `siblings`, and where a `file://` repository points.
#[must_use]
pub fn load(path: &Path, disk: &Disk, sources: &Sources, siblings: &[Sibling]) -> LoadedChart {
    let mut loader = Loader { disk, sources, siblings, diagnostics: Vec::new(), open: Vec::new() };
    let chart = loader.path(path);
    LoadedChart { chart, diagnostics: loader.diagnostics }
}

struct Loader<'a> {
    disk: &'a Disk,
    sources: &'a Sources,
    siblings: &'a [Sibling],
    diagnostics: Vec<Diagnostic>,
    /// The charts that are being loaded, to notice those that need themselves.
    open: Vec<PathBuf>,
}

impl Loader<'_> {
    fn fail(&mut self, subject: &Path, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::error(display_name(subject), message).help(help));
    }

    fn path(&mut self, path: &Path) -> Option<Chart> {
        let files = match self.disk.look(path) {
            Ok(Kind::Folder) => read::folder(path, self.disk, &mut self.diagnostics),
            Ok(Kind::File | Kind::Special) => self.archive(path)?,
            Err(reason) => {
                self.diagnostics.push(reason.diagnostic(path));
                return None;
            }
        };
        self.files(path, files)
    }

    fn archive(&mut self, path: &Path) -> Option<Vec<ChartFile>> {
        let data = match self.disk.bytes_up_to(path, read::MAX_CHART) {
            Ok(data) => data,
            Err(reason) => {
                self.diagnostics.push(reason.diagnostic(path));
                return None;
            }
        };
        match archive::files(&data, path) {
            Ok(files) => Some(files),
            Err(error) => {
                self.fail(path, error, "Package the chart again with `helm package`.");
                None
            }
        }
    }

    /// Takes in a file's text for reports.
    fn text(&mut self, file: &ChartFile) -> Arc<SourceFile> {
        let name = display_name(&file.path);
        let text = String::from_utf8(file.data.clone()).unwrap_or_else(|error| {
            let diagnostic = Diagnostic::warning(&name, "invalid UTF-8, which was replaced with U+FFFD");
            self.diagnostics.push(diagnostic.help("Save the file as UTF-8."));
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        });
        self.sources.add(file.path.clone(), name, text)
    }

    /// The map in a YAML file, or why there is none. An empty file has none, and nothing is wrong with it.
    fn map(&mut self, file: &SourceFile) -> Option<Node> {
        let document = yaml::parse(file).documents.into_iter().next()?;
        let problem = document.problems.first();
        for problem in document.problems.iter().filter(|_| document.root.is_some()) {
            let diagnostic = Diagnostic::warning(file.name(), &problem.message).at(problem.span, "");
            self.diagnostics.push(diagnostic);
        }
        match (&document.root, problem) {
            (Some(Node { value: Value::Map(_), .. }), _) => return document.root,
            (Some(root), _) => {
                let message = format!("expected a map of keys and values, found {}", root.type_name());
                let start = Span { end: root.span.start, ..root.span };
                self.diagnostics.push(Diagnostic::error(file.name(), message).at(start, "here"));
            }
            (None, Some(problem)) => {
                let diagnostic = Diagnostic::error(file.name(), &problem.message).at(problem.span, "here");
                self.diagnostics.push(diagnostic.help("Correct the text; Helm rejects the chart."));
            }
            (None, None) => {}
        }
        None
    }

    fn files(&mut self, path: &Path, files: Vec<ChartFile>) -> Option<Chart> {
        if self.open.len() >= MAX_NESTING {
            self.fail(
                path,
                format!("charts are nested more than {MAX_NESTING} deep"),
                "Check the dependencies of the charts.",
            );
            return None;
        }
        self.open.push(path.to_path_buf());
        let chart = self.chart(path, files);
        self.open.pop();
        chart
    }

    fn chart(&mut self, path: &Path, files: Vec<ChartFile>) -> Option<Chart> {
        let Some(chart_file) = files.iter().find(|file| file.name == "Chart.yaml").cloned() else {
            self.fail(path, "the chart has no Chart.yaml", "Add one, or move the folder out of `charts/`.");
            return None;
        };
        let file = self.text(&chart_file);
        let root = self.map(&file)?;
        let mut metadata = Metadata::read(&root);
        self.validate(&file, &root, &metadata)?;
        let mut chart = Chart {
            metadata: metadata.clone(),
            path: path.to_path_buf(),
            file,
            requirements: root.get("dependencies").cloned(),
            root,
            has_lock: files.iter().any(|file| matches!(file.name.as_str(), "Chart.lock" | "requirements.lock")),
            values: None,
            schema: None,
            crds: Vec::new(),
            dependencies: Vec::new(),
            unavailable: Vec::new(),
            templates: Vec::new(),
            files: Vec::new(),
        };
        let mut inner: BTreeMap<String, Vec<ChartFile>> = BTreeMap::new();
        for file in files {
            match file.name.as_str() {
                "Chart.yaml" | "Chart.lock" => {}
                "values.yaml" => {
                    let text = self.text(&file);
                    let root = self.map(&text);
                    chart.values = Some((text, root));
                }
                "values.schema.json" => chart.schema = Some(self.text(&file)),
                "requirements.yaml" => {
                    let text = self.text(&file);
                    if let Some(root) = self.map(&text)
                        && let Some(requirements) = root.get("dependencies")
                    {
                        metadata.dependencies = Metadata::read_dependencies(&root);
                        chart.requirements = Some(requirements.clone());
                    }
                    if metadata.api_version == "v1" {
                        chart.files.push(file);
                    }
                }
                "requirements.lock" if metadata.api_version != "v1" => {}
                name if name.starts_with("templates/") => {
                    let text = self.text(&file);
                    let parsed = template::parse(text.text().as_bytes());
                    chart.templates.push(Template { name: file.name, file: text, parsed });
                }
                name if name.starts_with("charts/") && !name.ends_with(".prov") => {
                    let rest = &name["charts/".len()..];
                    let first = rest.split('/').next().unwrap_or(rest).to_owned();
                    let name = rest.to_owned();
                    inner.entry(first).or_default().push(ChartFile { name, ..file });
                }
                name => {
                    let is_manifest = [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
                    if name.starts_with("crds/") && is_manifest {
                        let text = self.text(&file);
                        chart.crds.push(text);
                    }
                    chart.files.push(file);
                }
            }
        }
        chart.metadata = metadata;
        for (name, files) in inner {
            chart.dependencies.extend(self.inner(path, &name, files));
        }
        self.elsewhere(&mut chart);
        Some(chart)
    }

    /// What Helm checks before it takes a chart.
    fn validate(&mut self, file: &SourceFile, root: &Node, metadata: &Metadata) -> Option<()> {
        let at =
            |key: &str| root.as_map().and_then(|map| map.entry(key)).map(|entry| entry.key_span.to(entry.value.span));
        let refused = if metadata.name.is_empty() {
            Some(("name", "the chart has no `name`".to_owned()))
        } else if metadata.name != crate::functions::base_name(&metadata.name) {
            Some(("name", format!("`{}` is not a valid chart name", metadata.name)))
        } else if metadata.version.is_empty() {
            Some(("version", "the chart has no `version`".to_owned()))
        } else if Version::parse(&metadata.version).is_err() {
            Some(("version", format!("`{}` is not a valid version", metadata.version)))
        } else {
            None
        };
        let Some((key, message)) = refused else { return Some(()) };
        let mut diagnostic = Diagnostic::error(file.name(), message);
        if let Some(span) = at(key) {
            diagnostic = diagnostic.at(span, "here");
        }
        self.diagnostics.push(diagnostic.help("Helm rejects the chart."));
        None
    }

    /// A chart in `charts/`: a folder or an archive.
    fn inner(&mut self, path: &Path, name: &str, files: Vec<ChartFile>) -> Option<Chart> {
        if name.starts_with(['_', '.']) {
            return None;
        }
        let at = path.join("charts").join(name);
        if name.ends_with(".tgz") {
            let archive = files.into_iter().find(|file| file.name == name)?;
            return match archive::files(&archive.data, &archive.path) {
                Ok(files) => self.files(&at, files),
                Err(error) => {
                    self.fail(&archive.path, error, "Download it again with `helm dependency update`.");
                    None
                }
            };
        }
        let prefix = format!("{name}/");
        let files: Vec<ChartFile> = files
            .into_iter()
            .filter_map(|file| Some(ChartFile { name: file.name.strip_prefix(&prefix)?.to_owned(), ..file }))
            .collect();
        // A file that lies there by itself is no chart.
        if files.is_empty() { None } else { self.files(&at, files) }
    }

    /// Looks for dependencies that are not in `charts/`: at the place that a `file://` repository names, and among the
    /// other charts of the scan.
    fn elsewhere(&mut self, chart: &mut Chart) {
        let missing: Vec<_> = chart
            .metadata
            .dependencies
            .iter()
            .filter(|wanted| !chart.dependencies.iter().any(|chart| chart.metadata.name == wanted.name))
            .cloned()
            .collect();
        for wanted in missing {
            let named = wanted
                .repository
                .strip_prefix("file://")
                .map(|relative| PathBuf::from(clean_path(&chart.path.join(relative).to_string_lossy())));
            let outside = named.as_ref().and_then(|path| match self.disk.look(path) {
                Err(reason @ ReadError::Outside) => Some(reason),
                _ => None,
            });
            let named: Option<Sibling> = named.and_then(|path| Sibling::read(&path, self.disk));
            let mut fitting = named.iter().chain(self.siblings).filter(|sibling| sibling.fits(&wanted));
            let is_open = |sibling: &Sibling| self.open.iter().any(|open| self.disk.is_same(open, &sibling.path));
            let first = fitting.next();
            let found = first.into_iter().chain(fitting).find(|sibling| !is_open(sibling));
            match (found, outside) {
                (Some(sibling), _) => chart.dependencies.extend(self.path(&sibling.path)),
                (None, _) if first.is_some() => chart.unavailable.push((wanted.name, Unavailable::Cycle)),
                (None, Some(reason)) => chart.unavailable.push((wanted.name, Unavailable::NotRead(reason))),
                (None, None) => {}
            }
        }
    }
}
