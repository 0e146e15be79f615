use std::sync::Arc;

use super::Value;
use seaworthy_source::Span;

/// Where a value comes from.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The expression that produced it: a literal, a call or an operation.
    pub written: Option<Span>,
    /// The names that passed it on, the last one first.
    pub steps: Option<Arc<Step>>,
    /// The resources whose attributes it is made from, by their addresses.
    pub resources: Option<Arc<[Arc<str>]>>,
    /// The value that it is the JSON text of.
    pub document: Option<Arc<Value>>,
}

/// A name that passed a value on.
#[derive(Debug, Clone)]
pub struct Step {
    /// The name's declaration, or the argument that set it.
    pub span: Span,
    /// For people: `local.tags`, `variable "encrypted"`, `module.bucket`.
    pub what: Arc<str>,
    /// The one before it.
    pub before: Option<Arc<Step>>,
}

/// The maximum length: no reader would follow a longer chain.
const MAX_STEPS: usize = 16;

/// The maximum number of resources that are recorded.
const MAX_RESOURCES: usize = 64;

impl Value {
    /// The same value, passed on by a name that is declared at `span`.
    #[must_use]
    pub fn passed_by(mut self, span: Span, what: impl FnOnce() -> Arc<str>) -> Self {
        let before = self.provenance.steps.take();
        if length(before.as_deref()) >= MAX_STEPS {
            self.provenance.steps = before;
        } else {
            self.provenance.steps = Some(Arc::new(Step { span, what: what(), before }));
        }
        self
    }

    /// The same value, found in `holder`: names that passed on the holder passed on the value.
    #[must_use]
    pub fn handed_on_by(mut self, holder: &Self) -> Self {
        let Some(steps) = &holder.provenance.steps else { return self };
        match self.provenance.steps.take() {
            None => self.provenance.steps = Some(Arc::clone(steps)),
            Some(own) if Arc::ptr_eq(&own, steps) => self.provenance.steps = Some(own),
            Some(own) => self.provenance.steps = Some(joined(steps, own)),
        }
        self.belonging_to([holder])
    }

    /// The same value, chosen by a condition, whose steps come after those of the value.
    #[must_use]
    pub fn chosen_by(mut self, condition: &Self) -> Self {
        let written = condition.provenance.written.map(|span| Step { span, what: "written here".into(), before: None });
        let further = match (condition.provenance.steps.clone(), written) {
            (Some(steps), Some(written)) => Some(joined(&steps, Arc::new(written))),
            (steps, _) => steps,
        };
        let own = self.provenance.steps.take();
        self.provenance.steps = match (own, further) {
            (Some(own), Some(further)) => Some(joined(&own, further)),
            (own, further) => own.or(further),
        };
        self
    }

    /// The same value, made from others: it belongs to the same resources as they do.
    #[must_use]
    pub fn belonging_to<'a>(mut self, others: impl IntoIterator<Item = &'a Self>) -> Self {
        for other in others {
            let Some(further) = &other.provenance.resources else { continue };
            match &self.provenance.resources {
                None => self.provenance.resources = Some(Arc::clone(further)),
                Some(own) if Arc::ptr_eq(own, further) || further.iter().all(|it| own.contains(it)) => {}
                Some(own) if own.len() >= MAX_RESOURCES => {}
                Some(own) => {
                    let new = further.iter().filter(|it| !own.contains(it));
                    self.provenance.resources = Some(own.iter().chain(new).cloned().collect());
                }
            }
        }
        self
    }

    /// The value of references to a resource, with all its parts.
    #[must_use]
    pub fn of_resource(self, address: &Arc<str>, header: Span) -> Self {
        let resources: Arc<[Arc<str>]> = [Arc::clone(address)].into();
        let step = Arc::new(Step { span: header, what: Arc::clone(address), before: None });
        let mark = |mut value: Self| {
            value.provenance.steps = Some(match value.provenance.steps.take() {
                Some(own) => Arc::new(Step { before: Some(own), ..(*step).clone() }),
                None => Arc::clone(&step),
            });
            value.provenance.resources = Some(Arc::clone(&resources));
            value
        };
        self.map_parts(&mark)
    }
}

fn length(mut step: Option<&Step>) -> usize {
    let mut length = 0;
    while let Some(next) = step {
        length += 1;
        step = next.before.as_deref();
    }
    length
}

/// `first`, and then `rest`.
fn joined(first: &Arc<Step>, rest: Arc<Step>) -> Arc<Step> {
    if length(Some(first)) + length(Some(&rest)) > MAX_STEPS {
        return Arc::clone(first);
    }
    let before = match &first.before {
        Some(before) => joined(before, rest),
        None => rest,
    };
    Arc::new(Step { span: first.span, what: Arc::clone(&first.what), before: Some(before) })
}
