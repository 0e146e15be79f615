//! `Chart.yaml` and `requirements.yaml`.

use seaworthy_source::{Node, Number, Span, Value};

/// What `Chart.yaml` says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// `v1` where it says nothing.
    pub api_version: String,
    /// The chart's name.
    pub name: String,
    /// The chart's version.
    pub version: String,
    /// The version of what the chart deploys.
    pub app_version: Option<String>,
    /// The Kubernetes versions that it is for, as a constraint.
    pub kube_version: Option<String>,
    /// `application` or `library`.
    pub kind: Option<String>,
    /// What the chart is for.
    pub description: Option<String>,
    pub(crate) home: Option<String>,
    pub(crate) icon: Option<String>,
    pub(crate) condition: Option<String>,
    pub(crate) tags: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) keywords: Vec<String>,
    pub(crate) sources: Vec<String>,
    pub(crate) annotations: Vec<(String, String)>,
    /// Name, email, url.
    pub(crate) maintainers: Vec<[Option<String>; 3]>,
    /// The charts that it needs.
    pub dependencies: Vec<Dependency>,
}

/// A chart that another one needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency {
    /// The chart's name.
    pub name: String,
    /// A version or constraint.
    pub version: String,
    /// Where `helm dependency update` gets it from.
    pub repository: String,
    /// Paths in the values, separated by commas: the first one that is set decides whether it is enabled.
    pub condition: String,
    /// Tags by which it is switched with others.
    pub tags: Vec<String>,
    /// The name that it has in this chart, if it is another one.
    pub alias: Option<String>,
    pub(crate) imports: Vec<Import>,
    /// Where it is named.
    pub span: Span,
}

/// Values that a chart takes over from one that it needs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Import {
    /// Everything below `exports.NAME`.
    Export(String),
    Mapped {
        child: String,
        parent: String,
    },
}

impl Metadata {
    pub(crate) fn read(root: &Node) -> Self {
        let text = |key: &str| root.get(key).and_then(scalar);
        let texts = |key: &str| root.items_at(&[key]).iter().filter_map(scalar).collect();
        Self {
            api_version: text("apiVersion").unwrap_or_else(|| "v1".to_owned()),
            name: text("name").unwrap_or_default(),
            version: text("version").unwrap_or_default(),
            app_version: text("appVersion"),
            kube_version: text("kubeVersion"),
            kind: text("type"),
            description: text("description"),
            home: text("home"),
            icon: text("icon"),
            condition: text("condition"),
            tags: text("tags"),
            deprecated: root.get("deprecated").is_some_and(|node| node.value == Value::Bool(true)),
            keywords: texts("keywords"),
            sources: texts("sources"),
            annotations: root
                .entries_at(&["annotations"])
                .map(|entry| (entry.key.to_string(), scalar(&entry.value).unwrap_or_default()))
                .collect(),
            maintainers: root
                .items_at(&["maintainers"])
                .iter()
                .map(|person| ["name", "email", "url"].map(|key| person.get(key).and_then(scalar)))
                .collect(),
            dependencies: Self::read_dependencies(root),
        }
    }

    /// The `dependencies` of `Chart.yaml` or `requirements.yaml`.
    pub(crate) fn read_dependencies(root: &Node) -> Vec<Dependency> {
        root.items_at(&["dependencies"]).iter().map(dependency).collect()
    }
}

fn dependency(node: &Node) -> Dependency {
    let text = |key: &str| node.get(key).and_then(scalar);
    Dependency {
        name: text("name").unwrap_or_default(),
        version: text("version").unwrap_or_default(),
        repository: text("repository").unwrap_or_default(),
        condition: text("condition").unwrap_or_default(),
        tags: node.items_at(&["tags"]).iter().filter_map(scalar).collect(),
        alias: text("alias").filter(|alias| !alias.is_empty()),
        imports: node.items_at(&["import-values"]).iter().map(import).collect(),
        span: node.get("name").map_or(node.span, |name| name.span),
    }
}

fn import(node: &Node) -> Import {
    match &node.value {
        Value::Map(_) => {
            let text = |key: &str| node.get(key).and_then(scalar).unwrap_or_else(|| "<nil>".to_owned());
            Import::Mapped { child: text("child"), parent: text("parent") }
        }
        _ => Import::Export(scalar(node).unwrap_or_default()),
    }
}

/// A scalar as text: Helm takes numbers and booleans where it wants text.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(Number::Integer(value)) => Some(value.to_string()),
        Value::Number(Number::Float(value)) => Some(seaworthy_go::float(*value)),
        _ => None,
    }
}
