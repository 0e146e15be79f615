//! A variable that is not used.

use regorus::unstable::Rule;

use super::policy::declared_in_words;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::names::of_pattern;
use seaworthy_rego::syntax::parameters;

pub(super) const LINT: Lint = Lint {
    id: "unused-variable",
    severity: Severity::Low,
    title: "A variable that is not used",
    why: "It was most likely meant to be used, and the rule means less than it says.",
    remedy: "Use it, or write `_`.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for rule in policy.rules() {
        let Rule::Spec { .. } = rule.as_ref() else { continue };
        let mut arguments = Vec::new();
        parameters(rule).iter().for_each(|argument| of_pattern(argument, &mut arguments));
        let text = rule.span().text();
        for name in declared_in_words(rule).iter().filter(|name| !arguments.contains(&name.as_str())) {
            if let [at] = places(text, name).as_slice() {
                let at = at + rule.span().start as usize;
                hits.at(at..at + name.len(), format!("`{name}` is not used"));
            }
        }
    }
}

/// Where a name stands, outside of texts and comments, and not as a step of a reference.
fn places(text: &str, name: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let (mut quote, mut comment) = (None, false);
    let mut before = ' ';
    let mut last = ' ';
    for (at, char) in text.char_indices() {
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        match (quote, char) {
            _ if comment => comment = char != '\n',
            (Some(open), _) if char == open && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '`') => quote = Some(char),
            (None, '#') => comment = true,
            _ if text[at..].strip_prefix(name).is_some_and(|after| !after.starts_with(is_word))
                && !is_word(before)
                && last != '.' =>
            {
                places.push(at);
            }
            _ => {}
        }
        // A backslash that is itself escaped escapes nothing.
        before = if before == '\\' && char == '\\' { ' ' } else { char };
        last = char;
    }
    places
}
