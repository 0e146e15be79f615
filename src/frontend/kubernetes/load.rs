//! Files to resources: read, parse, sort out what is no manifest, account for every file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::document::{Meaning, meaning};
use super::{template, unjudged};
use crate::discover::{Candidate, Unit};
use crate::world::{Loaded, Resource};
use seaworthy_kustomize::{Documents, Use};
use seaworthy_source::disk::{ReadError, text};
use seaworthy_source::{Diagnostic, Disk, SourceFile, Sources, Span, Status, display_name, normalized, yaml};

/// Loads a unit, its files in parallel, without those that kustomizations use: they are judged as part of overlays.
/// `standard_input` is the text of the candidate `-`.
#[must_use]
pub fn load(unit: &Unit, built: &Built<'_>, disk: &Disk, sources: &Sources, standard_input: Option<&[u8]>) -> Loaded {
    let (used, own): (Vec<&Candidate>, Vec<&Candidate>) =
        unit.files.iter().partition(|candidate| built.used.contains_key(&normalized(&candidate.path)));
    let files: Vec<LoadedFile> =
        own.par_iter().map(|candidate| load_file(candidate, disk, sources, standard_input)).collect();
    let mut loaded = Loaded::default();
    for (file, candidate) in files.into_iter().zip(own) {
        let file = file.without_partial_resources();
        loaded.resources.extend(file.resources);
        if candidate.reported {
            loaded.coverage.add(file.name, file.status);
            loaded.comments.extend(file.comments);
            loaded.diagnostics.extend(file.diagnostics);
        }
    }
    loaded.diagnostics.extend(unjudged::containers(&loaded.resources, sources));
    if loaded.resources.iter().any(|resource| resource.reported) {
        loaded.resources.extend(used.into_iter().flat_map(|candidate| context(candidate, built)));
    }
    loaded
}

/// What kustomizations made of a scan's files.
#[derive(Debug)]
pub struct Built<'a> {
    /// The files that they use.
    pub used: &'a BTreeMap<PathBuf, Use>,
    /// What is in them.
    pub documents: &'a Documents<'a>,
}

/// The resources of a file that a kustomization uses, as they are written: others may belong to them, wherever an overlay
/// puts them.
fn context(candidate: &Candidate, built: &Built<'_>) -> Vec<Resource> {
    let is_resource = built.used.get(&normalized(&candidate.path)) == Some(&Use::Resource);
    let Some(parsed) = is_resource.then(|| built.documents.get(&candidate.path).ok()).flatten() else {
        return Vec::new();
    };
    let mut resources = Vec::new();
    for root in parsed.documents.iter().filter_map(|document| document.root.as_ref()) {
        if root.str_at(&["kind"]) == Some("CustomResourceDefinition") {
            continue;
        }
        match meaning(template::with_placeholders(root), false) {
            Meaning::Resources(found) => resources.extend(found),
            Meaning::Partial(resource, _) => resources.push(*resource),
            Meaning::Other => {}
        }
    }
    resources.iter_mut().for_each(|resource| resource.namespace_is_open = true);
    resources
}

struct LoadedFile {
    name: String,
    status: Status,
    resources: Vec<Resource>,
    /// Resources that a cluster would refuse as they are: patches, unless a kustomization completes them.
    partial: Vec<(Resource, &'static str)>,
    comments: Vec<Span>,
    diagnostics: Vec<Diagnostic>,
    /// Whether it has a kustomization, which kustomize does not find as the file is called otherwise.
    is_kustomization: bool,
}

impl LoadedFile {
    fn new(name: String, status: Status) -> Self {
        Self {
            name,
            status,
            resources: vec![],
            partial: vec![],
            comments: vec![],
            diagnostics: vec![],
            is_kustomization: false,
        }
    }

    fn not_ours(name: String, reason: &'static str) -> Self {
        Self::new(name, Status::NotOurs(reason.into()))
    }

    fn failed(candidate: &Candidate, reason: &ReadError) -> Self {
        let name = display_name(&candidate.path);
        let diagnostics = vec![reason.diagnostic(&candidate.path)];
        Self { diagnostics, ..Self::new(name, Status::Failed(reason.to_string().into())) }
    }

    /// Leaves out what a cluster rejects, with a warning.
    fn without_partial_resources(mut self) -> Self {
        for (resource, missing) in std::mem::take(&mut self.partial) {
            let start = resource.object.span.start;
            let message = format!("this {} {missing} and was not evaluated", resource.kind);
            let diagnostic = Diagnostic::warning(&self.name, message)
                .at(Span { end: start, ..resource.object.span }, "a cluster rejects it")
                .help("If it is a patch, name it in the kustomization that applies it.");
            self.diagnostics.push(diagnostic);
        }
        self
    }
}

fn load_file(candidate: &Candidate, disk: &Disk, sources: &Sources, standard_input: Option<&[u8]>) -> LoadedFile {
    let name = display_name(&candidate.path);
    let bytes = match (standard_input, candidate.path.as_os_str() == "-") {
        (Some(bytes), true) => bytes.to_vec(),
        _ => {
            // What the user names may be anywhere.
            let read =
                if candidate.explicit { disk.unbounded().bytes(&candidate.path) } else { disk.bytes(&candidate.path) };
            match read {
                Ok(bytes) => bytes,
                Err(reason) => return LoadedFile::failed(candidate, &reason),
            }
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return LoadedFile::not_ours(name, "empty");
    }
    let text = match text(bytes) {
        Ok(text) => text,
        Err(reason) => return LoadedFile::failed(candidate, &reason),
    };
    if !may_hold_manifests(&candidate.path, &text) || (!candidate.reported && holds_definitions_only(&text)) {
        return LoadedFile::not_ours(name, "not a Kubernetes manifest: no apiVersion and kind");
    }
    let file = sources.add(candidate.path.clone(), name, text);
    read_documents(&file, candidate)
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
    let mut loaded = LoadedFile::not_ours(file.name().to_owned(), "not a Kubernetes manifest: no apiVersion and kind");
    loaded.comments = stream.comments;
    let mut failed = None;
    for mut document in stream.documents {
        let Some(mut root) = document.root.take() else {
            if template::looks_like_manifest(&file.text()[document.span.range()]) {
                let diagnostic = broken(file, &document);
                failed = Some(diagnostic.message.clone());
                loaded.diagnostics.push(diagnostic);
            }
            continue;
        };
        if root.str_at(&["apiVersion"]).is_some_and(|version| version.starts_with("kustomize.config.k8s.io/")) {
            loaded.is_kustomization = true;
            continue;
        }
        template::mark_unknown(file, &mut root);
        match meaning(root, candidate.reported) {
            Meaning::Resources(resources) => {
                loaded.resources.extend(resources);
                loaded.diagnostics.extend(document.problems.into_iter().map(|problem| warning(file, problem)));
            }
            Meaning::Partial(resource, missing) => loaded.partial.push((*resource, missing)),
            Meaning::Other => {}
        }
    }
    loaded.status = match (failed, loaded.resources.len()) {
        (Some(reason), _) => Status::Failed(reason.into()),
        (None, 0) if !loaded.partial.is_empty() => {
            Status::NotOurs("part of a resource, such as a patch, which a cluster rejects".into())
        }
        (None, 0) if loaded.is_kustomization => {
            Status::NotOurs("a kustomization that kustomize ignores because of its file name".into())
        }
        (None, 0) => Status::NotOurs("not a Kubernetes manifest: no apiVersion and kind".into()),
        (None, resources) => Status::Evaluated { resources },
    };
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
            .help("Check what it renders to, for example with `-` and a pipe, or skip the file with `--exclude`.")
    } else {
        let message = problem.map_or("invalid YAML", |problem| &problem.message);
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
