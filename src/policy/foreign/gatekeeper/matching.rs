//! What a constraint applies to: `spec.match`.
//!
//! Source: `pkg/mutation/match` of Gatekeeper, and `website/docs/howto.md`. A manifest knows less than a cluster does: where
//! it names no namespace, none is excluded by `excludedNamespaces`, and whether it is one of `namespaces` is not decided.

use std::borrow::Cow;

use super::labels::{Labels, Selector};
use super::manifest::{Manifest, path};
use seaworthy_source::{Diagnostic, Node, Path, Value};

/// `spec.match`, as far as it says something.
#[derive(Debug, Clone, Default)]
pub(super) struct Match {
    pub kinds: Vec<Kinds>,
    scope: Option<Scope>,
    namespaces: Vec<String>,
    excluded_namespaces: Vec<String>,
    labels: Option<Selector>,
    namespace_labels: Option<Selector>,
    name: Option<String>,
    source: Option<Source>,
}

/// Kinds of some groups.
#[derive(Debug, Clone)]
pub(super) struct Kinds {
    pub groups: Vec<String>,
    pub kinds: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Cluster,
    Namespaced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Original,
    Generated,
}

/// What may be judged.
#[derive(Debug, Clone)]
pub(super) struct Subject<'a> {
    pub group: &'a str,
    pub kind: &'a str,
    /// The object, as far as its metadata goes.
    pub root: &'a Node,
    /// Its name; none where it is not known.
    pub name: Option<Cow<'a, str>>,
    pub namespace: Namespace<'a>,
    /// Whether an expansion made it.
    pub is_generated: bool,
}

/// The namespace that something lives in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Namespace<'a> {
    /// It lives in none.
    None,
    /// It lives in this one, whose object may be known.
    Named(&'a str, Option<&'a Node>),
    /// That is decided when it is applied.
    Open,
    /// It is not known whether the kind lives in one.
    NotKnown,
}

/// Whether a constraint applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Selected {
    Yes,
    No,
    /// That hangs on something that is not known here.
    Undecided(Why),
}

/// What it hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The namespace that the manifest does not name.
    Namespace,
    /// The labels of a namespace that is not among the manifests, or labels that are filled in later.
    Labels,
    /// Whether the kind lives in a namespace.
    Scope,
    /// The name.
    Name,
}

impl From<bool> for Selected {
    fn from(selected: bool) -> Self {
        if selected { Self::Yes } else { Self::No }
    }
}

/// All of them.
pub(super) fn all(parts: impl Iterator<Item = Selected>) -> Selected {
    let mut whole = Selected::Yes;
    for part in parts {
        match part {
            Selected::Yes => {}
            Selected::No => return Selected::No,
            Selected::Undecided(_) => whole = part,
        }
    }
    whole
}

impl Match {
    /// Reads `spec.match` of a constraint.
    pub fn read(constraint: Manifest<'_>, faults: &mut Vec<Diagnostic>) -> Self {
        let root = path(&["spec", "match"]);
        const FIELDS: [&str; 8] = [
            "source",
            "kinds",
            "scope",
            "namespaces",
            "excludedNamespaces",
            "labelSelector",
            "namespaceSelector",
            "name",
        ];
        if let Some(node) =
            root.find(constraint.root).filter(|node| node.as_map().is_none() && node.value != Value::Null)
        {
            faults.push(constraint.error(&root, format!("`spec.match` must be a map, not {}", node.type_name())));
        }
        faults.extend(constraint.unknown_keys(&root, &FIELDS));
        let kinds = root.key("kinds");
        let count = kinds.find(constraint.root).map_or(0, |node| node.items().len());
        let kinds = (0..count).map(|index| {
            let at = kinds.index(index);
            faults.extend(constraint.unknown_keys(&at, &["apiGroups", "kinds"]));
            Kinds {
                groups: constraint.texts(&at.key("apiGroups"), faults),
                kinds: constraint.texts(&at.key("kinds"), faults),
            }
        });
        Self {
            kinds: kinds.collect(),
            scope: scope(constraint, &root.key("scope"), faults),
            namespaces: patterns(constraint, &root.key("namespaces"), faults),
            excluded_namespaces: patterns(constraint, &root.key("excludedNamespaces"), faults),
            labels: Selector::read(constraint, &root.key("labelSelector"), faults),
            namespace_labels: Selector::read(constraint, &root.key("namespaceSelector"), faults),
            name: constraint.text(&root.key("name"), faults).filter(|name| !name.is_empty()).map(|name| {
                check_pattern(constraint, &root.key("name"), name, faults);
                name.to_owned()
            }),
            source: source(constraint, &root.key("source"), faults),
        }
    }

    /// Whether it applies to what may be judged.
    pub fn selects(&self, subject: &Subject<'_>) -> Selected {
        if !self.selects_kind(subject) {
            return Selected::No;
        }
        let parts = [
            self.source.is_none_or(|source| (source == Source::Generated) == subject.is_generated).into(),
            self.selects_scope(subject),
            self.selects_namespace(subject),
            self.excludes_no_namespace(subject),
            self.selects_name(subject),
            self.selects_labels(subject),
            self.selects_namespace_labels(subject),
        ];
        all(parts.into_iter())
    }

    fn selects_kind(&self, subject: &Subject<'_>) -> bool {
        let has = |list: &[String], name: &str| list.is_empty() || list.iter().any(|it| it == "*" || it == name);
        self.kinds.is_empty()
            || self.kinds.iter().any(|kinds| has(&kinds.kinds, subject.kind) && has(&kinds.groups, subject.group))
    }

    fn selects_scope(&self, subject: &Subject<'_>) -> Selected {
        let has_namespace = match subject.namespace {
            _ if self.scope.is_none() => return Selected::Yes,
            _ if is_namespace(subject) => false,
            Namespace::None => false,
            Namespace::Named(..) | Namespace::Open => true,
            Namespace::NotKnown => return Selected::Undecided(Why::Scope),
        };
        (has_namespace == (self.scope == Some(Scope::Namespaced))).into()
    }

    fn selects_namespace(&self, subject: &Subject<'_>) -> Selected {
        let has = |name: &str| self.namespaces.iter().any(|pattern| matches(pattern, name));
        match (own_namespace(subject), subject.namespace) {
            _ if self.namespaces.is_empty() => Selected::Yes,
            (Some(name), _) => has(name).into(),
            (None, Namespace::None) => Selected::Yes,
            // What fits any name fits this one.
            (None, _) if self.namespaces.iter().any(|pattern| pattern == "*" || pattern == "**") => Selected::Yes,
            (None, _) => Selected::Undecided(Why::Namespace),
        }
    }

    fn excludes_no_namespace(&self, subject: &Subject<'_>) -> Selected {
        let excluded = |name: &str| self.excluded_namespaces.iter().any(|pattern| matches(pattern, name));
        // As in Gatekeeper's own tool, a manifest that names no namespace is excluded by a pattern that fits any only.
        let is_excluded = match (own_namespace(subject), subject.namespace) {
            (Some(name), _) => excluded(name),
            (None, Namespace::Open) => excluded(""),
            (None, _) => false,
        };
        (!is_excluded).into()
    }

    fn selects_name(&self, subject: &Subject<'_>) -> Selected {
        let Some(pattern) = &self.name else { return Selected::Yes };
        let start = subject.root.str_at(&["metadata", "generateName"]).filter(|_| !subject.is_generated);
        match &subject.name {
            None => Selected::Undecided(Why::Name),
            Some(name) => (matches(pattern, name) || matches_start(pattern, start.unwrap_or_default())).into(),
        }
    }

    fn selects_labels(&self, subject: &Subject<'_>) -> Selected {
        let Some(selector) = &self.labels else { return Selected::Yes };
        selector.selects(&Labels {
            written: subject.root.at(&["metadata", "labels"]),
            is_open: false,
            namespace: subject.name.as_deref().filter(|_| is_namespace(subject)),
        })
    }

    fn selects_namespace_labels(&self, subject: &Subject<'_>) -> Selected {
        let Some(selector) = &self.namespace_labels else { return Selected::Yes };
        let (object, is_open, namespace) = match subject.namespace {
            _ if is_namespace(subject) => (Some(subject.root), false, subject.name.as_deref()),
            Namespace::None => return Selected::Yes,
            Namespace::Named(name, object) => (object, object.is_none(), Some(name)),
            Namespace::Open | Namespace::NotKnown => (None, true, None),
        };
        let written = object.and_then(|object| object.at(&["metadata", "labels"]));
        selector.selects(&Labels { written, is_open, namespace })
    }
}

/// Whether something lives in a namespace that fits a pattern, or is one.
pub(super) fn is_in(patterns: &[String], subject: &Subject<'_>) -> bool {
    own_namespace(subject).is_some_and(|name| patterns.iter().any(|pattern| matches(pattern, name)))
}

fn is_namespace(subject: &Subject<'_>) -> bool {
    subject.group.is_empty() && subject.kind == "Namespace"
}

/// The namespace that it lives in, or that it is.
fn own_namespace<'a>(subject: &'a Subject<'_>) -> Option<&'a str> {
    match subject.namespace {
        _ if is_namespace(subject) => subject.name.as_deref(),
        Namespace::Named(name, _) => Some(name),
        _ => None,
    }
}

/// Whether a name fits a pattern, which may have `*` at its ends.
fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => {
            let inner = pattern.strip_prefix('*').unwrap_or_default();
            name.contains(inner.strip_suffix('*').unwrap_or(inner))
        }
        (Some(end), None) => name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (None, None) => pattern == name,
    }
}

/// Whether a name that is still to be completed fits a pattern.
fn matches_start(pattern: &str, start: &str) -> bool {
    pattern.ends_with('*') && matches(pattern, start)
}

fn patterns(constraint: Manifest<'_>, at: &Path, faults: &mut Vec<Diagnostic>) -> Vec<String> {
    let patterns = constraint.texts(at, faults);
    for (index, pattern) in patterns.iter().enumerate() {
        check_pattern(constraint, &at.index(index), pattern, faults);
    }
    patterns
}

/// `^\*?[-:a-z0-9]*\*?$`
fn check_pattern(constraint: Manifest<'_>, at: &Path, pattern: &str, faults: &mut Vec<Diagnostic>) {
    let inner = pattern.strip_prefix('*').unwrap_or(pattern);
    let inner = inner.strip_suffix('*').unwrap_or(inner);
    if !inner.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-:".contains(&byte)) {
        let message = format!("`{pattern}` is no pattern of names");
        faults.push(constraint.error(at, message).help("`*` can only stand at the beginning and at the end."));
    }
}

fn scope(constraint: Manifest<'_>, at: &Path, faults: &mut Vec<Diagnostic>) -> Option<Scope> {
    match constraint.text(at, faults)? {
        "Cluster" => Some(Scope::Cluster),
        "Namespaced" => Some(Scope::Namespaced),
        "*" | "" => None,
        other => {
            let message = format!("there is no scope `{other}`, which Gatekeeper takes for `*`");
            faults.push(constraint.warning(at, message).help("There are `*`, `Cluster` and `Namespaced`."));
            None
        }
    }
}

fn source(constraint: Manifest<'_>, at: &Path, faults: &mut Vec<Diagnostic>) -> Option<Source> {
    match constraint.text(at, faults)? {
        "Original" => Some(Source::Original),
        "Generated" => Some(Source::Generated),
        "All" | "" => None,
        other => {
            let message = format!("there is no source `{other}`");
            faults.push(constraint.error(at, message).help("There are `All`, `Original` and `Generated`."));
            None
        }
    }
}
