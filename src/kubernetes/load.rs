//! Files to resources: read, parse, sort out what is no manifest, account for every file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::document::{Meaning, meaning};
use super::{kustomize, template};
use crate::discover::{Candidate, Coverage, Status, Unit, display_name, normalized};
use crate::source::{Diagnostic, SourceFile, Sources, Span};
use crate::world::Resource;
use crate::yaml;

/// Larger files are no manifests that somebody wrote, and could exhaust memory.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// A unit's manifests.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The resources, in the order of their files.
    pub resources: Vec<Resource>,
    /// Comments that speak to this program, in files that are reported on.
    pub comments: Vec<Span>,
    /// What became of each file that is reported on.
    pub coverage: Coverage,
    /// What is wrong with these files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads a unit, its files in parallel. `standard_input` is the text of the candidate `-`.
#[must_use]
pub fn load(unit: &Unit, sources: &Sources, standard_input: Option<&[u8]>) -> Loaded {
    let files: Vec<LoadedFile> =
        unit.files.par_iter().map(|candidate| load_file(candidate, sources, standard_input)).collect();
    let other_uses: BTreeSet<PathBuf> = files.iter().flat_map(|file| file.other_uses.iter().cloned()).collect();
    let set_images: BTreeSet<String> = files.iter().flat_map(|file| file.set_images.iter().cloned()).collect();
    let mut loaded = Loaded::default();
    for (mut file, candidate) in files.into_iter().zip(&unit.files) {
        let part_of_kustomization =
            !file.resources.is_empty() && !other_uses.is_empty() && other_uses.contains(&normalized(&candidate.path));
        if part_of_kustomization {
            if candidate.reported {
                let reason = "part of a kustomization, such as a patch: no resource by itself";
                loaded.coverage.add(file.name, Status::NotOurs(reason.into()));
            }
            continue;
        }
        if !set_images.is_empty() {
            file.resources.iter_mut().for_each(|resource| kustomize::mark_images(resource, &set_images));
        }
        loaded.resources.extend(file.resources);
        if candidate.reported {
            loaded.coverage.add(file.name, file.status);
            loaded.comments.extend(file.comments);
            loaded.diagnostics.extend(file.diagnostics);
        }
    }
    loaded
}

struct LoadedFile {
    name: String,
    status: Status,
    resources: Vec<Resource>,
    comments: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
    /// Files that this one, a kustomization, uses as something else than resources.
    other_uses: BTreeSet<PathBuf>,
    /// Images whose tags this one, a kustomization, sets.
    set_images: BTreeSet<String>,
}

impl LoadedFile {
    fn new(name: String, status: Status) -> Self {
        Self {
            name,
            status,
            resources: vec![],
            comments: vec![],
            diagnostics: vec![],
            other_uses: BTreeSet::new(),
            set_images: BTreeSet::new(),
        }
    }

    fn not_ours(name: String, reason: &'static str) -> Self {
        Self::new(name, Status::NotOurs(reason.into()))
    }

    fn failed(name: String, reason: String, help: Option<&str>) -> Self {
        let mut diagnostic = Diagnostic::error(&name, reason.clone());
        diagnostic.help = help.map(str::to_owned);
        Self { diagnostics: vec![diagnostic], ..Self::new(name, Status::Failed(reason.into())) }
    }
}

fn load_file(candidate: &Candidate, sources: &Sources, standard_input: Option<&[u8]>) -> LoadedFile {
    let name = display_name(&candidate.path);
    let bytes = match (standard_input, candidate.path.as_os_str() == "-") {
        (Some(bytes), true) => bytes.to_vec(),
        _ => match read(&candidate.path) {
            Ok(bytes) => bytes,
            Err(reason) => return LoadedFile::failed(name, reason, None),
        },
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return LoadedFile::not_ours(name, "empty");
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let help = "Save the file as UTF-8.";
            let reason = format!("not UTF-8: byte {} is none of it", error.utf8_error().valid_up_to() + 1);
            return LoadedFile::failed(name, reason, Some(help));
        }
    };
    if !may_hold_manifests(&candidate.path, &text) || (!candidate.reported && holds_definitions_only(&text)) {
        return LoadedFile::not_ours(name, "no Kubernetes manifest: no apiVersion and kind");
    }
    let file = sources.add(candidate.path.clone(), name, text);
    read_documents(&file, candidate)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("cannot be read: {error}");
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES {
        return Err(format!("larger than {} MB", MAX_FILE_BYTES / 1024 / 1024));
    }
    std::fs::read(path).map_err(unreadable)
}

/// Spares the parser what is certainly no manifest: most YAML in a repository. A key can also hide behind escapes.
fn may_hold_manifests(path: &Path, text: &str) -> bool {
    let has = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    has("apiVersion") || has("\\u00") || has("\\x") || display_name(path).to_ascii_lowercase().contains("kustomization")
}

/// Nothing relates to a CustomResourceDefinition, and they are by far the largest manifests: as mere context they are
/// not worth parsing.
fn holds_definitions_only(text: &str) -> bool {
    text.split("\n---").all(|document| {
        document.lines().any(|line| line == "kind: CustomResourceDefinition")
            || document.trim_matches('-').trim().is_empty()
    })
}

fn read_documents(file: &Arc<SourceFile>, candidate: &Candidate) -> LoadedFile {
    let stream = yaml::parse(file);
    let mut loaded = LoadedFile::not_ours(file.name().to_owned(), "no Kubernetes manifest: no apiVersion and kind");
    loaded.comments = stream.comments;
    let (mut partial, mut kustomizations, mut failed) = (Vec::new(), 0, None);
    for mut document in stream.documents {
        let Some(mut root) = document.root.take() else {
            if template::looks_like_manifest(&file.text()[document.span.range()]) {
                let diagnostic = broken(file, &document);
                failed = Some(diagnostic.message.clone());
                loaded.diagnostics.push(diagnostic);
            }
            continue;
        };
        if kustomize::is_kustomization(file.path(), &root) {
            loaded.other_uses.extend(kustomize::other_uses(file.path(), &root));
            loaded.set_images.extend(kustomize::image_names(&root).map(str::to_owned));
            kustomizations += 1;
            continue;
        }
        template::mark_unknown(file, &mut root);
        let start = root.span;
        match meaning(root, candidate.reported) {
            Meaning::Resources(resources) => {
                loaded.resources.extend(resources);
                loaded.diagnostics.extend(document.problems.into_iter().map(|problem| warning(file, problem)));
            }
            Meaning::Partial(kind) => partial.push((start, kind)),
            Meaning::Other => {}
        }
    }
    loaded.status = match (failed, loaded.resources.len()) {
        (Some(reason), _) => Status::Failed(reason.into()),
        (None, 0) if !partial.is_empty() => {
            Status::NotOurs("part of a resource, such as a patch: no selector, which a cluster would refuse".into())
        }
        (None, 0) if kustomizations > 0 => Status::NotOurs("a kustomization".into()),
        (None, 0) => Status::NotOurs("no Kubernetes manifest: no apiVersion and kind".into()),
        (None, resources) => Status::Evaluated { resources },
    };
    if !loaded.resources.is_empty() {
        loaded.diagnostics.extend(partial.into_iter().map(|(span, kind)| {
            Diagnostic::warning(file.name(), format!("this {kind} has no selector and was not judged"))
                .at(Span::new(file.id(), span.range().start, span.range().start), "a cluster would refuse it")
                .help("If it is a patch, keep it in a file of its own that a kustomization names.")
        }));
    }
    loaded
}

fn warning(file: &SourceFile, problem: yaml::Problem) -> Diagnostic {
    let mut diagnostic = Diagnostic::warning(file.name(), problem.message).at(problem.span, "");
    diagnostic.labels.extend(problem.other);
    diagnostic.help = problem.help;
    diagnostic
}

fn broken(file: &SourceFile, document: &yaml::Document) -> Diagnostic {
    let problem = document.problems.first();
    let diagnostic = if template::is_template(file, document) {
        Diagnostic::error(file.name(), "not evaluated: the manifest is a template, and it does not belong to a chart")
            .help("Check what it renders to, for example through `-`, or leave the file out with `--exclude`.")
    } else {
        let message = problem.map_or("not valid YAML", |problem| &problem.message);
        let mut diagnostic = Diagnostic::error(file.name(), message);
        diagnostic.help = Some(
            problem
                .and_then(|problem| problem.help.clone())
                .unwrap_or_else(|| "Correct the text; the file's other documents were evaluated.".to_owned()),
        );
        diagnostic
    };
    match problem {
        Some(problem) => diagnostic.at(problem.span, "here"),
        None => diagnostic,
    }
}
