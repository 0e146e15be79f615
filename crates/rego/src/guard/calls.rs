//! Which rule refers to which: none may refer to itself, and what they do within each other must fit on the stack.
//!
//! Rules never refer to themselves, so what they can make of their input is bounded by how they are written. [`Weight`]
//! is that bound, worked out from the rules that refer to nothing upwards.

use std::collections::{BTreeMap, HashMap};

use regorus::unstable::{Expr, Module, Ref, Rule};

use super::weight::{self, Weight};
use crate::engine::EngineError;
use crate::syntax::{Place, Visitor, declared_path, import_of, package, reference, walk_rule};

/// The most expressions within each other, through all rules that one refers to.
const MAX_HEIGHT: usize = 400;

/// The rules of all modules of an engine.
#[derive(Debug, Default)]
pub struct Calls {
    /// By path: `["data", "lib", "allowed"]`.
    numbers: BTreeMap<Vec<String>, usize>,
    /// Why a rule must not be evaluated, by number.
    refused: Vec<Option<EngineError>>,
}

impl Calls {
    /// Looks at the rules of some modules.
    pub fn of<'m>(modules: impl IntoIterator<Item = &'m Module>) -> Self {
        let modules: Vec<&Module> = modules.into_iter().collect();
        let mut numbers = BTreeMap::new();
        let mut rules: Vec<Vec<(&Module, &Ref<Rule>)>> = Vec::new();
        for module in &modules {
            for rule in &module.policy {
                let path: Vec<String> = declared_path(module, rule).into_iter().map(str::to_owned).collect();
                let number = *numbers.entry(path).or_insert(rules.len());
                if number == rules.len() {
                    rules.push(Vec::new());
                }
                rules[number].push((module, rule));
            }
        }
        let mut calls = Self { numbers, refused: vec![None; rules.len()] };
        let references: Vec<Vec<Reference>> = rules.iter().map(|rule| calls.references(rule)).collect();
        let order = order(&references);
        calls.refuse_circles(&references, &order);
        calls.refuse_heights(&references, &order);
        calls.refuse_weights(&rules, &order);
        calls.spread(&references);
        calls
    }

    /// Why a rule must not be evaluated: `data.lib.allowed`.
    pub fn refusal(&self, query: &str) -> Option<&EngineError> {
        let path = steps(query);
        self.meant(&path).into_iter().find_map(|number| self.refused[number].as_ref())
    }

    /// What is wrong with any of the rules.
    pub fn first_fault(&self) -> Option<&EngineError> {
        self.refused.iter().flatten().min_by_key(|error| error.line)
    }

    /// The rules that a path means: those at it, below it, and the one that it leads into.
    fn meant(&self, path: &[String]) -> Vec<usize> {
        let above = (1..path.len()).filter_map(|length| self.numbers.get(&path[..length]).copied());
        let from = self.numbers.range(path.to_vec()..);
        let below = from.take_while(|(other, _)| other.starts_with(path)).map(|(_, number)| *number);
        above.chain(below).collect()
    }

    fn references(&self, definitions: &[(&Module, &Ref<Rule>)]) -> Vec<Reference> {
        let mut found = Vec::new();
        for (module, rule) in definitions {
            let package: Vec<String> = package(module).into_iter().map(str::to_owned).collect();
            let is_known = |name: &str| {
                let mut path = package.clone();
                path.push(name.to_owned());
                !self.meant(&path).is_empty() || import_of(module, name).is_some()
            };
            let mut search = Search { calls: self, module, package: &package, found: &mut found };
            walk_rule(rule, &is_known, &mut search);
        }
        found
    }

    /// Rules without a place in the order refer to themselves, or to such a rule.
    fn refuse_circles(&mut self, references: &[Vec<Reference>], order: &[usize]) {
        let mut is_ordered = vec![false; references.len()];
        order.iter().for_each(|&number| is_ordered[number] = true);
        // Of those that are left, the ones that none of them refers to are no part of a circle.
        let mut referred = vec![0_usize; references.len()];
        let left = |number: &usize| !is_ordered[*number];
        for next in (0..references.len()).filter(left).flat_map(|number| &references[number]) {
            referred[next.to] += 1;
        }
        let mut waiting: Vec<usize> = (0..references.len()).filter(left).filter(|it| referred[*it] == 0).collect();
        while let Some(number) = waiting.pop() {
            is_ordered[number] = true;
            for next in &references[number] {
                referred[next.to] -= 1;
                if referred[next.to] == 0 && !is_ordered[next.to] {
                    waiting.push(next.to);
                }
            }
        }
        for (number, found) in references.iter().enumerate().filter(|(number, _)| !is_ordered[*number]) {
            let Some(next) = found.iter().find(|next| !is_ordered[next.to]) else { continue };
            self.refused[number] = Some(EngineError::at(
                format!("`{}` leads back to the rule that it stands in: rules must not refer to themselves", next.text),
                next.line,
            ));
        }
    }

    fn refuse_heights(&mut self, references: &[Vec<Reference>], order: &[usize]) {
        let mut heights: HashMap<usize, usize> = HashMap::new();
        for &number in order {
            let through = |next: &Reference| next.depth + heights.get(&next.to).copied().unwrap_or_default();
            let highest = references[number].iter().max_by_key(|next| through(next));
            let height = highest.map_or(0, through) + 1;
            if height > MAX_HEIGHT {
                let message = format!(
                    "more than {MAX_HEIGHT} expressions within each other, through the rules that this one refers to"
                );
                let line = highest.map_or(1, |next| next.line);
                self.refused[number].get_or_insert(EngineError::at(message, line));
            }
            heights.insert(number, height.min(MAX_HEIGHT + 1));
        }
    }

    fn refuse_weights(&mut self, rules: &[Vec<(&Module, &Ref<Rule>)>], order: &[usize]) {
        let mut weights: HashMap<usize, Weight> = HashMap::new();
        for &number in order {
            let mut total = Weight::NOTHING;
            for (module, rule) in &rules[number] {
                let package: Vec<String> = package(module).into_iter().map(str::to_owned).collect();
                let of_rule = |expression: &_| {
                    let path = self.path(module, &package, expression)?;
                    let meant = self.meant(&path);
                    let weights = meant.iter().filter_map(|number| weights.get(number).copied());
                    weights.reduce(Weight::or)
                };
                match weight::of(rule, &of_rule) {
                    Ok(weight) => total = total.or(weight),
                    Err(error) => {
                        self.refused[number].get_or_insert(error);
                    }
                }
            }
            weights.insert(number, total);
        }
    }

    /// A rule that refers to one that is refused is refused as well.
    fn spread(&mut self, references: &[Vec<Reference>]) {
        let mut referring: Vec<Vec<usize>> = vec![Vec::new(); references.len()];
        for (number, found) in references.iter().enumerate() {
            found.iter().for_each(|next| referring[next.to].push(number));
        }
        let mut waiting: Vec<usize> = (0..references.len()).filter(|number| self.refused[*number].is_some()).collect();
        while let Some(number) = waiting.pop() {
            let Some(error) = self.refused[number].clone() else { continue };
            for &from in &referring[number] {
                if self.refused[from].is_none() {
                    self.refused[from] = Some(error.clone());
                    waiting.push(from);
                }
            }
        }
    }

    /// The path that an expression refers to, where it is no local name's.
    fn path(&self, module: &Module, package: &[String], expression: &Expr) -> Option<Vec<String>> {
        let found = reference(expression)?;
        let root = found.root.text();
        let steps = found.keys().into_iter().map(str::to_owned);
        if root == "input" {
            return None;
        }
        if root == "data" {
            return Some(std::iter::once(root.to_owned()).chain(steps).collect());
        }
        let mut own = package.to_vec();
        own.push(root.to_owned());
        if !self.meant(&own).is_empty() {
            own.extend(steps);
            return Some(own);
        }
        let import = import_of(module, root)?;
        let before = import.path.iter().map(|step| (*step).to_owned());
        (import.path.first() == Some(&"data")).then(|| before.chain(steps).collect())
    }
}

/// The steps of a path that is written out: `data.lib["a-b"].allowed`.
fn steps(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some((key, after)) = rest.strip_prefix("[\"").and_then(|inner| inner.split_once("\"]")) {
            steps.push(key.to_owned());
            rest = after;
        } else {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest.find(['.', '[']).unwrap_or(rest.len()).max(1);
            steps.push(rest.get(..end).unwrap_or(rest).to_owned());
            rest = rest.get(end..).unwrap_or_default();
        }
    }
    steps
}

/// A rule that is referred to.
#[derive(Debug)]
struct Reference {
    to: usize,
    /// How deeply the reference stands within its own rule.
    depth: usize,
    text: String,
    line: usize,
}

struct Search<'s> {
    calls: &'s Calls,
    module: &'s Module,
    package: &'s [String],
    found: &'s mut Vec<Reference>,
}

impl<'a> Visitor<'a> for Search<'_> {
    fn expression(&mut self, expression: &'a Ref<Expr>, place: &Place<'_>) -> bool {
        let named = if let Expr::Call { fcn, .. } = expression.as_ref() { fcn } else { expression };
        let Some(found) = reference(named) else { return true };
        if place.is_local(found.root.text()) {
            return true;
        }
        let Some(path) = self.calls.path(self.module, self.package, named) else { return true };
        let (text, line) = (named.span().text().to_owned(), named.span().line as usize);
        for to in self.calls.meant(&path) {
            self.found.push(Reference { to, depth: place.depth, text: text.clone(), line });
        }
        true
    }
}

/// The rules, each after those that it refers to. Those that refer to themselves are left out, and what refers to them.
fn order(references: &[Vec<Reference>]) -> Vec<usize> {
    let mut open: Vec<usize> = references.iter().map(Vec::len).collect();
    let mut referring: Vec<Vec<usize>> = vec![Vec::new(); references.len()];
    for (number, found) in references.iter().enumerate() {
        found.iter().for_each(|next| referring[next.to].push(number));
    }
    let mut order: Vec<usize> = (0..references.len()).filter(|number| open[*number] == 0).collect();
    let mut done = 0;
    while let Some(&number) = order.get(done) {
        done += 1;
        for &from in &referring[number] {
            open[from] -= 1;
            if open[from] == 0 {
                order.push(from);
            }
        }
    }
    order
}
