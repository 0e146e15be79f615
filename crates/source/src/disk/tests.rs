use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Disk, Kind, Overlay, ReadError};

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("in/deep")).unwrap();
    fs::write(folder.path().join("in/a.yaml"), "a: 1").unwrap();
    fs::write(folder.path().join("in/deep/b.yaml"), "b: 1").unwrap();
    fs::write(folder.path().join("secret"), "s").unwrap();
    folder
}

#[test]
fn nothing_outside_of_the_boundary_is_read() {
    let folder = repository();
    let inside = folder.path().join("in");
    let disk = Disk::within(std::slice::from_ref(&inside));
    assert_eq!(disk.text(&inside.join("a.yaml")).unwrap(), "a: 1");
    for way in ["../secret", "deep/../../secret", "../in/../secret", "../nothing"] {
        let path = inside.join(way);
        assert!(matches!(disk.bytes(&path), Err(ReadError::Outside)), "{way}");
        assert!(!disk.exists(&path), "{way}");
    }
    assert!(matches!(disk.bytes(&inside.join("nothing")), Err(ReadError::Missing)));
    assert!(matches!(disk.bytes(&inside.join("deep")), Err(ReadError::IsFolder)));
    assert_eq!(Disk::anywhere().text(&inside.join("../secret")).unwrap(), "s");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_and_devices_are_not_opened() {
    let folder = repository();
    let inside = folder.path().join("in");
    std::os::unix::fs::symlink(folder.path().join("secret"), inside.join("out")).unwrap();
    std::os::unix::fs::symlink(folder.path(), inside.join("up")).unwrap();
    std::os::unix::fs::symlink("a.yaml", inside.join("same")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", inside.join("zero")).unwrap();
    let disk = Disk::within(std::slice::from_ref(&inside));
    assert!(matches!(disk.bytes(&inside.join("out")), Err(ReadError::Outside)));
    assert!(matches!(disk.bytes(&inside.join("up/secret")), Err(ReadError::Outside)));
    assert!(matches!(disk.bytes(&inside.join("up/new")), Err(ReadError::Outside)));
    assert_eq!(disk.text(&inside.join("same")).unwrap(), "a: 1");
    assert!(matches!(disk.bytes(&inside.join("zero")), Err(ReadError::Outside)));
    assert!(matches!(Disk::anywhere().bytes(&inside.join("zero")), Err(ReadError::Special)));
}

#[test]
fn limits_and_encodings() {
    let folder = repository();
    fs::write(folder.path().join("latin"), b"ok\xe9").unwrap();
    let disk = Disk::anywhere();
    assert!(matches!(disk.bytes_up_to(&folder.path().join("in/a.yaml"), 3), Err(ReadError::TooLarge { limit: 3 })));
    assert!(matches!(disk.text(&folder.path().join("latin")), Err(ReadError::NotUtf8 { byte: 3 })));
    assert_eq!(disk.start(&folder.path().join("in/a.yaml"), 2).unwrap(), b"a:");
}

fn below(folder: &Path, files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| file.strip_prefix(folder).unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn an_overlay_stands_in_front_of_the_disk() {
    let folder = repository();
    let root = folder.path();
    let content = |text: &str| Some(Arc::<[u8]>::from(text.as_bytes()));
    let overlay = Overlay::in_front([
        (root.join("in/a.yaml"), content("a: 2")),
        (root.join("in/new/c.yaml"), content("c: 1")),
        (root.join("in/deep/b.yaml"), None),
    ]);
    let disk = Disk::within(&[root.to_path_buf()]).with_overlay(overlay);
    assert_eq!(disk.text(&root.join("in/a.yaml")).unwrap(), "a: 2");
    assert_eq!(disk.text(&root.join("secret")).unwrap(), "s");
    assert!(!disk.exists(&root.join("in/deep/b.yaml")));
    assert_eq!(disk.kind(&root.join("in/new")), Some(Kind::Folder));
    assert_eq!(below(root, &disk.walk(root, &|_, _| true).0), ["in/a.yaml", "in/new/c.yaml", "secret"]);
    let listed = disk.list(&root.join("in")).unwrap();
    let listed: Vec<PathBuf> = listed.into_iter().map(|entry| entry.path).collect();
    assert_eq!(below(root, &listed), ["in/a.yaml", "in/deep", "in/new"]);
}

#[test]
fn an_overlay_stands_in_the_place_of_the_disk() {
    let folder = repository();
    let root = folder.path();
    let overlay = Overlay::instead([(root.join("in/old.yaml"), Arc::<[u8]>::from(&b"o: 1"[..]))]);
    let disk = Disk::within(&[root.to_path_buf()]).with_overlay(overlay);
    assert_eq!(disk.text(&root.join("in/old.yaml")).unwrap(), "o: 1");
    assert!(!disk.exists(&root.join("in/a.yaml")));
    assert_eq!(below(root, &disk.walk(root, &|_, _| true).0), ["in/old.yaml"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_boundary_where_a_folder_is_meant_as_a_whole() {
    let folder = repository();
    let inside = folder.path().join("in");
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, inside.join(name)).unwrap();
    link(Path::new("deep"), "same");
    link(Path::new("."), "around");
    link(Path::new("nothing"), "broken");
    link(&folder.path().join("secret"), "out");
    let disk = Disk::within(std::slice::from_ref(&inside));
    let (files, errors) = disk.walk_links(&inside, &|_, _| true);
    assert_eq!(below(&inside, &files), ["a.yaml", "deep/b.yaml", "same/b.yaml"]);
    let errors: Vec<String> = errors
        .iter()
        .map(|error| format!("{} {}", error.path.strip_prefix(&inside).unwrap().display(), error.reason))
        .collect();
    assert_eq!(
        errors,
        [
            "out lies outside the scanned repository and was not read",
            "around is a link to a folder that contains it",
            "broken does not exist",
        ]
    );
    let (files, _) = disk.walk(&inside, &|_, _| true);
    assert_eq!(below(&inside, &files), ["a.yaml", "deep/b.yaml"]);
}

#[test]
fn files_of_a_folder_that_is_known_are_found_and_refused_all_the_same() {
    let folder = repository();
    let inside = folder.path().join("in");
    let disk = Disk::within(std::slice::from_ref(&inside));
    for _ in 0..2 {
        assert_eq!(disk.kind(&inside.join("a.yaml")), Some(Kind::File));
        assert_eq!(disk.kind(&inside.join("deep")), Some(Kind::Folder));
        assert_eq!(disk.real(&inside).unwrap(), inside.canonicalize().unwrap());
        assert!(matches!(disk.look(&inside.join("../secret")), Err(ReadError::Outside)));
        assert!(matches!(disk.look(&inside.join("deep/../..")), Err(ReadError::Outside)));
    }
    assert_eq!(disk.unbounded().text(&folder.path().join("secret")).unwrap(), "s");
}
