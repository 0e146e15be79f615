//! From folders of policies to a report of what the lints see in them.
//!
//! Whether a rule has fixtures, and which of its lines they reach, is seen from here: fixtures are judged by whole scans.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::policy::bundled;
use crate::policy::lint::{LINTS, Lint, MISSING_FIXTURES, Policies, Policy, UNREACHED_LINE, is_library, lint};
use crate::report::{Judged, Report, RuleInfo, Statistics};
use crate::testing::{fixture_coverage, fixtures_of};
use crate::verdict::{Finding, Record, Severity};
use seaworthy_source::{Coverage, Diagnostic, Disk, Level, SourceFile, Sources, Span, Status, display_name};

/// What to look over.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders of policies.
    pub folders: Vec<PathBuf>,
    /// Whether to see which fixtures rules have, and which lines these reach: that takes a scan for each.
    pub fixtures: bool,
    /// The least severity that is reported.
    pub min_severity: Severity,
}

/// Looks over policies.
#[must_use]
pub fn run(options: &Options) -> Report {
    let sources = Sources::default();
    let disk = Disk::anywhere();
    let mut diagnostics = Vec::new();
    let mut coverage = Coverage::default();
    let mut policies = Policies::new();
    // The folder of each file, by its name.
    let mut folder_of: BTreeMap<String, &Path> = BTreeMap::new();
    for folder in &options.folders {
        for (id, path) in rego_files(folder, &disk, &mut diagnostics) {
            match disk.text(&path) {
                Ok(text) => {
                    let name = display_name(&path);
                    coverage.add(name.clone(), Status::Evaluated { resources: 1 });
                    folder_of.insert(name.clone(), folder);
                    policies.add(id, sources.add(path, name, text), true);
                }
                Err(error) => {
                    diagnostics.push(Diagnostic::error(display_name(&path), error.to_string()));
                }
            }
        }
    }
    // What policies may refer to.
    let asked: Vec<String> = policies.iter().map(|policy| policy.id.to_owned()).collect();
    for (id, text) in bundled().filter(|(id, _)| !asked.iter().any(|asked| asked == id)) {
        if is_library(id) {
            let name = format!("policies/{id}.rego");
            policies.add(id.to_owned(), sources.add(PathBuf::from(&name), name, text.to_owned()), false);
        } else {
            policies.know(id);
        }
    }
    let mut findings = Vec::new();
    for policy in policies.iter() {
        let found = lint(&policy);
        findings.extend(found.into_iter().filter_map(|hit| {
            let lint = LINTS.iter().find(|lint| lint.id == hit.lint)?;
            Some(finding(lint, &policy, span(policy.file, hit.range), hit.message))
        }));
        if let Some(folder) = folder_of.get(policy.file.name()).filter(|_| options.fixtures && policy.is_rule()) {
            findings.extend(missing_fixtures(folder, &policy));
        }
    }
    if options.fixtures {
        findings.extend(options.folders.iter().flat_map(|folder| unreached_lines(folder, &policies)));
    }
    findings.retain(|finding| finding.severity >= options.min_severity);
    findings.sort_by_cached_key(|finding| (sources.get(finding.span.file).name().to_owned(), finding.span.start));
    let rules: Vec<RuleInfo> =
        LINTS.iter().map(|lint| RuleInfo { id: lint.id.to_owned(), metadata: lint.metadata() }).collect();
    Report {
        findings,
        suppressed: Vec::new(),
        incomplete: diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error),
        diagnostics,
        coverage,
        known_rules: LINTS.iter().map(|lint| lint.id.to_owned()).collect(),
        statistics: Statistics {
            judged: Judged::Policies,
            resources: asked.len(),
            policies: rules.len(),
            ..Statistics::default()
        },
        record: Record::default(),
        rules,
        wrong_changes: Vec::new(),
        sources,
    }
}

/// Path below the folder, without the ending, and path of each policy; tests are none.
fn rego_files(folder: &Path, disk: &Disk, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, PathBuf)> {
    let (files, errors) = disk.walk(folder, &|_, _| true);
    diagnostics
        .extend(errors.into_iter().map(|error| Diagnostic::error(display_name(&error.path), error.reason.to_string())));
    let policies = files.into_iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rego") && !name.ends_with("_test.rego")
    });
    let with_id = |path: PathBuf| {
        let below = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
        (below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"), path)
    };
    policies.map(with_id).collect()
}

fn missing_fixtures(folder: &Path, policy: &Policy<'_>) -> Vec<Finding> {
    let fixtures = fixtures_of(folder, policy.id);
    ["fail", "pass"]
        .into_iter()
        .filter(|kind| !fixtures.iter().any(|fixture| fixture.case().starts_with(kind)))
        .map(|kind| {
            let message = format!("`{}` has no {kind}ing fixture", policy.id);
            finding(&MISSING_FIXTURES, policy, span(policy.file, policy.head()), message)
        })
        .collect()
}

fn unreached_lines(folder: &Path, policies: &Policies) -> Vec<Finding> {
    let mut findings = Vec::new();
    for covered in fixture_coverage(folder) {
        let Some(policy) = policies.iter().find(|policy| policy.file.name() == covered.file) else { continue };
        // A rule without any fixture is told as that.
        if !policy.is_ours || (policy.is_rule() && fixtures_of(folder, policy.id).is_empty()) {
            continue;
        }
        for line in covered.missed {
            let range = policy.file.line_range(line as usize);
            let text = &policy.file.text()[range.clone()];
            let range = range.start + text.len() - text.trim_start().len()..range.end;
            findings.push(finding(
                &UNREACHED_LINE,
                &policy,
                span(policy.file, range),
                "no fixture reaches this line".to_owned(),
            ));
        }
    }
    findings
}

fn span(file: &SourceFile, range: std::ops::Range<usize>) -> Span {
    Span::new(file.id(), range.start, range.end)
}

fn finding(lint: &Lint, policy: &Policy<'_>, span: Span, message: String) -> Finding {
    Finding::builder(lint.id, lint.severity, message.clone(), policy.file.name(), span)
        .resource(format!("policy {}", policy.id))
        .identity(message)
        .build()
}
