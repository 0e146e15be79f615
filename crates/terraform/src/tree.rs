//! Modules and the modules that they call.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use super::config::{FileSet, Module};
use seaworthy_source::{Diagnostic, Sources, display_name, normalized};

/// More calls than this below one root are no configuration that somebody runs.
const MAX_CALLS: usize = 20_000;

/// All modules of a scan, each read once however often it is called.
#[derive(Debug, Default)]
pub struct Library {
    folders: BTreeMap<PathBuf, (PathBuf, FileSet)>,
    modules: Mutex<HashMap<PathBuf, Arc<Module>>>,
}

/// A module in its place below a root.
#[derive(Debug)]
pub struct TreeNode {
    /// What it declares.
    pub module: Arc<Module>,
    /// The modules that it calls; none for those that cannot be found.
    pub children: BTreeMap<Arc<str>, Option<TreeNode>>,
    /// Its folder, seen from the root's: `.`, `modules/network`, `../network`.
    pub relative: String,
}

impl Library {
    /// The library of the folders that a scan found, each with its files.
    #[must_use]
    pub fn new(folders: impl IntoIterator<Item = (PathBuf, FileSet)>) -> Self {
        let folders = folders.into_iter().map(|(folder, files)| (normalized(&folder), (folder, files)));
        Self { folders: folders.collect(), modules: Mutex::default() }
    }

    /// The module of a folder; none, if there is no configuration in it. Folders that the scan did not walk, as those of
    /// installed modules, are looked into here.
    #[must_use]
    pub fn module(&self, folder: &Path, sources: &Sources) -> Option<Arc<Module>> {
        let key = normalized(folder);
        if let Some(module) = self.lock().get(&key) {
            return Some(Arc::clone(module));
        }
        let (folder, files) = match self.folders.get(&key) {
            Some((folder, files)) => (folder.clone(), files.clone()),
            None => {
                let folder = tidy(folder);
                let files = FileSet::of(list(&folder));
                (folder, files)
            }
        };
        if files.is_empty() {
            return None;
        }
        let module = Arc::new(Module::load(&folder, &files, sources));
        Some(Arc::clone(self.lock().entry(key).or_insert(module)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Arc<Module>>> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

/// The path without detours by `..`, where these are plain and lead to the same folder.
fn tidy(path: &Path) -> PathBuf {
    let plain = without_detours(path);
    match (plain.canonicalize(), path.canonicalize()) {
        (Ok(a), Ok(b)) if a == b => plain,
        _ => path.to_path_buf(),
    }
}

fn without_detours(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let last = plain.components().next_back();
        match (part, last) {
            (std::path::Component::CurDir, Some(_)) => {}
            (std::path::Component::ParentDir, Some(std::path::Component::Normal(_))) => {
                plain.pop();
            }
            (part, _) => plain.push(part),
        }
    }
    if plain.as_os_str().is_empty() {
        plain.push(".");
    }
    plain
}

/// A root module with everything below it.
#[derive(Debug)]
pub struct Tree {
    /// The root.
    pub root: TreeNode,
    /// Calls that lead nowhere.
    pub diagnostics: Vec<Diagnostic>,
}

impl Tree {
    /// Finds what a root calls.
    #[must_use]
    pub fn of(root: Arc<Module>, library: &Library, sources: &Sources) -> Self {
        let folder = root.folder.clone();
        let mut builder = Builder {
            library,
            sources,
            installed: Installed::read(&folder),
            root: folder,
            calls: 0,
            diagnostics: vec![],
        };
        let root = builder.node(root, &mut Vec::new(), &mut Vec::new());
        Self { root, diagnostics: builder.diagnostics }
    }
}

struct Builder<'a> {
    library: &'a Library,
    sources: &'a Sources,
    installed: Installed,
    root: PathBuf,
    calls: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn node(&mut self, module: Arc<Module>, path: &mut Vec<Arc<str>>, above: &mut Vec<PathBuf>) -> TreeNode {
        let mut children = BTreeMap::new();
        above.push(normalized(&module.folder));
        for (name, call) in &module.calls {
            path.push(Arc::clone(name));
            children.insert(Arc::clone(name), self.child(&module, name, call, path, above));
            path.pop();
        }
        above.pop();
        let relative = relative(&self.root, &module.folder);
        TreeNode { module, children, relative }
    }

    fn child(
        &mut self,
        module: &Module,
        name: &str,
        call: &super::config::ModuleCall,
        path: &mut Vec<Arc<str>>,
        above: &mut Vec<PathBuf>,
    ) -> Option<TreeNode> {
        let (source, span) = call.source.as_ref()?;
        self.calls += 1;
        let local = module.local_folder(call);
        let folder = local.clone().or_else(|| self.installed.folder(path));
        let found = folder.as_deref().and_then(|folder| self.library.module(folder, self.sources));
        let file = self.sources.get(span.file);
        let problem =
            |message: String, help: &str| Some(Diagnostic::error(file.name(), message).at(*span, "").help(help));
        let diagnostic = match (&found, &local) {
            (Some(found), _) if above.contains(&normalized(&found.folder)) => {
                problem(format!("module `{name}` calls itself"), "A module cannot be part of itself: call another one.")
            }
            (Some(_), _) if self.calls > MAX_CALLS => problem(
                format!("more than {MAX_CALLS} module calls below one root"),
                "What is called beyond that was not evaluated.",
            ),
            (None, Some(folder)) => problem(
                format!("module `{name}` was not evaluated: there is no configuration in `{}`", display_name(folder)),
                "Correct the path, or scan a folder that holds the module, too.",
            ),
            (None, None) => problem(
                format!("module `{name}` was not evaluated: `{source}` is not in this tree"),
                "Run `terraform init` in the root module first: installed modules are found below `.terraform/modules`.",
            ),
            (Some(_), _) => None,
        };
        if let Some(diagnostic) = diagnostic {
            self.diagnostics.push(diagnostic);
            return None;
        }
        found.map(|found| self.node(found, path, above))
    }
}

/// What `terraform init` installed, by `.terraform/modules/modules.json`.
#[derive(Debug, Default)]
struct Installed {
    folders: HashMap<String, PathBuf>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<ManifestEntry>,
}

#[derive(Deserialize)]
struct ManifestEntry {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    dir: String,
}

impl Installed {
    fn read(root: &Path) -> Self {
        let manifest = root.join(".terraform").join("modules").join("modules.json");
        let parsed = std::fs::read(manifest).ok().and_then(|text| serde_json::from_slice::<Manifest>(&text).ok());
        let entries = parsed.into_iter().flat_map(|manifest| manifest.modules);
        Self { folders: entries.map(|entry| (entry.key, root.join(entry.dir))).collect() }
    }

    fn folder(&self, path: &[Arc<str>]) -> Option<PathBuf> {
        self.folders.get(&path.join(".")).cloned()
    }
}

/// `to`, seen from `from`, with `/`.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (normalized(from), normalized(to));
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}
