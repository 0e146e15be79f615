//! Label selectors, decided as far as labels are known.
//!
//! Source: `LabelSelectorAsSelector` and `ValidateLabelSelector` in Kubernetes' apimachinery.

use super::manifest::Manifest;
use super::matching::{Selected, Why, all};
use seaworthy_source::{Diagnostic, Node, Path, Value};

/// The label that the API server gives to every namespace.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// What a selector asks for; all of it must hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Selector(Vec<Requirement>);

#[derive(Debug, Clone)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

/// The labels of something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels<'a> {
    /// What is written; none where it is not known.
    pub written: Option<&'a Node>,
    /// Whether labels that are not written may be there all the same.
    pub is_open: bool,
    /// The name of the namespace that these are the labels of.
    pub namespace: Option<&'a str>,
}

enum Label<'a> {
    Absent,
    Is(&'a str),
    NotKnown,
}

impl Labels<'_> {
    fn get(&self, key: &str) -> Label<'_> {
        if let (NAME_LABEL, Some(name)) = (key, self.namespace) {
            return Label::Is(name);
        }
        match self.written.and_then(Node::as_map).and_then(|labels| labels.get(key)).map(|node| &node.value) {
            Some(Value::String(text)) => Label::Is(text),
            Some(Value::Unknown(_)) => Label::NotKnown,
            _ if self.is_open || matches!(self.written.map(|node| &node.value), Some(Value::Unknown(_))) => {
                Label::NotKnown
            }
            _ => Label::Absent,
        }
    }
}

impl Selector {
    /// Reads the selector at a path.
    pub fn read(manifest: Manifest<'_>, path: &Path, faults: &mut Vec<Diagnostic>) -> Option<Self> {
        let node = path.find(manifest.root).filter(|node| node.value != Value::Null)?;
        if node.as_map().is_none() {
            faults.push(manifest.error(path, format!("`{path}` must be a map, not {}", node.type_name())));
            return None;
        }
        faults.extend(manifest.unknown_keys(path, &["matchLabels", "matchExpressions"]));
        let mut requirements = Vec::new();
        for entry in node.entries_at(&["matchLabels"]) {
            let at = path.key("matchLabels").key(&entry.key);
            let value = manifest.text(&at, faults).unwrap_or_default().to_owned();
            requirements.push(Requirement { key: entry.key.to_string(), operator: Operator::In, values: vec![value] });
        }
        for index in 0..node.items_at(&["matchExpressions"]).len() {
            requirements.extend(expression(manifest, &path.key("matchExpressions").index(index), faults));
        }
        Some(Self(requirements))
    }

    /// Whether labels fulfil it.
    pub fn selects(&self, labels: &Labels<'_>) -> Selected {
        all(self.0.iter().map(|requirement| requirement.holds(labels)))
    }
}

fn expression(manifest: Manifest<'_>, at: &Path, faults: &mut Vec<Diagnostic>) -> Option<Requirement> {
    faults.extend(manifest.unknown_keys(at, &["key", "operator", "values"]));
    let key = manifest.text(&at.key("key"), faults).unwrap_or_default().to_owned();
    if key.is_empty() {
        faults.push(manifest.error(&at.key("key"), "the expression has no `key`"));
    }
    let values = manifest.texts(&at.key("values"), faults);
    let name = manifest.text(&at.key("operator"), faults).unwrap_or_default();
    let operator = match name {
        "In" => Operator::In,
        "NotIn" => Operator::NotIn,
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => {
            let message = format!("there is no operator `{name}`");
            let help = "There are `In`, `NotIn`, `Exists` and `DoesNotExist`.";
            faults.push(manifest.error(&at.key("operator"), message).help(help));
            return None;
        }
    };
    match (operator, values.is_empty()) {
        (Operator::In | Operator::NotIn, true) => {
            faults.push(manifest.error(&at.key("values"), format!("`{name}` needs `values`")));
        }
        (Operator::Exists | Operator::DoesNotExist, false) => {
            faults.push(manifest.error(&at.key("values"), format!("`{name}` takes no `values`")));
        }
        _ => {}
    }
    Some(Requirement { key, operator, values })
}

impl Requirement {
    fn holds(&self, labels: &Labels<'_>) -> Selected {
        let has = |value: &str| self.values.iter().any(|wanted| wanted == value);
        match (self.operator, labels.get(&self.key)) {
            (_, Label::NotKnown) => Selected::Undecided(Why::Labels),
            (Operator::In, Label::Is(value)) => has(value).into(),
            (Operator::NotIn, Label::Is(value)) => (!has(value)).into(),
            (Operator::Exists, Label::Is(_)) | (Operator::NotIn | Operator::DoesNotExist, Label::Absent) => {
                Selected::Yes
            }
            (Operator::DoesNotExist, Label::Is(_)) | (Operator::In | Operator::Exists, Label::Absent) => Selected::No,
        }
    }
}
