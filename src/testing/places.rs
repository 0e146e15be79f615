//! Where policies, their tests and fixtures are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::fixture::Fixture;
use crate::policy::{Bundle, Example};
use seaworthy_source::{Diagnostic, Disk, Level, display_name};

/// The fixtures of a rule of a folder, in order: in `fixtures/<id>` beside the folder, in `fixtures/<id>` within it, and in
/// `<id>.fixtures` beside the rule.
#[must_use]
pub fn fixtures_of(folder: &Path, id: &str) -> Vec<Fixture> {
    let mut fixtures = Vec::new();
    for place in fixture_folders(folder, id) {
        let cases = Disk::anywhere().list(&place).unwrap_or_default().into_iter().map(|entry| entry.path);
        let cases = cases.filter(|case| !case.file_name().unwrap_or_default().to_string_lossy().starts_with('.'));
        fixtures.extend(cases.map(|path| Fixture { rule: id.to_owned(), path }));
    }
    fixtures
}

/// Where the fixtures of a rule may be: beside the folder of policies, within it, beside the rule.
#[must_use]
pub fn fixture_folders(folder: &Path, id: &str) -> [PathBuf; 3] {
    let beside = match folder.parent() {
        _ if folder.file_name().is_none() => folder.join(".."),
        Some(parent) => parent.to_path_buf(),
        None => PathBuf::from(".."),
    };
    [beside.join("fixtures").join(id), folder.join("fixtures").join(id), folder.join(format!("{id}.fixtures"))]
}

/// The plainest fixtures of a rule of a folder, as an example: `fail.yaml` rather than `fail-init.yaml`.
#[must_use]
pub fn example_of(folder: &Path, id: &str) -> Option<Example> {
    let fixtures = fixtures_of(folder, id);
    let plainest = |kind: &str| {
        let of_kind = fixtures.iter().filter(|fixture| fixture.case().starts_with(kind));
        of_kind.min_by_key(|fixture| (fixture.case().len(), fixture.case())).map(Fixture::texts).unwrap_or_default()
    };
    (!fixtures.is_empty()).then(|| Example { fail: plainest("fail"), pass: plainest("pass") })
}

/// What there should be and is not: a fixture that is reported, and one that is not.
pub(super) fn missing_fixtures(folder: &Path, id: &str, fixtures: &[Fixture]) -> Vec<Diagnostic> {
    let [first, ..] = fixture_folders(folder, id);
    ["fail", "pass"]
        .iter()
        .filter(|kind| !fixtures.iter().any(|fixture| fixture.case().starts_with(**kind)))
        .map(|kind| {
            let place = display_name(&first);
            Diagnostic::error(id, format!("has no {kind}ing fixture"))
                .help(format!("Put one at `{place}/{kind}.yaml`, `{kind}.tf`, or a folder `{kind}` of files."))
        })
        .collect()
}

/// The ids of the rules that a folder holds.
pub(super) fn rules_in(folder: &Path, bundle: &Bundle) -> Vec<String> {
    let files = rego_files(folder);
    let ids: BTreeSet<String> = files
        .iter()
        .map(|path| {
            let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
            below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        })
        .collect();
    bundle.rules.iter().filter(|rule| ids.contains(&rule.id)).map(|rule| rule.id.clone()).collect()
}

/// The policies of a folder, which are no tests: name and text.
pub(super) fn policies_in(folder: &Path) -> BTreeMap<String, String> {
    let files = rego_files(folder).into_iter();
    let disk = Disk::anywhere();
    files.filter_map(|path| Some((display_name(&path), disk.text(&path).ok()?))).collect()
}

/// Which rules cannot be used, apart from what the suite said already.
pub(super) fn faults_of_rules(bundle: &Bundle, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let is_told = |diagnostic: &&Diagnostic| told.iter().any(|other| other.subject == diagnostic.subject);
    let errors = bundle.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    errors.filter(|diagnostic| !is_told(diagnostic)).cloned().collect()
}

fn rego_files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, _) = Disk::anywhere().walk(folder, &|_, _| true);
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rego") && !name.ends_with("_test.rego")
    });
    files
}
