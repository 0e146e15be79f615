//! Which folders are Helm charts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use seaworthy_source::Disk;

/// The folders, among those of `files`, whose `Chart.yaml` is one of a chart.
pub(super) fn roots(files: &[PathBuf], disk: &Disk) -> BTreeSet<PathBuf> {
    files
        .iter()
        .filter(|path| is_chart_file(path, disk))
        .filter_map(|path| path.parent())
        .map(Path::to_path_buf)
        .collect()
}

/// The outermost chart that a file belongs to: charts hold the charts they depend on. Of a repository that is a chart as a
/// whole, only the folders that Helm looks into belong to it.
pub(super) fn of<'a>(path: &Path, charts: &'a BTreeSet<PathBuf>, disk: &Disk) -> Option<&'a Path> {
    let chart = path.ancestors().filter_map(|folder| charts.get(folder)).last()?;
    let inside = path.strip_prefix(chart).ok()?;
    let top = inside.components().next().filter(|_| inside.components().count() > 1);
    let is_own = top.is_none_or(|top| ["templates", "charts", "crds"].iter().any(|own| top.as_os_str() == *own));
    (is_own || !disk.exists(&chart.join(".git"))).then_some(chart)
}

/// Whether a folder is a chart.
pub(super) fn is_chart(folder: &Path, disk: &Disk) -> bool {
    is_chart_file(&folder.join("Chart.yaml"), disk)
}

/// A chart's `Chart.yaml` names the chart and its version; Helm takes old ones without an API version.
fn is_chart_file(path: &Path, disk: &Disk) -> bool {
    path.file_name().is_some_and(|name| name == "Chart.yaml")
        && disk.text(path).is_ok_and(|text| {
            let has = |key: &str| text.lines().any(|line| line.starts_with(key));
            has("name:") && (has("apiVersion:") || has("version:")) && !has("kind:")
        })
}
