use std::path::Path;

use super::{Build, Builder};
use crate::source::Sources;

/// Builds the folder `folder` of a tree of files, each with its text.
fn build(files: &[(&str, &str)], folder: &str) -> (Sources, Build) {
    let tree = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = tree.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let sources = Sources::default();
    let build = Builder::new(&sources, &[tree.path().to_path_buf()]).build(&tree.path().join(folder));
    (sources, build)
}

fn messages(build: &Build) -> Vec<&str> {
    build.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";

#[test]
fn resources_come_in_order_through_layers() {
    let (sources, build) = build(
        &[
            ("base/kustomization.yaml", "resources: [pods.yaml]\n"),
            (
                "base/pods.yaml",
                "apiVersion: v1\nkind: PodList\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n",
            ),
            ("over/kustomization.yaml", "bases:\n- ../base\nresources:\n- a.yaml\n"),
            ("over/a.yaml", POD),
        ],
        "over",
    );
    assert!(build.is_complete(), "{:?}", build.diagnostics);
    let names: Vec<_> = build.resources.iter().map(|built| built.root.str_at(&["metadata", "name"]).unwrap()).collect();
    assert_eq!(names, ["a", "b"]);
    let mut through = build.resources[1].through.as_ref();
    let mut lines = Vec::new();
    while let Some(step) = through {
        lines.push(sources.get(step.span.file).text()[step.span.range()].to_owned());
        through = step.before.as_ref();
    }
    assert_eq!(lines, ["pods.yaml", "../base"]);
    assert!(build.files.keys().any(|path| path.ends_with(Path::new("base/pods.yaml"))));
}

#[test]
fn what_is_not_there_is_told_and_the_rest_is_built() {
    let (_, build) = build(
        &[
            (
                "kustomization.yaml",
                "resources: [a.yaml, b.yaml, github.com/x/y?ref=v1, /etc/passwd, a.yaml, ../over]\nname: x\n",
            ),
            ("a.yaml", POD),
        ],
        ".",
    );
    assert_eq!(build.resources.len(), 1);
    let told = messages(&build).join("\n");
    for part in
        ["knows no field `name`", "b.yaml` is not there", "not on disk", "outside of what is scanned", "there twice"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_ring_of_kustomizations_ends() {
    let (_, build) =
        build(&[("a/kustomization.yaml", "resources: [../b]\n"), ("b/kustomization.yaml", "resources: [../a]\n")], "a");
    assert!(messages(&build).iter().any(|message| message.contains("uses itself")), "{:?}", build.diagnostics);
}
