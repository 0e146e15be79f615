//! The flags that say what charts are rendered with.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::{ConfigFile, HelmVersion};
use crate::frontend::helm::Installations;
use seaworthy_helm::{Inputs, Semantics, Set};
use seaworthy_source::disk::{Kind, ReadError};
use seaworthy_source::{Diagnostic, Path, normalized};

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

    /// The name of the release. [default: release-name]
    #[arg(long, value_name = "NAME")]
    release_name: Option<String>,

    /// The namespace of the release. [default: default]
    #[arg(long, short = 'n', value_name = "NAME")]
    namespace: Option<String>,

    /// The version of Kubernetes that charts are rendered for. [default: v1.33.0]
    #[arg(long, value_name = "VERSION")]
    kube_version: Option<String>,

    /// API versions that the cluster has beside those of Kubernetes: `monitoring.coreos.com/v1`. Repeatable.
    #[arg(long, value_name = "GROUP/VERSION", value_delimiter = ',')]
    api_versions: Vec<String>,

    /// The version of Helm whose rules hold. [default: 3]
    #[arg(long, value_name = "VERSION")]
    helm_version: Option<Version>,
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
    /// What the charts are rendered with: what the command line says, over what the configuration says.
    ///
    /// # Errors
    /// What the configuration names and is not there.
    pub(super) fn installations(&self, file: Option<&ConfigFile>) -> Result<Installations, Box<Diagnostic>> {
        let mut installations = Installations { default: self.over(self.base(file)), by_chart: BTreeMap::new() };
        let Some(file) = file else { return Ok(installations) };
        let disk = file.disk();
        for (number, chart) in file.config.helm.charts.iter().enumerate() {
            let at = Path::default().key("helm").key("charts").index(number);
            let folder = file.path(&chart.chart);
            if let Err(reason) = disk.look(&folder.join("Chart.yaml")) {
                let message = match &reason {
                    ReadError::Missing => format!("no chart found in `{}`", chart.chart.display()),
                    reason => format!("`{}` {reason}", chart.chart.display()),
                };
                let help =
                    reason.help().unwrap_or("Set `chart` to a folder with a `Chart.yaml`, relative to this file.");
                return Err(Box::new(file.wrong(&at.key("chart"), message, help)));
            }
            let mut releases = Vec::new();
            for (name, release) in &chart.releases {
                for values in &release.values {
                    let reason = match disk.look(&file.path(values)) {
                        Ok(Kind::File) => continue,
                        Ok(Kind::Folder) => ReadError::IsFolder,
                        Ok(Kind::Special) => ReadError::Special,
                        Err(reason) => reason,
                    };
                    let message = format!("`{}` {reason}", values.display());
                    let help = reason.help().unwrap_or("Set `values` to files, relative to this file.");
                    return Err(Box::new(file.wrong(&at.key("releases").key(name).key("values"), message, help)));
                }
                let mut inputs = self.base(Some(file));
                inputs.release_name = release.name.clone().unwrap_or(inputs.release_name);
                inputs.namespace = release.namespace.clone().unwrap_or(inputs.namespace);
                inputs.kube_version = release.kube_version.clone().unwrap_or(inputs.kube_version);
                inputs.values_files = release.values.iter().map(|values| file.path(values)).collect();
                inputs.sets = release.set.iter().cloned().map(Set::Value).collect();
                releases.push((name.clone(), self.over(inputs)));
            }
            installations.by_chart.insert(normalized(&folder), releases);
        }
        Ok(installations)
    }

    /// What the configuration says of all charts.
    fn base(&self, file: Option<&ConfigFile>) -> Inputs {
        let mut inputs = Inputs::default();
        if let Some(settings) = file.map(|file| &file.config.helm) {
            inputs.kube_version = settings.kube_version.clone().unwrap_or(inputs.kube_version);
            inputs.api_versions.clone_from(&settings.api_versions);
            inputs.semantics = match settings.helm_version {
                Some(HelmVersion::Four) => Semantics::Helm4,
                Some(HelmVersion::Three) | None => Semantics::Helm3,
            };
        }
        inputs
    }

    /// The same with what the command line says.
    fn over(&self, mut inputs: Inputs) -> Inputs {
        let sets = |texts: &[String], set: fn(String) -> Set| texts.iter().cloned().map(set).collect::<Vec<_>>();
        inputs.release_name = self.release_name.clone().unwrap_or(inputs.release_name);
        inputs.namespace = self.namespace.clone().unwrap_or(inputs.namespace);
        inputs.kube_version = self.kube_version.clone().unwrap_or(inputs.kube_version);
        inputs.api_versions.extend(self.api_versions.iter().cloned());
        inputs.values_files.extend(self.values.iter().cloned());
        inputs.sets.extend(sets(&self.set_json, Set::Json));
        inputs.sets.extend(sets(&self.set, Set::Value));
        inputs.sets.extend(sets(&self.set_string, Set::String));
        inputs.sets.extend(sets(&self.set_file, Set::File));
        inputs.semantics = match self.helm_version {
            Some(Version::Three) => Semantics::Helm3,
            Some(Version::Four) => Semantics::Helm4,
            None => inputs.semantics,
        };
        inputs
    }
}
