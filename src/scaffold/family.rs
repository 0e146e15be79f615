//! What a rule looks like for each sort of resource that it may be evaluated on.

use crate::policy::check_selector;

/// A sort of resources.
#[derive(Debug, Clone, PartialEq)]
pub enum Family {
    /// Pod templates.
    Pod,
    /// Objects of Kubernetes.
    Object {
        /// Of the fixtures.
        api_version: String,
        /// Of the fixtures.
        kind: String,
    },
    /// Resources of Terraform.
    Terraform {
        /// Of the fixtures.
        kind: String,
    },
    /// Charts.
    Chart,
}

const POD: [&str; 4] = [
    include_str!("templates/pod/rule.rego"),
    include_str!("templates/pod/test.rego"),
    include_str!("templates/pod/fail.yaml"),
    include_str!("templates/pod/pass.yaml"),
];
const OBJECT: [&str; 2] = [include_str!("templates/object/rule.rego"), include_str!("templates/object/test.rego")];
const TERRAFORM: [&str; 4] = [
    include_str!("templates/terraform/rule.rego"),
    include_str!("templates/terraform/test.rego"),
    include_str!("templates/terraform/fail.tf"),
    include_str!("templates/terraform/pass.tf"),
];
const CHART: [&str; 4] = [
    include_str!("templates/chart/rule.rego"),
    include_str!("templates/chart/test.rego"),
    include_str!("templates/chart/fail.yaml"),
    include_str!("templates/chart/pass.yaml"),
];

impl Family {
    /// The sort that a selector is about.
    ///
    /// # Errors
    /// It selects nothing.
    pub fn of(selects: &str) -> Result<Self, String> {
        check_selector(selects)?;
        let object =
            |api_version: &str, kind: &str| Self::Object { api_version: api_version.into(), kind: kind.into() };
        Ok(match selects.rsplit_once('/') {
            _ if selects == "pod" => Self::Pod,
            _ if selects == "workload" => object("apps/v1", "Deployment"),
            Some(("helm", _)) => Self::Chart,
            Some((group, kind)) => object(&api_version(group, kind), &without_wildcard(kind, "Example")),
            None => Self::Terraform { kind: without_wildcard(selects, "example") },
        })
    }

    /// The rule.
    pub(super) fn rule(&self) -> String {
        match self {
            Self::Pod => POD[0].to_owned(),
            Self::Object { .. } => OBJECT[0].to_owned(),
            Self::Terraform { kind } => with_tags(TERRAFORM[0], kind),
            Self::Chart => CHART[0].to_owned(),
        }
    }

    /// Its test.
    pub(super) fn test(&self) -> String {
        match self {
            Self::Pod => POD[1].to_owned(),
            Self::Object { .. } => OBJECT[1].to_owned(),
            Self::Terraform { kind } => with_tags(TERRAFORM[1], kind),
            Self::Chart => CHART[1].to_owned(),
        }
    }

    /// Its fixtures: path and text.
    pub(super) fn fixtures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Pod => vec![("fail.yaml", POD[2].to_owned()), ("pass.yaml", POD[3].to_owned())],
            Self::Object { api_version, kind } => {
                let head = format!("apiVersion: {api_version}\nkind: {kind}\n");
                let rest = spec(kind);
                let fail = format!("{head}metadata: # finding\n  name: example\n{rest}");
                let pass = format!("{head}metadata:\n  name: example\n  labels:\n    owner: platform\n{rest}");
                vec![("fail.yaml", fail), ("pass.yaml", pass)]
            }
            Self::Terraform { kind } => {
                let text = |text: &str| with_tags(&text.replace("{type}", kind), kind);
                vec![("fail.tf", text(TERRAFORM[2])), ("pass.tf", text(TERRAFORM[3]))]
            }
            Self::Chart => vec![("fail/Chart.yaml", CHART[2].to_owned()), ("pass/Chart.yaml", CHART[3].to_owned())],
        }
    }
}

/// With the attribute that a provider has for tags.
fn with_tags(text: &str, kind: &str) -> String {
    let provider = kind.split('_').next();
    let tags = if provider == Some("google") { "labels" } else { "tags" };
    // A provider of AWS may have tags for all of its resources.
    let defaults = if provider == Some("aws") {
        "\tobject.get(input.values, [\"tags_all\", tag], \"\") == \"\" # with the provider's default tags\n"
    } else {
        ""
    };
    text.replace("{default_tags}", defaults).replace("{tags}", tags)
}

/// The version that a fixture of a kind is written for.
fn api_version(selected: &str, kind: &str) -> String {
    if !selected.contains('*') {
        return selected.to_owned();
    }
    let group = match kind {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => "apps",
        "Job" | "CronJob" => "batch",
        "Ingress" | "NetworkPolicy" => "networking.k8s.io",
        "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding" => "rbac.authorization.k8s.io",
        "PodDisruptionBudget" => "policy",
        "HorizontalPodAutoscaler" => "autoscaling",
        _ => match selected.split_once('/') {
            Some((group, _)) if !group.contains('*') => group,
            _ => return if selected.contains('/') { "example.com/v1".to_owned() } else { "v1".to_owned() },
        },
    };
    let version = selected.rsplit_once('/').map_or("v1", |(_, version)| version);
    let version = if version.contains('*') { if group == "autoscaling" { "v2" } else { "v1" } } else { version };
    format!("{group}/{version}")
}

fn without_wildcard(name: &str, example: &str) -> String {
    if name == "*" { example.to_owned() } else { name.replace('*', example) }
}

/// What a kind cannot do without.
fn spec(kind: &str) -> String {
    const CONTAINERS: &str = "containers:\n  - name: example\n    image: registry.example.com/example:1.0.0\n";
    let template = "template:\n  metadata:\n    labels: {app: example}\n  spec:\n";
    let selector = "selector:\n  matchLabels: {app: example}\n";
    let text = match kind {
        "Pod" => indented(CONTAINERS, 2),
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
            format!("{}{}{}", indented(selector, 2), indented(template, 2), indented(CONTAINERS, 6))
        }
        "Job" => format!("{}{}      restartPolicy: Never\n", indented(template, 2), indented(CONTAINERS, 6)),
        "CronJob" => format!(
            "  schedule: \"0 3 * * *\"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n{}          restartPolicy: Never\n",
            indented(CONTAINERS, 10)
        ),
        _ => return String::new(),
    };
    format!("spec:\n{text}")
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}
