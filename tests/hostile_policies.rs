//! Hostile policies end with a diagnostic: soon, in little memory, and without taking the process with them. Each is run by
//! the binary, natively and by the engine.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Deserialize;

/// Longer than the time limit of a rule, and much longer than any case should take.
const PATIENCE: Duration = Duration::from_secs(40);
/// Of memory, stacks of threads included.
const KILOBYTES: usize = 2_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    policy: Vec<Piece>,
    says: Option<String>,
    #[serde(default)]
    clean: bool,
    /// Meets the time limit: not by the engine as well, which takes its time.
    #[serde(default)]
    native_only: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Piece {
    Text(String),
    Repeated { times: usize, text: String },
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Repeated { times, text } => {
                (0..*times).map(|n| text.replace("{n}", &n.to_string()).replace("{m}", &(n + 1).to_string())).collect()
            }
        }
    }
}

fn header(name: &str) -> String {
    format!(
        "# METADATA\n# title: T\n# description: D\n# related_resources:\n# - https://example.com\n# custom:\n\
         #   severity: low\n#   category: security\n#   controls: []\n#   selects: [v1/Pod]\n#   remediation: R\n\
         package seaworthy.own.{name}\n\n"
    )
}

fn check(folder: &Path, native: bool) -> (Output, Duration) {
    let flag = if native { "" } else { "--no-native" };
    let script =
        format!("ulimit -v {KILOBYTES}; exec \"$0\" check --policy rules --select own pod.yaml --no-config {flag}");
    let start = Instant::now();
    let output = Command::new("sh")
        .args(["-c", &script])
        .arg(assert_cmd::cargo::cargo_bin("seaworthy"))
        .current_dir(folder)
        .env("COLUMNS", "160")
        .output()
        .expect("the binary runs");
    (output, start.elapsed())
}

/// What is wrong with how a case ended.
fn fault(case: &Case, native: bool) -> Option<String> {
    let apart = tempfile::tempdir().expect("a folder");
    let rules = apart.path().join("rules/own");
    fs::create_dir_all(&rules).expect("a folder");
    let policy: String = case.policy.iter().map(Piece::text).collect();
    fs::write(rules.join("hostile.rego"), header("hostile") + &policy).expect("a policy");
    // Another rule, which must be evaluated all the same.
    let bystander = "deny contains {\"message\": \"the bystander\", \"path\": []} if input.object.kind == \"Pod\"\n";
    fs::write(rules.join("bystander.rego"), header("bystander") + bystander).expect("a policy");
    let pod =
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\nspec:\n  containers:\n  - name: app\n    image: app\n";
    fs::write(apart.path().join("pod.yaml"), pod).expect("a manifest");
    let (output, took) = check(apart.path(), native);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    // Lines are wrapped.
    let flat = printed.split(|char: char| char.is_whitespace() || char == '│').filter(|it| !it.is_empty());
    let flat = flat.collect::<Vec<_>>().join(" ");
    let expected = if case.clean { 1 } else { 4 };
    let errors = String::from_utf8_lossy(&output.stderr);
    let why = if took > PATIENCE {
        format!("took {took:?}")
    } else if output.status.code() != Some(expected) {
        format!("ended with {:?}", output.status)
    } else if errors.contains("panicked") {
        "panicked".to_owned()
    } else if !flat.contains("the bystander") {
        "the other rule was not evaluated".to_owned()
    } else if let Some(says) = case.says.as_ref().filter(|says| !flat.contains(says.as_str())) {
        format!("does not say {says:?}")
    } else {
        return None;
    };
    let way = if native { "natively" } else { "by the engine" };
    Some(format!("{}, {way}: {why}\n{printed}\n{errors}", case.name))
}

/// Policies of our own, changed at random: lines and words taken out, repeated, taken from elsewhere.
#[cfg(target_os = "linux")]
#[test]
fn changed_policies_end_in_any_case() {
    let texts: Vec<String> = walkdir::WalkDir::new("policies")
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "rego"))
        .map(|entry| fs::read_to_string(entry.path()).expect("a policy"))
        .filter_map(|text| Some(text.split_once("\n\n")?.1.to_owned()))
        .collect();
    let words: Vec<&str> = texts.iter().flat_map(|text| words(text)).collect();
    let count = std::env::var("SEAWORTHY_MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(400);
    let mut random = Random(0x5eed);
    let apart = tempfile::tempdir().expect("a folder");
    let rules = apart.path().join("rules/own");
    fs::create_dir_all(&rules).expect("a folder");
    for number in 0..count {
        let text = random.pick(&texts);
        let mut changed: Vec<&str> = self::words(text);
        for _ in 0..=random.below(4) {
            random.change(&mut changed, &words);
        }
        let name = format!("changed{number}");
        fs::write(rules.join(format!("{name}.rego")), header(&name) + &changed.concat()).expect("a policy");
    }
    fs::copy("fixtures/samples/model-platform/gateway/gateway.yaml", apart.path().join("pod.yaml")).expect("a copy");
    for native in [true, false] {
        let (output, took) = check(apart.path(), native);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1 | 4)), "{:?}\n{errors}", output.status);
        assert!(!errors.contains("panicked"), "{errors}");
        assert!(took < PATIENCE, "{took:?}");
    }
}

/// Words, signs, and what is between them.
fn words(text: &str) -> Vec<&str> {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_word(first) { rest.find(|char| !is_word(char)) } else { Some(first.len_utf8()) };
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        words.push(word);
        rest = after;
    }
    words
}

/// Templates of Gatekeeper come the same way.
#[cfg(target_os = "linux")]
#[test]
fn hostile_templates_of_gatekeeper_end_as_well() {
    let doubled: String = (0..60).map(|n| format!("  x{} := [x{n}, x{n}]\n", n + 1)).collect();
    let bodies = [
        ("  f(1)\n  msg := \"m\"\n}\n\nf(x) = f(x)\n".to_owned(), "rules must not refer to themselves"),
        (format!("  x0 := [input.a]\n{doubled}  x60 == x0\n  msg := \"m\"\n}}\n"), "put together with itself"),
        (
            "  http.send({\"url\": \"http://localhost\"})\n  msg := \"m\"\n}\n".to_owned(),
            "`http.send` is not available",
        ),
        (format!("  x := {}1{}\n  msg := \"m\"\n}}\n", "[".repeat(40), "]".repeat(40)), "nested so deeply"),
    ];
    for (body, says) in bodies {
        let violation = format!("package hostile\n\nviolation[{{\"msg\": msg}}] {{\n{body}");
        let indented = violation.lines().fold(String::new(), |text, line| text + "        " + line + "\n");
        let template = format!(
            "apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata:\n  name: hostile\nspec:\n  crd:\n    spec:\n      \
             names:\n        kind: Hostile\n  targets:\n  - target: admission.k8s.gatekeeper.sh\n    rego: |\n{indented}---\n\
             apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: Hostile\nmetadata:\n  name: hostile\n"
        );
        let apart = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(apart.path().join("rules")).expect("a folder");
        fs::write(apart.path().join("rules/template.yaml"), template).expect("a template");
        let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\n";
        fs::write(apart.path().join("pod.yaml"), pod).expect("a manifest");
        let output = Command::new(assert_cmd::cargo::cargo_bin("seaworthy"))
            .args(["check", "--no-config", "--policy", "rules", "pod.yaml"])
            .current_dir(apart.path())
            .env("COLUMNS", "160")
            .output()
            .expect("the binary runs");
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let flat = printed.split(|char: char| char.is_whitespace() || char == '│').filter(|it| !it.is_empty());
        let flat = flat.collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(4), "{says}\n{printed}");
        assert!(flat.contains(says), "{says}\n{printed}");
    }
}

/// Numbers that look random (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).expect("a small number")
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn change<'a>(&mut self, words: &mut Vec<&'a str>, others: &[&'a str]) {
        const SIGNS: [&str; 24] = [
            "[", "]", "{", "}", "(", ")", "|", "&", "-", "not ", " in ", "some ", "every ", "with ", " as ", " else ",
            "_", "data", "input", "deny", ":= ", "[_]", "walk", "null",
        ];
        let at = self.below(words.len());
        let length = 1 + self.below(8);
        let end = (at + length).min(words.len());
        match self.below(6) {
            0 => drop(words.drain(at..end)),
            1 => {
                let part = words[at..end].to_vec();
                let times = 1 + self.below(12);
                words.splice(at..at, part.repeat(times));
            }
            2 => {
                let from = self.below(others.len());
                let part = others[from..(from + length).min(others.len())].to_vec();
                words.splice(at..end, part);
            }
            3 => words.insert(at, SIGNS[self.below(SIGNS.len())]),
            4 => {
                let other = self.below(words.len());
                words.swap(at, other);
            }
            _ => words[at] = SIGNS[self.below(SIGNS.len())],
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn hostile_policies_end_with_a_diagnostic() {
    let cases: Vec<Case> = serde_yaml::from_str(include_str!("hostile/cases.yaml")).expect("cases");
    let only = std::env::var("CASE").unwrap_or_default();
    let faults: Vec<String> = cases
        .par_iter()
        .filter(|case| case.name.contains(&only))
        .flat_map_iter(|case| {
            [true, false].into_iter().filter(|native| *native || !case.native_only).map(move |it| (case, it))
        })
        .filter_map(|(case, native)| fault(case, native))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n---\n"));
}
