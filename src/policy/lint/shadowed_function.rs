//! A name that hides a function.

use regorus::unstable::{BUILTINS, Rule};

use super::policy::declared_in_words;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::head;

pub(super) const LINT: Lint = Lint {
    id: "shadowed-function",
    severity: Severity::Medium,
    title: "A name that hides a function",
    why: "Within the rule the name no longer means the function, and a call of it fails or means something else.",
    remedy: "Choose another name.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for rule in policy.rules() {
        let name = head(rule);
        if is_function(name.span().text()) && matches!(rule.as_ref(), Rule::Spec { .. }) {
            hits.span(name.span(), format!("`{}` is the name of a function of Rego", name.span().text()));
        }
        let used = used_functions(rule.span().text());
        for word in declared_in_words(rule) {
            // A variable `time` does no harm where no function of that family is called.
            if is_function(&word) || used.iter().any(|family| *family == word) {
                let text = rule.span().text();
                let at = find(text, &word).unwrap_or_default() + rule.span().start as usize;
                hits.at(at..at + word.len(), format!("`{word}` is the name of a function of Rego"));
            }
        }
    }
}

fn is_function(name: &str) -> bool {
    BUILTINS.contains_key(name)
}

/// The families of functions that a rule calls: `time`, `json`.
fn used_functions(text: &str) -> Vec<&'static str> {
    let mut families: Vec<&str> = Vec::new();
    for name in BUILTINS.keys() {
        if let Some((family, _)) = name.split_once('.')
            && find(text, &format!("{name}(")).is_some()
        {
            families.push(family);
        }
    }
    families
}

fn find(text: &str, word: &str) -> Option<usize> {
    let is_inner = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == '.');
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let after = text[at + word.len()..].chars().next();
        !is_inner(text[..*at].chars().next_back()) && (word.ends_with('(') || !is_inner(after))
    })
}
