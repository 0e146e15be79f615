//! The declarations of a configuration.

use std::path::PathBuf;
use std::sync::Arc;

use super::matching::Match;
use super::read::{Written, read};
use super::table::named;
use crate::requirements::RequirementSettings;
use seaworthy_source::{Diagnostic, Entry, Map, Node, Path, SourceFile, Sources, Span, Unknown, Value, locate, yaml};

/// What a configuration declares: the text that it stands in, and the resources that are meant.
#[derive(Debug, Clone, Default)]
pub struct Declarations {
    /// The file, its name for reports, and its text.
    pub file: PathBuf,
    /// What reports call the file.
    pub name: String,
    /// The whole text of the file.
    pub text: String,
    /// The declarations, in the order of the file.
    pub settings: Vec<RequirementSettings>,
}

/// A declaration with its places.
#[derive(Debug)]
pub(super) struct Declaration {
    /// The resources that it is about.
    pub selects: Match,
    /// What it declares, by the keys of rules.
    pub entries: Vec<Entry>,
    /// Where it says which resources are meant.
    pub place: Span,
}

impl Declarations {
    /// The declarations, in a file of the scan.
    pub(super) fn placed(&self, sources: &Sources) -> Vec<Declaration> {
        if self.settings.is_empty() {
            return Vec::new();
        }
        let file = sources.add(self.file.clone(), self.name.clone(), self.text.clone());
        let root = yaml::parse(&file).documents.into_iter().next().and_then(|document| document.root);
        // What is wrong was said when the configuration was read.
        root.and_then(|root| declarations(&self.settings, &root, &file).ok()).unwrap_or_default()
    }
}

/// Whether the declarations of a configuration can be read.
///
/// # Errors
/// The first that cannot, at its place.
pub fn check(settings: &[RequirementSettings], root: &Node, file: &Arc<SourceFile>) -> Result<(), Box<Diagnostic>> {
    declarations(settings, root, file).map(|_| ())
}

fn declarations(
    settings: &[RequirementSettings],
    root: &Node,
    file: &Arc<SourceFile>,
) -> Result<Vec<Declaration>, Box<Diagnostic>> {
    let wrong = |place: Span, message: String, help: String| {
        Box::new(Diagnostic::error(file.name(), message).at(place, "here").help(help))
    };
    let place = |path: &Path| locate(root, path, |_| Arc::clone(file)).span;
    let mut all = Vec::with_capacity(settings.len());
    for (number, setting) in settings.iter().enumerate() {
        let at = Path::default().key("requirements").index(number);
        let selects = Match::of(&setting.selects).map_err(|(path, wrong_match)| {
            let at = path.0.into_iter().fold(at.key("match"), |path, step| path.then(step));
            wrong(place(&at), wrong_match.message, wrong_match.help)
        })?;
        let declared = at.key("declare");
        let mut entries = Vec::new();
        for entry in declared.find(root).and_then(Node::as_map).into_iter().flatten() {
            let requirement = named(&entry.key).map_err(|it| wrong(entry.key_span, it.message, it.help))?;
            let value = read(requirement, &entry.value, Written::Typed)
                .map_err(|it| wrong(place(&declared.key(&entry.key)), it.message, it.help))?;
            entries.push(Entry { key: requirement.key().into(), key_span: entry.key_span, value });
        }
        if entries.is_empty() {
            let help = "Write for instance `read-ratio: 0.9`; docs/requirements.md has all that can be declared.";
            return Err(wrong(place(&declared), "nothing is declared".to_owned(), help.to_owned()));
        }
        all.push(Declaration { selects, entries, place: place(&at.key("match")) });
    }
    Ok(all)
}

/// Puts what is declared in place of what was, key by key.
pub(super) fn merge(declared: &mut Vec<Entry>, further: &[Entry]) {
    for entry in further {
        declared.retain(|other| other.key != entry.key);
        declared.push(entry.clone());
    }
}

/// A value of which nothing is known, not even whether it is declared, at the place of another one.
pub(super) fn unknown(node: &Node, cause: &str) -> Node {
    let unknown = Unknown { cause: cause.into(), written: "(unknown)".into(), set: false };
    Node { value: Value::Unknown(unknown.into()), ..node.clone() }
}

/// What is declared as a value, its keys in order; nothing where nothing is.
pub(super) fn node(mut entries: Vec<Entry>) -> Option<Node> {
    let span = entries.first()?.key_span;
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    Some(Node { value: Value::Map(Map::from(entries)), span, origin: None })
}
