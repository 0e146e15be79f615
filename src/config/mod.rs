//! `seaworthy.yaml`: what a team has decided once, for everyone who runs the program.
//!
//! The command line wins over the file wherever both say something. Paths in it are taken from its own folder.

mod discover;
mod read;

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

pub use discover::find;
pub use read::{ConfigFile, read};

use crate::policy::RuleSettings;
use crate::requirements::RequirementSettings;
use crate::verdict::Severity;

/// What `seaworthy.yaml` may say.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// What to leave out: globs in the syntax of gitignore.
    pub exclude: Vec<String>,
    /// Whether to walk hidden files and folders, too.
    pub hidden: bool,
    /// Folders of further rules; one with the id of a bundled rule takes its place.
    pub policies: Vec<PathBuf>,
    /// How Conftest's policies among them are evaluated.
    pub conftest: ConftestSettings,
    /// Only these rules: ids, or how ids begin.
    pub select: Vec<String>,
    /// None of these rules: ids, or how ids begin.
    pub ignore: Vec<String>,
    /// Report nothing below this severity.
    pub min_severity: Option<Severity>,
    /// Exit with 1 from this severity on.
    pub fail_on: Option<FailOn>,
    /// Accept that something could not be evaluated.
    pub allow_incomplete: bool,
    /// Changes to rules, by id.
    pub rules: BTreeMap<String, RuleSettings>,
    /// Changes for some of the files.
    pub paths: Vec<PathSettings>,
    /// What workloads must do; of several declarations for one resource the later ones win, key by key.
    pub requirements: Vec<RequirementSettings>,
    /// What charts are rendered with.
    pub helm: HelmSettings,
    /// What Terraform's configuration is evaluated with.
    pub terraform: TerraformSettings,
}

/// How Conftest's policies are evaluated.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConftestSettings {
    /// The packages whose rules count; `*` matches anything. `main` unless set.
    pub namespaces: Vec<String>,
    /// Whether the rules of all packages count.
    pub all_namespaces: bool,
    /// Files and folders of YAML or JSON that policies find below `data`.
    pub data: Vec<PathBuf>,
    /// Whether policies are given all input at once.
    pub combine: bool,
}

/// From which severity on findings make the program fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are severities")]
pub enum FailOn {
    Critical,
    High,
    Medium,
    Low,
    Info,
    /// Never.
    None,
}

impl FailOn {
    /// The severity; nothing where none makes the program fail.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Low => Some(Severity::Low),
            Self::Info => Some(Severity::Info),
            Self::None => None,
        }
    }
}

/// What holds for some of the files.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PathSettings {
    /// Globs of files, from the folder of this file.
    #[serde(rename = "match")]
    pub globs: Vec<String>,
    /// None of these rules: ids, or how ids begin.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Changes to rules there, by id.
    #[serde(default)]
    pub rules: BTreeMap<String, RuleSettings>,
}

/// What charts are rendered with.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct HelmSettings {
    /// The version of Kubernetes that charts are rendered for.
    pub kube_version: Option<String>,
    /// API versions that the cluster has beside those of Kubernetes: `monitoring.coreos.com/v1`.
    pub api_versions: Vec<String>,
    /// The version of Helm whose rules hold.
    pub helm_version: Option<HelmVersion>,
    /// The charts that are not to be rendered with their own values alone.
    pub charts: Vec<ChartSettings>,
}

/// A version of Helm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "serde_yaml::Value")]
#[schemars(with = "u8", extend("enum" = [3, 4]))]
pub enum HelmVersion {
    /// Helm 3.
    Three,
    /// Helm 4.
    Four,
}

impl TryFrom<serde_yaml::Value> for HelmVersion {
    type Error = &'static str;

    fn try_from(value: serde_yaml::Value) -> Result<Self, Self::Error> {
        let text = value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|number| number.to_string()));
        match text.as_deref() {
            Some("3") => Ok(Self::Three),
            Some("4") => Ok(Self::Four),
            _ => Err("the version of Helm is 3 or 4"),
        }
    }
}

/// A chart, and the releases that are made of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChartSettings {
    /// The chart's folder.
    pub chart: PathBuf,
    /// Its releases, by a name for people (`production`): each is rendered and judged by itself.
    pub releases: BTreeMap<String, ReleaseSettings>,
}

/// A release of a chart.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ReleaseSettings {
    /// Files of values; the last one wins.
    pub values: Vec<PathBuf>,
    /// Single values, in the syntax of `helm --set`.
    pub set: Vec<String>,
    /// The name of the release.
    pub name: Option<String>,
    /// The namespace of the release.
    pub namespace: Option<String>,
    /// The version of Kubernetes that it is rendered for.
    pub kube_version: Option<String>,
}

/// What Terraform's configuration is evaluated with.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TerraformSettings {
    /// Files of values for the variables of root modules; the last one wins.
    pub var_files: Vec<PathBuf>,
    /// Values for the variables of root modules, as `terraform -var` takes them.
    pub vars: BTreeMap<String, String>,
}

/// The JSON Schema of the file.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Config).to_value();
    schema["title"] = "seaworthy.yaml".into();
    schema
}
