//! The order in which regorus evaluates the statements of a query.
//!
//! It is mostly that of the source, but not always: a statement waits for the variables that it uses, and one that binds
//! nothing goes first. The order decides whether an error is met before a test that would have spared it, and in which
//! order nested iterations produce the elements of a list. So it has to be the same here: this follows the scheduler of
//! regorus step by step.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Literal, Query, Ref};

use crate::syntax::names::{Names, of_pattern, taken_by, variable, visit};

/// What a statement binds, and what it needs for that. Statements that bind nothing bind the empty name.
#[derive(Debug)]
struct Binding {
    name: String,
    needs: Vec<String>,
}

/// The positions of the statements in the order of their evaluation. `locals` are the variables of the query.
pub(super) fn order(query: &Query, locals: &Names) -> Vec<usize> {
    let statements: Vec<Vec<Binding>> =
        query.stmts.iter().map(|statement| bindings(&statement.literal, locals)).collect();
    let mut schedule = Schedule { statements: &statements, order: Vec::new(), bound: BTreeSet::new() };
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, bindings) in statements.iter().enumerate() {
        bindings.iter().for_each(|binding| by_name.entry(&binding.name).or_default().push(number));
    }
    let unbinding = by_name.get("").cloned().unwrap_or_default();
    schedule.attempt(&unbinding);
    let mut waiting: Vec<&str> = by_name.keys().copied().collect();
    loop {
        let mut progress = false;
        let mut still_waiting = Vec::new();
        for name in waiting {
            let (some_done, some_wait) = schedule.attempt(&by_name[name]);
            if some_done {
                progress = true;
                schedule.attempt(&unbinding);
            }
            if some_wait {
                still_waiting.push(name);
            }
        }
        if !progress {
            break;
        }
        waiting = still_waiting;
    }
    if schedule.order.len() == statements.len() { schedule.order } else { (0..statements.len()).collect() }
}

struct Schedule<'a> {
    statements: &'a [Vec<Binding>],
    order: Vec<usize>,
    bound: BTreeSet<&'a str>,
}

impl Schedule<'_> {
    /// Puts those of the statements next that can be. Tells whether some were, and whether some have to wait.
    fn attempt(&mut self, numbers: &[usize]) -> (bool, bool) {
        let (mut some_done, mut some_wait) = (false, false);
        for &number in numbers {
            if self.order.contains(&number) {
                continue;
            }
            if self.is_ready(&self.statements[number]) {
                self.order.push(number);
                self.bound.extend(self.statements[number].iter().map(|binding| binding.name.as_str()));
                some_done = true;
            } else {
                some_wait = true;
            }
        }
        (some_done, some_wait)
    }

    /// Whether everything is there that a statement needs, by what comes before or by the statement itself.
    fn is_ready(&self, bindings: &[Binding]) -> bool {
        if let [binding] = bindings {
            return binding.needs.iter().all(|name| self.bound.contains(name.as_str()));
        }
        let mut own: BTreeSet<&str> = BTreeSet::new();
        let mut left: Vec<&Binding> = bindings.iter().collect();
        loop {
            let before = left.len();
            left.retain(|binding| {
                let ready =
                    binding.needs.iter().all(|name| self.bound.contains(name.as_str()) || own.contains(name.as_str()));
                if ready {
                    own.insert(&binding.name);
                }
                !ready
            });
            if left.is_empty() || left.len() == before {
                return left.is_empty();
            }
        }
    }
}

fn bindings(literal: &Literal, locals: &Names) -> Vec<Binding> {
    let mut bindings = Vec::new();
    match literal {
        Literal::SomeVars { .. } => {}
        Literal::SomeIn { key, value, collection, .. } => {
            let needs = needs(collection, locals, &mut bindings);
            let mut names = Vec::new();
            key.iter().chain([value]).for_each(|pattern| of_pattern(pattern, &mut names));
            bindings.extend(names.into_iter().map(|name| Binding { name: name.to_owned(), needs: needs.clone() }));
            bindings.push(Binding { name: String::new(), needs: Vec::new() });
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { lhs, rhs, .. } => {
                for (target, source) in [(lhs, rhs), (rhs, lhs)] {
                    let needs = needs(source, locals, &mut bindings);
                    let mut names = Vec::new();
                    of_pattern(target, &mut names);
                    names.retain(|name| locals.contains(*name));
                    for name in &names {
                        let needs = needs.iter().filter(|other| other != name).cloned().collect();
                        bindings.push(Binding { name: (*name).to_owned(), needs });
                    }
                    if names.is_empty() {
                        bindings.push(Binding { name: String::new(), needs });
                    }
                }
            }
            _ => {
                let needs = needs(expr, locals, &mut bindings);
                bindings.push(Binding { name: String::new(), needs });
            }
        },
        Literal::Every { domain, .. } => {
            let needs = needs(domain, locals, &mut bindings);
            bindings.push(Binding { name: String::new(), needs });
        }
    }
    if bindings.is_empty() {
        bindings.push(Binding { name: String::new(), needs: Vec::new() });
    }
    bindings
}

/// The variables that an expression uses. Those that stand between brackets may be bound there.
fn needs(expression: &Ref<Expr>, locals: &Names, bindings: &mut Vec<Binding>) -> Vec<String> {
    let mut names = Vec::new();
    visit(expression, &mut |part| {
        if let Some(name) = variable(part).filter(|name| locals.contains(*name)) {
            names.push(name.to_owned());
        }
        if let Expr::RefBrack { refr, index, .. } = part.as_ref() {
            let mut indexes = Vec::new();
            of_pattern(index, &mut indexes);
            for index in indexes.into_iter().filter(|name| locals.contains(*name)) {
                let of_collection = needs(refr, locals, bindings);
                bindings.push(Binding { name: index.to_owned(), needs: of_collection });
            }
        }
        names.extend(taken_by(part).into_iter().filter(|name| locals.contains(name)));
        true
    });
    names
}
