//! A chart and its inputs to texts and documents. Source: Helm's `pkg/engine` and `pkg/action`.

use std::rc::Rc;
use std::sync::Arc;

use super::chart::dependencies::{Instance, Missing};
use super::chart::{Chart, Unavailable, schema, values as coalescing};
use super::context::Context;
use super::inputs::{Inputs, Semantics};
use super::object::{Object, Struct};
use super::provenance::{Mark, Place, Trails};
use super::semver::{Version, is_compatible};
use super::template::exec::{Failure, Interpreter, Source};
use super::text::Text;
use super::value::{Entries, Map, MapType, Tracked, Value};
use super::{document, files, manifest, set, stack};
use seaworthy_source::{Diagnostic, Disk, Node, SourceFile, Sources, Span};

/// The API versions that Kubernetes itself brings, as Helm's own list has them.
const API_VERSIONS: &str = include_str!("api_versions.txt");

/// A chart rendered.
#[derive(Debug, Default)]
pub struct Rendered {
    /// What each template gives, in the order in which Helm renders them; `NOTES.txt` is among them, partials are not.
    pub templates: Vec<RenderedTemplate>,
    /// The documents in them that say something, in the same order. None where origins were not asked for.
    pub documents: Vec<RenderedDocument>,
    /// What is wrong. Helm would render nothing at all where there is an error.
    pub diagnostics: Vec<Diagnostic>,
    semantics: Semantics,
}

/// What a template gives.
#[derive(Debug, Clone)]
pub struct RenderedTemplate {
    /// Its path as Helm prints it: `chart/templates/a.yaml`, `chart/charts/b/templates/c.yaml`.
    pub name: String,
    /// The text; what is not UTF-8 in it is replaced.
    pub text: String,
    /// The template.
    pub file: Arc<SourceFile>,
    /// Whether a part of the text is random, a key or a clock's: each rendering by Helm makes it anew.
    pub is_generated: bool,
}

/// A document that a template gives.
#[derive(Debug, Clone)]
pub struct RenderedDocument {
    /// Its value. Spans are those of the template's lines; origins lead through helpers to the values.
    pub root: Node,
    /// Which of [`Rendered::templates`] it is in.
    pub template: usize,
}

impl Rendered {
    /// What `helm template` prints: manifests in the order of installation, then hooks.
    ///
    /// # Errors
    /// Where a manifest is no YAML, as Helm says it.
    pub fn manifest(&self) -> Result<String, String> {
        manifest::print(&self.templates, self.semantics)
    }
}

/// Renders a chart; `disk` is where the values files are read. Every template is rendered by itself: an error in one is
/// reported, and the others are still rendered.
#[must_use]
pub fn render(chart: &Chart, inputs: &Inputs, disk: &Disk, sources: &Sources) -> Rendered {
    stack::on_large_stack(|| Rendering::run(chart, inputs, disk, sources)).unwrap_or_else(|error| Rendered {
        diagnostics: vec![Diagnostic::error(chart.file.name(), error)],
        ..Rendered::default()
    })
}

/// A template that waits to be rendered.
struct Job {
    name: String,
    file: Arc<SourceFile>,
    data: Tracked,
    base_path: String,
}

struct Rendering<'a> {
    chart: &'a Chart,
    inputs: &'a Inputs,
    context: Context,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Rendering<'a> {
    fn run(chart: &'a Chart, inputs: &'a Inputs, disk: &Disk, sources: &Sources) -> Rendered {
        let context = Context::new(Trails::new(inputs.origins));
        let mut rendering = Self { chart, inputs, context, diagnostics: Vec::new() };
        let mut rendered = match rendering.prepare(disk, sources) {
            Some((root, data, missing)) => rendering.render(&root, data, &missing),
            None => Rendered::default(),
        };
        rendered.semantics = inputs.semantics;
        rendered.diagnostics.splice(0..0, rendering.diagnostics);
        rendered
    }

    fn fail(&mut self, message: impl Into<String>, help: &str) {
        self.diagnostics.push(Diagnostic::error(self.chart.file.name(), message).help(help));
    }

    /// The charts that take part, and what their templates see.
    fn prepare(&mut self, disk: &Disk, sources: &Sources) -> Option<(Instance<'a>, Tracked, Vec<Missing<'a>>)> {
        let given = match set::given_values(self.inputs, disk, sources, &self.context, &mut self.diagnostics) {
            Ok(given) => given,
            Err(()) => return None,
        };
        if let Some(constraint) = &self.chart.metadata.kube_version
            && !is_compatible(constraint, &self.inputs.kube_version)
        {
            let version = &self.inputs.kube_version;
            let message = format!("the chart requires Kubernetes {constraint}, and is rendered for {version}");
            self.fail(message, "Set the Kubernetes version that it will be installed on with `--kube-version`.");
            return None;
        }
        let trails = &self.context.trails;
        let defaults = |chart: &Chart| set::default_values(chart, trails);
        let mut root = Instance::new(self.chart, &self.chart.metadata.name, &defaults);
        let missing = match root.resolve(&given, self.inputs.semantics, &defaults) {
            Ok(missing) => missing,
            Err(message) => {
                self.fail(message, "Correct the values; Helm rejects the chart with them.");
                return None;
            }
        };
        for Missing { of, dependency, other_version } in &missing {
            if let Some(version) = other_version {
                let (name, wanted) = (&dependency.name, &dependency.version);
                let message = format!("the dependency `{name}` is {version}, but the chart requires {wanted}");
                let diagnostic = Diagnostic::warning(of.file.name(), message).at(dependency.span, "named here");
                self.diagnostics.push(diagnostic.help("Run `helm dependency update`. Helm renders it all the same."));
                continue;
            }
            let reason = of.unavailable.iter().find(|(name, _)| *name == dependency.name).map(|(_, reason)| reason);
            let (problem, remedy) = match reason {
                Some(Unavailable::Cycle) => {
                    ("depends on this chart in turn".to_owned(), "Remove the cycle.".to_owned())
                }
                Some(Unavailable::NotRead(reason)) => {
                    (reason.to_string(), reason.help().unwrap_or("Correct the dependency.").to_owned())
                }
                None => {
                    let folder = seaworthy_source::display_name(&of.path);
                    ("is missing".to_owned(), format!("Run `helm dependency build {folder}`."))
                }
            };
            let message = format!("the dependency `{} {}` {problem}", dependency.name, dependency.version);
            let help = format!("{remedy} The rest of the chart was rendered.");
            let subject = of.file.name();
            self.diagnostics.push(Diagnostic::error(subject, message).at(dependency.span, "named here").help(help));
        }
        if let Err(message) = coalescing::coalesce(&root, &given, false, self.inputs.semantics) {
            self.fail(message, "Correct the values; Helm rejects the chart with them.");
            return None;
        }
        let values = Tracked::new(Value::Map(self.as_values(&given)), root.root);
        let violations = schema::check(&root, &values, &self.context);
        if !violations.is_empty() {
            self.diagnostics.extend(violations);
        }
        let missing = missing.into_iter().filter(|missing| missing.other_version.is_none()).collect();
        Some((root, values, missing))
    }

    /// The same map under the type that Helm gives it: who changes one changes both.
    fn as_values(&self, map: &Map) -> Map {
        map.with_type(MapType::Values(self.inputs.semantics))
    }

    fn release(&self) -> Tracked {
        let inputs = self.inputs;
        let text = |text: &str| Tracked::from(Value::from(text));
        entries([
            ("Name", text(&inputs.release_name)),
            ("Namespace", text(&inputs.namespace)),
            ("Service", text("Helm")),
            ("Revision", Value::int(1).into()),
            ("IsUpgrade", Value::Bool(inputs.is_upgrade).into()),
            ("IsInstall", Value::Bool(!inputs.is_upgrade).into()),
        ])
    }

    fn capabilities(&self) -> Tracked {
        let version = Version::parse(&self.inputs.kube_version);
        let (full, major, minor) = match &version {
            Ok(version) => (format!("v{version}"), version.major.to_string(), version.minor.to_string()),
            Err(_) => (self.inputs.kube_version.clone(), String::new(), String::new()),
        };
        // Helm 3 completes a short version, Helm 4 takes it as it is given.
        let full = match self.inputs.semantics {
            Semantics::Helm3 => full,
            Semantics::Helm4 => format!("v{}", self.inputs.kube_version.trim_start_matches('v')),
        };
        let (helm, version_type, capabilities_type) = match self.inputs.semantics {
            Semantics::Helm3 => ("v3.22", "chartutil.KubeVersion", "*chartutil.Capabilities"),
            Semantics::Helm4 => ("v4.3", "common.KubeVersion", "*common.Capabilities"),
        };
        let text = |text: String| Tracked::from(Value::from(text));
        let structure = |type_name: &'static str, fields: Vec<(&'static str, Option<&'static str>, Tracked)>| {
            Tracked::from(Value::Object(Rc::new(Object::Struct(Struct { type_name, fields }))))
        };
        let kube_version = structure(
            version_type,
            vec![
                ("Version", Some("Version"), text(full)),
                ("Major", Some("Major"), text(major)),
                ("Minor", Some("Minor"), text(minor)),
            ],
        );
        let versions = API_VERSIONS.lines().map(str::to_owned).chain(self.inputs.api_versions.iter().cloned());
        let versions = Value::Object(Rc::new(Object::ApiVersions(versions.collect())));
        let helm_version = structure(
            "version.BuildInfo",
            vec![
                ("Version", Some("version"), text(helm.to_owned())),
                ("GitCommit", Some("git_commit"), text(String::new())),
                ("GitTreeState", Some("git_tree_state"), text(String::new())),
                ("GoVersion", Some("go_version"), text("go1.24".to_owned())),
            ],
        );
        structure(
            capabilities_type,
            vec![
                ("KubeVersion", Some("KubeVersion"), kube_version),
                ("APIVersions", Some("APIVersions"), versions.into()),
                ("HelmVersion", Some("HelmVersion"), helm_version),
            ],
        )
    }

    fn render(&self, root: &Instance<'a>, values: Tracked, missing: &[Missing<'_>]) -> Rendered {
        let mut jobs = Vec::new();
        let mut rendered = Rendered::default();
        let shared = [("Release", self.release()), ("Capabilities", self.capabilities())];
        self.collect(root, &root.name, true, &shared, values, &mut jobs);
        // The order of Helm: the deepest first, so that what a chart defines replaces what charts in it define.
        jobs.sort_by(|(a, _), (b, _)| {
            let depth = |job: &Job| job.name.matches('/').count();
            depth(b).cmp(&depth(a)).then_with(|| b.name.cmp(&a.name))
        });
        let interpreter = Interpreter::new(&self.context);
        for (job, template) in &jobs {
            match &template.parsed {
                Ok(parsed) => interpreter.add(&job.name, parsed, &job.file),
                Err(error) => {
                    let span = Span::new(job.file.id(), error.bytes.start, error.bytes.end);
                    let diagnostic = Diagnostic::error(job.file.name(), format!("invalid template: {}", error.message));
                    rendered.diagnostics.push(
                        diagnostic
                            .at(span, "here")
                            .help("Correct the template; the chart's other templates were rendered."),
                    );
                }
            }
        }
        let mut without_helper = 0;
        for (job, template) in &jobs {
            let is_partial = job.name.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
            if is_partial || template.parsed.is_err() {
                continue;
            }
            if let Value::Map(data) = &job.data.value {
                let text = |text: &str| Tracked::from(Value::from(text));
                let own = [("Name", text(&job.name)), ("BasePath", text(&job.base_path))];
                data.set("Template", entries(own));
            }
            match interpreter.render(&job.name, &job.data) {
                Ok((text, mark)) => self.take(&interpreter, job, &text, mark, &mut rendered),
                Err(failure) if !missing.is_empty() && failure.message.contains("no template") => without_helper += 1,
                Err(failure) => rendered.diagnostics.push(self.explain(&interpreter, job, &failure)),
            }
        }
        if without_helper > 0 {
            let templates =
                if without_helper == 1 { "1 template was" } else { &format!("{without_helper} templates were") };
            let message = format!("{templates} not rendered: helpers of missing dependencies are not defined");
            rendered.diagnostics.push(
                Diagnostic::error(self.chart.file.name(), message)
                    .help("Add the missing dependencies, which are reported above."),
            );
        }
        rendered
    }

    fn take(&self, interpreter: &Interpreter<'_>, job: &Job, text: &Text, mark: Mark, rendered: &mut Rendered) {
        let template = rendered.templates.len();
        let shown = text.lossy().into_owned();
        if self.inputs.origins && !job.name.ends_with("NOTES.txt") && shown.len() == text.len() {
            let converter = document::Converter::new(interpreter, text, mark, &job.file);
            let (documents, diagnostics) = converter.documents(&shown);
            rendered.documents.extend(documents.into_iter().map(|root| RenderedDocument { root, template }));
            rendered.diagnostics.extend(diagnostics);
        } else if shown.len() != text.len() {
            let message = "the rendered text is not valid UTF-8 and was not evaluated";
            rendered.diagnostics.push(
                Diagnostic::error(job.file.name(), message).help("Check functions that cut text, such as `trunc`."),
            );
        }
        rendered.templates.push(RenderedTemplate {
            name: job.name.clone(),
            text: shown,
            file: Arc::clone(&job.file),
            is_generated: text.is_generated(mark),
        });
    }

    /// Collects the templates of a chart and of those in it, each with the data that it sees.
    fn collect<'c>(
        &self,
        chart: &Instance<'c>,
        full_path: &str,
        is_root: bool,
        shared: &[(&'static str, Tracked); 2],
        values: Tracked,
        jobs: &mut Vec<(Job, &'c super::chart::Template)>,
    ) -> Tracked {
        let subcharts = Map::any(Entries::new());
        let [release, capabilities] = shared.clone();
        let data = entries([
            ("Chart", self.metadata(chart, is_root)),
            ("Files", Value::Map(files::object(&chart.chart.files)).into()),
            release,
            capabilities,
            ("Values", values.clone()),
            ("Subcharts", Value::Map(subcharts.clone()).into()),
        ]);
        let data = match data.value {
            Value::Map(map) => Tracked::from(Value::Map(self.as_values(&map))),
            other => other.into(),
        };
        for child in &chart.dependencies {
            let own = match &values.value {
                Value::Map(map) => map.get(&child.name),
                _ => None,
            };
            let own = match own {
                Some(Tracked { value: Value::Map(map), mark }) => {
                    Tracked::new(Value::Map(self.as_values(&map)), mark.or(child.root))
                }
                _ => Tracked::new(
                    Value::Map(Map::new(Entries::new(), MapType::Values(self.inputs.semantics))),
                    child.root,
                ),
            };
            let path = format!("{full_path}/charts/{}", child.name);
            let inner = self.collect(child, &path, false, shared, own, jobs);
            subcharts.set(&child.name, inner);
        }
        for template in &chart.chart.templates {
            let name = super::functions::base_name(&template.name);
            if chart.chart.is_library() && !name.starts_with('_') {
                continue;
            }
            let job = Job {
                name: format!("{full_path}/{}", template.name),
                file: Arc::clone(&template.file),
                data: data.clone(),
                base_path: format!("{full_path}/templates"),
            };
            jobs.push((job, template));
        }
        data
    }

    /// `.Chart`.
    fn metadata(&self, chart: &Instance<'_>, is_root: bool) -> Tracked {
        let metadata = &chart.chart.metadata;
        let helm_4 = self.inputs.semantics == Semantics::Helm4;
        let text = |text: &str| Tracked::from(Value::from(text));
        let optional = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
        let texts = |values: &[String]| Tracked::from(Value::strings(values.iter().map(|value| text(value)).collect()));
        let people = metadata.maintainers.iter().map(|[name, email, url]| {
            entries([("Name", optional(name)), ("Email", optional(email)), ("URL", optional(url))])
        });
        let annotations: Entries =
            metadata.annotations.iter().map(|(key, value)| (key.as_str().into(), text(value))).collect();
        let needed = chart.wanted.iter().map(|wanted| {
            let dependency = wanted.dependency;
            entries([
                ("Name", text(&wanted.name)),
                ("Version", text(&dependency.version)),
                ("Repository", text(&dependency.repository)),
                ("Condition", text(&dependency.condition)),
                ("Tags", texts(&dependency.tags)),
                ("Enabled", Value::Bool(true).into()),
                ("Alias", optional(&dependency.alias)),
            ])
        });
        let fields = vec![
            ("Name", Some("name"), text(&chart.name)),
            ("Home", Some("home"), optional(&metadata.home)),
            ("Sources", Some("sources"), texts(&metadata.sources)),
            ("Version", Some("version"), text(&metadata.version)),
            ("Description", Some("description"), optional(&metadata.description)),
            ("Keywords", Some("keywords"), texts(&metadata.keywords)),
            ("Maintainers", Some("maintainers"), Value::list(people.collect()).into()),
            ("Icon", Some("icon"), optional(&metadata.icon)),
            ("APIVersion", Some("apiVersion"), text(&metadata.api_version)),
            ("Condition", Some("condition"), optional(&metadata.condition)),
            ("Tags", Some("tags"), optional(&metadata.tags)),
            ("AppVersion", Some("appVersion"), optional(&metadata.app_version)),
            ("Deprecated", Some("deprecated"), Value::Bool(metadata.deprecated).into()),
            ("Annotations", Some("annotations"), Value::Map(Map::new(annotations, MapType::Strings)).into()),
            ("KubeVersion", Some("kubeVersion"), optional(&metadata.kube_version)),
            ("Dependencies", Some("dependencies"), Value::list(needed.collect()).into()),
            ("Type", Some("type"), optional(&metadata.kind)),
            ("IsRoot", Some("IsRoot"), Value::Bool(is_root).into()),
        ];
        if helm_4 {
            return entries(fields.into_iter().map(|(name, _, value)| (name, value)));
        }
        let type_name = "struct { chart.Metadata; IsRoot bool }";
        Value::Object(Rc::new(Object::Struct(Struct { type_name, fields }))).into()
    }

    /// A failure as a diagnostic: the place in the rendered template first, the way to it behind.
    fn explain(&self, interpreter: &Interpreter<'_>, job: &Job, failure: &Failure) -> Diagnostic {
        let mut places = Vec::new();
        for (definition, bytes) in failure.at.iter().rev() {
            let Some(definition) = interpreter.definition(*definition) else { continue };
            if let Source::File(file) = &definition.source {
                let span = Span { file: file.id(), start: bytes.start, end: bytes.end };
                places.push((span, definition.name.to_string()));
            }
        }
        let message = if failure.deliberate {
            format!("the chart rejects its values: {}", failure.message.trim())
        } else {
            format!("not rendered: {}", failure.message)
        };
        let mut diagnostic = Diagnostic::error(job.file.name(), message);
        let last = places.len().saturating_sub(1);
        for (number, (span, name)) in places.into_iter().enumerate() {
            let text = match number {
                number if number == last => "here".to_owned(),
                0 => "from here".to_owned(),
                _ => format!("in `{name}`"),
            };
            diagnostic = diagnostic.at(span, text);
        }
        for place in self.context.trails.trace(failure.mark, None).places {
            if let Place::Key { path, span, missing } = place {
                let state = if missing { " is not set" } else { "" };
                diagnostic = diagnostic.at(span, format!("value `{path}`{state}"));
            }
        }
        diagnostic.help(if failure.deliberate {
            "Set values that the chart accepts."
        } else {
            "Correct the template or its values; the chart's other templates were rendered."
        })
    }
}

fn entries<'n>(pairs: impl IntoIterator<Item = (&'n str, Tracked)>) -> Tracked {
    let entries: Entries = pairs.into_iter().map(|(name, value)| (Rc::from(name), value)).collect();
    Value::map(entries).into()
}
