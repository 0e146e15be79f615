//! Walking folders the way the user's other tools do: by gitignore's rules.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::OverrideBuilder;

use seaworthy_source::disk::TreeRules;
use seaworthy_source::{Diagnostic, Disk, display_name, normalized};

use super::{Request, RequestError, name};

/// Folders of downloaded things, which somebody else is responsible for.
const NEVER_WALKED: [&str; 3] = ["node_modules", ".terraform", ".git"];

/// A file of ours that says, in gitignore's syntax, what to leave out.
const IGNORE_FILE: &str = ".seaworthyignore";

/// What a walk came upon.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub files: Vec<PathBuf>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Walks folders by the rules of one request.
pub(super) struct Walker {
    hidden: bool,
    exclude: Vec<String>,
    /// What a configuration leaves out.
    excluded: Gitignore,
}

/// What a request leaves out by globs, asked of files that no walk comes upon.
#[derive(Debug, Default)]
pub struct LeftOut(Vec<Gitignore>);

impl LeftOut {
    /// Whether the file, or a folder that it is in, is left out. `path` is as [`normalized`] names it.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        self.0
            .iter()
            .any(|globs| path.starts_with(globs.path()) && globs.matched_path_or_any_parents(path, false).is_ignore())
    }
}

impl Walker {
    pub(super) fn new(request: &Request) -> Result<Self, RequestError> {
        let (folder, globs) = request.exclude_from.clone().unwrap_or_default();
        let mut excluded = GitignoreBuilder::new(normalized(&folder));
        for glob in &globs {
            excluded
                .add_line(None, glob)
                .map_err(|error| RequestError::Glob { glob: glob.clone(), reason: error.to_string() })?;
        }
        let excluded = excluded.build().unwrap_or_else(|_| Gitignore::empty());
        let walker = Self { hidden: request.hidden, exclude: request.exclude.clone(), excluded };
        for glob in &request.exclude {
            OverrideBuilder::new(".")
                .add(&format!("!{glob}"))
                .map_err(|error| RequestError::Glob { glob: glob.clone(), reason: error.to_string() })?;
        }
        Ok(walker)
    }

    /// What is left out below these folders.
    pub(super) fn left_out(&self, roots: &[PathBuf]) -> LeftOut {
        let of_root = |root: &PathBuf| {
            let mut globs = GitignoreBuilder::new(normalized(root));
            for glob in &self.exclude {
                // Checked in `new`.
                let _ = globs.add_line(None, glob);
            }
            globs.build().unwrap_or_else(|_| Gitignore::empty())
        };
        let globs = roots.iter().map(of_root).chain([self.excluded.clone()]);
        LeftOut(globs.filter(|globs| !globs.is_empty()).collect())
    }

    /// The files below a folder, in order.
    pub(super) fn walk(&self, root: &Path, disk: &Disk) -> Found {
        // Links are not followed: what they lead to is evaluated where it is. But a module's configuration is everything in
        // its folder. A link that leads out of the repository is reported by its reader.
        let is_configuration = |link: &Path| matches!(name::class(link), name::Class::Terraform);
        let rules = TreeRules {
            hidden: self.hidden,
            ignore_file: IGNORE_FILE,
            exclude: &self.exclude,
            excluded: &self.excluded,
            never_walked: &NEVER_WALKED,
            link: &is_configuration,
        };
        let (files, errors) = disk.tree(root, &rules);
        let diagnostics = errors.into_iter().map(|error| {
            Diagnostic::error(display_name(root), format!("cannot be walked completely: {error}"))
                .help("Check the permissions, or leave the folder out with `--exclude`.")
        });
        Found { files, diagnostics: diagnostics.collect() }
    }
}
