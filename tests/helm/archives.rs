//! Archives that are made to do harm, and links that lead out: reported, and never followed.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use seaworthy_helm::{self as helm, Inputs};
use seaworthy_source::{Disk, Sources};

const CHART: &str = "apiVersion: v2\nname: inner\nversion: 1.0.0\n";

/// A packed chart with one more file.
fn archive(path: &str, content: impl std::io::Read, size: u64) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut add = |path: &str, content: &mut dyn std::io::Read, size: u64| {
        let mut header = tar::Header::new_gnu();
        // The library itself refuses to write a path that leads out.
        header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(size);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, content).unwrap();
    };
    add("inner/Chart.yaml", &mut CHART.as_bytes(), CHART.len() as u64);
    let mut content = content;
    add(path, &mut content, size);
    tar.into_inner().unwrap().finish().unwrap()
}

/// What is reported about a chart with one more file; the rest of it is rendered.
fn reported(name: &str, data: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("outer");
    std::fs::create_dir_all(chart.join("charts")).unwrap();
    std::fs::create_dir_all(chart.join("templates")).unwrap();
    std::fs::write(chart.join("Chart.yaml"), CHART.replace("inner", "outer")).unwrap();
    std::fs::write(chart.join("templates/a.yaml"), "a: b\n").unwrap();
    std::fs::File::create(chart.join("charts").join(name)).unwrap().write_all(data).unwrap();
    messages(&chart)
}

fn messages(chart: &Path) -> Vec<String> {
    let (disk, sources) = (Disk::within(&[chart.to_path_buf()]), Sources::default());
    let loaded = helm::load(chart, &disk, &sources, &[]);
    let rendered = helm::render(&loaded.chart.unwrap(), &Inputs::default(), &disk, &sources);
    assert_eq!(rendered.templates.iter().filter(|template| template.name.starts_with("outer/")).count(), 1);
    let diagnostics = loaded.diagnostics.iter().chain(&rendered.diagnostics);
    diagnostics.map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn archives_that_do_harm() {
    let nothing: [String; 0] = [];
    assert_eq!(reported("inner-1.0.0.tgz", &archive("inner/values.yaml", &b"a: 1\n"[..], 5)), nothing);
    let out = "the archive contains a path outside itself: `inner/../../evil.yaml`";
    assert_eq!(reported("inner-1.0.0.tgz", &archive("inner/../../evil.yaml", &b"a: 1\n"[..], 5)), [out]);
    assert_eq!(
        reported("inner-1.0.0.tgz", &archive("/etc/evil.yaml", &b"a: 1\n"[..], 5)),
        ["the archive contains a path outside itself: `/etc/evil.yaml`"]
    );
    let size = 200 << 20;
    let bomb = archive("inner/zeros", std::io::Read::take(std::io::repeat(0), size), size);
    assert!(bomb.len() < 2 << 20, "{}", bomb.len());
    assert_eq!(reported("inner-1.0.0.tgz", &bomb), ["`zeros` in the archive is larger than 5 MB"]);
    let cut = archive("inner/values.yaml", &b"a: 1\n"[..], 5);
    let found = reported("inner-1.0.0.tgz", &cut[..cut.len() / 2]);
    assert!(found.len() == 1 && found[0].starts_with("the archive cannot be read: "), "{found:?}");
}

#[test]
fn not_an_archive() {
    let found = reported("inner-1.0.0.tgz", b"not packed at all");
    assert_eq!(found, ["the archive cannot be read: invalid gzip header"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("outer");
    std::fs::create_dir_all(chart.join("templates")).unwrap();
    std::fs::write(chart.join("Chart.yaml"), CHART.replace("inner", "outer")).unwrap();
    std::fs::write(chart.join("templates/a.yaml"), "a: b\n").unwrap();
    std::fs::write(folder.path().join("secret.yaml"), "password: hunter2\n").unwrap();
    std::os::unix::fs::symlink(folder.path().join("secret.yaml"), chart.join("templates/b.yaml")).unwrap();
    std::os::unix::fs::symlink(folder.path(), chart.join("templates/c")).unwrap();
    std::os::unix::fs::symlink("templates/a.yaml", chart.join("d.txt")).unwrap();
    assert_eq!(
        messages(&chart),
        [
            "`templates/b.yaml` lies outside the scanned repository and was not read",
            "`templates/c` lies outside the scanned repository and was not read",
        ]
    );
}

#[test]
fn dependencies_that_lead_out() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("outer");
    std::fs::create_dir_all(chart.join("templates")).unwrap();
    std::fs::create_dir_all(folder.path().join("inner")).unwrap();
    let dependency = "dependencies: [{name: inner, version: 1.0.0, repository: \"file://../inner\"}]\n";
    std::fs::write(chart.join("Chart.yaml"), CHART.replace("inner", "outer") + dependency).unwrap();
    std::fs::write(chart.join("templates/a.yaml"), "a: b\n").unwrap();
    std::fs::write(folder.path().join("inner/Chart.yaml"), CHART).unwrap();
    let outside = "the dependency `inner 1.0.0` lies outside the scanned repository and was not read";
    assert_eq!(messages(&chart), [outside]);
}
