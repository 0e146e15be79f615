//! The flags that say how Conftest's policies are evaluated.

use std::path::PathBuf;

use super::config::{self, Wrong};
use super::terminal;
use crate::config::ConfigFile;
use crate::policy::ConftestOptions;
use seaworthy_source::{Disk, Path};

#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct Conftest {
    /// Of Conftest's policies, the rules in this package; `*` matches anything. Repeatable. [default: main]
    #[arg(long, value_name = "PACKAGE")]
    policy_namespace: Vec<String>,

    /// Of Conftest's policies, the rules in all packages.
    #[arg(long)]
    policy_all_namespaces: bool,

    /// A file or folder of YAML or JSON that Conftest's policies find below `data`. Repeatable.
    #[arg(long, value_name = "PATH")]
    policy_data: Vec<PathBuf>,

    /// Give Conftest's policies all input at once.
    #[arg(long)]
    policy_combine: bool,
}

impl Conftest {
    /// What these say, over what the configuration says.
    ///
    /// # Errors
    /// There is no such file or folder, and that was said.
    pub(super) fn options(&self, file: Option<&ConfigFile>) -> Result<ConftestOptions, Wrong> {
        if let Some(path) = self.policy_data.iter().find(|path| !Disk::anywhere().exists(path)) {
            terminal::complain(
                &format!("there is no file or folder `{}`", path.display()),
                "`--policy-data` takes a file or folder of YAML or JSON.",
            );
            return Err(Wrong);
        }
        let mut options = ConftestOptions {
            namespaces: self.policy_namespace.clone(),
            all_namespaces: self.policy_all_namespaces,
            data: self.policy_data.clone(),
            combine: self.policy_combine,
        };
        let Some(file) = file else { return Ok(options) };
        let settings = &file.config.conftest;
        if let Some(number) = settings.data.iter().position(|path| !Disk::anywhere().exists(&file.path(path))) {
            let message = format!("there is no file or folder `{}`", settings.data[number].display());
            let place = Path::default().key("conftest").key("data").index(number);
            let diagnostic = file.wrong(&place, message, "Paths are taken from the folder of this file.");
            return Err(config::complain(&diagnostic, &file.sources));
        }
        if options.namespaces.is_empty() {
            options.namespaces.clone_from(&settings.namespaces);
            options.all_namespaces |= settings.all_namespaces;
        }
        options.data.splice(0..0, settings.data.iter().map(|path| file.path(path)));
        options.combine |= settings.combine;
        Ok(options)
    }
}
