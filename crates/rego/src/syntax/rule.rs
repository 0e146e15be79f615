//! The head of a rule: what it defines.

use regorus::unstable::{Expr, Ref, Rule, RuleHead, Span};

/// What a rule defines: `kinds[name]`.
#[must_use]
pub fn head(rule: &Rule) -> &Ref<Expr> {
    let (Rule::Spec {
        head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
        ..
    }
    | Rule::Default { refr, .. }) = rule;
    refr
}

/// The parameters of a function.
#[must_use]
pub fn parameters(rule: &Rule) -> &[Ref<Expr>] {
    match rule {
        Rule::Spec { head: RuleHead::Func { args, .. }, .. } | Rule::Default { args, .. } => args,
        Rule::Spec { .. } => &[],
    }
}

/// The name that a rule defines, or that of the object or set that it adds to: `kinds` of `kinds[name]`.
#[must_use]
pub fn rule_name(rule: &Rule) -> Option<&Span> {
    let mut next = head(rule);
    loop {
        match next.as_ref() {
            Expr::Var { span, .. } => return Some(span),
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => next = refr,
            _ => return None,
        }
    }
}

/// What is in the brackets of a rule's head: `name` of `kinds[name]`.
#[must_use]
pub fn head_keys(rule: &Rule) -> Vec<&Ref<Expr>> {
    let mut keys = Vec::new();
    let mut next = head(rule);
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = next.as_ref() {
        if let Expr::RefBrack { index, .. } = next.as_ref() {
            keys.push(index);
        }
        next = refr;
    }
    keys.reverse();
    keys
}

/// What the head says that the rule puts out: a value, or a member of a set.
#[must_use]
pub fn head_output(rule: &Rule) -> Option<&Ref<Expr>> {
    match rule {
        Rule::Default { value, .. } => Some(value),
        Rule::Spec { head: RuleHead::Set { key, .. }, .. } => key.as_ref(),
        Rule::Spec { head: RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. }, .. } => {
            assign.as_ref().map(|assign| &assign.value)
        }
    }
}
