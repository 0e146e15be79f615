//! Functions that OPA knows under an old name, too.

use std::collections::BTreeSet;
use std::ops::Range;

use regorus::unstable::{Expr, Module, Ref};

use crate::syntax::{Place, Visitor, walk_module};

/// Old names with those of today.
const NAMES: [(&str, &str); 1] = [("re_match", "regex.match")];

/// The old names.
pub(super) fn old_names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(old, _)| *old)
}

/// The text with the names of today, which every way of evaluating knows. Every line stays where it is. `own` are names that
/// the policy declares itself.
pub(super) fn rename(text: &str, module: &Module, own: &BTreeSet<String>) -> String {
    let mut calls = Calls { own, places: Vec::new() };
    walk_module(module, &mut calls);
    let mut places = calls.places;
    places.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut renamed = text.to_owned();
    for (range, new) in places {
        renamed.replace_range(range, new);
    }
    renamed
}

/// Where functions are called by an old name, with the new one.
struct Calls<'o> {
    own: &'o BTreeSet<String>,
    places: Vec<(Range<usize>, &'static str)>,
}

impl<'a> Visitor<'a> for Calls<'_> {
    fn expression(&mut self, expression: &'a Ref<Expr>, _: &Place<'_>) -> bool {
        if let Expr::Call { fcn, .. } = expression.as_ref() {
            let span = fcn.span();
            let new = NAMES.iter().find(|(old, _)| *old == span.text() && !self.own.contains(*old));
            self.places.extend(new.map(|(_, new)| (span.start as usize..span.end as usize, *new)));
        }
        true
    }
}
