//! What lies in a folder of policies, by dialect.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_source::disk::WalkError;
use seaworthy_source::yaml::{self, Document};
use seaworthy_source::{Diagnostic, Disk, SourceFile, Sources, display_name};

/// Larger files are no policies that somebody wrote.
const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// The files of a folder, in order of their names.
#[derive(Debug, Default)]
pub(in crate::policy) struct Folder {
    /// Our own rules and libraries.
    pub native: Vec<RegoFile>,
    /// Policies of any other package, tests left out.
    pub rego: Vec<RegoFile>,
    /// Files that hold templates of constraints, or constraints.
    pub manifests: Vec<ManifestFile>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A Rego file.
#[derive(Debug)]
pub(in crate::policy) struct RegoFile {
    /// Its path below the folder, without the ending, with `/`.
    pub id: String,
    pub path: PathBuf,
    pub text: String,
}

/// A YAML or JSON file of which at least one document is Gatekeeper's.
#[derive(Debug)]
pub(in crate::policy) struct ManifestFile {
    pub file: Arc<SourceFile>,
    pub documents: Vec<Document>,
}

/// Reads and sorts what lies below a folder.
pub(in crate::policy) fn read_folder(folder: &Path, sources: &Sources) -> Folder {
    let mut found = Folder::default();
    let disk = Disk::anywhere();
    let (files, errors) = disk.walk(folder, &|_, _| true);
    for WalkError { path, reason } in errors {
        found.diagnostics.push(Diagnostic::error(display_name(&path), reason.to_string()));
    }
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_rego = name.ends_with(".rego");
        let is_manifest = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
        if name.ends_with("_test.rego") || !is_rego && !is_manifest {
            continue;
        }
        match disk.text_up_to(&path, MAX_FILE_BYTES) {
            Ok(text) if is_rego => found.add_rego(folder, &path, text),
            Ok(text) => found.add_manifest(&path, text, sources),
            Err(reason) => found.diagnostics.push(Diagnostic::error(display_name(&path), reason.to_string())),
        }
    }
    found
}

impl Folder {
    fn add_rego(&mut self, folder: &Path, path: &Path, text: String) {
        let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
        let id = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let is_native = is_native(&text);
        let file = RegoFile { id, path: path.to_path_buf(), text };
        if is_native { self.native.push(file) } else { self.rego.push(file) }
    }

    fn add_manifest(&mut self, path: &Path, text: String, sources: &Sources) {
        // Data and samples lie beside policies, too.
        if !text.contains("gatekeeper.sh") {
            return;
        }
        let file = sources.add(path.to_path_buf(), display_name(path), text);
        let documents = yaml::parse(&file).documents;
        let is_ours = |document: &Document| document.root.is_none() || is_gatekeepers(document);
        if documents.iter().any(is_ours) {
            self.manifests.push(ManifestFile { file, documents });
        }
    }
}

/// Whether a document is a template of constraints, a constraint or what else Gatekeeper looks at when it evaluates them.
pub(super) fn is_gatekeepers(document: &Document) -> bool {
    let api_version = document.root.as_ref().and_then(|root| root.str_at(&["apiVersion"])).unwrap_or_default();
    let group = api_version.split('/').next().unwrap_or_default().strip_suffix(".gatekeeper.sh");
    matches!(group, Some("templates" | "constraints" | "expansion" | "mutations" | "config"))
}

/// Whether a policy is in our own dialect: by its package, or by the header that only ours has, so that a package with a
/// slip in it is told.
fn is_native(text: &str) -> bool {
    let package = text.lines().find_map(|line| line.strip_prefix("package ")).map(str::trim);
    package.is_none_or(|package| package.starts_with("seaworthy.")) || text.contains("\n#   selects:")
}
