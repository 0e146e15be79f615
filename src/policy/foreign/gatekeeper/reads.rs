//! Which parts of what it is given a policy reads: where one of them is not known, neither is what it would find.

use std::collections::HashSet;

use regorus::Value;
use regorus::unstable::{Expr, Module};

use seaworthy_rego::native::holds_unknown;
use seaworthy_rego::opa::{Part, walk};

/// References, each as far as its steps are written out.
#[derive(Debug, Clone, Default)]
pub(super) struct Reads {
    input: Vec<Vec<Step>>,
    data: Vec<Vec<Step>>,
}

#[derive(Debug, Clone)]
enum Step {
    Key(Value),
    /// Whatever is there.
    Any,
}

impl Reads {
    /// What the rules of some modules read.
    pub fn of<'m>(modules: impl IntoIterator<Item = &'m Module>) -> Self {
        let mut reads = Self::default();
        for module in modules {
            // Of a reference the whole counts, not the references that it begins with.
            let mut seen = HashSet::new();
            walk(module, &mut |part| {
                let Part::Expression(expression) = part else { return };
                let Some((root, start, steps)) = steps(expression) else { return };
                if !matches!(root, "input" | "data") || !seen.insert(start) {
                    return;
                }
                if root == "input" { reads.input.push(steps) } else { reads.data.push(steps) }
            });
        }
        reads
    }

    /// Whether `data.inventory` is read.
    pub fn inventory(&self) -> bool {
        self.data.iter().any(|steps| match steps.first() {
            Some(Step::Key(key)) => *key == Value::from("inventory"),
            _ => true,
        })
    }

    /// Whether something is read of the input below a key of the review.
    pub fn review(&self, key: &str) -> bool {
        self.input.iter().any(|steps| {
            let is = |step: Option<&Step>, name: &str| match step {
                Some(Step::Key(key)) => *key == Value::from(name),
                Some(Step::Any) | None => true,
            };
            is(steps.first(), "review") && is(steps.get(1), key)
        })
    }

    /// Whether anything that is read of the input is not known.
    pub fn unknown_in_input(&self, input: &Value) -> bool {
        self.input.iter().any(|steps| is_unknown(input, steps))
    }

    /// The same of `data`.
    pub fn unknown_in_data(&self, data: &Value) -> bool {
        self.data.iter().any(|steps| is_unknown(data, steps))
    }
}

fn is_unknown(value: &Value, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return holds_unknown(value) };
    match (step, value) {
        // In these values only something unknown is a set.
        (_, Value::Set(_)) => holds_unknown(value),
        (Step::Key(key), Value::Object(_) | Value::Array(_)) => is_unknown(&value[key], rest),
        (Step::Any, Value::Object(entries)) => entries.values().any(|value| is_unknown(value, rest)),
        (Step::Any, Value::Array(items)) => items.iter().any(|value| is_unknown(value, rest)),
        _ => false,
    }
}

/// The name that a reference begins with, where that stands, and its steps.
fn steps(expression: &Expr) -> Option<(&str, u32, Vec<Step>)> {
    let mut steps = Vec::new();
    let mut next = expression;
    loop {
        match next {
            Expr::Var { span, .. } => {
                steps.reverse();
                return Some((span.text(), span.start, steps));
            }
            Expr::RefDot { refr, field, .. } => {
                steps.push(Step::Key(Value::from(field.0.text())));
                next = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                steps.push(match index.as_ref() {
                    Expr::String { value, .. } | Expr::Number { value, .. } => Step::Key(value.clone()),
                    _ => Step::Any,
                });
                next = refr;
            }
            _ => return None,
        }
    }
}
