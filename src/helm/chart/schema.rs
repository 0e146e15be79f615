//! `values.schema.json`.

use super::dependencies::Instance;
use crate::helm::context::Context;
use crate::helm::value::Tracked;
use crate::source::Diagnostic;

/// What the schemas of a chart and of those in it say against the values.
pub(in crate::helm) fn check(_: &Instance<'_>, _: &Tracked, _: &Context) -> Vec<Diagnostic> {
    Vec::new()
}
