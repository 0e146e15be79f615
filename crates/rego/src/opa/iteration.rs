//! `some x in xs` where `xs` is no collection.
//!
//! For OPA nothing holds then; the engine takes it for an error. So what is gone through is handed to a function that makes an
//! empty collection of whatever is none.

use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{Literal, LiteralStmt, Module};

use crate::syntax::{Place, Visitor, walk_module};

/// The name of the function.
pub(super) const FUNCTION: &str = "seaworthy_collection";

/// The function.
pub(super) fn collection(arguments: &[Value]) -> Option<Value> {
    Some(match &arguments[0] {
        value @ (Value::Array(_) | Value::Set(_) | Value::Object(_)) => value.clone(),
        _ => Value::Array(Arc::default()),
    })
}

/// The text with that; none, where it goes through nothing in this way. Every line stays where it is.
pub(super) fn rewrite(text: &str, module: &Module) -> Option<String> {
    let mut iterations = Iterations::default();
    walk_module(module, &mut iterations);
    let mut pieces = iterations.0;
    if pieces.is_empty() {
        return None;
    }
    // What ends somewhere ends before something else begins there.
    pieces.sort_unstable();
    let mut rewritten = String::with_capacity(text.len() + pieces.len() * FUNCTION.len());
    let mut at = 0;
    for (offset, begins) in pieces {
        rewritten.push_str(text.get(at..offset)?);
        match begins {
            true => rewritten.extend([FUNCTION, "("]),
            false => rewritten.push(')'),
        }
        at = offset;
    }
    rewritten.push_str(text.get(at..)?);
    Some(rewritten)
}

/// Where collections that `some … in` goes through begin (true) and end.
#[derive(Default)]
struct Iterations(Vec<(usize, bool)>);

impl<'a> Visitor<'a> for Iterations {
    fn statement(&mut self, statement: &'a LiteralStmt, _: &Place<'_>) {
        if let Literal::SomeIn { collection, .. } = &statement.literal {
            let span = collection.span();
            self.0.push((span.start as usize, true));
            self.0.push((span.end as usize, false));
        }
    }
}
