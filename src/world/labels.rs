//! Label selectors, as the Kubernetes API defines them.

use std::collections::HashMap;

use seaworthy_source::{Node, Value};

/// Labels by key; a value that is filled in later is `None`.
pub(super) type Labels<'a> = HashMap<&'a str, Option<&'a str>>;

/// Reads a map of labels.
pub(super) fn labels(node: Option<&Node>) -> Labels<'_> {
    let entries = node.and_then(Node::as_map).into_iter().flatten();
    entries.filter(|entry| entry.value.value != Value::Null).map(|entry| (&*entry.key, entry.value.as_str())).collect()
}

/// What a selector asks for.
#[derive(Debug, Default)]
pub(super) struct Selector<'a> {
    requirements: Vec<Requirement<'a>>,
}

#[derive(Debug)]
struct Requirement<'a> {
    key: &'a str,
    operator: Operator<'a>,
}

#[derive(Debug)]
enum Operator<'a> {
    In(Vec<&'a str>),
    NotIn(Vec<&'a str>),
    Exists,
    DoesNotExist,
    /// Cannot be decided: a placeholder or nonsense.
    Unknown,
}

impl<'a> Selector<'a> {
    /// A plain map of labels, as Services have it.
    pub(super) fn from_map(node: &'a Node) -> Self {
        let requirements = node.as_map().into_iter().flatten().map(|entry| Requirement {
            key: &entry.key,
            operator: entry.value.as_str().map_or(Operator::Unknown, |value| Operator::In(vec![value])),
        });
        Self { requirements: requirements.collect() }
    }

    /// A LabelSelector with `matchLabels` and `matchExpressions`.
    pub(super) fn from_label_selector(node: &'a Node) -> Self {
        let mut selector = node.get("matchLabels").map(Self::from_map).unwrap_or_default();
        for expression in node.items_at(&["matchExpressions"]) {
            let Some(key) = expression.str_at(&["key"]) else { continue };
            let values = || expression.items_at(&["values"]).iter().map(Node::as_str).collect::<Option<Vec<_>>>();
            let operator = match (expression.str_at(&["operator"]), values()) {
                (Some("In"), Some(values)) => Operator::In(values),
                (Some("NotIn"), Some(values)) => Operator::NotIn(values),
                (Some("Exists"), _) => Operator::Exists,
                (Some("DoesNotExist"), _) => Operator::DoesNotExist,
                _ => Operator::Unknown,
            };
            selector.requirements.push(Requirement { key, operator });
        }
        selector
    }

    /// Whether nothing is asked for, so that everything is selected.
    pub(super) fn is_empty(&self) -> bool {
        self.requirements.is_empty()
    }

    /// Whether the labels fulfil it. What is not decided here counts as fulfilled: it is no reason to report.
    pub(super) fn matches(&self, labels: &Labels<'_>) -> bool {
        self.requirements.iter().all(|requirement| requirement.holds(labels))
    }

    /// How many of the requirements the labels fulfil by what they say, and how many there are.
    pub(super) fn fulfilled(&self, labels: &Labels<'_>) -> (usize, usize) {
        let fulfilled = self.requirements.iter().filter(|requirement| {
            matches!(&requirement.operator, Operator::In(_))
                && labels.contains_key(requirement.key)
                && requirement.holds(labels)
        });
        (fulfilled.count(), self.requirements.len())
    }
}

impl Requirement<'_> {
    fn holds(&self, labels: &Labels<'_>) -> bool {
        if is_set_at_run_time(self.key) {
            return true;
        }
        match (&self.operator, labels.get(self.key)) {
            (Operator::Unknown, _) | (Operator::In(_) | Operator::NotIn(_), Some(None)) => true,
            (Operator::In(values), Some(Some(value))) => values.contains(value),
            (Operator::NotIn(values), Some(Some(value))) => !values.contains(value),
            (Operator::In(_), None) | (Operator::Exists, None) | (Operator::DoesNotExist, Some(_)) => false,
            (Operator::NotIn(_), None) | (Operator::Exists, Some(_)) | (Operator::DoesNotExist, None) => true,
        }
    }
}

/// Labels that controllers put on pods, so that a template does not show them.
fn is_set_at_run_time(key: &str) -> bool {
    const KEYS: [&str; 13] = [
        "apps.kubernetes.io/pod-index",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-hash",
        // Elected leaders of databases carry these.
        "redis-role",
        "role",
        "rollouts-pod-template-hash",
        "spilo-role",
        "statefulset.kubernetes.io/pod-name",
        "security.istio.io/tlsMode",
        "service.istio.io/canonical-name",
        "service.istio.io/canonical-revision",
    ];
    const PREFIXES: [&str; 12] = [
        "batch.kubernetes.io/",
        "cnpg.io/",
        "jobset.sigs.k8s.io/",
        "kafka.strimzi.io/",
        "leaderworkerset.sigs.k8s.io/",
        "ray.io/",
        "serving.knative.dev/",
        "serving.kserve.io/",
        "spark-",
        "strimzi.io/",
        "training.kubeflow.org/",
        "volcano.sh/",
    ];
    KEYS.contains(&key) || PREFIXES.iter().any(|prefix| key.starts_with(prefix))
}
