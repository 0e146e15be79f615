//! A chart's archive to the files in it, in memory.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;

use super::ChartFile;
use super::read::{MAX_CHART, MAX_FILE, MAX_FILES, without_mark};

/// All files of an archive, their paths taken from the chart's folder in it. Nothing is written anywhere, so that a path
/// that leads out can do no harm; it is refused because Helm refuses it.
pub(super) fn files(data: &[u8], path: &Path) -> Result<Vec<ChartFile>, String> {
    let unreadable = |error: std::io::Error| format!("the archive cannot be read: {error}");
    // A limit on what is unpacked: a small archive can hold a lot of nothing.
    let unpacked = GzDecoder::new(data).take(MAX_CHART + 1);
    let mut archive = tar::Archive::new(unpacked);
    let mut files = Vec::new();
    let mut bytes = 0;
    for entry in archive.entries().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let full = entry.path().map_err(unreadable)?.into_owned();
        let Some(name) = inside(&full) else {
            return Err(format!("the archive contains a path outside itself: `{}`", full.display()));
        };
        if name.is_empty() {
            continue;
        }
        bytes += entry.size();
        if entry.size() > MAX_FILE {
            return Err(format!("`{name}` in the archive is larger than {} MB", MAX_FILE >> 20));
        }
        if bytes > MAX_CHART || files.len() >= MAX_FILES {
            return Err(format!("the archive exceeds {} MB or {MAX_FILES} files", MAX_CHART >> 20));
        }
        let mut data = Vec::new();
        entry.take(MAX_FILE).read_to_end(&mut data).map_err(unreadable)?;
        files.push(ChartFile { name: name.clone(), data: without_mark(data), path: path.join(name) });
    }
    if files.is_empty() {
        return Err("the archive is empty".into());
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// The path without the folder that holds the chart; nothing for paths that lead out.
fn inside(path: &Path) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.get(1..).unwrap_or_default().iter().collect::<PathBuf>().to_string_lossy().replace('\\', "/"))
}
