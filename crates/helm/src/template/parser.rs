//! Tokens to a tree, by the rules of Go's `text/template/parse`.

use std::ops::Range;
use std::sync::Arc;

use super::SyntaxError;
use super::ast::{Branch, Bytes, Command, Field, Item, Operand, Parsed, Pipeline, Term};
use super::lexer::{Keyword, Kind, Token, tokens};
use crate::functions;
use crate::limits::MAX_SYNTAX_DEPTH;
use seaworthy_go::literal::{self, Number};

type Parse<T> = Result<T, SyntaxError>;

/// Reads a template's text.
pub(crate) fn parse(text: &[u8]) -> Parse<Parsed> {
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        at: 0,
        variables: vec!["$".into()],
        loops: 0,
        depth: 0,
        parsed: Parsed::default(),
    };
    let (items, end) = parser.items(true)?;
    if end != Ending::Text {
        return Err(SyntaxError::new(format!("unexpected {{{{{}}}}}", end.name()), parser.before()));
    }
    parser.parsed.root = Arc::new(items);
    Ok(parser.parsed)
}

/// What ended a list of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Text,
    End,
    Else,
}

impl Ending {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "EOF",
            Self::End => "end",
            Self::Else => "else",
        }
    }
}

struct Parser<'a> {
    text: &'a [u8],
    tokens: Vec<Token>,
    at: usize,
    variables: Vec<Arc<str>>,
    loops: usize,
    depth: usize,
    parsed: Parsed,
}

fn bytes(range: Range<usize>) -> Bytes {
    let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    clamp(range.start)..clamp(range.end)
}

impl Parser<'_> {
    fn peek(&self) -> &Kind {
        &self.tokens[self.at.min(self.tokens.len() - 1)].kind
    }

    fn here(&self) -> Range<usize> {
        self.tokens[self.at.min(self.tokens.len() - 1)].bytes.clone()
    }

    /// The bytes of the last token taken.
    fn before(&self) -> Range<usize> {
        self.tokens[self.at.saturating_sub(1)].bytes.clone()
    }

    fn next(&mut self) -> Token {
        let token = self.tokens[self.at.min(self.tokens.len() - 1)].clone();
        self.at += 1;
        token
    }

    fn skip_space(&mut self) {
        while *self.peek() == Kind::Space {
            self.at += 1;
        }
    }

    fn source(&self, range: Range<usize>) -> String {
        String::from_utf8_lossy(&self.text[range]).into_owned()
    }

    fn unexpected<T>(&self, context: &str) -> Parse<T> {
        let shown = match self.peek() {
            Kind::End => "EOF".to_owned(),
            Kind::Close => "\"}}\"".to_owned(),
            _ => format!("{:?}", self.source(self.here())),
        };
        Err(SyntaxError::new(format!("unexpected {shown} in {context}"), self.here()))
    }

    fn expect_close(&mut self, context: &str) -> Parse<usize> {
        self.skip_space();
        if *self.peek() != Kind::Close {
            return self.unexpected(context);
        }
        Ok(self.next().bytes.end)
    }

    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth >= MAX_SYNTAX_DEPTH {
            return Err(SyntaxError::new(format!("nested more than {MAX_SYNTAX_DEPTH} deep"), self.here()));
        }
        self.depth += 1;
        let result = inside(self);
        self.depth -= 1;
        result
    }

    fn items(&mut self, top: bool) -> Parse<(Vec<Item>, Ending)> {
        let mut items = Vec::new();
        loop {
            let token = self.next();
            match token.kind {
                Kind::Text => items.push(Item::Text(bytes(token.bytes))),
                Kind::End => {
                    if !top {
                        return Err(SyntaxError::new("unexpected EOF: `end` is missing", self.last_open()));
                    }
                    return Ok((items, Ending::Text));
                }
                _ => {
                    let open = token.bytes.start;
                    self.skip_space();
                    let Kind::Keyword(keyword) = *self.peek() else {
                        items.push(self.action(open)?);
                        continue;
                    };
                    self.at += 1;
                    match keyword {
                        Keyword::End => {
                            self.expect_close("end")?;
                            return Ok((items, Ending::End));
                        }
                        // The closing, or the `if` or `with` behind it, is left to the branch.
                        Keyword::Else => return Ok((items, Ending::Else)),
                        Keyword::Define if top => self.define()?,
                        Keyword::Define => {
                            return Err(SyntaxError::new("unexpected {{define}}", self.before()));
                        }
                        keyword => items.push(self.deeper(|parser| parser.control(keyword, open))?),
                    }
                }
            }
        }
    }

    /// The last action before the end, to point at.
    fn last_open(&self) -> Range<usize> {
        self.tokens.iter().rev().find(|token| token.kind == Kind::Open).map_or(0..0, |token| token.bytes.clone())
    }

    fn control(&mut self, keyword: Keyword, open: usize) -> Parse<Item> {
        match keyword {
            Keyword::If => Ok(Item::If(self.branch("if", open)?)),
            Keyword::With => Ok(Item::With(self.branch("with", open)?)),
            Keyword::Range => Ok(Item::Range(self.branch("range", open)?)),
            Keyword::Template => self.template(open),
            Keyword::Block => self.block(open),
            Keyword::Break | Keyword::Continue => {
                let name = if keyword == Keyword::Break { "break" } else { "continue" };
                if self.loops == 0 {
                    return Err(SyntaxError::new(format!("{{{{{name}}}}} outside {{{{range}}}}"), self.before()));
                }
                self.expect_close(name)?;
                Ok(if keyword == Keyword::Break { Item::Break } else { Item::Continue })
            }
            Keyword::Define | Keyword::Else | Keyword::End => self.unexpected("command"),
        }
    }

    fn action(&mut self, open: usize) -> Parse<Item> {
        let mut pipeline = self.pipeline("command", &Kind::Close, false)?;
        pipeline.bytes = bytes(open..self.before().end);
        Ok(Item::Action(pipeline))
    }

    fn branch(&mut self, context: &'static str, open: usize) -> Parse<Branch> {
        let known = self.variables.len();
        let mut pipeline = self.pipeline(context, &Kind::Close, context == "range")?;
        pipeline.bytes = bytes(open..self.before().end);
        self.loops += usize::from(context == "range");
        let (body, ending) = self.items(false)?;
        self.loops -= usize::from(context == "range");
        let mut otherwise = Vec::new();
        if ending == Ending::Else {
            otherwise = self.otherwise(context)?;
        }
        self.variables.truncate(known);
        Ok(Branch { pipeline, body, otherwise })
    }

    fn otherwise(&mut self, context: &'static str) -> Parse<Vec<Item>> {
        let open = self.before().start;
        self.skip_space();
        let chained = match self.peek() {
            Kind::Keyword(Keyword::If) if context == "if" => Some("if"),
            Kind::Keyword(Keyword::With) if context == "with" => Some("with"),
            _ => None,
        };
        if let Some(context) = chained {
            // `{{else if}}` is an `if` in the `else`, whose `end` ends both.
            self.at += 1;
            let branch = self.deeper(|parser| parser.branch(context, open))?;
            return Ok(vec![if context == "if" { Item::If(branch) } else { Item::With(branch) }]);
        }
        self.expect_close("else")?;
        match self.items(false)? {
            (items, Ending::End) => Ok(items),
            _ => Err(SyntaxError::new("expected end; found {{else}}", self.before())),
        }
    }

    fn name(&mut self, context: &str) -> Parse<Arc<str>> {
        self.skip_space();
        let Kind::String(name) = self.peek() else { return self.unexpected(context) };
        let name = String::from_utf8_lossy(name).into();
        self.at += 1;
        Ok(name)
    }

    /// Parses a template of its own: it sees none of the variables around it.
    fn body(&mut self) -> Parse<Vec<Item>> {
        let variables = std::mem::replace(&mut self.variables, vec!["$".into()]);
        let loops = std::mem::take(&mut self.loops);
        let (items, ending) = self.items(false)?;
        self.variables = variables;
        self.loops = loops;
        match ending {
            Ending::End => Ok(items),
            _ => Err(SyntaxError::new("unexpected {{else}} in define clause", self.before())),
        }
    }

    fn define(&mut self) -> Parse<()> {
        let name = self.name("define clause")?;
        self.expect_close("define clause")?;
        let items = self.body()?;
        self.parsed.defines.push((name, Arc::new(items)));
        Ok(())
    }

    fn template(&mut self, open: usize) -> Parse<Item> {
        let name = self.name("template clause")?;
        self.skip_space();
        let data = if *self.peek() == Kind::Close {
            self.at += 1;
            None
        } else {
            Some(self.pipeline("template clause", &Kind::Close, false)?)
        };
        Ok(Item::Template { name, data, bytes: bytes(open..self.before().end) })
    }

    fn block(&mut self, open: usize) -> Parse<Item> {
        let name = self.name("block clause")?;
        let data = self.pipeline("block clause", &Kind::Close, false)?;
        let end = self.before().end;
        let items = self.body()?;
        self.parsed.defines.push((Arc::clone(&name), Arc::new(items)));
        Ok(Item::Template { name, data: Some(data), bytes: bytes(open..end) })
    }

    fn pipeline(&mut self, context: &str, end: &Kind, is_range: bool) -> Parse<Pipeline> {
        self.skip_space();
        let start = self.here().start;
        let (variables, assigns) = self.declarations(context, is_range)?;
        let mut commands: Vec<Command> = Vec::new();
        loop {
            self.skip_space();
            if self.peek() == end {
                self.at += 1;
                break;
            }
            let starts_operand = matches!(
                self.peek(),
                Kind::Bool(_)
                    | Kind::Char(_)
                    | Kind::Dot
                    | Kind::Field
                    | Kind::Word
                    | Kind::Number
                    | Kind::Nil
                    | Kind::String(_)
                    | Kind::Variable
                    | Kind::OpenParen
            );
            if !starts_operand {
                return self.unexpected(context);
            }
            let command = self.command()?;
            commands.push(command);
        }
        if commands.is_empty() {
            return Err(SyntaxError::new(format!("missing value for {context}"), self.before()));
        }
        for (number, command) in commands.iter().enumerate().skip(1) {
            let first = &command.operands[0];
            let plain_dot = matches!(first.term, Term::Dot) && first.fields.is_empty();
            let constant =
                matches!(first.term, Term::Bool(_) | Term::Nil | Term::Integer(_) | Term::Float(_) | Term::String(_));
            if plain_dot || constant {
                let message = format!("non executable command in pipeline stage {}", number + 1);
                return Err(SyntaxError::new(message, first.bytes.start as usize..first.bytes.end as usize));
            }
        }
        // Variables are in scope behind the pipeline that declares them.
        if !assigns {
            self.variables.extend(variables.iter().cloned());
        }
        Ok(Pipeline { variables, assigns, commands, bytes: bytes(start..self.before().end) })
    }

    fn declarations(&mut self, context: &str, is_range: bool) -> Parse<(Vec<Arc<str>>, bool)> {
        let mut variables: Vec<Arc<str>> = Vec::new();
        let mut at = self.at;
        loop {
            self.skip_space();
            if *self.peek() != Kind::Variable {
                break;
            }
            let name = self.source(self.here());
            self.at += 1;
            self.skip_space();
            match self.peek() {
                kind @ (Kind::Assign | Kind::Declare) => {
                    let assigns = *kind == Kind::Assign;
                    self.at += 1;
                    variables.push(name.into());
                    return Ok((variables, assigns));
                }
                Kind::Comma if is_range && variables.is_empty() => {
                    self.at += 1;
                    variables.push(name.into());
                    at = self.at;
                }
                Kind::Comma => {
                    return Err(SyntaxError::new(format!("too many declarations in {context}"), self.here()));
                }
                _ => break,
            }
        }
        if !variables.is_empty() {
            return Err(SyntaxError::new("range can only initialize variables", self.here()));
        }
        self.at = at;
        Ok((variables, false))
    }

    fn command(&mut self) -> Parse<Command> {
        let mut operands: Vec<Operand> = Vec::new();
        let start = self.here().start;
        loop {
            self.skip_space();
            if let Some(operand) = self.operand()? {
                operands.push(operand);
            }
            match self.peek() {
                Kind::Space => self.at += 1,
                Kind::Close | Kind::CloseParen => break,
                Kind::Pipe => {
                    self.at += 1;
                    break;
                }
                _ => return self.unexpected("operand"),
            }
        }
        let Some(last) = operands.last() else {
            return Err(SyntaxError::new("empty command", self.here()));
        };
        let end = last.bytes.end as usize;
        Ok(Command { operands, bytes: bytes(start..end) })
    }

    fn operand(&mut self) -> Parse<Option<Operand>> {
        let start = self.here().start;
        let mut fields = Vec::new();
        let term = match self.peek().clone() {
            Kind::Word => {
                let name = self.source(self.here());
                let Some(function) = functions::find(&name) else {
                    return Err(SyntaxError::new(format!("function {name:?} not defined"), self.here()));
                };
                Term::Function(function)
            }
            Kind::Dot => Term::Dot,
            Kind::Nil => Term::Nil,
            Kind::Variable => {
                let name = self.source(self.here());
                let Some(variable) = self.variables.iter().rev().find(|variable| variable.as_ref() == name.as_str())
                else {
                    return Err(SyntaxError::new(format!("undefined variable {name:?}"), self.here()));
                };
                Term::Variable(Arc::clone(variable))
            }
            Kind::Field => Term::Dot,
            Kind::Bool(value) => Term::Bool(value),
            Kind::Char(code) => Term::Integer(code),
            Kind::Number => {
                let text = self.source(self.here());
                match literal::number(&text) {
                    Some(Number::Integer(value)) => Term::Integer(value),
                    Some(Number::Float(value)) => Term::Float(value),
                    None => return Err(SyntaxError::new(format!("bad number syntax: {text:?}"), self.here())),
                }
            }
            Kind::String(text) => Term::String(text),
            Kind::OpenParen => {
                self.at += 1;
                let inner =
                    self.deeper(|parser| parser.pipeline("parenthesized pipeline", &Kind::CloseParen, false))?;
                // The closing parenthesis is taken already.
                self.at -= 1;
                Term::Pipeline(Box::new(inner))
            }
            _ => return Ok(None),
        };
        let is_field = *self.peek() == Kind::Field;
        if !is_field {
            self.at += 1;
        }
        while *self.peek() == Kind::Field {
            let here = self.here();
            let name = self.source(here.start + 1..here.end);
            if name.is_empty() {
                return self.unexpected("operand");
            }
            fields.push(Field { name: name.into() });
            self.at += 1;
        }
        let constant = matches!(term, Term::Bool(_) | Term::Nil | Term::Integer(_) | Term::Float(_) | Term::String(_))
            || matches!(term, Term::Dot) && !is_field;
        if constant && !fields.is_empty() {
            return Err(SyntaxError::new("unexpected . after term", self.before()));
        }
        Ok(Some(Operand { term, fields, bytes: bytes(start..self.before().end) }))
    }
}
