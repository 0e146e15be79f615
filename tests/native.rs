//! The native path against the engine: every rule, on its fixtures and on what becomes of them when they are changed at
//! random, finds the same. Verdicts over unknown values hold whatever the values turn out to be.
//!
//! `SEAWORTHY_MUTATIONS=1000 cargo test --release --test native` looks longer.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

#[path = "native/limits.rs"]
mod limits;
#[path = "native/mutate.rs"]
mod mutate;
#[path = "native/pairs.rs"]
mod pairs;
#[path = "native/truth.rs"]
mod truth;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use mutate::Random;
use rayon::prelude::*;
use regorus::Value;
use seaworthy::config;
use seaworthy::discover::Request;
use seaworthy::policy::probe::{Native, Pair, Probe, unknown};
use seaworthy::policy::{Bundle, Choice};
use seaworthy::scan::{self, Inputs};
use seaworthy_source::Sources;

/// Every rule, and every pair of its fixtures.
static FIXTURES: LazyLock<(Bundle, Vec<Pair>)> = LazyLock::new(|| {
    let mut bundle = Bundle::load(&[], &Choice::default(), &Sources::default());
    let cases: Vec<PathBuf> = bundle.rules.iter().flat_map(|rule| cases(&rule.id)).collect();
    let worlds: Vec<_> = cases.par_iter().flat_map(|case| load(case)).collect();
    bundle.prepare(&worlds);
    let mut pairs: Vec<Pair> = Vec::new();
    let mut probe = Probe::new(&bundle);
    worlds.iter().for_each(|world| probe.each_pair(world, &mut |_, pair| pairs.push(pair.clone())));
    drop(probe);
    pairs.sort_by_key(|pair| pair.rule);
    (bundle, pairs)
});

fn cases(id: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(Path::new("fixtures").join(id)).into_iter().flatten();
    let mut cases: Vec<PathBuf> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    cases.sort();
    cases
}

fn load(case: &Path) -> Vec<seaworthy::world::World> {
    // Apart from the repository around it, which would be its world.
    let apart = tempfile::tempdir().expect("a temporary folder");
    for entry in walkdir::WalkDir::new(case).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file()) {
        let below = entry.path().strip_prefix("fixtures").expect("a path below the fixtures");
        let target = apart.path().join(below);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(entry.path(), target).expect("a copy");
    }
    let request = Request { paths: vec![apart.path().to_path_buf()], ..Request::default() };
    let requirements = config::read(&case.join(seaworthy::discover::FILE_NAME), Sources::default());
    let requirements = requirements.map(|file| file.declarations()).unwrap_or_default();
    let inputs = Inputs { requirements, ..Inputs::default() };
    scan::load(&request, &inputs).expect("a request that can be read").worlds
}

/// How many changed inputs there are for each pair.
fn mutations() -> u64 {
    std::env::var("SEAWORTHY_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(5)
}

#[test]
fn no_rule_leaves_its_fixtures_to_the_engine() {
    let (bundle, pairs) = &*FIXTURES;
    let probe = Probe::new(bundle);
    let left: BTreeSet<String> = pairs
        .iter()
        .filter_map(|pair| match probe.native(pair) {
            Native::Verdict(..) => None,
            other => Some(format!("{}: {other:?}", bundle.rules[pair.rule].id)),
        })
        .collect();
    assert!(left.is_empty(), "{left:#?}");
    let mutated = pairs.len() as u64 * mutations();
    assert!(mutated >= 100_000, "only {mutated} changed inputs are looked at");
    let used: BTreeSet<usize> = pairs.iter().map(|pair| pair.rule).collect();
    assert_eq!(used.len(), bundle.rules.len(), "a rule that no fixture reaches");
}

#[test]
fn both_paths_find_the_same() {
    let (bundle, pairs) = &*FIXTURES;
    let faults: Vec<String> = pairs
        .par_iter()
        .enumerate()
        .map_init(
            || Probe::new(bundle),
            |probe, (number, pair)| {
                let mut random = Random::new(number as u64);
                let mut input = known(&pair.input, &mut random);
                let mut fault = difference(probe, pair.rule, &input);
                for round in 0..mutations() {
                    if round % 4 == 0 {
                        input = known(&pair.input, &mut random);
                    }
                    input = mutate::changed(&input, &mut random);
                    fault = fault.or_else(|| difference(probe, pair.rule, &input));
                }
                fault
            },
        )
        .flatten()
        .collect();
    assert!(faults.is_empty(), "{} differences, the first:\n{}", faults.len(), faults[0]);
}

/// How the native path and the engine differ; nothing, where the native path leaves the input to the engine.
fn difference(probe: &mut Probe<'_>, rule: usize, input: &Value) -> Option<String> {
    let (bundle, _) = &*FIXTURES;
    let native = probe.native(&Pair::new(rule, input.clone()));
    let Native::Verdict(findings, possible) = &native else { return None };
    let engine = probe.engine(rule, input);
    let same = possible.is_empty() && engine.as_ref() == Ok(findings);
    (!same).then(|| format!("{}\nnatively: {native:?}\nengine: {engine:?}\ninput: {input}", bundle.rules[rule].id))
}

#[test]
fn verdicts_over_unknown_values_hold_whatever_they_turn_out_to_be() {
    let (bundle, pairs) = &*FIXTURES;
    let faults: Vec<String> = pairs
        .par_iter()
        .enumerate()
        .map_init(
            || Probe::new(bundle),
            |probe, (number, pair)| {
                let mut random = Random::new(number as u64 ^ 0x5eed);
                let mut fault = None;
                for _ in 0..mutations().div_ceil(3) {
                    let complete = known(&pair.input, &mut random);
                    let (open, unknown) = mutate::with_unknown(&complete, &mut random);
                    fault = fault.or_else(|| overturned(probe, pair.rule, &open, &unknown, &mut random));
                }
                fault
            },
        )
        .flatten()
        .collect();
    assert!(faults.is_empty(), "{} verdicts overturned, the first:\n{}", faults.len(), faults[0]);
}

/// How a verdict over unknown values is wrong for some value that they may turn out to have.
fn overturned(
    probe: &mut Probe<'_>,
    rule: usize,
    open: &Value,
    places: &[mutate::Place],
    random: &mut Random,
) -> Option<String> {
    let (bundle, _) = &*FIXTURES;
    let native = probe.native(&Pair::new(rule, open.clone()));
    let Native::Verdict(certain, possible) = &native else { return None };
    for _ in 0..3 {
        let settled = mutate::settled(open, places, random);
        // A rule that fails says nothing.
        let Ok(found) = probe.engine(rule, &settled) else { continue };
        let (certain, found) = (paths(certain), paths(&found));
        let is_right = certain.is_subset(&found) && (!possible.is_empty() || certain == found);
        if !is_right {
            let id = &bundle.rules[rule].id;
            return Some(format!(
                "{id}\nnatively: {native:?}\nthen found: {found:?}\nopen: {open}\nsettled: {settled}"
            ));
        }
    }
    None
}

#[test]
fn the_output_is_the_same_without_it() {
    for folder in ["fixtures", "examples", "tests/terraform/plans/alone", "tests/cli/as-kubernetes-reads.in"] {
        let check = |switch: &[&str]| {
            let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("seaworthy"));
            let arguments = ["check", "--no-progress", "--format", "json", "--as-of", "2026-01-01", folder];
            command.args(arguments).args(switch).output().expect("a run")
        };
        let (with, without) = (check(&[]), check(&["--no-native"]));
        assert!(!with.stdout.is_empty() && with.stdout == without.stdout, "{folder}: another output without");
        assert_eq!((with.status, with.stderr), (without.status, without.stderr), "{folder}");
    }
}

/// Where findings are.
fn paths(findings: &Value) -> BTreeSet<Value> {
    findings.as_set().map(|set| set.iter().map(|finding| finding["path"].clone()).collect()).unwrap_or_default()
}

/// An input with values in place of what is unknown.
fn known(input: &Value, random: &mut Random) -> Value {
    mutate::map(input, &mut |value| matches!(value, Value::Set(_)).then(|| mutate::any_value(random)))
}

/// Kept here, as the tests of the truth table need it too.
fn unknown_value(set: bool) -> Value {
    unknown(set, Value::from("(unknown)"))
}
