//! What policies find below `data`: files of YAML and JSON, merged.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use regorus::Value;

use seaworthy_rego::{Nulls, value};
use seaworthy_source::disk::WalkError;
use seaworthy_source::{Diagnostic, Disk, Sources, Value as NodeValue, display_name, yaml};

/// Larger files are no data that somebody wrote.
const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Reads files and folders into one value. What cannot be read or contradicts what was read before is told.
pub(super) fn read(paths: &[PathBuf], sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mut data = Value::new_object();
    let mut failed = |path: &Path, reason: String| {
        let help = "Policies that need this data may be wrong. It takes files of YAML or JSON that hold a map each.";
        diagnostics.push(Diagnostic::error(display_name(path), reason).help(help));
    };
    let disk = Disk::anywhere();
    for path in paths {
        let (files, errors) = disk.walk(path, &|_, _| true);
        errors.into_iter().for_each(|WalkError { path, reason }| failed(&path, reason.to_string()));
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if ![".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end)) {
                continue;
            }
            let below = file.strip_prefix(path).ok().and_then(Path::parent).unwrap_or(Path::new(""));
            if let Err(reason) = add(&file, below, &disk, sources, &mut data) {
                failed(&file, reason);
            }
        }
    }
    data
}

/// Adds a file, whose content is found below the names of the folders that it is in.
fn add(path: &Path, below: &Path, disk: &Disk, sources: &Sources, data: &mut Value) -> Result<(), String> {
    let file = disk.source_up_to(path, MAX_FILE_BYTES, sources).map_err(|error| error.to_string())?;
    for document in yaml::parse(&file).documents {
        let problem = document.problems.first().map_or("not valid YAML", |problem| &problem.message);
        let root = document.root.ok_or_else(|| problem.to_owned())?;
        match root.value {
            NodeValue::Map(_) => {
                let folders = below.components().rev().map(|part| part.as_os_str().to_string_lossy().into_owned());
                let more = folders.fold(value(&root, Nulls::Kept), |value, folder| {
                    Value::Object(Arc::new([(Value::from(folder), value)].into_iter().collect()))
                });
                merge(data, more, "")?;
            }
            _ => return Err(format!("data is a map, and this is {}", root.type_name())),
        }
    }
    Ok(())
}

/// Merges maps; what is no map must not be there already.
fn merge(data: &mut Value, more: Value, at: &str) -> Result<(), String> {
    let (Ok(known), Value::Object(more)) = (data.as_object_mut(), more) else { return Ok(()) };
    for (key, new) in more.iter() {
        let name = key.as_string().map_or_else(|_| key.to_string(), |key| key.to_string());
        let at = if at.is_empty() { name } else { format!("{at}.{name}") };
        match known.get_mut(key) {
            None => drop(known.insert(key.clone(), new.clone())),
            Some(old) if old.as_object().is_ok() && new.as_object().is_ok() => merge(old, new.clone(), &at)?,
            Some(_) => return Err(format!("`{at}` is in the data already, from another file")),
        }
    }
    Ok(())
}
