//! Configuration files become the trees that they should.
//!
//! Each file in `tests/syntax/cases/` has a snapshot of its tree, or of what is wrong with it
//! (`INSTA_UPDATE=always cargo test -p seaworthy-terraform` writes them down).

mod hostile;
mod print;
mod reference;

use std::path::{Path, PathBuf};

use seaworthy_source::{SourceFile, Sources};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax/cases");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let is_case = |path: &PathBuf| path.is_file() && path.extension().is_some_and(|extension| extension != "snap");
    files.map(walkdir::DirEntry::into_path).filter(is_case).collect()
}

fn source(path: &Path, text: String) -> std::sync::Arc<SourceFile> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Sources::default().add(path.to_path_buf(), name, text)
}

#[test]
fn files_become_trees() {
    for path in cases() {
        let file = source(&path, std::fs::read_to_string(&path).expect("a text"));
        let printed = print::file(&file);
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "syntax/cases", omit_expression => true }, {
            insta::assert_snapshot!(file.name(), printed);
        });
    }
}
