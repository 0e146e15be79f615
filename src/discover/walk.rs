//! Walking folders the way the user's other tools do: by gitignore's rules.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{WalkBuilder, WalkState};

use seaworthy_source::{Diagnostic, display_name, normalized};

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

/// Whether a link is a file of Terraform. One that leads out of the repository is not read, and reported by its reader.
fn is_configuration(link: &Path) -> bool {
    matches!(name::class(link), name::Class::Terraform) && link.is_file()
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
    pub(super) fn walk(&self, root: &Path) -> Found {
        let found = Mutex::new(Found::default());
        let take = |change: &dyn Fn(&mut Found)| {
            change(&mut found.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        };
        self.builder(root).build_parallel().run(|| {
            Box::new(|entry| {
                match entry {
                    // Links are left alone: what they lead to is judged where it lies. But a module's configuration is what
                    // its folder holds, in whatever way.
                    Ok(entry)
                        if entry.file_type().is_some_and(|kind| {
                            kind.is_file() || kind.is_symlink() && is_configuration(entry.path())
                        }) =>
                    {
                        take(&|found| found.files.push(entry.path().to_path_buf()));
                    }
                    Ok(_) => {}
                    Err(error) => take(&|found| {
                        found.diagnostics.push(
                            Diagnostic::error(display_name(root), format!("cannot be walked completely: {error}"))
                                .help("Check the permissions, or leave the folder out with `--exclude`."),
                        );
                    }),
                }
                WalkState::Continue
            })
        });
        let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        found.files.sort();
        found.diagnostics.sort_by(|a, b| a.message.cmp(&b.message));
        found
    }

    fn builder(&self, root: &Path) -> WalkBuilder {
        let mut builder = WalkBuilder::new(root);
        let excluded = self.excluded.clone();
        builder
            .hidden(!self.hidden)
            // The same answer on every machine: what a user's own configuration ignores does not count.
            .git_global(false)
            .require_git(false)
            .ignore(false)
            .add_custom_ignore_filename(IGNORE_FILE)
            .overrides(self.overrides(root))
            .filter_entry(move |entry| {
                let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_never_walked = NEVER_WALKED.iter().any(|name| entry.file_name() == std::ffi::OsStr::new(name));
                let is_excluded = || {
                    let path = normalized(entry.path());
                    path.starts_with(excluded.path()) && excluded.matched(path, is_dir).is_ignore()
                };
                entry.depth() == 0 || !is_never_walked && (excluded.is_empty() || !is_excluded())
            });
        builder
    }

    fn overrides(&self, root: &Path) -> Override {
        let mut builder = OverrideBuilder::new(root);
        for glob in &self.exclude {
            // Checked in `new`.
            let _ = builder.add(&format!("!{glob}"));
        }
        builder.build().unwrap_or_else(|_| Override::empty())
    }
}
