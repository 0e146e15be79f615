//! Modules and the modules that they call.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use super::config::{FileSet, Module};
use seaworthy_source::{Diagnostic, Disk, ReadError, Sources, display_name, normalized};

/// No real configuration has more calls below one root.
const MAX_CALLS: usize = 20_000;

/// All modules of a scan, each read once however often it is called.
#[derive(Debug)]
pub struct Library<'a> {
    pub(crate) disk: &'a Disk,
    pub(crate) sources: &'a Sources,
    folders: BTreeMap<PathBuf, (PathBuf, FileSet)>,
    modules: Mutex<HashMap<PathBuf, Result<Arc<Module>, ReadError>>>,
}

/// A module in its place below a root.
#[derive(Debug)]
pub struct TreeNode {
    /// What it declares.
    pub module: Arc<Module>,
    /// The modules that it calls; `None` for those that cannot be evaluated.
    pub children: BTreeMap<Arc<str>, Option<TreeNode>>,
    /// Its folder, seen from the root's: `.`, `modules/network`, `../network`.
    pub relative: String,
}

impl<'a> Library<'a> {
    /// The library of the folders that a scan found, each with its files. It reads others as they are called.
    #[must_use]
    pub fn new(folders: impl IntoIterator<Item = (PathBuf, FileSet)>, disk: &'a Disk, sources: &'a Sources) -> Self {
        let folders = folders.into_iter().map(|(folder, files)| (normalized(&folder), (folder, files)));
        Self { disk, sources, folders: folders.collect(), modules: Mutex::default() }
    }

    /// The module of a folder. Folders that the scan did not walk, as those of installed modules, are listed here.
    ///
    /// # Errors
    /// The folder cannot be read, or lies outside of the boundary. One without configuration is [`ReadError::Missing`].
    pub fn module(&self, folder: &Path) -> Result<Arc<Module>, ReadError> {
        let key = normalized(folder);
        if let Some(module) = self.lock().get(&key) {
            return module.clone();
        }
        let module = self.read(&key, folder);
        self.lock().entry(key).or_insert(module).clone()
    }

    fn read(&self, key: &Path, folder: &Path) -> Result<Arc<Module>, ReadError> {
        let (folder, files) = match self.folders.get(key) {
            Some((folder, files)) => (folder.clone(), files.clone()),
            None => {
                let folder = self.without_plain_detours(folder);
                let files = FileSet::read(&folder, self.disk)?;
                (folder, files)
            }
        };
        if files.is_empty() {
            return Err(ReadError::Missing);
        }
        Ok(Arc::new(Module::load(&folder, &files, self.disk, self.sources)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Result<Arc<Module>, ReadError>>> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path without detours by `..`, where these are plain and lead to the same folder.
    fn without_plain_detours(&self, path: &Path) -> PathBuf {
        let plain = without_detours(path);
        if self.disk.is_same(&plain, path) { plain } else { path.to_path_buf() }
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
    /// Calls whose module cannot be evaluated.
    pub diagnostics: Vec<Diagnostic>,
}

impl Tree {
    /// Finds the modules that a root calls, directly and indirectly.
    #[must_use]
    pub fn of(root: Arc<Module>, library: &Library<'_>) -> Self {
        let folder = root.folder.clone();
        let mut diagnostics = Vec::new();
        let installed = Installed::read(&folder, library.disk, &mut diagnostics);
        let mut builder = Builder { library, installed, root: folder, calls: 0, diagnostics };
        let root = builder.node(root, &mut Vec::new(), &mut Vec::new());
        Self { root, diagnostics: builder.diagnostics }
    }
}

impl TreeNode {
    /// Whether a module that is called below it could not be evaluated.
    pub(crate) fn has_gaps(&self) -> bool {
        self.children.values().any(|child| child.as_ref().is_none_or(Self::has_gaps))
    }
}

struct Builder<'a> {
    library: &'a Library<'a>,
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
        let found = folder.as_deref().map(|folder| self.library.module(folder));
        let file = self.library.sources.get(span.file);
        let problem =
            |message: String, help: &str| Some(Diagnostic::error(file.name(), message).at(*span, "").help(help));
        let not_evaluated = format!("module `{name}` was not evaluated");
        let diagnostic = match (&found, &folder) {
            (Some(Ok(found)), _) if above.contains(&normalized(&found.folder)) => {
                problem(format!("module `{name}` calls itself"), "A module cannot contain itself: call another module.")
            }
            (Some(Ok(_)), _) if self.calls > MAX_CALLS => problem(
                format!("more than {MAX_CALLS} module calls below one root"),
                "Calls beyond this limit were not evaluated.",
            ),
            (Some(Ok(_)), _) => None,
            (Some(Err(ReadError::Missing)), Some(folder)) if local.is_some() => problem(
                format!("{not_evaluated}: no configuration in `{}`", display_name(&without_detours(folder))),
                "Correct the path, or include the module's folder in the scan.",
            ),
            (Some(Err(reason)), Some(folder)) if !matches!(reason, ReadError::Missing) => problem(
                format!("{not_evaluated}: `{}` {reason}", display_name(&without_detours(folder))),
                reason.help().unwrap_or("Correct the path."),
            ),
            _ => problem(
                format!("{not_evaluated}: `{source}` is not installed"),
                "Run `terraform init` in the root module first: installed modules are found below `.terraform/modules`.",
            ),
        };
        if let Some(diagnostic) = diagnostic {
            self.diagnostics.push(diagnostic);
            return None;
        }
        found.and_then(Result::ok).map(|found| self.node(found, path, above))
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
    fn read(root: &Path, disk: &Disk, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let manifest = root.join(".terraform").join("modules").join("modules.json");
        let bytes = match disk.bytes(&manifest) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => return Self::default(),
            Err(reason) => {
                diagnostics.push(reason.diagnostic(&manifest));
                return Self::default();
            }
        };
        let entries = serde_json::from_slice::<Manifest>(&bytes).into_iter().flat_map(|manifest| manifest.modules);
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
