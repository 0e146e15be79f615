//! Overlays, built here and by the real kustomize: `tests/kustomize/generate.py` wrote down what that makes of each case.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use seaworthy_kustomize::Builder;
use seaworthy_source::{Disk, Level, Sources};

/// A case: its files, and what kustomize makes of them.
struct Case {
    name: String,
    files: Vec<(String, String)>,
    /// What is built; `None` where kustomize refuses it.
    built: Option<String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let (files, built) = match (text.split_once("== built ==\n"), text.split_once("== refused ==\n")) {
            (Some((files, built)), _) => (files, Some(built.to_owned())),
            (None, Some((files, _))) => (files, None),
            (None, None) => panic!("{}: run generate.py", path.display()),
        };
        let parts = files.split("\n-- ").skip(1);
        let files = parts.map(|part| part.split_once(" --\n").unwrap());
        Self {
            name: path.strip_prefix("tests/kustomize").unwrap().with_extension("").display().to_string(),
            files: files.map(|(name, text)| (name.to_owned(), format!("{}\n", text.trim_end_matches('\n')))).collect(),
            built,
        }
    }

    /// What is wrong with what is built here; nothing where all is well.
    fn compare(&self) -> Option<String> {
        let tree = tempfile::tempdir().unwrap();
        for (name, text) in &self.files {
            let path = tree.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let overlay = tree.path().join("overlay");
        let folder = if overlay.is_dir() { overlay } else { tree.path().to_path_buf() };
        let sources = Sources::default();
        let build = Builder::new(&Disk::within(&[tree.path().to_path_buf()]), &sources).build(&folder);
        let errors = build.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        let errors: Vec<&str> = errors.map(|error| error.message.as_str()).collect();
        let Some(expected) = &self.built else {
            // What lies outside of the kustomization's folder is built as with a flag of kustomize, which is reported.
            let is_flagged = |help: &str| help.contains("--load-restrictor");
            let mut helps = build.diagnostics.iter().filter_map(|diagnostic| diagnostic.help.as_deref());
            return (errors.is_empty() && !helps.any(is_flagged)).then(|| "kustomize refuses it".to_owned());
        };
        if !errors.is_empty() {
            return Some(errors.join("\n"));
        }
        // As text, so that types, order and keys are the same, too.
        let ours: Vec<String> =
            build.resources.iter().map(|built| seaworthy_helm::manifest_yaml(&built.root).unwrap()).collect();
        let ours = ours.join("---\n");
        (ours != *expected).then(|| format!("built:\n{ours}\nexpected:\n{expected}"))
    }
}

#[test]
fn overlays_are_built_as_kustomize_builds_them() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir("tests/kustomize")
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().path()).filter(|path| path.is_dir()))
        .flat_map(|folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    paths.sort();
    let differences = std::fs::read_to_string("tests/kustomize/differences").unwrap();
    let is_meant = |name: &str| differences.lines().any(|line| line.split(':').next() == Some(name));
    let only = std::env::var("CASE").unwrap_or_default();
    let cases = paths.iter().map(|path| Case::read(path)).filter(|case| case.name.contains(&only));
    let wrong: Vec<String> = cases
        .filter_map(|case| match (case.compare(), is_meant(&case.name)) {
            (Some(difference), false) => Some(format!("{}\n{difference}", case.name)),
            (None, true) => Some(format!("{}\nis no difference any more", case.name)),
            _ => None,
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n\n{}", wrong.len(), paths.len(), wrong.join("\n\n"));
}
