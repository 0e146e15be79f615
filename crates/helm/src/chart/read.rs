//! A chart's folder to the files in it.

use std::path::Path;

use super::ChartFile;
use super::ignore::Ignore;
use seaworthy_source::Diagnostic;

/// Limits that Helm has, too: for a file, and for a chart.
pub(super) const MAX_FILE: u64 = 5 * 1024 * 1024;
pub(super) const MAX_CHART: u64 = 100 * 1024 * 1024;
/// Helm has no limit on the number of files.
pub(super) const MAX_FILES: usize = 20_000;

/// All files of a folder that its `.helmignore` leaves in, by name. Links are followed within `boundary` only.
pub(super) fn folder(root: &Path, boundary: &Path, subject: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<ChartFile> {
    let ignore = match std::fs::read(root.join(".helmignore")).map(|text| String::from_utf8_lossy(&text).into_owned()) {
        Ok(text) => Ignore::parse(&text).unwrap_or_else(|error| {
            let diagnostic = Diagnostic::error(subject, format!("`.helmignore` is not valid: {error}"));
            diagnostics.push(diagnostic.help("Helm refuses the chart. Write one name or path with `*` a line."));
            Ignore::parse("").unwrap_or_else(|_| unreachable!("no rules are valid rules"))
        }),
        Err(_) => Ignore::parse("").unwrap_or_else(|_| unreachable!("no rules are valid rules")),
    };
    let boundary = boundary.canonicalize().unwrap_or_else(|_| boundary.to_path_buf());
    let mut files = Vec::new();
    let mut bytes = 0;
    let inside =
        |path: &Path| path.strip_prefix(root).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    let mut escapes = Vec::new();
    let walk = walkdir::WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| {
        let name = inside(entry.path());
        if name.is_empty() {
            return true;
        }
        if ignore.matches(&name, entry.file_type().is_dir()) {
            return false;
        }
        let leaves =
            entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|target| target.starts_with(&boundary));
        if leaves {
            escapes.push(name);
        }
        !leaves
    });
    let mut broken = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                broken.push(error.to_string());
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let name = inside(entry.path());
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        bytes += size;
        if !entry.file_type().is_file() {
            broken.push(format!("{name} is no regular file"));
        } else if size > MAX_FILE {
            broken.push(format!("{name} is larger than {} MB", MAX_FILE >> 20));
        } else if bytes > MAX_CHART || files.len() >= MAX_FILES {
            broken.push(format!("the chart holds more than {} MB or {MAX_FILES} files", MAX_CHART >> 20));
            break;
        } else {
            match std::fs::read(entry.path()) {
                Ok(data) => files.push(ChartFile { name, data: without_mark(data), path: entry.path().to_path_buf() }),
                Err(error) => broken.push(format!("{name} cannot be read: {error}")),
            }
        }
    }
    for name in escapes {
        diagnostics.push(
            Diagnostic::error(subject, format!("`{name}` leads out of what is scanned and was not read"))
                .help("Scan a folder that holds both, or put a copy in the place of the link."),
        );
    }
    for reason in broken {
        diagnostics.push(Diagnostic::error(subject, format!("not all of the chart was read: {reason}")));
    }
    files
}

/// Without the mark of byte order that some editors put first.
pub(super) fn without_mark(data: Vec<u8>) -> Vec<u8> {
    match data.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => data,
    }
}
