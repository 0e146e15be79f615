//! Walking a user's folder the way other tools do: by gitignore's rules.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::{Override, OverrideBuilder};
use ignore::{WalkBuilder, WalkState};

use super::Disk;
use crate::normalized;

/// What a walk leaves out, and what it takes besides regular files.
#[derive(Clone, Copy)]
pub struct TreeRules<'a> {
    /// Whether hidden files and folders are walked, too.
    pub hidden: bool,
    /// The name of files that say, in gitignore's syntax, what to leave out, next to `.gitignore`.
    pub ignore_file: &'a str,
    /// Globs of what to leave out, from the folder that is walked.
    pub exclude: &'a [String],
    /// Globs of what to leave out, from a folder of their own.
    pub excluded: &'a Gitignore,
    /// Names of folders that are never walked.
    pub never_walked: &'static [&'static str],
    /// Whether a link to a file within the repository is met, too.
    pub link: &'a (dyn Fn(&Path) -> bool + Sync),
}

impl std::fmt::Debug for TreeRules<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TreeRules")
            .field("hidden", &self.hidden)
            .field("exclude", &self.exclude)
            .finish_non_exhaustive()
    }
}

impl Disk {
    /// The files below a folder, by path, and what could not be walked. Links are not followed.
    pub fn tree(&self, root: &Path, rules: &TreeRules<'_>) -> (Vec<PathBuf>, Vec<String>) {
        let mut files = Vec::new();
        let mut errors = Vec::new();
        if !self.overlay.is_whole() {
            (files, errors) = walk(root, rules);
            files.retain(|path| !self.is_gone(path));
        }
        if !self.overlay.is_empty() {
            let known: std::collections::BTreeSet<PathBuf> = files.iter().cloned().collect();
            let plain = normalized(root);
            for (path, content) in self.overlay.below(&plain) {
                let Ok(below) = path.strip_prefix(&plain) else { continue };
                let shown = root.join(below);
                if content.is_some() && !known.contains(&shown) && !leaves_out(below, root, rules) {
                    files.push(shown);
                }
            }
        }
        files.sort();
        errors.sort();
        (files, errors)
    }
}

/// Whether a file that is not on the disk is left out; what `.gitignore` says is about the disk alone.
fn leaves_out(below: &Path, root: &Path, rules: &TreeRules<'_>) -> bool {
    let names = || below.iter().map(|name| name.to_string_lossy());
    let mut globs = GitignoreBuilder::new(root);
    for glob in rules.exclude {
        let _ = globs.add_line(None, glob);
    }
    let globs = globs.build().unwrap_or_else(|_| Gitignore::empty());
    let path = normalized(&root.join(below));
    names().any(|name| rules.never_walked.contains(&&*name))
        || !rules.hidden && names().any(|name| name.starts_with('.'))
        || globs.matched_path_or_any_parents(below, false).is_ignore()
        || path.starts_with(rules.excluded.path())
            && rules.excluded.matched_path_or_any_parents(&path, false).is_ignore()
}

fn walk(root: &Path, rules: &TreeRules<'_>) -> (Vec<PathBuf>, Vec<String>) {
    let found = Mutex::new((Vec::new(), Vec::new()));
    let found_in = || found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    builder(root, rules).build_parallel().run(|| {
        Box::new(|entry| {
            match entry {
                Ok(entry) => {
                    let kind = entry.file_type();
                    let is_met = kind.is_some_and(|kind| {
                        kind.is_file() || kind.is_symlink() && (rules.link)(entry.path()) && entry.path().is_file()
                    });
                    if is_met {
                        found_in().0.push(entry.into_path());
                    }
                }
                Err(error) => found_in().1.push(error.to_string()),
            }
            WalkState::Continue
        })
    });
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn builder(root: &Path, rules: &TreeRules<'_>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    let (excluded, never_walked) = (rules.excluded.clone(), rules.never_walked);
    builder
        .hidden(!rules.hidden)
        // The same answer on every machine: what a user's own configuration ignores does not count.
        .git_global(false)
        .require_git(false)
        .ignore(false)
        .add_custom_ignore_filename(rules.ignore_file)
        .overrides(overrides(root, rules.exclude))
        .filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_never_walked = never_walked.iter().any(|name| entry.file_name() == std::ffi::OsStr::new(name));
            let is_excluded = || {
                let path = normalized(entry.path());
                path.starts_with(excluded.path()) && excluded.matched(path, is_dir).is_ignore()
            };
            entry.depth() == 0 || !is_never_walked && (excluded.is_empty() || !is_excluded())
        });
    builder
}

fn overrides(root: &Path, exclude: &[String]) -> Override {
    let mut builder = OverrideBuilder::new(root);
    for glob in exclude {
        let _ = builder.add(&format!("!{glob}"));
    }
    builder.build().unwrap_or_else(|_| Override::empty())
}
