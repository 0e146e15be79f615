//! The flags that say what charts are rendered with.

use std::path::PathBuf;

use crate::helm::{Inputs, Semantics, Set};

/// What every chart of a scan is rendered with.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Helm")]
pub(super) struct Release {
    /// A file of values for charts; the last one wins. Repeatable.
    #[arg(long, short = 'f', value_name = "FILE")]
    values: Vec<PathBuf>,

    /// Set values of charts, in the syntax of Helm: `image.tag=1.2,replicas=3`. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,

    /// The same; all values are texts. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    set_string: Vec<String>,

    /// The same; values are JSON. Repeatable.
    #[arg(long, value_name = "KEY=JSON")]
    set_json: Vec<String>,

    /// The same; the value is what the file holds. Repeatable.
    #[arg(long, value_name = "KEY=FILE")]
    set_file: Vec<String>,

    /// The name of the release.
    #[arg(long, value_name = "NAME", default_value = "release-name")]
    release_name: String,

    /// The namespace of the release.
    #[arg(long, short = 'n', value_name = "NAME", default_value = "default")]
    namespace: String,

    /// The version of Kubernetes that charts are rendered for.
    #[arg(long, value_name = "VERSION", default_value = "v1.33.0")]
    kube_version: String,

    /// API versions that the cluster has beside those of Kubernetes: `monitoring.coreos.com/v1`. Repeatable.
    #[arg(long, value_name = "GROUP/VERSION", value_delimiter = ',')]
    api_versions: Vec<String>,

    /// The version of Helm whose rules hold.
    #[arg(long, value_name = "VERSION", default_value = "3")]
    helm_version: Version,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Version {
    /// Helm 3.
    #[value(name = "3")]
    Three,
    /// Helm 4.
    #[value(name = "4")]
    Four,
}

impl Release {
    pub(super) fn inputs(&self) -> Inputs {
        let sets = |texts: &[String], set: fn(String) -> Set| texts.iter().cloned().map(set).collect::<Vec<_>>();
        Inputs {
            release_name: self.release_name.clone(),
            namespace: self.namespace.clone(),
            kube_version: self.kube_version.clone(),
            api_versions: self.api_versions.clone(),
            values_files: self.values.clone(),
            sets: [
                sets(&self.set_json, Set::Json),
                sets(&self.set, Set::Value),
                sets(&self.set_string, Set::String),
                sets(&self.set_file, Set::File),
            ]
            .concat(),
            semantics: match self.helm_version {
                Version::Three => Semantics::Helm3,
                Version::Four => Semantics::Helm4,
            },
            ..Inputs::default()
        }
    }
}
