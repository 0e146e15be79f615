//! `helmCharts`.

use super::accumulate::Target;

impl Target<'_, '_> {
    pub(super) fn charts(&mut self) {}
}
