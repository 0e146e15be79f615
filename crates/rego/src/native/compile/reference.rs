//! References: `input.object.spec`, `container.image`, `data.seaworthy.lib.iam.items`.

use regorus::Value;
use regorus::unstable::{Expr, Ref, Span};

use super::scope::Scopes;
use super::{Unmodelled, names};
use crate::native::ir::{Expression, Iteration, Pattern, Query, RuleId, Statement, Step};
use crate::syntax::import_of;

/// What a name or a path means, outside of queries.
pub(super) enum Meaning {
    /// A rule, how many steps its path took, and how many arguments it takes.
    Rule(RuleId, usize, Vec<usize>),
    Nothing,
}

impl<'a> Scopes<'_, 'a> {
    /// A reference with its steps. Iterations are hoisted to `hoisted`, where they may be.
    pub(super) fn reference(
        &mut self,
        expression: &Ref<Expr>,
        hoisted: Option<&mut Query>,
    ) -> Result<Expression, Unmodelled> {
        let mut chain = Vec::new();
        let mut root = expression;
        while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = root.as_ref() {
            chain.push(root);
            root = refr;
        }
        chain.reverse();
        let mut hoisted = hoisted;
        let (mut base, taken) = self.root(root, &chain, hoisted.as_deref_mut())?;
        let mut steps = Vec::new();
        for part in &chain[taken..] {
            let index = match part.as_ref() {
                Expr::RefDot { field, .. } => {
                    steps.push(Step::Key(Value::from(field.0.text())));
                    continue;
                }
                Expr::RefBrack { index, .. } => index,
                _ => continue,
            };
            if self.iterates(index) {
                let Some(hoisted) = hoisted.as_deref_mut() else {
                    return Err(Unmodelled::at(
                        index.span(),
                        "an iteration between brackets, other than in a plain statement",
                    ));
                };
                let collection = part_of(base, std::mem::take(&mut steps));
                let key = self.pattern(index)?;
                let slot = self.new_slot();
                let value = Pattern::Variable(slot);
                hoisted.push(Statement::Iterate { key, value, collection, written: Iteration::Reference });
                base = Expression::Slot(slot);
                continue;
            }
            let step = match super::constant(index) {
                Some(value) => Step::Key(value),
                None => Step::Computed(self.expression(index, hoisted.as_deref_mut())?),
            };
            steps.push(step);
        }
        match part_of(base, steps) {
            Expression::Input => Err(Unmodelled::at(expression.span(), "`input` as a whole, or a computed part of it")),
            other => Ok(other),
        }
    }

    /// Where a reference begins, and how many steps belong to that.
    fn root(
        &mut self,
        root: &Ref<Expr>,
        chain: &[&Ref<Expr>],
        hoisted: Option<&mut Query>,
    ) -> Result<(Expression, usize), Unmodelled> {
        let Expr::Var { span, .. } = root.as_ref() else {
            return Ok((self.expression(root, hoisted)?, 0));
        };
        let name = span.text();
        match self.local(name) {
            Some(Some(slot)) => return Ok((Expression::Slot(slot), 0)),
            Some(None) => return Err(Unmodelled::at(span, format!("`{name}` before it has a value"))),
            None => {}
        }
        let written: Vec<&str> = chain.iter().map_while(|part| step_text(part)).collect();
        if name == "input" {
            return match written.first() {
                Some(&"params") => Ok((Expression::Params, 1)),
                Some(_) => Ok((Expression::Input, 0)),
                None => Err(Unmodelled::at(span, "`input` as a whole, or a computed part of it")),
            };
        }
        let path: Vec<&str> = std::iter::once(name).chain(written).collect();
        match self.meaning(&path, span) {
            Meaning::Rule(rule, taken, arity) if arity == [0] => Ok((Expression::Rule(rule), taken - 1)),
            Meaning::Rule(..) => Err(Unmodelled::at(span, format!("the function `{name}` as a value"))),
            Meaning::Nothing => {
                Err(Unmodelled::at(span, format!("`{}`, which is no rule that is known", path.join("."))))
            }
        }
    }

    /// What a path means that begins with no local variable. It counts the name itself.
    pub(super) fn meaning(&mut self, path: &[&str], at: &Span) -> Meaning {
        let Some((&name, rest)) = path.split_first() else { return Meaning::Nothing };
        if name == "data" {
            return self.below_data(path, at);
        }
        if self.compiler.modules.declares(&self.package, name) {
            let arity = self.compiler.modules.arity(&self.package, name);
            return Meaning::Rule(self.compiler.rule(&self.package, name, at), 1, arity);
        }
        let Some(mut full) = import_of(self.module, name).map(|import| import.path) else { return Meaning::Nothing };
        let imported = full.len();
        full.extend(rest);
        match self.below_data(&full, at) {
            Meaning::Rule(rule, taken, arity) if taken >= imported => Meaning::Rule(rule, taken - imported + 1, arity),
            _ => Meaning::Nothing,
        }
    }

    fn below_data(&mut self, path: &[&str], at: &Span) -> Meaning {
        for taken in 2..=path.len() {
            let (package, name) = (path[..taken - 1].join("."), path[taken - 1]);
            if self.compiler.modules.declares(&package, name) {
                let arity = self.compiler.modules.arity(&package, name);
                return Meaning::Rule(self.compiler.rule(&package, name, at), taken, arity);
            }
        }
        Meaning::Nothing
    }

    /// Whether what stands between brackets is tried out: `_`, or a variable without a value.
    fn iterates(&self, index: &Expr) -> bool {
        match index {
            Expr::Var { span, .. } if span.text() == "_" => true,
            Expr::Array { items, .. } => items.iter().any(|item| self.iterates(item)),
            other => names::variable(other).is_some_and(|name| self.is_unbound(name)),
        }
    }
}

fn part_of(base: Expression, steps: Vec<Step>) -> Expression {
    if steps.is_empty() { base } else { Expression::Part(Box::new(base), steps) }
}

fn step_text(part: &Ref<Expr>) -> Option<&str> {
    match part.as_ref() {
        Expr::RefDot { field, .. } => Some(field.0.text()),
        Expr::RefBrack { index, .. } => match index.as_ref() {
            Expr::String { value: Value::String(key), .. } => Some(key),
            _ => None,
        },
        _ => None,
    }
}
