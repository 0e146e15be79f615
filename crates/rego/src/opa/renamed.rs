//! Functions that OPA knows under an old name, too.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Module};

use super::walk::{Part, walk};

/// Old names with those of today.
const NAMES: [(&str, &str); 1] = [("re_match", "regex.match")];

/// The old names.
pub(super) fn old_names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(old, _)| *old)
}

/// The text with the names of today, which every way of evaluating knows. Every line stays where it is. `own` are names that
/// the policy declares itself.
pub(super) fn rename(text: &str, module: &Module, own: &BTreeSet<String>) -> String {
    let mut places = Vec::new();
    walk(module, &mut |part| {
        if let Part::Expression(Expr::Call { fcn, .. }) = part {
            let span = fcn.span();
            let new = NAMES.iter().find(|(old, _)| *old == span.text() && !own.contains(*old));
            places.extend(new.map(|(_, new)| (span.start as usize..span.end as usize, *new)));
        }
    });
    places.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut renamed = text.to_owned();
    for (range, new) in places {
        renamed.replace_range(range, new);
    }
    renamed
}
