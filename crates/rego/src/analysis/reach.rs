//! Which rules a rule refers to, and theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regorus::unstable::{BUILTINS, Expr, Ref, Rule, Span};

use super::parse::Policy;
use crate::opa;
use crate::syntax::{Place, Visitor, import_of, reference, static_path, walk_rule};

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
            walk_rule(rule, &|_| false, &mut mentions);
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
        let imported =
            import_of(&here.module, first).map(|import| import.path).filter(|path| path.first() == Some(&"data"));
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

/// What a rule mentions.
#[derive(Default)]
struct Mentions<'p> {
    paths: Vec<Vec<&'p str>>,
    calls: Vec<(Vec<&'p str>, &'p Span)>,
}

impl<'p> Visitor<'p> for Mentions<'p> {
    fn expression(&mut self, expression: &'p Ref<Expr>, _: &Place<'_>) -> bool {
        if let Expr::Call { span, fcn, .. } = expression.as_ref() {
            self.calls.extend(static_path(fcn).map(|path| (path, span)));
        } else {
            self.paths.extend(reference(expression).map(|reference| reference.path()));
        }
        true
    }
}
