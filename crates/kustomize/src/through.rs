//! The lines of kustomizations by which resources came in.

use std::sync::Arc;

use super::file::Text;
use seaworthy_source::{Origin, Span};

/// The steps by which resources came in, with one more before them, the outermost. Most resources share theirs.
pub(super) struct Steps {
    span: Span,
    what: Arc<str>,
    last: Option<(Option<Arc<Origin>>, Arc<Origin>)>,
}

impl Steps {
    pub(super) fn new(text: &Text, name: &str) -> Self {
        Self { span: text.span, what: format!("used by `{name}`").into(), last: None }
    }

    /// A step through this line, and then the steps.
    pub(super) fn before(&mut self, steps: Option<Arc<Origin>>) -> Option<Arc<Origin>> {
        let is_same = |one: &Option<Arc<Origin>>| match (one, &steps) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if let Some((_, known)) = self.last.as_ref().filter(|(before, _)| is_same(before)) {
            return Some(Arc::clone(known));
        }
        let step = Arc::new(Origin { span: self.span, what: Arc::clone(&self.what), before: steps.clone() });
        self.last = Some((steps, Arc::clone(&step)));
        Some(step)
    }
}
