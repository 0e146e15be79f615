//! Which files make up a module.

use std::path::{Path, PathBuf};

use seaworthy_source::disk::Kind;
use seaworthy_source::{Disk, ReadError};

/// The files of one folder, by what they are for.
#[derive(Debug, Default, Clone)]
pub struct FileSet {
    /// Configuration, in the order in which Terraform reads it.
    pub primary: Vec<PathBuf>,
    /// What overrides the configuration, in order.
    pub overrides: Vec<PathBuf>,
    /// Variable values that are loaded automatically, in order of precedence: the last one wins.
    pub variables: Vec<PathBuf>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Configuration.
    Primary,
    /// Overrides configuration.
    Override,
    /// Variable values that are loaded automatically.
    Variables,
    /// Variable values that are loaded only with `-var-file`.
    OtherVariables,
}

/// What a file is for by its name; `None` if Terraform ignores it.
#[must_use]
pub fn role(path: &Path) -> Option<Role> {
    let name = path.file_name()?.to_str()?;
    let configuration = [".tf.json", ".tofu.json", ".tf", ".tofu"].iter().find_map(|end| name.strip_suffix(end));
    if let Some(stem) = configuration {
        let overrides = stem == "override" || stem.ends_with("_override");
        return Some(if overrides { Role::Override } else { Role::Primary });
    }
    let stem = [".tfvars", ".tfvars.json"].iter().find_map(|end| name.strip_suffix(end))?;
    Some(if stem == "terraform" || stem.ends_with(".auto") { Role::Variables } else { Role::OtherVariables })
}

impl FileSet {
    /// The files in a folder. Links that lead out of the boundary are included: reading them fails, and says why.
    ///
    /// # Errors
    /// Why the folder cannot be listed.
    pub fn read(folder: &Path, disk: &Disk) -> Result<Self, ReadError> {
        let mut paths = disk.names(folder)?;
        paths
            .retain(|path| role(path).is_some() && matches!(disk.look(path), Ok(Kind::File) | Err(ReadError::Outside)));
        Ok(Self::of(paths))
    }

    /// Sorts the files of a folder.
    #[must_use]
    pub fn of(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut set = Self::default();
        for path in files {
            match role(&path) {
                Some(Role::Primary) => set.primary.push(path),
                Some(Role::Override) => set.overrides.push(path),
                Some(Role::Variables) => set.variables.push(path),
                Some(Role::OtherVariables) | None => {}
            }
        }
        set.primary.sort();
        set.overrides.sort();
        // `terraform.tfvars` ranks below `terraform.tfvars.json`, and both below `*.auto.tfvars`.
        set.variables.sort_by_cached_key(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let rank = ["terraform.tfvars", "terraform.tfvars.json"].iter().position(|plain| *plain == name);
            (rank.unwrap_or(2), name)
        });
        set
    }

    /// Whether there is no configuration.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.primary.is_empty() && self.overrides.is_empty()
    }
}
