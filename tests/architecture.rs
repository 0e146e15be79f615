//! The house has one direction: a room uses rooms before it, and no other.
//!
//! The order below is the drawing of CONTRIBUTING.md. What a room uses is read from its code, so that this cannot go stale:
//! a path that begins with `crate::` names a room, and one that begins with the name of a crate of ours names a crate.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "reads its own code, not what is scanned")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the program, each with those that it may use only.
const ROOMS: [&str; 17] = [
    "discover",
    "world",
    "frontend",
    "documents",
    "requirements",
    "verdict",
    "policy",
    "triage",
    "report",
    "config",
    "scan",
    "testing",
    "linting",
    "scaffold",
    "cli",
    "lib",
    "main",
];

/// The crates, each with those that it may use.
const CRATES: [(&str, &[&str]); 6] = [
    ("source", &[]),
    ("go", &[]),
    ("terraform", &["source", "go"]),
    ("helm", &["source", "go"]),
    ("kustomize", &["source", "go", "helm"]),
    ("rego", &["source", "go"]),
];

/// The modules within the room of frontends, in their order: each reads one kind of file.
const FRONTENDS: [&str; 5] = ["mod", "kubernetes", "terraform", "helm", "kustomize"];

/// Rooms and crates that may name a crate of formats: all others know values and resources, not how they are written.
const FORMATS: [(&str, &[&str]); 4] = [
    ("terraform", &["frontend", "documents", "config", "scan", "cli"]),
    ("helm", &["frontend", "config", "scan", "cli"]),
    ("kustomize", &["discover", "frontend", "scan"]),
    ("rego", &["policy", "linting", "testing", "scaffold", "cli"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Code without comments, texts and characters, which may name anything.
fn code(text: &str) -> String {
    let (mut code, bytes, mut at) = (String::new(), text.as_bytes(), 0);
    let skip_to = |at: usize, end: &str| text[at..].find(end).map_or(text.len(), |found| at + found + end.len());
    while at < bytes.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at = skip_to(at, "\n");
            code.push('\n');
        } else if rest.starts_with("/*") {
            at = skip_to(at, "*/");
        } else if let Some(hashes) = raw_text(rest) {
            at = skip_to(at + 2 + hashes, &format!("\"{}", "#".repeat(hashes)));
        } else if rest.starts_with('"') {
            at += 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            at += 1;
        } else if rest.starts_with("'\\") {
            at = skip_to(at + 3, "'");
        } else {
            let next = rest.chars().next().unwrap();
            let is_character = next == '\'' && rest.chars().nth(2) == Some('\'');
            at += if is_character { rest.chars().take(3).map(char::len_utf8).sum() } else { next.len_utf8() };
            if !is_character {
                code.push(next);
            }
        }
    }
    code
}

/// How many `#` a raw text at the beginning has; `None` where none begins.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The names behind a prefix such as `crate::`: one, or those in braces.
fn names_behind(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let is_word = code[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_');
        if is_word {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut is_start = true;
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => is_start = true,
                _ if depth == 0 && is_start && !character.is_whitespace() => {
                    names.insert(word(&group[at..]));
                    is_start = false;
                }
                _ => {}
            }
        }
    }
    names
}

/// What a file uses by going up out of its own room: `super::super::report` in `src/verdict/record.rs`.
fn names_above(code: &str, depth: usize) -> BTreeSet<String> {
    names_behind(code, &"super::".repeat(depth)).into_iter().filter(|name| name != "super").collect()
}

/// The room that a file of the program belongs to.
fn room_of(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn a_room_uses_rooms_before_it_only() {
    let number: BTreeMap<&str, usize> = ROOMS.iter().enumerate().map(|(number, room)| (*room, number)).collect();
    let mut wrong = Vec::new();
    let mut met = BTreeSet::new();
    for path in files(&root().join("src")) {
        let room = room_of(&path);
        met.insert(room.clone());
        let Some(own) = number.get(room.as_str()) else {
            wrong.push(format!("{room} is no room of the drawing"));
            continue;
        };
        let code = code(&fs::read_to_string(&path).unwrap());
        let depth = path.strip_prefix(root().join("src")).unwrap().components().count();
        let mut used = names_behind(&code, "crate::");
        used.extend(names_above(&code, depth));
        for name in used {
            if number.get(name.as_str()).is_some_and(|other| other > own) {
                wrong.push(format!("{room} uses {name}, which comes after it: {}", path.display()));
            }
        }
        for (format, allowed) in FORMATS {
            let names = names_behind(&code, &format!("seaworthy_{format}::"));
            if !names.is_empty() && !allowed.contains(&room.as_str()) {
                wrong.push(format!("{room} knows of {format}: {}", path.display()));
            }
        }
    }
    assert!(met.len() > 10, "the program was not found");
    let missing: Vec<_> = ROOMS.iter().filter(|room| !met.contains(**room)).collect();
    assert!(missing.is_empty(), "rooms of the drawing that are gone: {missing:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_frontend_uses_frontends_before_it_only() {
    let mut wrong = Vec::new();
    for (own, frontend) in FRONTENDS.iter().enumerate().skip(1) {
        for path in files(&root().join("src/frontend").join(frontend)) {
            let code = code(&fs::read_to_string(&path).unwrap());
            for other in &FRONTENDS[own + 1..] {
                if code.contains(&format!("frontend::{other}")) {
                    wrong.push(format!("{frontend} uses {other}, which comes after it: {}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_crate_uses_crates_before_it_only() {
    let known: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let found: BTreeSet<String> =
        folders.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(known, found, "the crates of the drawing, and those there are");
    let mut wrong = Vec::new();
    for (name, allowed) in CRATES {
        let folder = root().join("crates").join(name);
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let used = manifest.lines().filter_map(|line| line.strip_prefix("seaworthy-")?.split(['.', ' ']).next());
        for other in used.filter(|other| !allowed.contains(other)) {
            wrong.push(format!("the crate {name} uses {other}"));
        }
        for path in files(&folder.join("src")) {
            let code = code(&fs::read_to_string(&path).unwrap());
            if !names_behind(&code, "seaworthy::").is_empty() {
                wrong.push(format!("the crate {name} uses the program: {}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_used_is_read_from_code_alone() {
    let code = code(
        "use crate::{report::{self, Format}, world as w}; // crate::cli\nlet a = \"crate::scan\"; let b = 'x'; let c = r#\"crate::lint\"#; crate::verdict::Finding",
    );
    let names: Vec<String> = names_behind(&code, "crate::").into_iter().collect();
    assert_eq!(names, ["report", "verdict", "world"]);
}
