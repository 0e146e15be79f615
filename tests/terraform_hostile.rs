//! Configurations that are wrong or meant to hurt: each is told what is wrong with it, in time, and everything else is
//! evaluated all the same. The cases are in `tests/terraform/hostile/`.

#![allow(clippy::expect_used, reason = "what cannot happen here should fail loudly")]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use seaworthy::discover::Request;
use seaworthy::scan;

/// A debug build is some twenty times slower than what people use.
const TIME: Duration = Duration::from_secs(30);

#[test]
fn what_is_wrong_is_told_and_the_rest_is_evaluated() {
    let mut files: Vec<PathBuf> = std::fs::read_dir("tests/terraform/hostile")
        .expect("cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tf"))
        .collect();
    files.sort();
    let mut told = String::new();
    for path in files {
        // Alone in its folder, which is what makes it a module.
        let folder = tempfile::tempdir().expect("a folder");
        let name = path.file_name().expect("a name");
        std::fs::copy(&path, folder.path().join(name)).expect("a copy");
        let request = Request { paths: vec![folder.path().to_path_buf()], ..Request::default() };
        let began = Instant::now();
        let loaded = scan::load(&request, &scan::Inputs::default()).expect("a request that can be read");
        assert!(began.elapsed() < TIME, "{}: {:?}", path.display(), began.elapsed());
        let _ = writeln!(told, "{}", name.to_string_lossy());
        for diagnostic in &loaded.diagnostics {
            let line = diagnostic.labels.first().map_or(0, |(span, _)| {
                let file = loaded.sources.get(span.file);
                file.position(span.start).line
            });
            let message = diagnostic.message.replace(&*folder.path().to_string_lossy(), "FOLDER");
            let _ = writeln!(told, "  {line}: {message}");
        }
        let mut unknown = 0;
        for resource in loaded.worlds.iter().flat_map(|world| &world.resources) {
            unknown += usize::from(resource.object.holds_unknown());
        }
        let all: usize = loaded.worlds.iter().map(|world| world.resources.len()).sum();
        let _ = writeln!(told, "  {all} resources, {unknown} of them with values that are not known\n");
    }
    insta::assert_snapshot!("terraform_hostile", told);
}
