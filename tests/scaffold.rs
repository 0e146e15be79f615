//! What `seaworthy new-rule` writes passes its own tests, for every sort of resource.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::time::Duration;

use seaworthy::report::Style;
use seaworthy::scaffold;
use seaworthy::testing::{self, Format, Options};

/// Wildcards, kinds that carry pods and kinds that do not, providers with tags of other names.
const SELECTORS: [&str; 18] = [
    "pod",
    "workload",
    "v1/Pod",
    "v1/Service",
    "apps/*/Deployment",
    "apps/v1/StatefulSet",
    "*/*/Job",
    "batch/v1/CronJob",
    "**/Ingress",
    "policy/*/PodDisruptionBudget",
    "ray.io/v1/RayCluster",
    "serving.kserve.io/v1beta1/InferenceService",
    "aws_s3_bucket",
    "azurerm_storage_account",
    "google_*",
    "*",
    "data.aws_iam_policy_document",
    "helm/Chart",
];

#[test]
fn a_new_rule_passes_its_own_tests() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let policies = folder.path().join("policies");
    let mut count = 0;
    for (number, selector) in SELECTORS.iter().enumerate() {
        // A star alone selects nothing.
        let Ok(files) = scaffold::files(&policies, &format!("team/rule-{number}"), selector) else { continue };
        count += 1;
        for file in files {
            std::fs::create_dir_all(file.path.parent().expect("a folder")).expect("a folder");
            std::fs::write(&file.path, &file.text).expect("a file");
        }
    }
    assert_eq!(count, SELECTORS.len() - 1);
    let options =
        Options { folders: vec![policies], filter: Vec::new(), coverage: true, patience: Duration::from_secs(60) };
    let summary = testing::run(&options, &mut |_, _| {});
    let mut text = Vec::new();
    let style = Style { color: false, links: false, width: 100, show_files: false };
    testing::write(&summary, Format::Terminal, false, &style, &mut text).expect("a text");
    assert!(summary.passed(), "{}", String::from_utf8_lossy(&text));
    assert_eq!((summary.tests.len(), summary.percent()), (count * 4, Some(100.0)));
}
