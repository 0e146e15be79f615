//! The way the data takes, from paths to a report.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use jiff::civil::Date;

use crate::config::RuleSettings;
use crate::discover::{Discovery, Request, RequestError, discover};
use crate::documents::Files;
use crate::frontend::{helm, kubernetes, kustomize};
use crate::policy::{self, Bundle, Choice, ConftestOptions, Evaluation, Scope};
use crate::report::{Judged, Report, RuleInfo, Statistics};
use crate::requirements::{self, Declarations};
use crate::terraform;
use crate::triage;
use crate::verdict::{Finding, Severity};
use crate::world::{self, World};
use seaworthy_kustomize::Builder;
use seaworthy_source::{Coverage, Diagnostic, Disk, Level, Sources, Span, normalized};

/// What a scan needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// What to look at.
    pub request: Request,
    /// What is given beside the files.
    pub inputs: Inputs,
    /// Folders of further policies.
    pub policies: Vec<PathBuf>,
    /// How Conftest's policies among them are evaluated.
    pub conftest: ConftestOptions,
    /// Which rules are wanted.
    pub choice: Choice,
    /// What is changed about rules.
    pub changes: BTreeMap<String, RuleSettings>,
    /// What holds for rules in some of the files; the later ones win.
    pub scopes: Vec<Scope>,
    /// Whether rules are evaluated natively where they can be; the findings are the same.
    pub native: bool,
    /// The least severity that is reported.
    pub min_severity: Severity,
    /// Whether ignore comments count.
    pub ignores: bool,
    /// The day on which exceptions are judged.
    pub today: Date,
}

impl Options {
    /// A scan with all bundled rules, in which nothing is changed, accepted exceptions count, and nothing is given.
    #[must_use]
    pub fn new(request: Request, today: Date) -> Self {
        Self {
            request,
            inputs: Inputs::default(),
            policies: Vec::new(),
            conftest: ConftestOptions::default(),
            choice: Choice::default(),
            changes: BTreeMap::new(),
            scopes: Vec::new(),
            native: true,
            min_severity: Severity::Info,
            ignores: true,
            today,
        }
    }
}

/// What is given beside the files that are scanned.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// What Terraform's variables are given.
    pub terraform: terraform::inputs::Given,
    /// What charts are rendered with.
    pub helm: helm::Installations,
    /// What is declared for workloads.
    pub requirements: Declarations,
    /// The text of standard input, where `-` is among the paths.
    pub standard_input: Option<Vec<u8>>,
}

/// Hears how far a scan is; units are counted.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Scans: discovers, loads, relates, judges, triages.
///
/// # Errors
/// The request itself is wrong. Whatever is wrong with files is told in the report.
pub fn scan(options: &Options, progress: Progress<'_>) -> Result<Report, RequestError> {
    let sources = Sources::default();
    // Neither needs the other: on a small scan, reading the rules takes as long as everything else.
    let (bundle, discovery) = rayon::join(
        || Bundle::load_with(&options.policies, &options.conftest, &options.choice, &sources),
        || {
            let discovery = discover(&options.request)?;
            let files = if options.policies.is_empty() { Files::default() } else { Files::of(&discovery) };
            let (gathered, worlds) = load_units(discovery, options, &sources);
            Ok((gathered, worlds, files))
        },
    );
    let (gathered, worlds, files) = discovery?;
    Ok(judge(bundle, gathered, &worlds, files, options, sources, progress))
}

/// The same with rules of our own dialect that were loaded before; `policies` and `choice` of the options do not matter.
///
/// # Errors
/// The request itself is wrong.
pub fn scan_with(bundle: Bundle, options: &Options, progress: Progress<'_>) -> Result<Report, RequestError> {
    let sources = Sources::default();
    let (gathered, worlds) = load_units(discover(&options.request)?, options, &sources);
    Ok(judge(bundle, gathered, &worlds, Files::default(), options, sources, progress))
}

/// Judges what was loaded.
fn judge(
    mut bundle: Bundle,
    mut gathered: Gathered,
    worlds: &[World],
    files: Files,
    options: &Options,
    sources: Sources,
    progress: Progress<'_>,
) -> Report {
    let wrong_changes = bundle.change(&options.changes, &options.scopes);
    if !options.native {
        bundle.without_native();
    }
    bundle.prepare(worlds);
    gathered.diagnostics.extend(bundle.diagnostics.iter().cloned());
    if options.choice.select.is_empty() {
        gathered.diagnostics.extend(requirements::unread(worlds, &|key| bundle.reads_requirement(key), &sources));
    }
    for (number, world) in worlds.iter().enumerate() {
        progress(number, worlds.len());
        gathered.evaluation.extend(policy::evaluate(world, &bundle, &sources));
    }
    let documents = if bundle.judges_documents() {
        let read = files.read(worlds, options.inputs.standard_input.as_deref(), &sources);
        gathered.coverage.extend(read.coverage);
        gathered.diagnostics.extend(read.diagnostics);
        gathered.comments.extend(read.comments);
        read.documents
    } else {
        Vec::new()
    };
    gathered.evaluation.extend(bundle.evaluate_foreign(worlds, &documents, &sources));
    progress(worlds.len(), worlds.len());
    Report { wrong_changes, ..finish(gathered, options, &bundle, sources) }
}

/// Loads every unit and relates its resources, and takes over what discovery has to say.
fn load_units(discovery: Discovery, options: &Options, sources: &Sources) -> (Gathered, Vec<World>) {
    let mut discovery = discovery;
    let mut gathered = Gathered {
        coverage: std::mem::take(&mut discovery.coverage),
        diagnostics: std::mem::take(&mut discovery.diagnostics),
        ..Gathered::default()
    };
    let Loaded { units, silent, .. } = frontends(discovery, &options.inputs, false, sources);
    gathered.silent = silent;
    let mut worlds = Vec::with_capacity(units.len());
    for loaded in units {
        let mut loaded = loaded;
        gathered.coverage.extend(std::mem::take(&mut loaded.coverage));
        gathered.diagnostics.append(&mut loaded.diagnostics);
        gathered.comments.append(&mut loaded.comments);
        gathered.resources += loaded.resources.iter().filter(|resource| resource.reported).count();
        worlds.push(World::of(loaded, sources));
    }
    let declarations = &options.inputs.requirements;
    let whole = options.request.paths.iter().any(|path| normalized(&declarations.file).starts_with(normalized(path)));
    gathered.diagnostics.extend(requirements::declare(&mut worlds, declarations, whole, sources));
    (gathered, worlds)
}

/// What the frontends made of the files.
struct Loaded {
    units: Vec<world::Loaded>,
    /// Files in which findings about overlays are not reported.
    silent: BTreeSet<PathBuf>,
    terraform: terraform::Evaluation,
    /// What Helm would print of each chart, where that was asked for.
    manifests: Vec<Manifest>,
}

/// Loads every unit by the frontend that understands it.
fn frontends(mut discovery: Discovery, inputs: &Inputs, print: bool, sources: &Sources) -> Loaded {
    let standard_input = inputs.standard_input.as_deref();
    let plans = terraform::plan::select(&mut discovery.units, standard_input);
    let disk = Disk::within(&discovery.boundary);
    let builder = Builder::new(&disk, sources);
    let overlays = || kustomize::overlays(&discovery.units, &discovery.left_out, &builder);
    let plain = |overlays: kustomize::Overlays| {
        let built = kubernetes::Built { used: &overlays.used, documents: builder.documents() };
        let plain = discovery.units.iter().map(|unit| kubernetes::load(unit, &built, &disk, sources, standard_input));
        (plain.chain(overlays.units).collect::<Vec<_>>(), overlays.silent)
    };
    let ((mut units, silent), (terraform, releases)) = rayon::join(
        || plain(overlays()),
        || {
            rayon::join(
                || terraform::evaluate(&discovery.terraform, plans, &discovery.boundary, &inputs.terraform, sources),
                || helm::releases(&discovery.charts, &disk, &inputs.helm, print, sources),
            )
        },
    );
    units.extend(terraform::units(&terraform, &discovery.terraform, sources));
    let mut manifests = Vec::new();
    for release in releases {
        units.push(release.unit);
        manifests.extend(release.manifest.map(|text| Manifest { release: release.name, text }));
    }
    Loaded { units, silent, terraform, manifests }
}

/// Loads what a request names, without judging it.
///
/// # Errors
/// The request itself is wrong.
pub fn load(request: &Request, inputs: &Inputs) -> Result<LoadedWorlds, RequestError> {
    let sources = Sources::default();
    let mut discovery = discover(request)?;
    let diagnostics = std::mem::take(&mut discovery.diagnostics);
    let Loaded { units, terraform, manifests, .. } = frontends(discovery, inputs, true, &sources);
    let mut loaded = LoadedWorlds { worlds: Vec::new(), terraform, manifests, diagnostics, sources };
    for unit in units {
        let mut unit = unit;
        loaded.diagnostics.append(&mut unit.diagnostics);
        loaded.worlds.push(World::of(unit, &loaded.sources));
    }
    loaded.diagnostics.extend(requirements::declare(&mut loaded.worlds, &inputs.requirements, false, &loaded.sources));
    loaded.diagnostics.dedup();
    Ok(loaded)
}

/// What [`load`] found.
#[derive(Debug)]
pub struct LoadedWorlds {
    /// One world for each unit.
    pub worlds: Vec<World>,
    /// What Terraform's configuration evaluates to.
    pub terraform: terraform::Evaluation,
    /// What Helm would print of each chart, or why it would not. Their worlds are the last ones.
    pub manifests: Vec<Manifest>,
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub sources: Sources,
}

/// What Helm would print of a release.
#[derive(Debug)]
pub struct Manifest {
    /// The name that the configuration has for the release; empty where it has none.
    pub release: String,
    /// The text, or why there is none.
    pub text: Result<String, String>,
}

/// What has come together so far.
#[derive(Default)]
struct Gathered {
    coverage: Coverage,
    diagnostics: Vec<Diagnostic>,
    comments: Vec<Span>,
    evaluation: Evaluation,
    /// Files in which findings about overlays are not reported.
    silent: BTreeSet<PathBuf>,
    resources: usize,
}

fn finish(gathered: Gathered, options: &Options, bundle: &Bundle, sources: Sources) -> Report {
    let Gathered { coverage, mut diagnostics, comments, mut evaluation, silent, resources } = gathered;
    let is_silent = |finding: &Finding| {
        !finding.overlays.is_empty() && silent.contains(&normalized(sources.get(finding.span.file).path()))
    };
    evaluation.findings.retain(|finding| !is_silent(finding));
    diagnostics.append(&mut evaluation.diagnostics);
    let comments = if options.ignores { comments } else { Vec::new() };
    let ids: HashSet<&str> = bundle.described().map(|(id, _)| id).collect();
    let evaluated = |id: &str| ids.contains(id);
    let triaged = triage::apply(evaluation.findings, &comments, &sources, options.today, &bundle.known, &evaluated);
    let wanted = |finding: &Finding| {
        finding.severity >= options.min_severity && (evaluated(&finding.rule) || options.choice.wants(&finding.rule))
    };
    let mut findings: Vec<Finding> = triaged
        .findings
        .into_iter()
        .filter_map(|finding| policy::in_scopes(finding, &options.scopes, &sources))
        .filter(wanted)
        .collect();
    sort(&mut findings, &sources);
    number_twins(&mut findings);
    let mut suppressed = triaged.suppressed;
    suppressed.retain(|suppressed| suppressed.finding.severity >= options.min_severity);
    suppressed.sort_by_key(|suppressed| place_key(&suppressed.finding, &sources));
    diagnostics.sort_by(|a, b| {
        (&a.subject, &a.labels.first().map(|label| label.0), &a.message).cmp(&(
            &b.subject,
            &b.labels.first().map(|label| label.0),
            &b.message,
        ))
    });
    diagnostics.dedup();
    let mut known_rules = bundle.known.clone();
    known_rules.extend(policy::about_exceptions().into_iter().map(|(id, _)| id.to_owned()));
    let rules = bundle.described().map(|(id, metadata)| RuleInfo { id: id.to_owned(), metadata: metadata.clone() });
    let builtin = policy::about_exceptions().into_iter().map(|(id, metadata)| RuleInfo { id: id.to_owned(), metadata });
    Report {
        findings,
        suppressed,
        incomplete: diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error),
        diagnostics,
        coverage,
        rules: rules.chain(builtin).collect(),
        known_rules,
        wrong_changes: Vec::new(),
        statistics: Statistics {
            judged: Judged::Resources,
            resources,
            undetermined: evaluation.undetermined,
            policies: ids.len(),
            evaluations: evaluation.evaluations,
        },
        sources,
    }
}

/// By place, so that output never depends on scheduling; what is the same for several instances or overlays is told once.
fn sort(findings: &mut Vec<Finding>, sources: &Sources) {
    findings.sort_by_cached_key(|finding| place_key(finding, sources));
    let mut first: HashMap<(String, Span, String, Vec<Span>), usize> = HashMap::new();
    let mut told: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let way = finding.origins.iter().map(|origin| origin.span).collect();
        match first.entry((finding.rule.clone(), finding.span, without_names(&finding), way)) {
            Entry::Vacant(entry) => {
                entry.insert(told.len());
                told.push(finding);
            }
            Entry::Occupied(entry) => told[*entry.get()].take_in(finding),
        }
    }
    *findings = told;
}

/// The message without the resource's name, which overlays may change.
fn without_names(finding: &Finding) -> String {
    if finding.overlays.is_empty() {
        return finding.message.clone();
    }
    let (_, name) = finding.resource.split_once(' ').unwrap_or(("", &finding.resource));
    let (namespace, name) = name.split_once('/').unwrap_or(("", name));
    let mut message = finding.message.replace(&format!("`{name}`"), "``");
    if !namespace.is_empty() {
        message = message.replace(&format!("`{namespace}`"), "``");
    }
    message
}

/// The same resource may be written for several environments. Its findings go by the same fingerprint, and all but the
/// first get a number, so that none hides another.
fn number_twins(findings: &mut [Finding]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let times = seen.entry(finding.fingerprint.clone()).or_default();
        *times += 1;
        if *times > 1 {
            finding.fingerprint = format!("{}-{times}", finding.fingerprint);
        }
    }
}

fn place_key(finding: &Finding, sources: &Sources) -> (String, u32, [String; 4]) {
    let file = sources.get(finding.span.file);
    (
        file.name().to_owned(),
        finding.span.start,
        [finding.rule.clone(), finding.message.clone(), finding.address.clone(), finding.fingerprint.clone()],
    )
}
