//! The documentation of the rules: what is committed in `docs/rules/` is what the rules say of themselves.
//!
//! Written anew with `UPDATE_DOCS=1 cargo test --test docs`.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]
#![allow(clippy::unwrap_used, reason = "what cannot happen here should fail loudly")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use seaworthy::policy::{Bundle, Choice, Rule, control, document, example, functions, table};
use seaworthy_source::Sources;

fn bundle() -> Bundle {
    Bundle::load(&[], &Choice::default(), &Sources::default())
}

fn family(id: &str) -> &str {
    id.split('/').next().unwrap()
}

fn pages() -> BTreeMap<PathBuf, String> {
    let mut pages = BTreeMap::new();
    let mut index = String::from(
        "# Rules\n\n`seaworthy explain ID` prints the same in the terminal. Parameters are set in\n[the configuration](../configuration.md#rules).\n",
    );
    let bundle = bundle();
    for rules in bundle.rules.chunk_by(|a, b| family(&a.id) == family(&b.id)) {
        let _ = write!(
            index,
            "\n## {}\n\n{}",
            family(&rules[0].id),
            table(&rules.iter().map(|rule| (rule.id.as_str(), &rule.metadata)).collect::<Vec<_>>())
        );
        let page = |rule: &Rule| {
            (PathBuf::from(format!("{}.md", rule.id)), document(&rule.id, &rule.metadata, example(&rule.id).as_ref()))
        };
        pages.extend(rules.iter().map(page));
    }
    pages.insert(PathBuf::from("README.md"), index);
    pages
}

#[test]
fn the_committed_documentation_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let pages = pages();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let _ = std::fs::remove_dir_all(&root);
        for (path, text) in &pages {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
    }
    let written = walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
    let written: BTreeMap<PathBuf, String> = written
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap().to_path_buf();
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    let stale: Vec<&PathBuf> =
        pages.keys().chain(written.keys()).filter(|path| pages.get(*path) != written.get(*path)).collect();
    assert!(stale.is_empty(), "not current: {stale:?}");
}

#[test]
fn the_functions_that_policies_may_call_are_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policy-safety.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- functions -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let list: Vec<String> = functions().iter().map(|name| format!("`{name}`")).collect();
    let current = format!("{before}<!-- functions -->\n{}.\n<!-- end -->{after}", list.join(", "));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == current, "docs/policy-safety.md is not current");
}

#[test]
fn rules_name_practices_that_there_are_and_have_examples() {
    for rule in &bundle().rules {
        for id in &rule.metadata.custom.controls {
            assert!(control(id).is_some(), "{}: there is no practice {id}", rule.id);
        }
        let example = example(&rule.id).unwrap();
        assert!(!example.fail.is_empty() && !example.pass.is_empty(), "{}", rule.id);
    }
}
