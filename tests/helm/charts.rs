//! Whole charts: what they print, and what is said where they are refused.

use std::path::{Path, PathBuf};

use seaworthy_helm::{self as helm, Inputs, LoadedChart, Rendered, Semantics, Set};
use seaworthy_source::{Diagnostic, Disk, Sources};

use super::folder;

/// A chart with what it is rendered with.
pub struct Case {
    /// `chart/arguments`, for messages.
    pub name: String,
    /// The folder of the chart.
    pub chart: PathBuf,
    /// Where its goldens are, without what comes behind the dot.
    golden: PathBuf,
    pub inputs: Inputs,
}

pub fn cases() -> Vec<Case> {
    let files = walkdir::WalkDir::new(folder("charts")).max_depth(2).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    let cases: Vec<Case> = files.filter(|path| path.extension().is_some_and(|it| it == "args")).map(case).collect();
    assert!(cases.len() > 20, "the cases are here");
    cases
}

fn case(path: PathBuf) -> Case {
    let folder = path.parent().unwrap();
    let inner = folder.join("chart");
    let (chart, arguments) = (folder.file_name().unwrap(), path.file_stem().unwrap());
    Case {
        name: format!("{}/{}", chart.to_string_lossy(), arguments.to_string_lossy()),
        chart: if inner.is_dir() { inner } else { folder.to_path_buf() },
        golden: path.with_extension(""),
        inputs: inputs(&path),
    }
}

/// The arguments of `helm template` that a file holds.
fn inputs(path: &Path) -> Inputs {
    let mut inputs = Inputs::default();
    let folder = path.parent().unwrap();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let (flag, value) = line.split_once('=').unwrap_or((line, ""));
        let value = value.to_owned();
        match flag {
            "--values" => inputs.values_files.push(folder.join(value)),
            "--set" => inputs.sets.push(Set::Value(value)),
            "--set-string" => inputs.sets.push(Set::String(value)),
            "--set-json" => inputs.sets.push(Set::Json(value)),
            "--set-literal" => inputs.sets.push(Set::Literal(value)),
            "--set-file" => {
                let (key, file) = value.split_once('=').unwrap();
                inputs.sets.push(Set::File(format!("{key}={}", folder.join(file).display())));
            }
            "--kube-version" => inputs.kube_version = value,
            "--api-versions" => inputs.api_versions.push(value),
            "--namespace" => inputs.namespace = value,
            "--name-template" => inputs.release_name = value,
            "--is-upgrade" => inputs.is_upgrade = true,
            other => panic!("{}: {other}", path.display()),
        }
    }
    inputs
}

pub fn load(case: &Case, sources: &Sources) -> LoadedChart {
    // What lies beside the chart is there, as it is in a repository of charts.
    let disk = Disk::within(&[case.chart.parent().unwrap().to_path_buf()]);
    helm::load(&case.chart, &disk, sources, &[])
}

fn render(case: &Case, semantics: Semantics, sources: &Sources) -> (Rendered, Vec<Diagnostic>) {
    let loaded = load(case, sources);
    let inputs = Inputs { semantics, ..case.inputs.clone() };
    let rendered =
        loaded.chart.map(|chart| helm::render(&chart, &inputs, &Disk::anywhere(), sources)).unwrap_or_default();
    let diagnostics = loaded.diagnostics.into_iter().chain(rendered.diagnostics.iter().cloned()).collect();
    (rendered, diagnostics)
}

/// What Helm prints, or that it refuses the chart.
fn expected(case: &Case, semantics: Semantics) -> Option<String> {
    let of = |ending: &str| PathBuf::from(format!("{}.{ending}", case.golden.display()));
    let is_4 = semantics == Semantics::Helm4;
    match (of("helm4.error").exists(), of("helm3.error").exists()) {
        (true, _) if is_4 => None,
        (_, true) if !is_4 => None,
        _ if is_4 && of("helm4").exists() => Some(std::fs::read_to_string(of("helm4")).unwrap()),
        _ => Some(std::fs::read_to_string(of("helm3")).unwrap()),
    }
}

#[test]
fn charts_print_what_helm_prints() {
    let mut differences = Vec::new();
    for case in cases() {
        for semantics in [Semantics::Helm3, Semantics::Helm4] {
            let (rendered, diagnostics) = render(&case, semantics, &Sources::default());
            let refused = diagnostics.iter().any(|it| it.level == seaworthy_source::Level::Error);
            let printed = rendered.manifest().ok().filter(|_| !refused);
            let expected = expected(&case, semantics);
            if printed != expected {
                let name = &case.name;
                differences.push(format!("{name}, {semantics:?}: {}{diagnostics:?}", difference(&expected, &printed)));
            }
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

/// The first line that differs.
fn difference(expected: &Option<String>, printed: &Option<String>) -> String {
    let (Some(expected), Some(printed)) = (expected, printed) else {
        let state = |text: &Option<String>| if text.is_some() { "rendered" } else { "refused" };
        return format!("{} instead of {}\n", state(printed), state(expected));
    };
    let (mut expected, mut printed) = (expected.lines(), printed.lines());
    for number in 1.. {
        match (expected.next(), printed.next()) {
            (Some(a), Some(b)) if a == b => {}
            (None, None) => return "the end of the last line\n".into(),
            (a, b) => return format!("line {number}\n  expected {a:?}\n  but got  {b:?}\n"),
        }
    }
    String::new()
}

#[test]
fn errors_are_reported() {
    for case in cases() {
        let sources = Sources::default();
        let (_, diagnostics) = render(&case, Semantics::Helm3, &sources);
        if diagnostics.is_empty() {
            let left_over = PathBuf::from(format!("{}.snap", case.golden.display()));
            assert!(!left_over.exists(), "{}: nothing is reported, against {}", case.name, left_over.display());
            continue;
        }
        let reported: Vec<String> = diagnostics.iter().map(|diagnostic| text(diagnostic, &sources)).collect();
        let name = case.golden.file_name().unwrap().to_string_lossy().into_owned();
        let snapshots = case.golden.parent().unwrap();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => snapshots, omit_expression => true }, {
            insta::assert_snapshot!(name, reported.join("\n"));
        });
    }
}

/// A diagnostic with its places.
fn text(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let root = format!("{}/", folder("charts").strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display());
    let mut out = format!("{:?} {}: {}\n", diagnostic.level, diagnostic.subject, diagnostic.message);
    for (span, label) in &diagnostic.labels {
        let file = sources.get(span.file);
        let place = file.position(span.start);
        let shown = file.text().get(span.range()).unwrap().lines().next().unwrap_or_default().to_owned();
        out += &format!("  {}:{}:{} `{shown}` {label}\n", file.name(), place.line, place.column);
    }
    if let Some(help) = &diagnostic.help {
        out += &format!("  help: {help}\n");
    }
    out.replace(&format!("{}/", env!("CARGO_MANIFEST_DIR")), "").replace(&root, "")
}
