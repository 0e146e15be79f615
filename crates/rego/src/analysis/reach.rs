//! Which rules a rule refers to, and theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{BUILTINS, Expr, Literal, Query, Ref, Rule, RuleHead, Span};

use super::parse::{Policy, static_path};
use crate::opa;

/// The number of a policy, and a rule of it.
type Found<'p> = (usize, &'p Rule);

/// All policies that may refer to each other.
#[derive(Debug, Default)]
pub struct Scope<'p> {
    policies: Vec<&'p Policy>,
    /// The rules of each package by name: the number of the policy, and the rule.
    packages: BTreeMap<&'p str, HashMap<&'p str, Vec<Found<'p>>>>,
}

/// What a rule reaches.
#[derive(Debug, Default)]
pub struct Reach<'p> {
    /// Itself and the rules that it refers to, directly or through others, each with its policy.
    pub rules: Vec<Found<'p>>,
    /// The first function that there is not, and where it is called: the number of the policy, and the place.
    pub missing: Option<(usize, &'p Span)>,
}

impl<'p> Scope<'p> {
    /// The scope of some policies.
    pub fn of(policies: impl IntoIterator<Item = &'p Policy>) -> Self {
        let mut scope = Self::default();
        for policy in policies {
            let rules = scope.packages.entry(policy.package.as_str()).or_default();
            for (name, rule) in policy.rules() {
                rules.entry(name).or_default().push((scope.policies.len(), rule));
            }
            scope.policies.push(policy);
        }
        scope
    }

    /// What a rule of one of the policies reaches.
    pub fn reach(&self, policy: usize, rule: &'p Rule) -> Reach<'p> {
        let mut reach = Reach::default();
        let mut seen = BTreeSet::new();
        let mut open = vec![(policy, rule)];
        while let Some((policy, rule)) = open.pop() {
            if !seen.insert(std::ptr::from_ref(rule)) {
                continue;
            }
            reach.rules.push((policy, rule));
            let mut mentions = Mentions::default();
            mentions.rule(rule);
            for path in &mentions.paths {
                open.extend(self.rules(policy, path));
            }
            for (path, span) in mentions.calls {
                let called = self.rules(policy, &path);
                if called.is_empty() && !is_function(&path.join(".")) {
                    reach.missing.get_or_insert((policy, span));
                }
                open.extend(called);
            }
        }
        reach
    }

    /// The rules that a path means where a policy writes it.
    pub(super) fn rules(&self, policy: usize, path: &[&str]) -> Vec<Found<'p>> {
        self.resolve(policy, path).0
    }

    /// The same, and how many steps of the path lead there.
    pub(super) fn resolve(&self, policy: usize, path: &[&str]) -> (Vec<Found<'p>>, usize) {
        let here = self.policies[policy];
        let Some(first) = path.first() else { return (Vec::new(), 0) };
        let own = self.packages.get(here.package.as_str()).and_then(|rules| rules.get(first));
        if let Some(rules) = own {
            return (rules.clone(), 1);
        }
        let imported = import(here, first);
        // The name of an import stands for so many steps more.
        let more = imported.as_ref().map_or(0, |target| target.len() - 1);
        let absolute: Vec<&str> = match imported {
            Some(target) => target.into_iter().chain(path[1..].iter().copied()).collect(),
            None => path.to_vec(),
        };
        match absolute.split_first() {
            Some((&"data", rest)) => {
                let (rules, steps) = self.below(rest);
                (rules, (steps + 1).saturating_sub(more))
            }
            _ => (Vec::new(), 0),
        }
    }

    /// The rules at a path below `data`: one of a package, or all of the packages there; and how many steps lead there.
    fn below(&self, path: &[&str]) -> (Vec<Found<'p>>, usize) {
        for length in (1..=path.len()).rev() {
            let Some(rules) = self.packages.get(path[..length].join(".").as_str()) else { continue };
            return match path.get(length) {
                Some(name) => (rules.get(name).cloned().unwrap_or_default(), length + 1),
                None => (rules.values().flatten().copied().collect(), length),
            };
        }
        let prefix = format!("{}.", path.join("."));
        let packages = self.packages.iter().filter(|(package, _)| path.is_empty() || package.starts_with(&prefix));
        (packages.flat_map(|(_, rules)| rules.values().flatten().copied()).collect(), path.len())
    }
}

/// Whether the engine has a function.
fn is_function(name: &str) -> bool {
    BUILTINS.contains_key(name) || opa::has_function(name) || name == "print"
}

/// What a name stands for that a policy imports.
fn import<'p>(policy: &'p Policy, name: &str) -> Option<Vec<&'p str>> {
    policy.module.imports.iter().find_map(|import| {
        let path = static_path(&import.refr)?;
        let called = import.r#as.as_ref().map_or(path.last().copied(), |name| Some(name.text()));
        (called == Some(name) && path.first() == Some(&"data")).then_some(path)
    })
}

/// What a rule mentions.
#[derive(Default)]
struct Mentions<'p> {
    paths: Vec<Vec<&'p str>>,
    calls: Vec<(Vec<&'p str>, &'p Span)>,
}

impl<'p> Mentions<'p> {
    fn rule(&mut self, rule: &'p Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Compr { refr, assign, .. } | RuleHead::Func { refr, assign, .. } => {
                        self.indexes(refr);
                        assign.iter().for_each(|assign| self.expression(&assign.value));
                    }
                    RuleHead::Set { key, .. } => key.iter().for_each(|key| self.expression(key)),
                }
                for body in bodies {
                    body.assign.iter().for_each(|assign| self.expression(&assign.value));
                    self.query(&body.query);
                }
            }
            Rule::Default { value, .. } => self.expression(value),
        }
    }

    /// The keys that a rule's name has between brackets.
    fn indexes(&mut self, refr: &'p Ref<Expr>) {
        match refr.as_ref() {
            Expr::RefBrack { refr, index, .. } => {
                self.expression(index);
                self.indexes(refr);
            }
            Expr::RefDot { refr, .. } => self.indexes(refr),
            _ => {}
        }
    }

    fn query(&mut self, query: &'p Query) {
        for statement in &query.stmts {
            for with in &statement.with_mods {
                self.expression(&with.r#as);
            }
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { key, value, collection, .. } => {
                    key.iter().chain([value, collection]).for_each(|part| self.expression(part));
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expression(expr),
                Literal::Every { domain, query, .. } => {
                    self.expression(domain);
                    self.query(query);
                }
            }
        }
    }

    fn expression(&mut self, expression: &'p Ref<Expr>) {
        match expression.as_ref() {
            Expr::Var { span, .. } => self.paths.push(vec![span.text()]),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expression),
            Expr::Call { span, fcn, params, .. } => {
                self.calls.extend(static_path(fcn).map(|path| (path, span)));
                params.iter().for_each(|param| self.expression(param));
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| self.expression(item)),
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
                self.expression(key);
                self.expression(value);
            }),
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expression(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.expression(key);
                self.expression(value);
                self.query(query);
            }
            Expr::UnaryExpr { expr, .. } => self.expression(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.expression(lhs);
                self.expression(rhs);
            }
            Expr::Membership { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|part| self.expression(part));
            }
            _ => {}
        }
    }

    /// A reference: its beginning as far as it is written out, and what stands between its brackets.
    fn reference(&mut self, expression: &'p Ref<Expr>) {
        let mut steps = Vec::new();
        let mut next = expression;
        loop {
            match next.as_ref() {
                Expr::RefDot { refr, field, .. } => {
                    steps.push(field.0.text());
                    next = refr;
                }
                Expr::RefBrack { refr, index, .. } => {
                    match index.as_ref() {
                        Expr::String { value: Value::String(key), .. } => steps.push(Arc::as_ref(key)),
                        _ => {
                            self.expression(index);
                            steps.clear();
                        }
                    }
                    next = refr;
                }
                Expr::Var { span, .. } => {
                    steps.push(span.text());
                    steps.reverse();
                    self.paths.push(steps);
                    return;
                }
                _ => return self.expression(next),
            }
        }
    }
}
