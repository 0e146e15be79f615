//! A chart's folder to the files in it.

use std::path::Path;

use super::ChartFile;
use super::ignore::Ignore;
use seaworthy_source::disk::{Kind, ReadError};
use seaworthy_source::{Diagnostic, Disk, display_name};

/// Limits that Helm has, too: for a file, and for a chart.
pub(super) const MAX_FILE: u64 = 5 * 1024 * 1024;
pub(super) const MAX_CHART: u64 = 100 * 1024 * 1024;
/// Helm has no limit on the number of files.
pub(super) const MAX_FILES: usize = 20_000;

/// All files of a folder that its `.helmignore` leaves in, by name, links followed.
pub(super) fn folder(root: &Path, disk: &Disk, diagnostics: &mut Vec<Diagnostic>) -> Vec<ChartFile> {
    let subject = display_name(root);
    let ignore = ignore(root, disk, &subject, diagnostics);
    let name_of =
        |path: &Path| path.strip_prefix(root).map(|path| path.to_string_lossy().replace('\\', "/")).unwrap_or_default();
    let (paths, errors) = disk.walk_links(root, &|path, kind| !ignore.matches(&name_of(path), kind == Kind::Folder));
    let mut unread: Vec<(String, ReadError)> =
        errors.into_iter().map(|error| (name_of(&error.path), error.reason)).collect();
    let mut files = Vec::new();
    let mut bytes = 0;
    let mut is_too_large = false;
    for path in paths {
        match disk.bytes_up_to(&path, MAX_FILE) {
            Ok(data) => {
                bytes += data.len() as u64;
                is_too_large = bytes > MAX_CHART || files.len() >= MAX_FILES;
                if is_too_large {
                    break;
                }
                files.push(ChartFile { name: name_of(&path), data: without_mark(data), path });
            }
            Err(reason) => unread.push((name_of(&path), reason)),
        }
    }
    for (name, reason) in unread {
        let mut diagnostic = Diagnostic::error(&*subject, format!("`{name}` {reason}"));
        diagnostic.help = reason.help().map(str::to_owned);
        diagnostics.push(diagnostic);
    }
    if is_too_large {
        let message = format!("the chart has more than {} MB or {MAX_FILES} files", MAX_CHART >> 20);
        let help = "List what is not part of the chart in `.helmignore`; the rest of it was not read.";
        diagnostics.push(Diagnostic::error(&*subject, message).help(help));
    }
    files
}

/// The rules of `.helmignore`, and Helm's own.
fn ignore(root: &Path, disk: &Disk, subject: &str, diagnostics: &mut Vec<Diagnostic>) -> Ignore {
    let path = root.join(".helmignore");
    let text = disk.bytes(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    Ignore::parse(&text).unwrap_or_else(|error| {
        let diagnostic = Diagnostic::error(subject, format!("`.helmignore` is invalid: {error}"));
        diagnostics.push(diagnostic.help("Helm rejects the chart. Write one name, or path with `*`, per line."));
        Ignore::parse("").unwrap_or_else(|_| unreachable!("no rules are valid rules"))
    })
}

/// Without the byte order mark that some editors put first.
pub(super) fn without_mark(data: Vec<u8>) -> Vec<u8> {
    match data.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => data,
    }
}
