//! What there is to read: walking, sorting by name, and grouping into units.
//!
//! A *unit* is what must be understood together. Plain manifests below one scan argument form one unit; files named
//! one by one are judged in the unit of the repository around them. What a file really holds is for the frontends to
//! say: here only names and folders are looked at, apart from `Chart.yaml`, which makes a folder a chart.

mod chart;
mod coverage;
mod name;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use coverage::{Coverage, FileRecord, Status};
pub use name::{display_name, normalized};

use crate::source::Diagnostic;

/// What to scan.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files and folders; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// Whether hidden files and folders are walked, too.
    pub hidden: bool,
    /// Globs, in the syntax of gitignore, of what to leave out.
    pub exclude: Vec<String>,
}

/// Everything found for a request.
#[derive(Debug, Default)]
pub struct Discovery {
    /// What to load, unit by unit.
    pub units: Vec<Unit>,
    /// Files that no frontend needs to open, and why.
    pub coverage: Coverage,
    /// Paths that could not be read, kinds of input that are not evaluated.
    pub diagnostics: Vec<Diagnostic>,
}

/// Manifests that are judged together.
#[derive(Debug)]
pub struct Unit {
    /// The folder that holds it; for standard input the working folder.
    pub root: PathBuf,
    /// Its files in order.
    pub files: Vec<Candidate>,
    /// Why there are files that are only looked at for what they mean to others.
    pub context: bool,
}

/// A file that may hold manifests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Whether findings in it are reported; otherwise it is context only.
    pub reported: bool,
    /// Whether it was named on the command line.
    pub explicit: bool,
}

/// Files of a kind that this version does not evaluate, by the folder to name.
#[derive(Debug, Default)]
struct Unsupported {
    charts: BTreeMap<PathBuf, usize>,
    terraform: BTreeMap<PathBuf, usize>,
}

/// Walks what was asked for.
///
/// # Errors
/// A path that does not exist, or an exclude glob that cannot be read: a fault in the request itself.
pub fn discover(request: &Request) -> Result<Discovery, RequestError> {
    let walker = walk::Walker::new(request)?;
    let mut discovery = Discovery::default();
    let mut unsupported = Unsupported::default();
    for path in &request.paths {
        if path.as_os_str() != "-" && !path.exists() {
            return Err(RequestError::NoSuchPath { path: display_name(path) });
        }
    }
    let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) = request.paths.iter().partition(|path| path.is_dir());
    let mut walked = BTreeSet::new();
    for folder in &folders {
        if !is_covered(folder, &folders) {
            let found = walker.walk(folder);
            discovery.diagnostics.extend(found.diagnostics);
            if !files.is_empty() {
                // A file that is named beside its folder is looked at once, whichever way it is spelled.
                walked.extend(found.files.iter().map(|path| normalized(path)));
            }
            let files = sort(folder, found.files, &mut discovery.coverage, &mut unsupported);
            discovery.units.push(Unit { root: folder.to_path_buf(), files, context: false });
        }
    }
    let mut singles: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        if file.as_os_str() == "-" {
            let candidate = Candidate { path: file.clone(), reported: true, explicit: true };
            discovery.units.push(Unit { root: PathBuf::from("."), files: vec![candidate], context: false });
        } else if walked.insert(normalized(file)) {
            singles.entry(repository_around(file)).or_default().insert(file.clone());
        }
    }
    for (root, files) in singles {
        let context = walker.walk(&root).files;
        discovery.units.extend(around(root, &files, context, &mut discovery.coverage, &mut unsupported));
    }
    unsupported.report(&mut discovery);
    Ok(discovery)
}

/// What is wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A path that does not exist.
    #[error("there is no file or folder `{path}`")]
    NoSuchPath {
        /// As it was given.
        path: String,
    },
    /// A glob that cannot be read.
    #[error("`{glob}` is no glob that can be understood: {reason}")]
    Glob {
        /// As it was given.
        glob: String,
        /// What the glob's parser says.
        reason: String,
    },
}

impl RequestError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoSuchPath { .. } => "Name files and folders that exist, or `-` for standard input.",
            Self::Glob { .. } => "Globs are written as in .gitignore: `vendor/`, `*.generated.yaml`.",
        }
    }
}

/// Whether another folder of the request holds this one, so that it is walked already; of equal ones the first counts.
fn is_covered(path: &PathBuf, folders: &[&PathBuf]) -> bool {
    let own = normalized(path);
    folders.iter().take_while(|other| !std::ptr::eq::<PathBuf>(**other, path)).any(|other| normalized(other) == own)
        || folders.iter().any(|other| {
            let other = normalized(other);
            other != own && own.starts_with(other)
        })
}

/// Sorts the files of a folder by their names.
fn sort(root: &Path, files: Vec<PathBuf>, coverage: &mut Coverage, unsupported: &mut Unsupported) -> Vec<Candidate> {
    let charts = chart::roots(&files);
    let mut candidates = Vec::new();
    for path in files {
        let name = display_name(&path);
        if let Some(chart) = chart::outermost(&path, &charts) {
            *unsupported.charts.entry(chart.to_path_buf()).or_default() += 1;
            coverage.add(name, Status::Failed("belongs to a Helm chart, which this version does not render".into()));
        } else {
            match name::class(&path) {
                name::Class::Manifest => candidates.push(Candidate { path, reported: true, explicit: false }),
                name::Class::Terraform => {
                    *unsupported.terraform.entry(root.to_path_buf()).or_default() += 1;
                    coverage.add(name, Status::Failed("Terraform, which this version does not evaluate".into()));
                }
                name::Class::Other(reason) => coverage.add(name, Status::NotOurs(reason.into())),
            }
        }
    }
    candidates
}

/// The unit of files that were named one by one: they are reported on, the repository around them is their world.
fn around(
    root: PathBuf,
    named: &BTreeSet<PathBuf>,
    context: Vec<PathBuf>,
    coverage: &mut Coverage,
    unsupported: &mut Unsupported,
) -> Option<Unit> {
    let known: BTreeSet<PathBuf> = named.iter().map(|path| normalized(path)).collect();
    let charts = chart::roots(&context);
    let mut files = Vec::new();
    for path in named {
        if let Some(chart) = chart::outermost(path, &charts) {
            *unsupported.charts.entry(chart.to_path_buf()).or_default() += 1;
            coverage.add(
                display_name(path),
                Status::Failed("belongs to a Helm chart, which this version does not render".into()),
            );
        } else if matches!(name::class(path), name::Class::Terraform) {
            *unsupported.terraform.entry(root.clone()).or_default() += 1;
            coverage.add(display_name(path), Status::Failed("Terraform, which this version does not evaluate".into()));
        } else {
            files.push(Candidate { path: path.clone(), reported: true, explicit: true });
        }
    }
    if files.is_empty() {
        return None;
    }
    files.extend(context.into_iter().filter_map(|path| {
        let wanted = matches!(name::class(&path), name::Class::Manifest)
            && !known.contains(&normalized(&path))
            && chart::outermost(&path, &charts).is_none();
        wanted.then_some(Candidate { path, reported: false, explicit: false })
    }));
    files.sort();
    Some(Unit { root, files, context: true })
}

/// The repository that holds the file, else the file's folder.
fn repository_around(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let absolute = normalized(folder);
    let Some(above) = absolute.ancestors().position(|folder| folder.join(".git").exists()) else {
        return folder.to_path_buf();
    };
    // Keep the way the user wrote it: names in reports follow from it.
    let mut written = folder.to_path_buf();
    for _ in 0..above {
        let normal = matches!(written.components().next_back(), Some(std::path::Component::Normal(_)));
        if normal && written.pop() {
            if written.as_os_str().is_empty() {
                written.push(".");
            }
        } else {
            return absolute.ancestors().nth(above).map_or(written, Path::to_path_buf);
        }
    }
    written
}

impl Unsupported {
    fn report(self, discovery: &mut Discovery) {
        for (folder, files) in self.charts {
            discovery.diagnostics.push(
                Diagnostic::error(
                    display_name(&folder),
                    format!("the Helm chart was not evaluated ({}): this version does not render charts", count(files)),
                )
                .help("Check the output of `helm template` until it does, or leave the chart out with `--exclude`."),
            );
        }
        for (folder, files) in self.terraform {
            discovery.diagnostics.push(
                Diagnostic::error(
                    display_name(&folder),
                    format!(
                        "Terraform was not evaluated ({}): this version reads Kubernetes manifests only",
                        count(files)
                    ),
                )
                .help("Leave it out with `--exclude '*.tf'`, or accept it with `--allow-incomplete`."),
            );
        }
    }
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

#[cfg(test)]
mod tests;
