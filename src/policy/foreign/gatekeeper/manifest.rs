//! A manifest among the policies: what it says, and where.

use std::sync::Arc;

use seaworthy_source::{Diagnostic, Node, Path, SourceFile, Span, closest, locate};

/// A document of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manifest<'a> {
    pub file: &'a Arc<SourceFile>,
    pub root: &'a Node,
}

impl<'a> Manifest<'a> {
    /// Its group, version and kind; a version without a group has an empty one.
    pub fn type_name(self) -> (&'a str, &'a str, &'a str) {
        let api_version = self.root.str_at(&["apiVersion"]).unwrap_or_default();
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        (group, version, self.root.str_at(&["kind"]).unwrap_or_default())
    }

    pub fn name(self) -> &'a str {
        self.root.str_at(&["metadata", "name"]).unwrap_or_default()
    }

    pub fn annotation(self, key: &str) -> Option<&'a str> {
        self.root.str_at(&["metadata", "annotations", key])
    }

    /// The place of a path, or of the nearest that there is.
    pub fn place(self, path: &Path) -> Span {
        locate(self.root, path, |_| Arc::clone(self.file)).span
    }

    /// Something wrong, at a path.
    pub fn error(self, path: &Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.file.name(), message).at(self.place(path), "")
    }

    /// Something that may be meant, at a path.
    pub fn warning(self, path: &Path, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.file.name(), message).at(self.place(path), "")
    }

    /// The keys of the map at a path that are none of those that may be there.
    pub fn unknown_keys(self, path: &Path, allowed: &[&str]) -> Vec<Diagnostic> {
        let entries = path.find(self.root).and_then(Node::as_map).into_iter().flatten();
        let unknown = entries.filter(|entry| !allowed.contains(&&*entry.key));
        unknown
            .map(|entry| {
                let message = format!("there is no field `{}`", path.key(&entry.key));
                let diagnostic = self.error(&path.key(&entry.key), message);
                match closest(&entry.key, allowed.iter().copied()) {
                    Some(meant) => diagnostic.help(format!("Did you mean `{meant}`?")),
                    None => diagnostic.help("Gatekeeper refuses it, too: remove it."),
                }
            })
            .collect()
    }

    /// The texts of the list at a path, and what is none of them.
    pub fn texts(self, path: &Path, faults: &mut Vec<Diagnostic>) -> Vec<String> {
        let Some(node) = path.find(self.root) else { return Vec::new() };
        if !matches!(node.value, seaworthy_source::Value::List(_) | seaworthy_source::Value::Null) {
            faults.push(self.error(path, format!("`{path}` must be a list of texts, not {}", node.type_name())));
        }
        let mut texts = Vec::new();
        for (index, item) in node.items().iter().enumerate() {
            match item.as_str() {
                Some(text) => texts.push(text.to_owned()),
                None => {
                    let at = path.index(index);
                    faults.push(self.error(&at, format!("`{at}` must be a text, not {}", item.type_name())));
                }
            }
        }
        texts
    }

    /// The text at a path; nothing where there is none, or something else, which is told.
    pub fn text(self, path: &Path, faults: &mut Vec<Diagnostic>) -> Option<&'a str> {
        let node = path.find(self.root).filter(|node| node.value != seaworthy_source::Value::Null)?;
        let text = node.as_str();
        if text.is_none() {
            faults.push(self.error(path, format!("`{path}` must be a text, not {}", node.type_name())));
        }
        text
    }
}

/// A path of keys.
pub(super) fn path(keys: &[&str]) -> Path {
    keys.iter().fold(Path::default(), |path, key| path.key(key))
}
