//! Which parts of the input a rule reads, for rules that only regorus can evaluate: where one of the parts is unknown, so
//! is the verdict.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use regorus::Value;
use regorus::unstable::{Expr, Module, Ref, Rule};

use super::causes::{Causes, MAX_CAUSES};
use super::unknown::{each_unknown, further_at, is_unknown};
use crate::syntax::{self, Place, Role, Visitor, imports, reference, walk_rule};

/// All references to `input` and `data`, each as far as its steps are known.
#[derive(Debug, Clone, Default)]
pub struct Reads {
    input: Vec<Vec<Step>>,
    data: Vec<Vec<Step>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(Value),
    /// Any key or index.
    Any,
}

impl Reads {
    /// What the rules of some modules read.
    pub fn of<'m>(modules: impl IntoIterator<Item = &'m Module>) -> Self {
        let rules =
            modules.into_iter().flat_map(|module| module.policy.iter().map(move |rule| (module, rule.as_ref())));
        Self::of_rules(rules)
    }

    /// What some rules read, each with the module that it is in.
    pub fn of_rules<'m>(rules: impl IntoIterator<Item = (&'m Module, &'m Rule)>) -> Self {
        let mut reads = Self::default();
        for (module, rule) in rules {
            let imports: BTreeMap<&str, Vec<&str>> = imports(module).map(|import| (import.name, import.path)).collect();
            walk_rule(rule, &|name| imports.contains_key(name), &mut Search { imports: &imports, reads: &mut reads });
        }
        reads
    }

    /// Whether any of it is unknown in an input.
    #[must_use]
    pub fn unknown_in(&self, input: &Value) -> bool {
        self.each_unknown_in(input, &mut |_| ControlFlow::Break(())).is_break()
    }

    /// The paths of the unknown values among what is read of an input: no more than eight.
    #[must_use]
    pub fn causes_in(&self, input: &Value) -> Vec<Vec<Value>> {
        let mut causes = Causes::default();
        let _ = self.each_unknown_in(input, &mut |unknown| {
            causes.add(unknown);
            if causes.len() < MAX_CAUSES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        causes.places(input)
    }

    /// Whether any of what is read of `data` is unknown.
    #[must_use]
    pub fn unknown_in_data(&self, data: &Value) -> bool {
        self.data.iter().any(|steps| follow(data, steps, &mut |_| ControlFlow::Break(())).is_break())
    }

    /// Whether something at, above or below a path in the input is read.
    #[must_use]
    pub fn reads_input(&self, path: &[&str]) -> bool {
        self.input.iter().any(|steps| meets(steps, path))
    }

    /// Whether something at, above or below a path in `data` is read.
    #[must_use]
    pub fn reads_data(&self, path: &[&str]) -> bool {
        self.data.iter().any(|steps| meets(steps, path))
    }

    fn each_unknown_in<'v>(&self, input: &'v Value, see: See<'_, 'v>) -> ControlFlow<()> {
        self.input.iter().try_for_each(|steps| follow(input, steps, see))
    }
}

fn meets(steps: &[Step], path: &[&str]) -> bool {
    steps.iter().zip(path).all(|(step, key)| match step {
        Step::Key(Value::String(own)) => own.as_ref() == *key,
        Step::Key(_) => false,
        Step::Any => true,
    })
}

/// Is shown an unknown value.
type See<'s, 'v> = &'s mut dyn FnMut(&'v Value) -> ControlFlow<()>;

/// Shows what is unknown on the way along some steps, and in what they lead to.
fn follow<'v>(value: &'v Value, steps: &[Step], see: See<'_, 'v>) -> ControlFlow<()> {
    let Some((step, rest)) = steps.split_first().filter(|_| !is_unknown(value)) else {
        return each_unknown(value, see);
    };
    match (step, value) {
        (Step::Key(key), Value::Object(_) | Value::Array(_)) => {
            further_at(value, key).map_or(ControlFlow::Continue(()), &mut *see)?;
            follow(&value[key], rest, see)
        }
        (Step::Any, Value::Object(entries)) => entries.iter().try_for_each(|(key, value)| {
            each_unknown(key, see)?;
            follow(value, rest, see)
        }),
        (Step::Any, Value::Array(items)) => items.iter().try_for_each(|value| follow(value, rest, see)),
        (_, Value::Set(_)) => each_unknown(value, see),
        _ => ControlFlow::Continue(()),
    }
}

struct Search<'s> {
    imports: &'s BTreeMap<&'s str, Vec<&'s str>>,
    reads: &'s mut Reads,
}

impl<'a> Visitor<'a> for Search<'_> {
    fn expression(&mut self, expression: &'a Ref<Expr>, place: &Place<'_>) -> bool {
        // What `with` replaces is not read.
        if place.role == Role::Target {
            return true;
        }
        let Some(found) = reference(expression) else { return true };
        let root = found.root.text();
        if place.is_local(root) {
            return true;
        }
        let (root, imported) = match self.imports.get(root).map(Vec::as_slice) {
            Some([root, steps @ ..]) => (*root, steps),
            _ => (root, &[] as &[&str]),
        };
        let read = match root {
            "input" => &mut self.reads.input,
            "data" => &mut self.reads.data,
            _ => return true,
        };
        let imported = imported.iter().map(|key| Step::Key(Value::from(*key)));
        let steps: Vec<Step> = imported.chain(found.steps.iter().map(Step::of)).collect();
        if !read.contains(&steps) {
            read.push(steps);
        }
        true
    }
}

impl Step {
    fn of(step: &syntax::Step<'_>) -> Self {
        match step {
            syntax::Step::Key(key) => Self::Key(Value::from(*key)),
            syntax::Step::Constant(value) => Self::Key((*value).clone()),
            syntax::Step::Computed(_) => Self::Any,
        }
    }
}
