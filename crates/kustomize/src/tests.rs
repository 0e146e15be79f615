use std::path::Path;

use super::{Build, Builder};
use seaworthy_source::{Disk, Sources};

/// Builds the folder `folder` of a tree of files, each with its text.
fn build(files: &[(&str, &str)], folder: &str) -> (Sources, Build) {
    let tree = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = tree.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let sources = Sources::default();
    let build = Builder::new(&Disk::within(&[tree.path().to_path_buf()]), &sources).build(&tree.path().join(folder));
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
fn what_is_missing_is_reported_and_the_rest_is_built() {
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
    let reported = messages(&build).join("\n");
    for part in [
        "unknown field `name`",
        "b.yaml` does not exist",
        "remote `",
        "lies outside the scanned repository",
        "duplicate resource",
    ] {
        assert!(reported.contains(part), "{part}: {reported}");
    }
}

#[test]
fn what_only_follows_from_a_gap_is_not_reported() {
    let patch = "apiVersion: v1\nkind: Pod\nmetadata: {name: far}\nspec: {hostPID: true}\n";
    let lines = "patches: [{path: patch.yaml}]\nreplicas: [{name: far, count: 2}]\n";
    let near = format!("resources: [a.yaml]\n{lines}");
    let far = format!("resources: [a.yaml, github.com/x/y?ref=v1]\n{lines}");
    let count = |kustomization: &str| {
        let files = [("kustomization.yaml", kustomization), ("a.yaml", POD), ("patch.yaml", patch)];
        build(&files, ".").1.diagnostics.len()
    };
    assert_eq!(count(&near), 2);
    assert_eq!(count(&far), 1);
}

#[test]
fn a_ring_of_kustomizations_ends() {
    let (_, build) =
        build(&[("a/kustomization.yaml", "resources: [../b]\n"), ("b/kustomization.yaml", "resources: [../a]\n")], "a");
    assert!(messages(&build).iter().any(|message| message.contains("uses itself")), "{:?}", build.diagnostics);
}

#[test]
fn growth_has_an_end() {
    // Each layer uses the one below twice, under two names: 2^15 resources, which would go on for ever.
    let mut files = vec![("l0/kustomization.yaml".to_owned(), "resources: [a.yaml]\n".to_owned())];
    files.push(("l0/a.yaml".to_owned(), POD.to_owned()));
    for level in 1..16 {
        let below = level - 1;
        for half in ["p", "q"] {
            let text = format!("namePrefix: {half}\nresources: [../l{below}]\n");
            files.push((format!("l{level}{half}/kustomization.yaml"), text));
        }
        let text = format!("resources: [../l{level}p, ../l{level}q]\n");
        files.push((format!("l{level}/kustomization.yaml"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_, build) = build(&files, "l15");
    assert!(build.resources.len() <= super::limits::RESOURCES);
    assert!(messages(&build).iter().any(|message| message.contains("exceed")), "{:?}", messages(&build));
}

#[test]
fn copies_of_copies_have_an_end() {
    let copies: String =
        (0..60).map(|number| format!("    - {{op: copy, from: /spec, path: /spec/x{number}}}\n")).collect();
    let kustomization = format!("resources: [a.yaml]\npatches:\n- target: {{kind: Pod}}\n  patch: |-\n{copies}");
    let (_, build) =
        build(&[("kustomization.yaml", &kustomization), ("a.yaml", &format!("{POD}spec: {{a: b}}\n"))], ".");
    assert_eq!(build.resources.len(), 1);
    assert!(messages(&build)[0].contains("exceed"), "{:?}", messages(&build));
}

#[test]
fn a_changed_value_shows_the_line_that_decides_it() {
    let (sources, build) = build(
        &[
            (
                "over/kustomization.yaml",
                "resources: [../base]\nimages:\n- name: web\n  newTag: \"2\"\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n    spec:\n      hostNetwork: true\n      containers:\n      - name: web\n        tty: true\n",
            ),
            ("base/kustomization.yaml", "resources: [a.yaml]\n"),
            (
                "base/a.yaml",
                &format!("{POD}spec:\n  hostNetwork: false\n  containers:\n  - name: web\n    image: web:1\n"),
            ),
        ],
        "over",
    );
    assert!(build.is_complete(), "{:?}", build.diagnostics);
    let shown = |path: seaworthy_source::Path| {
        let place = seaworthy_source::locate(&build.resources[0].root, &path, |span| sources.get(span.file));
        let text = |span: seaworthy_source::Span| sources.get(span.file).text()[span.range()].to_owned();
        let steps = place.origins.iter().map(|origin| format!("{}: {}", origin.what, text(origin.span)));
        [vec![text(place.span)], steps.collect()].concat().join(" <- ")
    };
    let spec = seaworthy_source::Path::default().key("spec");
    let container = spec.key("containers").index(0);
    assert_eq!(shown(spec.key("hostNetwork")), "hostNetwork: true <- before this patch: false");
    assert_eq!(shown(container.key("image")), "newTag: \"2\" <- before `images`: web:1");
    assert_eq!(shown(container.key("tty")), "tty: true");
    assert_eq!(shown(container.key("securityContext")), "name: web");
}

#[cfg(unix)]
#[test]
fn every_way_out_of_the_boundary_is_refused_in_the_same_words() {
    for line in [
        "resources: [/etc/passwd]",
        "resources: [/etc]",
        "components: [/etc]",
        "patches: [{path: /etc/passwd}]",
        "patchesStrategicMerge: [/etc/passwd]",
        "configurations: [/etc/passwd]",
        "transformers: [/etc/passwd]",
        "replacements: [{path: /etc/passwd}]",
        "configMapGenerator: [{name: a, files: [/etc/passwd]}]",
        "secretGenerator: [{name: a, envs: [/etc/passwd]}]",
        "helmCharts: [{name: c, valuesFile: /etc/passwd}]",
        "helmCharts: [{name: c, additionalValuesFiles: [/etc/passwd]}]",
        "helmGlobals: {chartHome: /etc}\nhelmCharts: [{name: passwd}]",
    ] {
        let kustomization =
            format!("resources: [a.yaml]\n{line}\n").replacen("resources: [a.yaml]\nresources", "resources", 1);
        let chart = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
        let files = [("kustomization.yaml", &*kustomization), ("a.yaml", POD), ("charts/c/Chart.yaml", chart)];
        let (_, build) = build(&files, ".");
        let outside = build.diagnostics.iter().filter(|diagnostic| {
            diagnostic.message.ends_with("lies outside the scanned repository and was not read")
                && diagnostic.help.as_deref() == seaworthy_source::disk::ReadError::Outside.help()
        });
        assert_eq!(outside.count(), 1, "{line}: {:?}", build.diagnostics);
    }
}
