//! Files as they are written, for policies that judge files and not what will be deployed: YAML and JSON that is no manifest,
//! plans, and Terraform's files in the shape that HCL has as JSON.

mod hcl;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::discover::{Candidate, Discovery};
use crate::world::World;
use seaworthy_source::{
    Coverage, Diagnostic, Disk, FileId, Node, Path, SourceFile, Sources, Span, Status, Step, Value, display_name,
    normalized, yaml,
};
use seaworthy_terraform::syntax;

/// What stands in a file: one of its documents.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// What it is written in.
    pub format: Format,
    /// Its content.
    pub root: Node,
}

/// What a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// YAML or JSON.
    Yaml,
    /// HCL; the content is as [`hcl`] says.
    Hcl,
}

/// The files of a scan that may be documents.
#[derive(Debug, Default)]
pub struct Files(Vec<Candidate>);

/// What was read of them.
#[derive(Debug, Default)]
pub struct Documents {
    /// The documents, in the order of their files.
    pub documents: Vec<Document>,
    /// What became of the files.
    pub coverage: Coverage,
    /// What is wrong with them.
    pub diagnostics: Vec<Diagnostic>,
    /// Comments that speak to this program, in files that nothing else has read.
    pub comments: Vec<Span>,
}

impl Document {
    /// The part of a Terraform file that a path leads into, as Terraform would name it: `aws_s3_bucket.logs`.
    #[must_use]
    pub fn part(&self, path: &Path) -> Option<String> {
        if self.format != Format::Hcl {
            return None;
        }
        let keys: Vec<&str> =
            path.0.iter().map_while(|step| if let Step::Key(key) = step { Some(&**key) } else { None }).collect();
        match keys.as_slice() {
            ["resource", kind, name, ..] => Some(format!("{kind}.{name}")),
            ["data", kind, name, ..] => Some(format!("data.{kind}.{name}")),
            [block @ ("module" | "provider" | "output"), name, ..] => Some(format!("{block}.{name}")),
            ["variable", name, ..] => Some(format!("var.{name}")),
            _ => None,
        }
    }
}

impl Files {
    /// What discovery found, apart from templates of charts: they are no YAML before they are rendered.
    #[must_use]
    pub fn of(discovery: &Discovery) -> Self {
        let units = discovery.units.iter().flat_map(|unit| &unit.files);
        let charts = discovery.charts.iter().flat_map(|chart| {
            let templates = chart.folder.join("templates");
            chart.files.iter().filter(move |file| !file.path.starts_with(&templates))
        });
        let all = units.chain(charts).chain(&discovery.terraform);
        Self(all.filter(|file| file.reported && may_be_document(file)).cloned().collect())
    }

    /// Reads them. What became a resource is judged as such, and is no document.
    #[must_use]
    pub fn read(&self, worlds: &[World], standard_input: Option<&[u8]>, sources: &Sources) -> Documents {
        let known: HashMap<PathBuf, Arc<SourceFile>> =
            sources.all().into_iter().map(|file| (normalized(file.path()), file)).collect();
        let mut resources: BTreeMap<FileId, BTreeSet<u32>> = BTreeMap::new();
        let manifests = worlds.iter().flat_map(|world| &world.resources);
        for resource in manifests.filter(|resource| resource.platform.is_admitted) {
            resources.entry(resource.file()).or_default().insert(resource.object.span.start);
        }
        let holds_resource = |span: Span| {
            resources.get(&span.file).is_some_and(|starts| starts.range(span.start..span.end).next().is_some())
        };
        let parts: Vec<Documents> = self
            .0
            .par_iter()
            .map(|candidate| match known.get(&normalized(&candidate.path)) {
                Some(file) => Documents::of(file, false, &holds_resource),
                None => match open(candidate, standard_input, sources) {
                    Ok(file) => Documents::of(&file, true, &holds_resource),
                    Err(reason) => Documents::failed(display_name(&candidate.path), reason),
                },
            })
            .collect();
        let mut all = Documents::default();
        for part in parts {
            all.documents.extend(part.documents);
            all.coverage.extend(part.coverage);
            all.diagnostics.extend(part.diagnostics);
            all.comments.extend(part.comments);
        }
        all
    }
}

/// Whether the name is that of a file which is read as it is: what is named as a template is not.
fn may_be_document(candidate: &Candidate) -> bool {
    let name = candidate.path.to_string_lossy().to_ascii_lowercase();
    name == "-" || [".yaml", ".yml", ".json", ".tf", ".tofu", ".tfvars"].iter().any(|end| name.ends_with(end))
}

fn open(candidate: &Candidate, standard_input: Option<&[u8]>, sources: &Sources) -> Result<Arc<SourceFile>, String> {
    match standard_input {
        Some(bytes) if candidate.path.as_os_str() == "-" => {
            let text = String::from_utf8(bytes.to_vec()).map_err(|_| "not UTF-8".to_owned())?;
            Ok(sources.add(candidate.path.clone(), display_name(&candidate.path), text))
        }
        // The walk found it, or the user named it.
        _ => Disk::anywhere().source(&candidate.path, sources).map_err(|reason| reason.to_string()),
    }
}

impl Documents {
    fn of(file: &Arc<SourceFile>, is_new: bool, holds_resource: &impl Fn(Span) -> bool) -> Self {
        match [".tf", ".tofu", ".tfvars"].iter().any(|end| file.name().ends_with(end)) {
            // What is wrong with these was told when they were evaluated.
            true => {
                let root = hcl::node(&syntax::parse(file).body, file);
                let documents = vec![Document { file: file.id(), format: Format::Hcl, root }];
                Self { documents, ..Self::default() }
            }
            false => Self::of_yaml(file, is_new, holds_resource),
        }
    }

    fn of_yaml(file: &Arc<SourceFile>, is_new: bool, holds_resource: &impl Fn(Span) -> bool) -> Self {
        let stream = yaml::parse(file);
        let mut read = Self::default();
        if is_new {
            read.comments = stream.comments;
        }
        let is_single = stream.documents.len() == 1;
        for document in stream.documents {
            if holds_resource(document.span) {
                continue;
            }
            match document.root {
                // Parts of manifests, such as patches, say nothing of what will be deployed.
                Some(root) if is_manifest(&root) => {}
                Some(root) => {
                    // A file that is one list holds documents, each an item.
                    let roots = match root.value {
                        Value::List(items) if is_single => items,
                        value => vec![Node { value, ..root }],
                    };
                    let document = |root| Document { file: file.id(), format: Format::Yaml, root };
                    read.documents.extend(roots.into_iter().map(document));
                }
                // What else has read the file has told what is wrong with it.
                None if !is_new => {}
                None => read.diagnostics.extend(document.problems.into_iter().map(|problem| {
                    let message = format!("not judged as a file by own policies: {}", problem.message);
                    Diagnostic::warning(file.name(), message)
                        .at(problem.span, "here")
                        .help("Correct the text, or leave the file out with `--exclude`.")
                })),
            }
        }
        if !read.documents.is_empty() {
            read.coverage.add(file.name().to_owned(), Status::Evaluated { resources: 0 });
        }
        read
    }

    fn failed(name: String, reason: String) -> Self {
        let mut read = Self::default();
        read.diagnostics.push(Diagnostic::error(&name, reason.clone()));
        read.coverage.add(name, Status::Failed(reason.into()));
        read
    }
}

fn is_manifest(root: &Node) -> bool {
    root.get("kind").is_some()
        && root.str_at(&["apiVersion"]).is_some_and(|version| !version.starts_with("kustomize.config.k8s.io/"))
}
