//! Bodies: arguments and blocks.

use std::collections::HashMap;
use std::sync::Arc;

use super::ast::{Attribute, Block, Body, Label};
use super::error::excerpt;
use super::parser::{Parse, Parser};
use super::token::{Kind, Token};
use seaworthy_source::{Diagnostic, Span};

const ITEM: &str = "an argument or a block";
const ITEM_HELP: &str = "An argument is written `name = value`, a block `type \"label\" { … }`.";

/// From this number of arguments on, it is quicker to look for duplicates by hashing.
const MANY_ATTRIBUTES: usize = 16;

/// An argument or a block.
pub(super) enum Item {
    Attribute(Attribute),
    Block(Block),
}

/// A body that grows.
#[derive(Default)]
pub(super) struct Items {
    attributes: Vec<Attribute>,
    blocks: Vec<Block>,
    /// The index of each argument, once there are many.
    by_name: HashMap<Arc<str>, usize>,
}

impl Items {
    /// Adds an item. An argument that is set already is refused.
    pub(super) fn add(&mut self, item: Item) -> Result<(), Duplicate> {
        match item {
            Item::Block(block) => self.blocks.push(block),
            Item::Attribute(attribute) => {
                if let Some(first) = self.position(&attribute.name) {
                    return Err(Duplicate { again: attribute, first: self.attributes[first].name_span });
                }
                if self.attributes.len() + 1 > MANY_ATTRIBUTES {
                    self.by_name.insert(Arc::clone(&attribute.name), self.attributes.len());
                }
                self.attributes.push(attribute);
            }
        }
        Ok(())
    }

    fn position(&self, name: &str) -> Option<usize> {
        let few = &self.attributes[..self.attributes.len().min(MANY_ATTRIBUTES)];
        few.iter().position(|attribute| &*attribute.name == name).or_else(|| self.by_name.get(name).copied())
    }

    pub(super) fn into_body(self, span: Span) -> Body {
        Body { attributes: self.attributes, blocks: self.blocks, span }
    }
}

/// An argument that was set before.
pub(super) struct Duplicate {
    again: Attribute,
    first: Span,
}

impl Duplicate {
    pub(super) fn diagnostic(self, subject: &str) -> Diagnostic {
        Diagnostic::error(subject, format!("the argument `{}` is set twice", excerpt(&self.again.name)))
            .at(self.again.name_span, "set again here")
            .at(self.first, "first set here")
            .help("Remove one of them; the first one was evaluated.")
    }
}

impl Parser<'_> {
    /// An argument or a block, with the end of its line.
    pub(super) fn item(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Parse<Item> {
        let name = self.item_name()?;
        match self.peek().kind {
            Kind::Equals => {
                let attribute = self.attribute(name)?;
                self.end_of_line("the argument")?;
                Ok(Item::Attribute(attribute))
            }
            Kind::OpenBrace | Kind::Quote | Kind::Identifier => {
                let block = self.block(name, diagnostics)?;
                self.end_of_line("the block")?;
                Ok(Item::Block(block))
            }
            _ => Err(self.no_item(name)),
        }
    }

    fn item_name(&mut self) -> Parse<Token> {
        let token = self.peek();
        match token.kind {
            Kind::Identifier => Ok(self.take()),
            Kind::Quote => Err(self.unexpected(token, ITEM, "Write argument names and block types without quotes.")),
            Kind::CloseBrace => Err(self.unexpected(
                token,
                ITEM,
                "No block is open here: remove the brace, or look for a block that is closed too early.",
            )),
            _ => Err(self.unexpected(token, ITEM, ITEM_HELP)),
        }
    }

    /// The error of a name that is followed by neither `=` nor a block.
    fn no_item(&mut self, name: Token) -> Box<Diagnostic> {
        let found = self.peek();
        let what = format!("`=` or a block after `{}`", excerpt(self.text_of(name)));
        let help = match found.kind {
            Kind::Colon => "Write `=` instead of the colon.",
            _ => ITEM_HELP,
        };
        self.unexpected(found, &what, help)
    }

    /// The rest of an argument, from its `=` on.
    fn attribute(&mut self, name: Token) -> Parse<Attribute> {
        self.take();
        let value = self.expression()?;
        Ok(Attribute { name: self.name_of(name), name_span: self.span(name.start, name.end), value })
    }

    fn end_of_line(&mut self, of: &str) -> Parse<()> {
        let token = self.peek();
        match token.kind {
            Kind::Newline | Kind::End => {
                self.take();
                Ok(())
            }
            Kind::Comma => Err(self.unexpected(
                token,
                &format!("the end of the line after {of}"),
                "Separate arguments with line breaks, not with commas.",
            )),
            _ => Err(self.unexpected(
                token,
                &format!("the end of the line after {of}"),
                "Start a new line here, or look for a missing operator, bracket or quote before it.",
            )),
        }
    }

    /// The rest of a block, after its type.
    fn block(&mut self, kind: Token, diagnostics: &mut Vec<Diagnostic>) -> Parse<Block> {
        self.enter()?;
        let mut labels = Vec::new();
        loop {
            let token = self.peek();
            match token.kind {
                Kind::OpenBrace => break,
                Kind::Identifier => {
                    self.take();
                    labels.push(Label { text: self.name_of(token), span: self.span(token.start, token.end) });
                }
                Kind::Quote => {
                    let text = self.plain_string()?;
                    labels.push(Label { text, span: self.span(token.start, self.position) });
                }
                _ => return Err(self.no_block(token, kind)),
            }
        }
        let header = kind.start..self.position;
        let open = self.take();
        let body = match self.peek().kind {
            Kind::Newline | Kind::End | Kind::CloseBrace => self.block_body(open, diagnostics)?,
            _ => self.line_body(open)?,
        };
        self.leave();
        Ok(Block {
            kind: self.name_of(kind),
            labels,
            header: self.span(header.start, header.end),
            body,
            span: self.span(kind.start, self.position),
        })
    }

    fn no_block(&self, found: Token, kind: Token) -> Box<Diagnostic> {
        let help = match found.kind {
            Kind::Equals => "An argument has one name and no labels: `name = value`.",
            Kind::Newline | Kind::End => "The opening brace of a block must be on the same line as its type.",
            _ => "Block labels are names or strings, followed by the opening brace on the same line.",
        };
        let what = format!("a label or `{{` of the block `{}`", excerpt(self.text_of(kind)));
        self.unexpected(found, &what, help)
    }

    /// What is between the braces of a block of several lines, with the closing brace.
    fn block_body(&mut self, open: Token, diagnostics: &mut Vec<Diagnostic>) -> Parse<Body> {
        let mut items = Items::default();
        loop {
            let token = self.peek();
            match token.kind {
                Kind::Newline => {
                    self.take();
                }
                Kind::CloseBrace => {
                    self.take();
                    return Ok(items.into_body(self.span(open.end, token.start)));
                }
                Kind::End => return Err(self.unclosed(token, open.start..open.end, "the block", "`}`")),
                _ => {
                    let item = self.item(diagnostics)?;
                    self.add(&mut items, item, diagnostics);
                }
            }
        }
    }

    /// Adds an item to a body; a duplicate argument is reported.
    pub(super) fn add(&self, items: &mut Items, item: Item, diagnostics: &mut Vec<Diagnostic>) {
        if let Err(duplicate) = items.add(item) {
            diagnostics.push(duplicate.diagnostic(self.subject));
        }
    }

    /// What is between the braces of a block on one line: one argument, with the closing brace.
    fn line_body(&mut self, open: Token) -> Parse<Body> {
        const HELP: &str = "A block on one line can contain only one argument: split it into several lines.";
        let name = self.item_name()?;
        let equals = self.peek();
        match equals.kind {
            Kind::Equals => {}
            Kind::OpenBrace | Kind::Quote | Kind::Identifier => {
                return Err(self.unexpected(equals, &format!("`=` after `{}`", excerpt(self.text_of(name))), HELP));
            }
            _ => return Err(self.no_item(name)),
        }
        let attribute = self.attribute(name)?;
        let close = self.peek();
        match close.kind {
            Kind::CloseBrace => self.take(),
            Kind::End => return Err(self.unclosed(close, open.start..open.end, "the block", "`}`")),
            _ => return Err(self.unexpected(close, "`}` after the only argument of a block on one line", HELP)),
        };
        Ok(Body { attributes: vec![attribute], blocks: Vec::new(), span: self.span(open.end, close.start) })
    }
}
