//! The flags that say where the configuration is.

use std::path::{Path, PathBuf};

use super::terminal::{self, Color};
use crate::config::{self, ConfigFile};
use crate::discover::FILE_NAME;
use crate::report;
use seaworthy_source::{Diagnostic, Sources};

/// Which configuration counts.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Input")]
pub(super) struct Configuration {
    /// The configuration. [default: the `seaworthy.yaml` nearest above the first PATH, within its repository]
    #[arg(long, value_name = "FILE", hide_env_values = true, env = "SEAWORTHY_CONFIG")]
    config: Option<PathBuf>,

    /// Read no configuration.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

impl Configuration {
    /// Reads the configuration that counts for the paths, if there is one. What is wrong with it is said.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn read(&self, paths: &[PathBuf]) -> Result<Option<ConfigFile>, Wrong> {
        if self.no_config {
            return Ok(None);
        }
        let start = paths.first().filter(|path| path.as_os_str() != "-").map_or(Path::new("."), PathBuf::as_path);
        let Some(path) = self.config.clone().or_else(|| config::find(start)) else { return Ok(None) };
        if !path.is_file() {
            terminal::complain(
                &format!("there is no file `{}`", path.display()),
                &format!("`--config` takes the path of a `{FILE_NAME}`."),
            );
            return Err(Wrong);
        }
        config::read(&path, Sources::default())
            .map(|mut file| {
                file.named = self.config.is_some();
                Some(file)
            })
            .map_err(|(diagnostic, sources)| complain(&diagnostic, &sources))
    }
}

/// The configuration is wrong, and that was said.
pub(super) struct Wrong;

/// Says what is wrong.
pub(super) fn complain(diagnostic: &Diagnostic, sources: &Sources) -> Wrong {
    let style = terminal::style(Color::Auto, false);
    terminal::say(&report::diagnostic(diagnostic, sources, &style));
    Wrong
}
