//! Terms: literals, names, calls, collections.

use super::ast::{Expr, ExprKind, For, ObjectItem};
use super::error::excerpt;
use super::parser::{Parse, Parser};
use super::token::{Kind, Token};

impl Parser<'_> {
    /// An expression without operators around it.
    pub(super) fn term(&mut self) -> Parse<Expr> {
        let token = self.peek();
        self.height = 1;
        match token.kind {
            Kind::Identifier => {
                self.take();
                self.named(token)
            }
            Kind::Quote => self.string(),
            Kind::Number => {
                self.take();
                self.number(token)
            }
            Kind::OpenBracket => {
                self.take();
                self.tuple(token)
            }
            Kind::OpenBrace => {
                self.take();
                self.object(token)
            }
            Kind::OpenParen => {
                self.take();
                self.parens(token)
            }
            Kind::Heredoc => self.heredoc(),
            _ => Err(self.unexpected(
                token,
                "a value",
                "Write a value here, or remove the operator, bracket or comma before it.",
            )),
        }
    }

    /// What a name is: a literal, a call, or the beginning of a reference.
    fn named(&mut self, token: Token) -> Parse<Expr> {
        if matches!(self.peek().kind, Kind::OpenParen | Kind::DoubleColon) {
            return self.call(token);
        }
        let kind = match self.text_of(token) {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            _ => ExprKind::Variable(self.name_of(token)),
        };
        Ok(self.expr(kind, token.start))
    }

    /// A number that was taken.
    pub(super) fn number(&mut self, token: Token) -> Parse<Expr> {
        let text = self.text_of(token);
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, ""));
        if mantissa.bytes().filter(|&byte| byte == b'.').count() > 1 || exponent.contains(['.', 'e', 'E']) {
            let help =
                "A number has at most one decimal point and one exponent: `1.5e3`. Put quotes around anything else.";
            return Err(self.error(format!("`{}` is not a number", excerpt(text)), token.start..token.end, "", help));
        }
        Ok(Expr { kind: ExprKind::Number(self.name_of(token)), span: self.span(token.start, token.end) })
    }

    fn parens(&mut self, open: Token) -> Parse<Expr> {
        let newlines = self.set_newlines(false);
        let inner = self.expression()?;
        let close = self.peek();
        if close.kind != Kind::CloseParen {
            return Err(self.unclosed(close, open.start..open.end, "the parenthesis", "`)`"));
        }
        self.take();
        self.set_newlines(newlines);
        self.grow(self.height, open.start)?;
        Ok(self.expr(ExprKind::Parens(Box::new(inner)), open.start))
    }

    /// The rest of a call, from after its name, or the first part of its name, on.
    fn call(&mut self, first: Token) -> Parse<Expr> {
        let mut name_end = first.end;
        let mut name = self.text_of(first).to_owned();
        while self.take_if(Kind::DoubleColon).is_some() {
            let part = self.peek();
            if part.kind != Kind::Identifier {
                return Err(self.unexpected(
                    part,
                    "the name of a function after `::`",
                    "Call a provider's function like `provider::aws::arn_parse(…)`.",
                ));
            }
            self.take();
            name_end = part.end;
            name.push_str("::");
            name.push_str(self.text_of(part));
        }
        let open = self.peek();
        if open.kind != Kind::OpenParen {
            return Err(self.unexpected(
                open,
                &format!("`(` after `{}`", excerpt(&name)),
                "Call a function with parentheses: `name(…)`.",
            ));
        }
        self.take();
        let newlines = self.set_newlines(false);
        let (arguments, expand) = self.arguments(open)?;
        self.set_newlines(newlines);
        self.grow(self.height, first.start)?;
        let name = self.names.get(&name);
        let name_span = self.span(first.start, name_end);
        Ok(self.expr(ExprKind::Call { name, name_span, arguments, expand }, first.start))
    }

    /// The arguments of a call, with the closing parenthesis, and whether the last one is expanded.
    fn arguments(&mut self, open: Token) -> Parse<(Vec<Expr>, bool)> {
        let mut arguments = Vec::new();
        let mut height = 0;
        let mut expand = false;
        while self.take_if(Kind::CloseParen).is_none() {
            if expand {
                let found = self.peek();
                return Err(self.unexpected(
                    found,
                    "`)` after `...`",
                    "Only the last argument of a call can be expanded.",
                ));
            }
            arguments.push(self.expression()?);
            height = height.max(self.height);
            let token = self.peek();
            match token.kind {
                Kind::Comma => drop(self.take()),
                Kind::Ellipsis => {
                    self.take();
                    expand = true;
                }
                Kind::CloseParen => {}
                _ => return Err(self.unclosed(token, open.start..open.end, "the call", "`,` or `)`")),
            }
        }
        self.height = height;
        Ok((arguments, expand))
    }

    /// What follows an opening bracket: items, or `for`.
    fn tuple(&mut self, open: Token) -> Parse<Expr> {
        let newlines = self.set_newlines(false);
        let kind = if self.take_word("for").is_some() {
            self.for_expression(open, Kind::CloseBracket)?
        } else {
            ExprKind::Tuple(self.tuple_items(open)?)
        };
        self.set_newlines(newlines);
        self.grow(self.height, open.start)?;
        Ok(self.expr(kind, open.start))
    }

    fn tuple_items(&mut self, open: Token) -> Parse<Vec<Expr>> {
        let mut items = Vec::new();
        let mut height = 0;
        while self.take_if(Kind::CloseBracket).is_none() {
            items.push(self.expression()?);
            height = height.max(self.height);
            let token = self.peek();
            match token.kind {
                Kind::Comma => drop(self.take()),
                Kind::CloseBracket => {}
                _ => return Err(self.unclosed(token, open.start..open.end, "the list", "`,` or `]`")),
            }
        }
        self.height = height;
        Ok(items)
    }

    /// What follows an opening brace: entries, or `for`.
    fn object(&mut self, open: Token) -> Parse<Expr> {
        // Lines divide the entries of an object, but mean nothing around `for`.
        let newlines = self.set_newlines(false);
        let kind = if self.take_word("for").is_some() {
            self.for_expression(open, Kind::CloseBrace)?
        } else {
            self.set_newlines(true);
            ExprKind::Object(self.object_items(open)?)
        };
        self.set_newlines(newlines);
        self.grow(self.height, open.start)?;
        Ok(self.expr(kind, open.start))
    }

    fn object_items(&mut self, open: Token) -> Parse<Vec<ObjectItem>> {
        let mut items = Vec::new();
        let mut height = 0;
        loop {
            let token = self.peek();
            match token.kind {
                Kind::Newline => {
                    self.take();
                    continue;
                }
                Kind::CloseBrace => {
                    self.take();
                    self.height = height;
                    return Ok(items);
                }
                Kind::End => return Err(self.unclosed(token, open.start..open.end, "the object", "`}`")),
                _ => {}
            }
            let key = self.object_key(open)?;
            height = height.max(self.height);
            let value = self.expression()?;
            height = height.max(self.height);
            items.push(ObjectItem { key, value });
            let token = self.peek();
            match token.kind {
                Kind::Comma | Kind::Newline => drop(self.take()),
                Kind::CloseBrace => {}
                _ => return Err(self.unclosed(token, open.start..open.end, "the object", "a new line, `,` or `}`")),
            }
        }
    }

    /// A key, with the sign after it.
    fn object_key(&mut self, open: Token) -> Parse<Expr> {
        let start = self.peek();
        let mut key = self.expression()?;
        if matches!(key.kind, ExprKind::Variable(_) | ExprKind::Null | ExprKind::Bool(_)) {
            key.kind = ExprKind::String(self.name_of(start));
        }
        let token = self.peek();
        match token.kind {
            Kind::Equals | Kind::Colon => {
                self.take();
                Ok(key)
            }
            Kind::End => Err(self.unclosed(token, open.start..open.end, "the object", "`}`")),
            _ => Err(self.unexpected(
                token,
                "`=` and a value after the key",
                "Write object entries as `key = value`, with quotes around keys that are not plain names.",
            )),
        }
    }

    /// The rest of a `for` expression, from after its `for` on, with the closing bracket.
    fn for_expression(&mut self, open: Token, close: Kind) -> Parse<ExprKind> {
        const HELP: &str = "Write `[for item in list : value]` or `{for key, item in map : key => value}`.";
        let names = self.for_names(HELP)?;
        let of = self.expression()?;
        let mut height = self.height;
        let colon = self.peek();
        if colon.kind != Kind::Colon {
            return Err(self.unexpected(colon, "`:` after the collection of `for`", HELP));
        }
        self.take();
        let mut value = self.expression()?;
        height = height.max(self.height);
        let mut key = None;
        let arrow = self.take_if(Kind::FatArrow);
        if arrow.is_some() {
            key = Some(std::mem::replace(&mut value, self.expression()?));
            height = height.max(self.height);
        }
        let group = self.take_if(Kind::Ellipsis);
        let mut condition = None;
        if self.take_word("if").is_some() {
            condition = Some(self.expression()?);
            height = height.max(self.height);
        }
        let end = self.peek();
        let is_object = close == Kind::CloseBrace;
        if end.kind != close {
            let close = if is_object { "`}`" } else { "`]`" };
            return Err(self.unclosed(end, open.start..open.end, "the `for` expression", close));
        }
        self.take();
        match (is_object, arrow, group) {
            (true, None, _) => {
                let message = "a `for` expression that makes an object needs keys";
                return Err(self.error(
                    message,
                    open.start..end.end,
                    "",
                    "Write `key => value`, or make a list with `[for …]`.",
                ));
            }
            (false, Some(sign), _) => {
                let message = "a `for` expression that makes a list cannot have keys";
                return Err(self.error(
                    message,
                    sign.start..sign.end,
                    "",
                    "Make an object with `{for …}`, or remove the key.",
                ));
            }
            (false, None, Some(sign)) => {
                let message = "a `for` expression that makes a list cannot group";
                return Err(self.error(
                    message,
                    sign.start..sign.end,
                    "",
                    "Remove the `...`, or make an object with `{for …}`.",
                ));
            }
            _ => {}
        }
        self.height = height;
        let (key_name, value_name) = names;
        Ok(ExprKind::For(Box::new(For { key_name, value_name, of, key, value, group: group.is_some(), condition })))
    }
}
