//! Files named one by one are judged in the world of the repository around them.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const WORKLOAD: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web:1}]}
";

const BUDGET: &str = "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web}}
";

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Exit code and output of a check for missing disruption budgets.
fn check(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::cargo_bin("seaworthy").expect("the binary");
    command.current_dir(folder).args(["check", "--select", "kubernetes/disruption-budget-missing"]).args(arguments);
    let output = command.output().expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_neighbouring_file_counts() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    fs::create_dir(root.join(".git")).expect("a repository");
    write(root, "apps/web.yaml", WORKLOAD);
    assert_eq!(check(root, &["apps/web.yaml"]).0, Some(1));
    write(root, "policies/budget.yaml", BUDGET);
    assert_eq!(check(root, &["apps/web.yaml"]).0, Some(0));
    assert_eq!(check(&root.join("apps"), &["web.yaml"]).0, Some(0), "from a folder below");
    assert_eq!(check(root, &["apps"]).0, Some(1), "a folder is a world of its own");
}

#[test]
fn only_what_is_named_is_reported() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    fs::create_dir(root.join(".git")).expect("a repository");
    write(root, "a.yaml", WORKLOAD);
    write(root, "b.yaml", &WORKLOAD.replace("web", "api"));
    write(root, "broken.yaml", "apiVersion: v1\nkind: Pod\nspec: [");
    let (code, output) = check(root, &["a.yaml"]);
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains("a.yaml") && !output.contains("b.yaml") && !output.contains("broken.yaml"), "{output}");
}

#[test]
fn without_a_repository_the_folder_is_the_world() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    write(root, "app/web.yaml", WORKLOAD);
    write(root, "app/budget.yaml", BUDGET);
    assert_eq!(check(root, &["app/web.yaml"]).0, Some(0));
    write(root, "app/.gitignore", "web.yaml\n");
    assert_eq!(check(root, &["app"]).0, Some(0), "nothing but the budget is walked");
    assert_eq!(check(root, &["app/web.yaml"]).0, Some(0), "a file that is named is always looked at");
    fs::remove_file(root.join("app/budget.yaml")).expect("it is there");
    assert_eq!(check(root, &["app/web.yaml"]).0, Some(1));
    assert_eq!(check(root, &["app", "app/web.yaml"]).0, Some(1), "named beside its folder, which ignores it");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let apart = tempfile::tempdir().expect("a folder");
    write(apart.path(), "secret.yaml", WORKLOAD);
    let path = apart.path().join("secret.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&path).is_ok() {
        // Who is root reads everything.
        return;
    }
    let (code, output) = check(apart.path(), &["."]);
    assert_eq!(code, Some(4));
    assert!(output.contains("secret.yaml: cannot be read"), "{output}");
}

/// The action's script, with the binary that the tests were built with.
#[cfg(unix)]
#[test]
fn the_action_turns_its_inputs_into_arguments() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    write(root, "a folder/web.yaml", WORKLOAD);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action/check.sh");
    let run = |fail_on: &str| {
        let output = std::process::Command::new("bash")
            .arg(&script)
            .current_dir(root)
            .env("SEAWORTHY", assert_cmd::cargo::cargo_bin("seaworthy"))
            .env("INPUT_PATHS", "a folder\n")
            .env("INPUT_SELECT", "kubernetes/disruption-budget-missing")
            .env("INPUT_SARIF_FILE", "out.sarif")
            .env("SEAWORTHY_FAIL_ON", fail_on)
            .env("GITHUB_OUTPUT", root.join("output"))
            .output()
            .expect("bash");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, output) = run("low");
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains("1 finding"), "{output}");
    assert!(fs::read_to_string(root.join("out.sarif")).expect("a report").contains("disruption-budget-missing"));
    assert_eq!(fs::read_to_string(root.join("output")).expect("outputs"), "exit-code=1\n");
    assert_eq!(run("none").0, Some(0));
}

/// A repository with a base, two overlays of it, and something that no overlay uses.
fn repository_with_overlays(root: &Path) {
    fs::create_dir(root.join(".git")).expect("a repository");
    write(root, "base/kustomization.yaml", "resources: [web.yaml]\n");
    write(root, "base/web.yaml", WORKLOAD);
    write(root, "dev/kustomization.yaml", "resources: [../base]\nnamespace: dev\n");
    write(root, "production/kustomization.yaml", "resources: [../base, budget.yaml]\npatches: [{path: more.yaml}]\n");
    write(root, "production/budget.yaml", BUDGET);
    write(
        root,
        "production/more.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}\n",
    );
    write(root, "other/kustomization.yaml", "resources: [api.yaml]\n");
    write(root, "other/api.yaml", &WORKLOAD.replace("web", "api"));
}

/// Without the breaks that a terminal's width brings.
fn unwrapped(output: &str) -> String {
    output.replace("\n  │ ", " ")
}

#[test]
fn a_file_of_a_base_is_judged_in_each_overlay_that_uses_it() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    repository_with_overlays(root);
    let (code, output) = check(root, &["base/web.yaml"]);
    assert_eq!(code, Some(1), "{output}");
    assert!(unwrapped(&output).contains("(overlay dev)"), "production has a budget: {output}");
    assert!(!output.contains("api.yaml"), "{output}");
    write(root, "staging/kustomization.yaml", "resources: [../base]\nnamePrefix: staging-\n");
    let (code, output) = check(root, &["base/web.yaml"]);
    assert_eq!(code, Some(1), "{output}");
    assert!(output.contains("overlays dev, staging"), "told once: {output}");
    assert!(output.contains("1 finding"), "{output}");
}

#[test]
fn a_patch_is_judged_in_the_overlay_that_it_changes() {
    let apart = tempfile::tempdir().expect("a folder");
    let root = apart.path();
    repository_with_overlays(root);
    let (code, output) = check(root, &["production/more.yaml"]);
    assert_eq!(code, Some(0), "{output}");
    write(root, "production/budget.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n");
    let (code, output) = check(root, &["production/more.yaml"]);
    assert_eq!(code, Some(1), "the patch sets the replicas that need a budget: {output}");
    assert!(output.contains("production/more.yaml:4"), "{output}");
    assert!(!output.contains("overlay dev"), "{output}");
}
