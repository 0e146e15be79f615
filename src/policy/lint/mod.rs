//! Lints for policies: what a policy says that it hardly means, or that another engine would take in another way.
//!
//! One lint is one file, with what it is about ([`Lint`]) and a function that looks at one policy ([`Policy`]). What it
//! sees becomes a finding like any other, at its place in the policy.

mod clock;
mod default_function;
mod destructuring;
mod document;
mod finding_without_path;
mod fixtures;
mod header;
mod ignores;
mod library_rule;
mod link;
mod message_form;
mod negated_iteration;
mod negated_missing;
mod partial_object;
mod policy;
mod regex_constant;
mod regex_invalid;
mod semver_prefix;
mod shadowed_function;
mod some_in_null;
mod sprintf_arguments;
mod sprintf_verbs;
mod undeclared_parameter;
mod undeclared_variable;
mod unknown_control;
mod unknown_framework;
mod unknown_function;
mod unknown_rule;
mod unknown_type;
mod unreachable_rule;
mod unusable;
mod unused_import;
mod unused_parameter;
mod unused_variable;
mod walk_call;
mod with_modifier;
mod yaml_text;

use std::ops::Range;

pub use document::document;
pub use fixtures::{MISSING_FIXTURES, UNREACHED_LINE};
pub use policy::{Policies, Policy, is_library};

use super::metadata::{Category, Custom, Metadata};
use crate::verdict::Severity;

/// Something that policies are looked over for.
#[derive(Debug)]
pub struct Lint {
    /// Its id: the name of its file, with `-`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Which policies it is about.
    pub about: About,
    check: fn(&Policy<'_>, &mut Hits<'_>),
}

/// Which policies a lint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// All of them.
    Every,
    /// Those in the dialect of the bundled rules: it holds no more elsewhere.
    Ours,
}

/// All lints, by id.
pub const LINTS: [&Lint; 37] = [
    &clock::LINT,
    &default_function::LINT,
    &destructuring::LINT,
    &finding_without_path::LINT,
    &header::LINT,
    &library_rule::LINT,
    &link::LINT,
    &ignores::MALFORMED,
    &ignores::UNUSED,
    &message_form::LINT,
    &fixtures::MISSING_FIXTURES,
    &negated_iteration::LINT,
    &negated_missing::LINT,
    &partial_object::LINT,
    &regex_constant::LINT,
    &regex_invalid::LINT,
    &semver_prefix::LINT,
    &shadowed_function::LINT,
    &some_in_null::LINT,
    &sprintf_arguments::LINT,
    &sprintf_verbs::LINT,
    &undeclared_parameter::LINT,
    &undeclared_variable::LINT,
    &unknown_control::LINT,
    &unknown_framework::LINT,
    &unknown_function::LINT,
    &unknown_rule::LINT,
    &unknown_type::LINT,
    &unreachable_rule::LINT,
    &fixtures::UNREACHED_LINE,
    &unusable::LINT,
    &unused_import::LINT,
    &unused_parameter::LINT,
    &unused_variable::LINT,
    &walk_call::LINT,
    &with_modifier::LINT,
    &yaml_text::LINT,
];

/// What a lint saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where, in bytes of the policy.
    pub range: Range<usize>,
    /// The id of the lint.
    pub lint: &'static str,
    /// What, as a sentence without a full stop.
    pub message: String,
}

/// Takes what one lint sees.
struct Hits<'h> {
    lint: &'static str,
    found: &'h mut Vec<Hit>,
}

impl Hits<'_> {
    fn at(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.found.push(Hit { range, lint: self.lint, message: message.into() });
    }

    fn span(&mut self, span: &regorus::unstable::Span, message: impl Into<String>) {
        self.at(span.start as usize..span.end as usize, message);
    }
}

/// What is to be said of a policy, by place. What a comment accepts is left out.
#[must_use]
pub fn lint(policy: &Policy<'_>) -> Vec<Hit> {
    let mut found = Vec::new();
    for lint in LINTS {
        if lint.about == About::Every || policy.is_ours {
            (lint.check)(policy, &mut Hits { lint: lint.id, found: &mut found });
        }
    }
    ignores::apply(policy, &mut found);
    found.sort_by(|a, b| {
        (a.range.start, a.range.end, a.lint, &a.message).cmp(&(b.range.start, b.range.end, b.lint, &b.message))
    });
    found.dedup();
    found
}

impl Lint {
    /// What reports say of it.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata {
            title: self.title.to_owned(),
            description: self.why.to_owned(),
            related_resources: Vec::new(),
            custom: Custom {
                severity: self.severity,
                category: Category::Operations,
                controls: Vec::new(),
                frameworks: std::collections::BTreeMap::new(),
                selects: Vec::new(),
                params: std::collections::BTreeMap::new(),
                remediation: self.remedy.to_owned(),
            },
            authors: None,
            organizations: None,
            scope: None,
        }
    }
}
