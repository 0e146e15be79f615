//! `seaworthy new-rule`: a rule to begin with, whose tests and fixtures pass, in the form that fits what it is evaluated on.

mod family;
mod id;

use seaworthy_source::Disk;
use std::path::{Path, PathBuf};

pub use family::Family;
pub use id::{WrongId, check_id};

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFile {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub text: String,
}

/// The files of a new rule of an id that [`check_id`] accepts: the rule, its test, and two fixtures.
///
/// `selects` is what it is evaluated on, as in a rule's header.
///
/// # Errors
/// What is wrong with `selects`.
pub fn files(folder: &Path, id: &str, selects: &str) -> Result<Vec<NewFile>, String> {
    let family = Family::of(selects)?;
    let package = format!("seaworthy.{}", id.replace('/', ".").replace('-', "_"));
    let name = id.rsplit('/').next().unwrap_or(id).replace('-', "_");
    let filled = |text: &str| {
        text.replace("{id}", id).replace("{package}", &package).replace("{name}", &name).replace("{selects}", selects)
    };
    let fixtures = fixtures_folder(folder, id);
    let mut files = vec![
        NewFile { path: folder.join(format!("{id}.rego")), text: filled(&family.rule()) },
        NewFile { path: folder.join(format!("{id}_test.rego")), text: filled(&family.test()) },
    ];
    files.extend(
        family.fixtures().into_iter().map(|(path, text)| NewFile { path: fixtures.join(path), text: filled(&text) }),
    );
    Ok(files)
}

/// Where the fixtures go: to the others, or else beside the policies, but never out of the working folder.
fn fixtures_folder(folder: &Path, id: &str) -> PathBuf {
    let [beside, within, _] = crate::testing::fixture_folders(folder, id);
    let has_some = Disk::anywhere().is_folder(&folder.join("fixtures"));
    if has_some || folder.file_name().is_none() { within } else { beside }
}
