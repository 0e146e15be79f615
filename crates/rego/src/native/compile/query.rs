//! Statements.

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query as Syntax, Ref, Span};

use super::scope::Scopes;
use super::{Unmodelled, names, schedule};
use crate::native::ir::{Expression, Iteration, Pattern, Query, Statement};
use crate::syntax::{Role, expressions};

/// The most brackets in a row whose names the scheduler looks at: what it takes doubles with each.
const MAX_BRACKETS: usize = 12;

impl Scopes<'_, '_> {
    /// Compiles a query. Its variables stay known until [`Scopes::pop`], for what the query puts out.
    pub(super) fn query(&mut self, query: &Syntax) -> Result<Query, Unmodelled> {
        refuse_long_references(query)?;
        let declared = names::declared(query, &|name| self.is_known(name));
        let order = schedule::order(query, &declared);
        self.push(declared);
        let mut statements = Query::new();
        for number in order {
            self.statement(&query.stmts[number], &mut statements)?;
        }
        Ok(statements)
    }

    /// A query without statements.
    pub(super) fn empty_query(&mut self) -> Query {
        self.push(names::Names::new());
        Query::new()
    }

    fn statement(&mut self, statement: &LiteralStmt, into: &mut Query) -> Result<(), Unmodelled> {
        if let Some(with) = statement.with_mods.first() {
            return Err(Unmodelled::at(&with.span, "`with`"));
        }
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                let collection = self.plain(collection)?;
                let key = key.as_ref().map_or(Ok(Pattern::Anything), |key| self.pattern(key))?;
                let value = self.pattern(value)?;
                into.push(Statement::Iterate { key, value, collection, written: Iteration::Some });
            }
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { op, lhs, rhs, .. } => self.assignment(op, lhs, rhs, expr.span(), into)?,
                _ => {
                    let test = self.expression(expr, Some(into))?;
                    into.push(Statement::Test(test));
                }
            },
            Literal::NotExpr { expr, .. } => {
                let test = self.plain(expr)?;
                into.push(Statement::Not(test));
            }
            Literal::Every { key, value, domain, query, .. } => {
                let domain = self.plain(domain)?;
                self.push(names::Names::new());
                let key = key.as_ref().map(|key| self.bind(key.text(), key)).transpose()?;
                let value = self.bind(value.text(), value)?;
                let body = self.query(query)?;
                self.pop();
                self.pop();
                into.push(Statement::Every { key, value, domain, body });
            }
        }
        Ok(())
    }

    /// `x := value`, and `x = value` where that gives a value or compares two.
    fn assignment(
        &mut self,
        op: &AssignOp,
        left: &Ref<Expr>,
        right: &Ref<Expr>,
        span: &Span,
        into: &mut Query,
    ) -> Result<(), Unmodelled> {
        if matches!((left.as_ref(), right.as_ref()), (Expr::Array { .. }, Expr::Array { .. })) {
            return Err(Unmodelled::at(span, "a list assigned to a list"));
        }
        let is_new = |scopes: &Self, side: &Expr| names::variable(side).is_some_and(|name| scopes.is_unbound(name));
        match op {
            AssignOp::ColEq => {
                let value = self.expression(right, Some(into))?;
                let pattern = self.pattern(left)?;
                into.push(Statement::Bind(pattern, value));
            }
            AssignOp::Eq if is_new(self, left) => {
                let value = self.expression(right, Some(into))?;
                let pattern = self.pattern(left)?;
                into.push(Statement::Bind(pattern, value));
            }
            AssignOp::Eq if is_new(self, right) => {
                let value = self.expression(left, Some(into))?;
                let pattern = self.pattern(right)?;
                into.push(Statement::Bind(pattern, value));
            }
            AssignOp::Eq => {
                let sides = (self.expression(left, Some(into))?, self.expression(right, Some(into))?);
                into.push(Statement::Test(Expression::Compare(BoolOp::Eq, Box::new(sides))));
            }
        }
        Ok(())
    }
}

fn refuse_long_references(query: &Syntax) -> Result<(), Unmodelled> {
    for statement in &query.stmts {
        let expressions = expressions(statement).into_iter().filter(|(_, role)| *role != Role::Pattern);
        for (expression, _) in expressions {
            let mut brackets = 0;
            names::visit(expression, &mut |part| {
                brackets += usize::from(
                    matches!(part.as_ref(), Expr::RefBrack { index, .. } if names::variable(index).is_some()),
                );
                true
            });
            if brackets > MAX_BRACKETS {
                return Err(Unmodelled::at(&statement.span, "a statement with very many brackets"));
            }
        }
    }
    Ok(())
}
