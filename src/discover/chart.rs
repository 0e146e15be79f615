//! Which folders are Helm charts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folders, among those of `files`, whose `Chart.yaml` is one of a chart.
pub(super) fn roots(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    files.iter().filter(|path| is_chart_file(path)).filter_map(|path| path.parent()).map(Path::to_path_buf).collect()
}

/// The outermost chart that a file belongs to: charts hold the charts they depend on.
pub(super) fn outermost<'a>(path: &Path, charts: &'a BTreeSet<PathBuf>) -> Option<&'a Path> {
    path.ancestors().filter_map(|folder| charts.get(folder)).last().map(PathBuf::as_path)
}

/// A chart's `Chart.yaml` names the chart's API version and the chart.
fn is_chart_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "Chart.yaml")
        && std::fs::read_to_string(path).is_ok_and(|text| {
            let has = |key: &str| text.lines().any(|line| line.starts_with(key));
            has("apiVersion:") && has("name:") && !has("kind:")
        })
}
