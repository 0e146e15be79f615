//! Puts the policies into the binary: every `.rego` file below `policies/`, by its path, which is its id, with its header as
//! JSON; and of each rule's fixtures the plainest ones, as examples.

#![allow(clippy::disallowed_methods, reason = "reads its own data, not what is scanned")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/policy/header/block.rs"]
mod header;

fn main() -> io::Result<()> {
    let project = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = project.join("policies");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut code = String::from("/// Id and text of each policy in the binary.\nconst BUNDLED: &[(&str, &str)] = &[\n");
    let mut headers = String::from(
        "/// The headers of the policies in the binary, in the same order, as JSON.\nconst HEADERS: &[&str] = &[\n",
    );
    let mut examples = String::from("/// Id, then the files of the example that fails, and of the one that passes.\n");
    examples.push_str("const EXAMPLES: &[(&str, Files, Files)] = &[\n");
    for file in files {
        let below = file.strip_prefix(&root).unwrap_or(&file).with_extension("");
        let id = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let fixtures = project.join("fixtures").join(&id);
        if fixtures.is_dir() {
            let (fail, pass) = (example(&fixtures, "fail")?, example(&fixtures, "pass")?);
            let _ = writeln!(examples, "    ({id:?}, &[{fail}], &[{pass}]),");
        }
        let _ = writeln!(code, "    ({id:?}, include_str!({:?})),", file.display().to_string());
        let _ = writeln!(headers, "    {:?},", header_as_json(&fs::read_to_string(&file)?));
    }
    code.push_str("];\n");
    headers.push_str("];\n");
    code.push_str(&headers);
    examples.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("examples.rs"), examples)?;
    fs::write(out.join("bundled.rs"), code)
}

/// A policy's header; empty where it has none, or one that cannot be read, which the tests tell.
fn header_as_json(text: &str) -> String {
    let yaml = header::block(text).and_then(|block| serde_yaml::from_str::<serde_json::Value>(&block.yaml(text)).ok());
    yaml.map(|yaml| yaml.to_string()).unwrap_or_default()
}

/// The files of the plainest fixture of a kind: `fail.yaml` rather than `fail-init.yaml`.
fn example(fixtures: &Path, kind: &str) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", fixtures.display());
    let names = fs::read_dir(fixtures)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    names.retain(|name| name.starts_with(kind));
    names.sort_by_key(|name| (name.len(), name.clone()));
    let Some(name) = names.first() else { return Ok(String::new()) };
    let root = fixtures.join(name);
    let mut files = Vec::new();
    if root.is_dir() {
        all_files(&root, &mut files)?
    } else {
        files.push(root.clone())
    }
    files.sort();
    let mut code = String::new();
    for file in files {
        let shown = match file.strip_prefix(&root) {
            Ok(below) if root.is_dir() => below.to_string_lossy().replace('\\', "/"),
            _ => format!("example.{}", file.extension().unwrap_or_default().to_string_lossy()),
        };
        let _ = write!(code, "({shown:?}, include_str!({:?})), ", file.display().to_string());
    }
    Ok(code)
}

fn all_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { all_files(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, files)?;
        } else if name.ends_with(".rego") && !name.ends_with("_test.rego") {
            files.push(path);
        }
    }
    Ok(())
}
