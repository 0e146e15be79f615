//! Tests of policies: rules `test_…` in Rego, and fixtures, which are files as people write them with marks where a rule must
//! report. See docs/testing-policies.md.
//!
//! A fixture is judged by a whole scan, so this room comes behind [`crate::scan`].

mod fixture;
mod places;
mod report;
mod workers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use globset::{Glob, GlobMatcher};

pub use fixture::{Apart, Fixture, MARK};
pub use places::{example_of, fixture_folders, fixtures_of};
pub use report::{Format, ranges, write};

use crate::policy::testing::{RegoOutcome, RegoTest, Suite};
use crate::policy::{Bundle, Choice, PolicyLines, reachable_lines};
use seaworthy_source::{Diagnostic, Level, Sources};

/// What to test, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders of policies.
    pub folders: Vec<PathBuf>,
    /// Only tests whose names match one of these; all, where there is none.
    pub filter: Vec<NameFilter>,
    /// Whether to find out which lines of the policies are reached.
    pub coverage: bool,
    /// How long a test may take before it is given up.
    pub patience: Duration,
}

/// A part of a name, or a glob for all of it.
#[derive(Debug, Clone)]
pub enum NameFilter {
    /// The name holds this.
    Part(String),
    /// The name is like this.
    Glob(GlobMatcher),
}

/// What is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A rule `test_…`.
    Rego,
    /// A rule against one of its fixtures.
    Fixture,
}

/// A test that was run.
#[derive(Debug, Clone)]
pub struct Tested {
    /// `data.example.test_x`, or `kubernetes/host-port/fail-init.yaml`.
    pub name: String,
    /// What is tested.
    pub kind: Kind,
    /// The file that holds the test.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// How long it took.
    pub duration: Duration,
    /// What it printed: `file:line: text`.
    pub prints: Vec<String>,
    reached: PolicyLines,
}

/// What came of a test.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It is as it should be.
    Passed,
    /// It is not.
    Failed(Vec<Diagnostic>),
    /// It is not to be run yet.
    Todo,
}

/// All that there is to say of a run.
#[derive(Debug)]
pub struct Summary {
    /// The tests, by kind, file and line.
    pub tests: Vec<Tested>,
    /// Policies that cannot be used, rules without fixtures. Those that are errors count as failures.
    pub diagnostics: Vec<Diagnostic>,
    /// The lines of the policies, where that was asked for.
    pub coverage: Option<Vec<FileCoverage>>,
    /// How long all of it took.
    pub duration: Duration,
    /// The files that diagnostics point into.
    pub sources: Arc<Sources>,
}

/// The lines of a policy file.
#[derive(Debug, Clone)]
pub struct FileCoverage {
    /// The file, as reports name it.
    pub file: String,
    /// The lines that can be reached, from 1.
    pub lines: BTreeSet<u32>,
    /// Those of them that no test reaches.
    pub missed: BTreeSet<u32>,
}

impl FileCoverage {
    /// How much of it is reached, from 0 to 100; what has no lines is reached whole.
    #[must_use]
    pub fn percent(&self) -> f64 {
        percent(self.lines.len() - self.missed.len(), self.lines.len())
    }
}

#[allow(clippy::cast_precision_loss, reason = "no policy has so many lines")]
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

impl Summary {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.tests.iter().all(|test| !matches!(test.outcome, Outcome::Failed(_)))
            && self.diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error)
    }

    /// The same without how long things took, so that it is the same each time.
    #[must_use]
    pub fn without_times(mut self) -> Self {
        self.tests.iter_mut().for_each(|test| test.duration = Duration::ZERO);
        Self { duration: Duration::ZERO, ..self }
    }

    /// How much of all policies is reached, from 0 to 100, where that was asked for.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        let files = self.coverage.as_ref()?;
        let (lines, missed): (Vec<usize>, Vec<usize>) =
            files.iter().map(|file| (file.lines.len(), file.missed.len())).unzip();
        let lines: usize = lines.iter().sum();
        Some(percent(lines - missed.iter().sum::<usize>(), lines))
    }
}

impl NameFilter {
    /// Reads a filter: a glob where it has a `*`, `?` or `[`.
    ///
    /// # Errors
    /// It is no glob.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.contains(['*', '?', '[']) {
            return Ok(Self::Part(text.to_owned()));
        }
        Glob::new(text).map(|glob| Self::Glob(glob.compile_matcher())).map_err(|error| error.to_string())
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Part(part) => name.contains(part),
            Self::Glob(glob) => glob.is_match(name),
        }
    }
}

/// The lines that rules reach over their fixtures, by policy file.
#[must_use]
pub fn fixture_coverage(folder: &Path) -> Vec<FileCoverage> {
    let sources = Sources::default();
    let bundle = Bundle::load(&[folder.to_path_buf()], &Choice::default(), &sources);
    let mut reached = PolicyLines::new();
    for id in places::rules_in(folder, &bundle) {
        for fixture in fixtures_of(folder, &id) {
            extend(&mut reached, fixture.reached(&bundle));
        }
    }
    covered(folder, &reached)
}

/// What workers need.
struct Shop {
    suites: Vec<Suite>,
    bundles: Vec<Bundle>,
    sources: Arc<Sources>,
    coverage: bool,
}

/// A test that is still to be run.
enum Job {
    Rego { suite: usize, test: RegoTest },
    Fixture { bundle: usize, fixture: Fixture },
}

impl Job {
    fn name(&self) -> String {
        match self {
            Self::Rego { test, .. } => test.name.clone(),
            Self::Fixture { fixture, .. } => fixture.name(),
        }
    }

    /// The same without a result.
    fn tested(&self, outcome: Outcome) -> Tested {
        let (kind, file, line) = match self {
            Self::Rego { test, .. } => (Kind::Rego, test.file.clone(), test.line),
            Self::Fixture { fixture, .. } => (Kind::Fixture, fixture.file(), 1),
        };
        let (name, reached) = (self.name(), PolicyLines::new());
        Tested { name, kind, file, line, outcome, duration: Duration::ZERO, prints: Vec::new(), reached }
    }

    fn run(&self, shop: &Shop) -> Tested {
        match self {
            Self::Rego { test, .. } if test.todo => self.tested(Outcome::Todo),
            Self::Rego { suite, test } => {
                let ran = shop.suites[*suite].run(test, shop.coverage);
                let outcome = match ran.outcome {
                    RegoOutcome::Passed => Outcome::Passed,
                    RegoOutcome::Failed(diagnostic) => Outcome::Failed(vec![*diagnostic]),
                };
                let (duration, prints, reached) = (ran.duration, ran.prints, ran.reached);
                Tested { duration, prints, reached, ..self.tested(outcome) }
            }
            Self::Fixture { bundle, fixture } => {
                let start = Instant::now();
                let bundle = &shop.bundles[*bundle];
                let faults = fixture.faults(bundle, &shop.sources);
                let outcome = if faults.is_empty() { Outcome::Passed } else { Outcome::Failed(faults) };
                let duration = start.elapsed();
                let reached = if shop.coverage { fixture.reached(bundle) } else { PolicyLines::new() };
                Tested { duration, reached, ..self.tested(outcome) }
            }
        }
    }
}

/// Runs the tests of some folders, in parallel. Each that is done is told, in any order.
#[must_use]
pub fn run(options: &Options, progress: &mut dyn FnMut(usize, usize)) -> Summary {
    let start = Instant::now();
    let sources = Arc::new(Sources::default());
    let wanted = |name: &str| options.filter.is_empty() || options.filter.iter().any(|filter| filter.matches(name));
    let mut shop =
        Shop { suites: Vec::new(), bundles: Vec::new(), sources: Arc::clone(&sources), coverage: options.coverage };
    let (mut jobs, mut diagnostics) = (Vec::new(), Vec::new());
    for (number, folder) in options.folders.iter().enumerate() {
        let suite = Suite::read(folder, &sources);
        let bundle = Bundle::load(std::slice::from_ref(folder), &Choice::default(), &sources);
        let rules = places::rules_in(folder, &bundle);
        diagnostics.extend(suite.diagnostics.iter().cloned());
        diagnostics.extend(places::faults_of_rules(&bundle, &suite.diagnostics));
        jobs.extend(suite.tests().iter().map(|test| Job::Rego { suite: number, test: test.clone() }));
        for id in &rules {
            let fixtures = fixtures_of(folder, id);
            let has_tests = || suite.is_tested(id);
            if wanted(id) && !(fixtures.is_empty() && has_tests()) {
                diagnostics.extend(places::missing_fixtures(folder, id, &fixtures));
            }
            jobs.extend(fixtures.into_iter().map(|fixture| Job::Fixture { bundle: number, fixture }));
        }
        shop.suites.push(suite);
        shop.bundles.push(bundle);
    }
    jobs.retain(|job| wanted(&job.name()));
    let tests = workers::run(jobs, Arc::new(shop), options.patience, progress);
    let coverage = options.coverage.then(|| {
        let mut reached = PolicyLines::new();
        tests.iter().for_each(|test| extend(&mut reached, test.reached.clone()));
        options.folders.iter().flat_map(|folder| covered(folder, &reached)).collect()
    });
    Summary { tests, diagnostics, coverage, duration: start.elapsed(), sources }
}

fn extend(into: &mut PolicyLines, from: PolicyLines) {
    for (file, lines) in from {
        into.entry(file).or_default().extend(lines);
    }
}

/// The lines of the policies in a folder; tests are left out.
fn covered(folder: &Path, reached: &PolicyLines) -> Vec<FileCoverage> {
    let none = BTreeSet::new();
    let files: BTreeMap<String, String> = places::policies_in(folder);
    let of_file = |(file, text): (String, String)| {
        let lines = reachable_lines(&text);
        let missed = lines.difference(reached.get(&file).unwrap_or(&none)).copied().collect();
        FileCoverage { file, lines, missed }
    };
    files.into_iter().map(of_file).filter(|file| !file.lines.is_empty()).collect()
}
