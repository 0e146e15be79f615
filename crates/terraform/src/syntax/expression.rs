//! Expressions: conditionals, operators, and what follows a term (attributes, indexes, splats).

use super::ast::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use super::error::excerpt;
use super::parser::{Parse, Parser};
use super::token::{Kind, Token};

/// An operator between operands, and how strongly it binds.
fn binary_operator(kind: Kind) -> Option<(BinaryOperator, u8)> {
    Some(match kind {
        Kind::Or => (BinaryOperator::Or, 1),
        Kind::And => (BinaryOperator::And, 2),
        Kind::EqualEqual => (BinaryOperator::Equal, 3),
        Kind::NotEqual => (BinaryOperator::NotEqual, 3),
        Kind::Less => (BinaryOperator::Less, 4),
        Kind::LessEqual => (BinaryOperator::LessOrEqual, 4),
        Kind::Greater => (BinaryOperator::Greater, 4),
        Kind::GreaterEqual => (BinaryOperator::GreaterOrEqual, 4),
        Kind::Plus => (BinaryOperator::Add, 5),
        Kind::Minus => (BinaryOperator::Subtract, 5),
        Kind::Star => (BinaryOperator::Multiply, 6),
        Kind::Slash => (BinaryOperator::Divide, 6),
        Kind::Percent => (BinaryOperator::Remainder, 6),
        _ => return None,
    })
}

impl Parser<'_> {
    /// Any expression.
    pub(super) fn expression(&mut self) -> Parse<Expr> {
        self.enter()?;
        let start = self.peek().start;
        let condition = self.operation(1)?;
        let expression =
            if self.peek().kind == Kind::Question { self.conditional(condition, start)? } else { condition };
        self.leave();
        Ok(expression)
    }

    /// The rest of a conditional, from its question mark on.
    fn conditional(&mut self, condition: Expr, start: usize) -> Parse<Expr> {
        let mut height = self.height;
        let question = self.take();
        let yes = self.expression()?;
        height = height.max(self.height);
        if self.take_if(Kind::Colon).is_none() {
            let found = self.peek();
            let mut error = self.unexpected(
                found,
                "`:` and the other result of the conditional",
                "Write `condition ? value : other value`, in parentheses if it spans several lines.",
            );
            error.labels.push((self.span(question.start, question.end), "the condition ends here".to_owned()));
            return Err(error);
        }
        let no = self.expression()?;
        self.grow(height.max(self.height), start)?;
        let kind = ExprKind::Conditional { condition: Box::new(condition), yes: Box::new(yes), no: Box::new(no) };
        Ok(self.expr(kind, start))
    }

    /// Operands with operators between them that bind at least so strongly.
    fn operation(&mut self, least: u8) -> Parse<Expr> {
        let start = self.peek().start;
        let mut left = self.operand()?;
        while let Some((operator, strength)) = binary_operator(self.peek().kind).filter(|found| found.1 >= least) {
            let height = self.height;
            self.take();
            let right = self.operation(strength + 1)?;
            self.grow(height.max(self.height), start)?;
            let kind = ExprKind::Binary { left: Box::new(left), operator, right: Box::new(right) };
            left = self.expr(kind, start);
        }
        Ok(left)
    }

    /// A term with its operators, attributes and indexes.
    fn operand(&mut self) -> Parse<Expr> {
        let token = self.peek();
        let operator = match token.kind {
            Kind::Minus => UnaryOperator::Negate,
            Kind::Not => UnaryOperator::Not,
            _ => {
                let term = self.term()?;
                return self.traversal(term, token.start);
            }
        };
        self.enter()?;
        self.take();
        let operand = self.operand()?;
        self.leave();
        self.grow(self.height, token.start)?;
        Ok(self.expr(ExprKind::Unary { operator, operand: Box::new(operand) }, token.start))
    }

    /// What follows a term: attributes, indexes and splats.
    fn traversal(&mut self, term: Expr, start: usize) -> Parse<Expr> {
        let mut of = term;
        loop {
            let token = self.peek();
            of = match token.kind {
                Kind::Dot => {
                    self.take();
                    self.dot(of, token, start)?
                }
                Kind::OpenBracket => {
                    self.take();
                    self.bracket(of, token, start)?
                }
                _ => return Ok(of),
            };
        }
    }

    /// What follows a dot: a name, a legacy index, or an attribute-only splat.
    fn dot(&mut self, of: Expr, dot: Token, start: usize) -> Parse<Expr> {
        match self.peek().kind {
            Kind::Identifier | Kind::Number => self.step(of, start),
            Kind::Star => {
                let star = self.take();
                let height = self.height;
                let mut each = Expr { kind: ExprKind::Element, span: self.span(dot.start, star.end) };
                self.height = 1;
                while self.peek().kind == Kind::Dot {
                    self.take();
                    each = self.step(each, dot.start)?;
                }
                self.grow(height.max(self.height), start)?;
                Ok(self.expr(ExprKind::Splat { of: Box::new(of), each: Box::new(each) }, start))
            }
            _ => Err(self.no_name()),
        }
    }

    fn no_name(&mut self) -> Box<seaworthy_source::Diagnostic> {
        let found = self.peek();
        let help = match found.kind {
            Kind::Star => "`.*` cannot contain another splat: write `[*]` for both.",
            _ => "Name the attribute, or write `[…]` for a key that is not a valid name.",
        };
        self.unexpected(found, "a name after the dot", help)
    }

    /// One step after a dot: `name`, or the legacy index `0` for `[0]`.
    fn step(&mut self, of: Expr, start: usize) -> Parse<Expr> {
        let token = self.peek();
        let kind = match token.kind {
            Kind::Identifier => {
                self.take();
                ExprKind::Attribute {
                    of: Box::new(of),
                    name: self.name_of(token),
                    name_span: self.span(token.start, token.end),
                }
            }
            Kind::Number => {
                self.take();
                if let Some((first, second)) = self.text_of(token).split_once('.') {
                    let help = format!("Write brackets: `[{}][{}]`.", excerpt(first), excerpt(second));
                    let message = "two indexes in a row without brackets";
                    return Err(self.error(message, token.start..token.end, "read as one number", help));
                }
                let key = self.number(token)?;
                ExprKind::Index { of: Box::new(of), key: Box::new(key) }
            }
            _ => return Err(self.no_name()),
        };
        self.grow(self.height, start)?;
        Ok(self.expr(kind, start))
    }

    /// What follows an opening bracket: a key, or the star of a splat.
    fn bracket(&mut self, of: Expr, open: Token, start: usize) -> Parse<Expr> {
        let height = self.height;
        if self.take_if(Kind::Star).is_some() {
            let close = self.peek();
            if close.kind != Kind::CloseBracket {
                return Err(self.unclosed(close, open.start..open.end, "the splat", "`]`"));
            }
            self.take();
            let element = Expr { kind: ExprKind::Element, span: self.span(open.start, close.end) };
            self.height = 1;
            self.enter()?;
            let each = self.traversal(element, open.start)?;
            self.leave();
            self.grow(height.max(self.height), start)?;
            return Ok(self.expr(ExprKind::Splat { of: Box::new(of), each: Box::new(each) }, start));
        }
        let newlines = self.set_newlines(false);
        let key = self.expression()?;
        let close = self.peek();
        if close.kind != Kind::CloseBracket {
            return Err(self.unclosed(close, open.start..open.end, "the index", "`]`"));
        }
        self.take();
        self.set_newlines(newlines);
        self.grow(height.max(self.height), start)?;
        Ok(self.expr(ExprKind::Index { of: Box::new(of), key: Box::new(key) }, start))
    }

    /// An expression that ends with the token that was taken last.
    pub(super) fn expr(&self, kind: ExprKind, start: usize) -> Expr {
        Expr { kind, span: self.span(start, self.position) }
    }
}
