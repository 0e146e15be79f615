//! A kustomization file: found, read, checked, and asked for its fields.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::documents::Documents;
use super::fields;
use seaworthy_source::{Diagnostic, Entry, Node, Span, Value, display_name};

/// The group of Kustomization and Component.
const GROUP: &str = "kustomize.config.k8s.io";

/// What the file of a kustomization may be called.
pub const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Whether kustomize takes the file for a kustomization: by its name.
#[must_use]
pub fn is_kustomization(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// A kustomization.
#[derive(Debug)]
pub(super) struct Kustomization {
    /// The folder, as it was named.
    pub(super) folder: PathBuf,
    /// The file.
    pub(super) path: PathBuf,
    /// The file as reports name it.
    pub(super) name: String,
    /// All of it.
    pub(super) root: Arc<Node>,
    /// What is wrong with its fields.
    pub(super) problems: Vec<Diagnostic>,
}

/// A text of a kustomization.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The text.
    pub(super) text: Arc<str>,
    /// Where it is written.
    pub(super) span: Span,
}

impl Kustomization {
    /// Reads the kustomization of a folder.
    ///
    /// # Errors
    /// There is none, there are several, or it is broken. The error has no place: it is put at the line that names the folder.
    pub(super) fn read(folder: &Path, documents: &Documents<'_>) -> Result<Self, Box<Diagnostic>> {
        let subject = display_name(folder);
        let disk = documents.disk();
        disk.look(folder).map_err(|reason| reason.diagnostic(folder))?;
        let mut found = NAMES.iter().map(|name| folder.join(name)).filter(|path| disk.is_file(path));
        let Some(path) = found.next() else {
            let help = format!("A kustomization is called {}.", NAMES.join(", "));
            return Err(Diagnostic::error(&*subject, format!("`{subject}` has no kustomization")).help(help).into());
        };
        if let Some(other) = found.next() {
            let other = other.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let message = format!("`{subject}` has two kustomizations, `{name}` and `{other}`; kustomize rejects that");
            return Err(Diagnostic::error(&*subject, message).help("Keep one of them.").into());
        }
        let name = display_name(&path);
        let failed = |reason: String| Box::new(Diagnostic::error(&*name, reason));
        let parsed = documents.get(&path).map_err(|reason| reason.diagnostic(&path))?;
        let Some(document) = parsed.documents.first() else {
            return Err(failed("the kustomization is empty".into()));
        };
        let Some(root) = document.root.clone() else {
            let message = document.problems.first().map_or("not valid YAML", |problem| &problem.message);
            let span = document.problems.first().map_or(document.span, |problem| problem.span);
            return Err(Box::new(Diagnostic::error(&*name, message).at(span, "here")));
        };
        let mut problems = fields::check(&root, &name);
        problems.extend(header_problem(&root, &name));
        let says = |entry: &Entry| !matches!(&*entry.key, "apiVersion" | "kind") && entry.value.value != Value::Null;
        if !root.as_map().is_some_and(|map| map.iter().any(says)) {
            problems.push(
                Diagnostic::error(&*name, "the kustomization is empty; kustomize rejects that").at(root.span, ""),
            );
        }
        Ok(Self { folder: folder.to_path_buf(), path, name, root, problems })
    }

    /// Whether it is a component.
    pub(super) fn is_component(&self) -> bool {
        self.text("kind").is_some_and(|kind| &*kind.text == "Component")
    }

    /// A text field that says something.
    pub(super) fn text(&self, key: &str) -> Option<Text> {
        text(&self.root, key)
    }

    /// The entry of a field.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        field(&self.root, key)
    }

    /// The texts of a list.
    pub(super) fn texts(&self, key: &str) -> Vec<Text> {
        texts(&self.root, key)
    }

    /// The maps of a list.
    pub(super) fn maps(&self, key: &str) -> impl Iterator<Item = &Node> {
        self.entry(key).into_iter().flat_map(|entry| entry.value.items()).filter(|item| item.as_map().is_some())
    }
}

fn header_problem(root: &Node, name: &str) -> Option<Diagnostic> {
    let kind = text(root, "kind");
    let version = text(root, "apiVersion");
    let is_component = kind.as_ref().is_some_and(|kind| &*kind.text == "Component");
    if let Some(kind) = kind.filter(|kind| !matches!(&*kind.text, "Kustomization" | "Component")) {
        let message = "the kind of a kustomization is Kustomization or Component";
        return Some(Diagnostic::error(name, message).at(kind.span, ""));
    }
    let wanted = if is_component { "v1alpha1" } else { "v1beta1" };
    let version = version.filter(|version| *version.text != *format!("{GROUP}/{wanted}"))?;
    Some(Diagnostic::error(name, format!("the apiVersion must be {GROUP}/{wanted} here")).at(version.span, ""))
}

/// The entry of a field that says something. Go reads the names of fields in any casing.
pub(super) fn field<'a>(node: &'a Node, key: &str) -> Option<&'a Entry> {
    let map = node.as_map()?;
    map.entry(key)
        .or_else(|| map.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)))
        .filter(|entry| entry.value.value != Value::Null)
}

/// The text of a field that says something.
pub(super) fn text(node: &Node, key: &str) -> Option<Text> {
    as_text(&field(node, key)?.value).filter(|text| !text.text.is_empty())
}

/// The texts of a field that is a list.
pub(super) fn texts(node: &Node, key: &str) -> Vec<Text> {
    field(node, key).into_iter().flat_map(|entry| entry.value.items()).filter_map(as_text).collect()
}

/// Whether a field is true.
pub(super) fn flag(node: &Node, key: &str) -> bool {
    field(node, key).is_some_and(|entry| entry.value.value == Value::Bool(true))
}

fn as_text(node: &Node) -> Option<Text> {
    match &node.value {
        Value::String(text) => Some(Text { text: Arc::clone(text), span: node.span }),
        _ => None,
    }
}
