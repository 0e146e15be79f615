//! What there is to read: walking, sorting by name, and grouping into units.
//!
//! A *unit* is what must be understood together. Plain manifests below one scan argument form one unit; files named
//! one by one are judged in the unit of the repository around them. What a file really holds is for the frontends to
//! say: here only names and folders are looked at, apart from `Chart.yaml`, which makes a folder a chart.

mod chart;
mod name;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub use name::FILE_NAME;
pub use walk::LeftOut;

use seaworthy_source::{Coverage, Diagnostic, Disk, Status, display_name, normalized};

/// What to scan.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files and folders; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// Whether hidden files and folders are walked, too.
    pub hidden: bool,
    /// Globs, in the syntax of gitignore, of what to leave out.
    pub exclude: Vec<String>,
    /// More of them, from a folder that they are written for.
    pub exclude_from: Option<(PathBuf, Vec<String>)>,
}

/// Everything found for a request.
#[derive(Debug, Default)]
pub struct Discovery {
    /// What to load, unit by unit.
    pub units: Vec<Unit>,
    /// Terraform's files.
    pub terraform: Vec<Candidate>,
    /// Helm's charts; charts in charts are part of them.
    pub charts: Vec<ChartFolder>,
    /// The folders that hold what is scanned: nothing outside of them is read.
    pub boundary: Vec<PathBuf>,
    /// What was left out on request.
    pub left_out: LeftOut,
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

/// A Helm chart.
#[derive(Debug)]
pub struct ChartFolder {
    /// Its folder.
    pub folder: PathBuf,
    /// Those of its files that were met, in order.
    pub files: Vec<Candidate>,
}

/// Walks what was asked for, on a disk that reads anywhere.
///
/// # Errors
/// A path that does not exist, or an exclude glob that cannot be read: a fault in the request itself.
pub fn discover(request: &Request, disk: &Disk) -> Result<Discovery, RequestError> {
    let walker = walk::Walker::new(request)?;
    let mut discovery = Discovery::default();
    let mut charts = BTreeMap::new();
    for path in &request.paths {
        if path.as_os_str() != "-" && !disk.exists(path) {
            return Err(RequestError::NoSuchPath { path: display_name(path) });
        }
    }
    let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) = request.paths.iter().partition(|path| disk.is_folder(path));
    let mut walked = BTreeSet::new();
    for folder in &folders {
        if !is_covered(folder, &folders) {
            let found = walker.walk(folder, disk);
            discovery.diagnostics.extend(found.diagnostics);
            if !files.is_empty() {
                // A file that is named beside its folder is looked at once, whichever way it is spelled.
                walked.extend(found.files.iter().map(|path| normalized(path)));
            }
            allow(folder, &mut discovery.boundary, disk);
            let files = sort(found.files, &mut discovery, &mut charts, disk);
            discovery.units.push(Unit { root: folder.to_path_buf(), files, context: false });
        }
    }
    let mut singles: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        if file.as_os_str() == "-" {
            let candidate = Candidate { path: file.clone(), reported: true, explicit: true };
            discovery.units.push(Unit { root: PathBuf::from("."), files: vec![candidate], context: false });
        } else if walked.insert(normalized(file)) {
            singles.entry(repository_around(file, disk)).or_default().insert(file.clone());
        }
    }
    for (root, files) in singles {
        allow(&root, &mut discovery.boundary, disk);
        // Files that the user names are read, wherever links lead.
        let is_linked = |file: &&PathBuf| disk.real(file).is_ok_and(|real| real != normalized(file));
        discovery.boundary.extend(files.iter().filter(is_linked).cloned());
        let context = walker.walk(&root, disk).files;
        around(root, &files, context, &mut discovery, &mut charts, disk);
    }
    let roots: Vec<PathBuf> = discovery.units.iter().map(|unit| unit.root.clone()).collect();
    discovery.left_out = walker.left_out(&roots);
    discovery.charts = charts.into_iter().map(|(folder, files)| ChartFolder { folder, files }).collect();
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

/// Charts with their files.
type Charts = BTreeMap<PathBuf, Vec<Candidate>>;

/// Sorts the files of a folder by their names.
fn sort(files: Vec<PathBuf>, discovery: &mut Discovery, charts: &mut Charts, disk: &Disk) -> Vec<Candidate> {
    let roots = chart::roots(&files, disk);
    let mut candidates = Vec::new();
    for path in files {
        let chart = chart::of(&path, &roots, disk);
        let class = name::class(&path);
        let candidate = Candidate { path, reported: true, explicit: false };
        match (chart, class) {
            (_, name::Class::Terraform) => discovery.terraform.push(candidate),
            (Some(_), name::Class::Kustomization) if !is_template(&candidate.path) => candidates.push(candidate),
            (Some(chart), _) => charts.entry(chart.to_path_buf()).or_default().push(candidate),
            (None, name::Class::Manifest | name::Class::Kustomization) => candidates.push(candidate),
            (None, name::Class::Other(reason)) => {
                discovery.coverage.add(display_name(&candidate.path), Status::NotOurs(reason.into()));
            }
        }
    }
    candidates
}

/// Whether it is one of a chart's templates, if it belongs to a chart.
fn is_template(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "templates")
}

/// Files that were named one by one: they are reported on, the repository around them is their world.
fn around(
    root: PathBuf,
    named: &BTreeSet<PathBuf>,
    context: Vec<PathBuf>,
    discovery: &mut Discovery,
    charts: &mut Charts,
    disk: &Disk,
) {
    let known: BTreeSet<PathBuf> = named.iter().map(|path| normalized(path)).collect();
    // What is named may be spelled in another way than what the walk came upon.
    let roots = chart::roots(&context, disk).iter().map(|root| normalized(root)).collect();
    let (mut manifests, mut terraform) = (Vec::new(), Vec::new());
    let mut concerned = BTreeSet::new();
    for path in named {
        let candidate = Candidate { path: path.clone(), reported: true, explicit: true };
        if matches!(name::class(path), name::Class::Terraform) {
            terraform.push(candidate);
        } else if let Some(chart) = chart::of(&normalized(path), &roots, disk) {
            concerned.insert(chart.to_path_buf());
            charts.entry(chart.to_path_buf()).or_default().push(candidate);
        } else {
            manifests.push(candidate);
        }
    }
    // A plan is JSON, and its values are shown in the configuration that it was made of.
    let may_be_plan = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let any_manifests = !manifests.is_empty();
    let any_terraform = !terraform.is_empty() || named.iter().any(may_be_plan);
    for path in context {
        if known.contains(&normalized(&path)) {
            continue;
        }
        let chart = chart::of(&normalized(&path), &roots, disk);
        let class = name::class(&path);
        let candidate = Candidate { path, reported: false, explicit: false };
        match (chart, class) {
            (_, name::Class::Terraform) if any_terraform => terraform.push(candidate),
            (Some(chart), class)
                if concerned.contains(chart)
                    && (is_template(&candidate.path) || !matches!(class, name::Class::Kustomization)) =>
            {
                charts.entry(chart.to_path_buf()).or_default().push(candidate);
            }
            (_, name::Class::Kustomization) | (None, name::Class::Manifest)
                if any_manifests && (chart.is_none() || !is_template(&candidate.path)) =>
            {
                manifests.push(candidate)
            }
            _ => {}
        }
    }
    terraform.sort();
    discovery.terraform.extend(terraform);
    if any_manifests {
        manifests.sort();
        discovery.units.push(Unit { root, files: manifests, context: true });
    }
}

/// Allows reading the repository around a folder, by its name and, if that leads over links, where it really is.
fn allow(folder: &Path, boundary: &mut Vec<PathBuf>, disk: &Disk) {
    let around = |folder: &Path| normalized(&disk.repository_above(folder).unwrap_or_else(|| folder.to_path_buf()));
    if let Ok(real) = disk.real(folder)
        && real != normalized(folder)
    {
        boundary.push(around(&real));
    }
    boundary.push(around(folder));
}

/// The repository that holds the file, else the chart that it is part of, else the file's folder.
fn repository_around(path: &Path, disk: &Disk) -> PathBuf {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let absolute = normalized(folder);
    let repository = absolute.ancestors().position(|folder| disk.exists(&folder.join(".git")));
    let chart = || absolute.ancestors().enumerate().filter(|(_, folder)| chart::is_chart(folder, disk)).last();
    let Some(above) = repository.or_else(|| chart().map(|(above, _)| above)) else {
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

#[cfg(test)]
mod tests;
