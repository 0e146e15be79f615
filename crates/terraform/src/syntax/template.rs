//! Templates: text with `${ … }` and `%{ … }` sequences.
//!
//! A template is read into a row of pieces, to which strip markers and the indentation of heredocs are applied; then
//! the pieces become a tree. The text of a heredoc, or of a template file, is one piece for each line at most: strip
//! markers and indentation work on pieces, and would have another result on larger ones.

use std::ops::Range;
use std::sync::Arc;

use super::ast::{Expr, ExprKind, TemplatePart};
use super::parser::{Parse, Parser};
use super::token::Kind;

/// A piece of a template.
pub(super) enum Piece {
    Text(String),
    Value(Expr),
    /// `%{ if … }`, `%{ else }` and so on, and its place.
    Directive(Directive, Range<usize>),
}

pub(super) enum Directive {
    If(Expr),
    Else,
    EndIf,
    For { key_name: Option<Arc<str>>, value_name: Arc<str>, of: Expr },
    EndFor,
}

impl Directive {
    fn name(&self) -> &'static str {
        match self {
            Self::If(_) => "if",
            Self::Else => "else",
            Self::EndIf => "endif",
            Self::For { .. } => "for",
            Self::EndFor => "endfor",
        }
    }
}

/// What is in a sequence.
enum Content {
    Value(Expr),
    Directive(Directive),
}

/// The pieces of a template, as they are read.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    /// Whether the last sequence ended with `~}`: the text right after it loses the space that it begins with.
    strip_next: bool,
    /// The height of the highest expression.
    height: usize,
}

impl Pieces {
    /// Adds a text that is one piece in the source, unless it is empty.
    pub(super) fn text(&mut self, text: &mut String) {
        if text.is_empty() {
            return;
        }
        let mut text = std::mem::take(text);
        if std::mem::take(&mut self.strip_next) {
            text.drain(..text.len() - text.trim_start().len());
        }
        self.list.push(Piece::Text(text));
    }
}

impl Parser<'_> {
    /// `${ … }` or `%{ … }` at the position.
    pub(super) fn sequence(&mut self, pieces: &mut Pieces) -> Parse<()> {
        let start = self.position;
        let bytes = self.bytes();
        let strip = bytes.get(start + 2) == Some(&b'~');
        pieces.strip_next = false;
        if strip && let Some(Piece::Text(text)) = pieces.list.last_mut() {
            text.truncate(text.trim_end().len());
        }
        self.resume_text_at(start + 2 + usize::from(strip));
        let opening = start..self.position;
        let newlines = self.set_newlines(false);
        let content = if bytes.get(start) == Some(&b'%') {
            Content::Directive(self.directive()?)
        } else {
            Content::Value(self.expression()?)
        };
        pieces.height = pieces.height.max(self.height);
        let close = self.peek();
        match close.kind {
            Kind::CloseBrace => {}
            Kind::StripBrace => pieces.strip_next = true,
            _ => {
                let help = "Close the sequence with `}`. For a literal `${` or `%{`, as in shell scripts, write `$${` or `%%{`.";
                let mut error = self.unclosed(close, opening, "the template sequence", "`}`");
                error.help = Some(help.to_owned());
                return Err(error);
            }
        }
        self.take();
        self.set_newlines(newlines);
        pieces.list.push(match content {
            Content::Value(value) => Piece::Value(value),
            Content::Directive(directive) => Piece::Directive(directive, start..close.end),
        });
        Ok(())
    }

    fn directive(&mut self) -> Parse<Directive> {
        const HELP: &str = "Valid directives are `%{ if … }`, `%{ else }`, `%{ endif }`, `%{ for … in … }` and `%{ endfor }`; write `%%{` for a literal `%{`.";
        let token = self.peek();
        if token.kind != Kind::Identifier {
            return Err(self.unexpected(token, "a template directive", HELP));
        }
        self.take();
        self.height = 0;
        Ok(match self.text_of(token) {
            "if" => Directive::If(self.expression()?),
            "else" => Directive::Else,
            "endif" => Directive::EndIf,
            "endfor" => Directive::EndFor,
            "for" => {
                let (key_name, value_name) =
                    self.for_names("Write `%{ for item in list }` or `%{ for key, item in map }`.")?;
                Directive::For { key_name, value_name, of: self.expression()? }
            }
            _ => return Err(self.unexpected(token, "a template directive", HELP)),
        })
    }

    /// The names that `for` gives to keys and values, with the `in` after them.
    pub(super) fn for_names(&mut self, help: &str) -> Parse<(Option<Arc<str>>, Arc<str>)> {
        let mut value = self.for_name(help)?;
        let mut key = None;
        if self.take_if(Kind::Comma).is_some() {
            key = Some(std::mem::replace(&mut value, self.for_name(help)?));
        }
        if self.take_word("in").is_none() {
            let found = self.peek();
            return Err(self.unexpected(found, "`in` after the names of `for`", help));
        }
        Ok((key, value))
    }

    fn for_name(&mut self, help: &str) -> Parse<Arc<str>> {
        let token = self.peek();
        if token.kind != Kind::Identifier {
            return Err(self.unexpected(token, "a name after `for`", help));
        }
        self.take();
        Ok(self.name_of(token))
    }

    /// The expression that a template's pieces make.
    pub(super) fn template(&mut self, mut pieces: Pieces) -> Parse<ExprKind> {
        self.height = 1;
        if pieces.list.iter().all(|piece| matches!(piece, Piece::Text(_))) {
            let mut texts = pieces.list.iter().map(|piece| if let Piece::Text(text) = piece { text } else { "" });
            let text = match pieces.list.len() {
                1 => texts.next().unwrap_or_default().into(),
                _ => texts.collect::<String>().into(),
            };
            return Ok(ExprKind::String(text));
        }
        if let [Piece::Value(_)] = &*pieces.list
            && let Some(Piece::Value(value)) = pieces.list.pop()
        {
            self.height = pieces.height + 1;
            return Ok(ExprKind::Template(vec![TemplatePart::Value(value)]));
        }
        let Tree { mut parts, height } = self.tree(pieces.list)?;
        self.height = pieces.height + height;
        // A single value keeps its type. This one is next to a text, if only an empty one, and becomes a text.
        if let [TemplatePart::Value(_)] = &*parts {
            parts.push(TemplatePart::Text("".into()));
        }
        Ok(ExprKind::Template(parts))
    }

    /// Puts what is between directives into them.
    fn tree(&mut self, pieces: Vec<Piece>) -> Parse<Tree> {
        let mut open: Vec<Open> = Vec::new();
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut height = 1;
        for piece in pieces {
            let (directive, place) = match piece {
                Piece::Text(more) => {
                    text.push_str(&more);
                    continue;
                }
                Piece::Value(value) => {
                    flush(&mut text, &mut parts);
                    parts.push(TemplatePart::Value(value));
                    continue;
                }
                Piece::Directive(directive, place) => (directive, place),
            };
            flush(&mut text, &mut parts);
            match directive {
                Directive::If(_) | Directive::For { .. } => {
                    open.push(Open { directive, place, before: std::mem::take(&mut parts), yes: None });
                    self.allow_nesting(open.len())?;
                    height = height.max(open.len() + 1);
                }
                Directive::Else => match open.last_mut() {
                    Some(Open { directive: Directive::If(_), yes: yes @ None, .. }) => {
                        *yes = Some(std::mem::take(&mut parts))
                    }
                    _ => return Err(self.stray(&directive, place, open.last())),
                },
                Directive::EndIf | Directive::EndFor => {
                    let is_if = matches!(directive, Directive::EndIf);
                    let Some(last) = open.pop_if(|open| matches!(open.directive, Directive::If(_)) == is_if) else {
                        return Err(self.stray(&directive, place, open.last()));
                    };
                    parts = last.close(parts);
                }
            }
        }
        flush(&mut text, &mut parts);
        match open.pop() {
            None => Ok(Tree { parts, height }),
            Some(Open { directive, place, .. }) => {
                let name = directive.name();
                let message = format!("`%{{ {name} }}` without `%{{ end{name} }}`");
                Err(self.error(
                    message,
                    place,
                    "opened here",
                    format!("Add `%{{ end{name} }}` before the template ends."),
                ))
            }
        }
    }

    fn stray(
        &self,
        directive: &Directive,
        place: Range<usize>,
        open: Option<&Open>,
    ) -> Box<seaworthy_source::Diagnostic> {
        let message = format!("`%{{ {} }}` without a matching directive", directive.name());
        match open {
            None => self.error(message, place, "", "Remove it, or add the matching directive before it."),
            Some(open) => {
                let name = open.directive.name();
                let help = format!("Close the `{name}` with `%{{ end{name} }}` first.");
                let mut error = self.error(message, place, "", help);
                error.labels.push((self.span(open.place.start, open.place.end), format!("this `{name}` is open")));
                error
            }
        }
    }
}

/// A template's parts, and how high directives put them on each other.
struct Tree {
    parts: Vec<TemplatePart>,
    height: usize,
}

/// An `if` or a `for` whose end has not come yet.
struct Open {
    directive: Directive,
    place: Range<usize>,
    /// The parts before it.
    before: Vec<TemplatePart>,
    /// The parts between `if` and `else`, after the latter.
    yes: Option<Vec<TemplatePart>>,
}

impl Open {
    /// The parts before it with it after them, where `parts` are those since it was opened or since its `else`.
    fn close(self, parts: Vec<TemplatePart>) -> Vec<TemplatePart> {
        let mut before = self.before;
        match self.directive {
            Directive::If(condition) => {
                let (yes, no) = match self.yes {
                    Some(yes) => (yes, parts),
                    None => (parts, Vec::new()),
                };
                before.push(TemplatePart::If { condition, yes, no });
            }
            Directive::For { key_name, value_name, of } => {
                before.push(TemplatePart::For { key_name, value_name, of, body: parts });
            }
            Directive::Else | Directive::EndIf | Directive::EndFor => {}
        }
        before
    }
}

fn flush(text: &mut String, parts: &mut Vec<TemplatePart>) {
    if !text.is_empty() {
        parts.push(TemplatePart::Text(text.as_str().into()));
        text.clear();
    }
}
