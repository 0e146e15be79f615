//! The state of the parser: the position in the text, the next token, and limits.

use std::sync::Arc;

use super::heredoc::LoneWords;
use super::names::Names;
use super::place::{Place, Snippet};
use super::token::{self, Gap, Kind, Token};
use seaworthy_source::{Diagnostic, Span};

/// The maximum nesting of blocks, brackets, templates and operands.
///
/// Real configurations stay below 30. The limit keeps the parser and the code that walks its trees from exhausting the
/// stack.
pub const MAX_NESTING: usize = 250;

/// The maximum height of a tree: long chains (`a.b.c…`, `1 + 1 + 1…`) make it high without nesting.
pub const MAX_HEIGHT: usize = 500;

/// What was parsed, or what is wrong.
pub(super) type Parse<T> = Result<T, Box<Diagnostic>>;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) subject: &'a str,
    pub(super) place: Place<'a>,
    /// The end of the last token that was taken.
    pub(super) position: usize,
    /// The next token, if it was looked at already.
    next: Option<Token>,
    /// Whether line breaks are tokens here.
    newlines: bool,
    nesting: usize,
    /// The height of the tree of the expression that was parsed last.
    pub(super) height: usize,
    pub(super) names: Names,
    pub(super) lone_words: LoneWords<'a>,
    /// What comments must contain to be kept; `None` if the text does not contain it.
    mark: Option<&'static str>,
    pub(super) comments: Vec<Span>,
    /// Comments before this offset are already collected.
    comments_seen: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(snippet: Snippet<'a>, mark: Option<&'static str>) -> Self {
        Self {
            text: snippet.text,
            subject: snippet.subject,
            place: snippet.place,
            position: if snippet.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            next: None,
            newlines: true,
            nesting: 0,
            height: 0,
            names: Names::default(),
            lone_words: LoneWords::default(),
            mark: mark.filter(|mark| memchr::memmem::find(snippet.text.as_bytes(), mark.as_bytes()).is_some()),
            comments: Vec::new(),
            comments_seen: 0,
        }
    }

    /// Restarts at an offset, outside of any block or bracket.
    pub(super) fn restart_at(&mut self, offset: usize) {
        self.resume_text_at(offset);
        self.newlines = true;
        self.nesting = 0;
    }

    /// Continues at an offset: the content of strings is not made of tokens.
    pub(super) fn resume_text_at(&mut self, offset: usize) {
        self.position = offset;
        self.next = None;
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.place.span(start, end)
    }

    pub(super) fn text_of(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    pub(super) fn name_of(&mut self, token: Token) -> Arc<str> {
        let text = self.text_of(token);
        self.names.get(text)
    }

    /// The next token, without taking it.
    #[inline]
    pub(super) fn peek(&mut self) -> Token {
        if let Some(token) = self.next {
            return token;
        }
        let bytes = self.bytes();
        let mut at = self.position;
        let token = loop {
            at = token::skip_spaces(bytes, at);
            match token::gap(bytes, at) {
                Gap::None => break token::token(self.text, at),
                Gap::Newline(end) if self.newlines => break Token { kind: Kind::Newline, start: at, end },
                Gap::Newline(end) => at = end,
                Gap::Comment(end) => {
                    self.note_comment(at, end);
                    at = end;
                }
            }
        };
        self.next = Some(token);
        token
    }

    fn note_comment(&mut self, start: usize, end: usize) {
        if let Some(mark) = self.mark
            && start >= self.comments_seen
        {
            self.comments_seen = end;
            if self.text[start..end].contains(mark) {
                self.comments.push(self.span(start, end));
            }
        }
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Token {
        let token = self.peek();
        self.position = token.end;
        self.next = None;
        token
    }

    /// Takes the next token if it is of a kind.
    pub(super) fn take_if(&mut self, kind: Kind) -> Option<Token> {
        (self.peek().kind == kind).then(|| self.take())
    }

    /// Takes the next token if it is a word.
    pub(super) fn take_word(&mut self, word: &str) -> Option<Token> {
        let token = self.peek();
        (token.kind == Kind::Identifier && self.text_of(token) == word).then(|| self.take())
    }

    /// Decides whether line breaks are tokens from here on; returns what was decided before.
    pub(super) fn set_newlines(&mut self, newlines: bool) -> bool {
        self.next = None;
        std::mem::replace(&mut self.newlines, newlines)
    }

    /// Enters a nesting level, which [`Parser::leave`] undoes. After an error that is not needed: parsing restarts.
    pub(super) fn enter(&mut self) -> Parse<()> {
        self.nesting += 1;
        self.allow_nesting(0)
    }

    pub(super) fn leave(&mut self) {
        self.nesting -= 1;
    }

    /// Checks that so many further levels are allowed.
    pub(super) fn allow_nesting(&mut self, more: usize) -> Parse<()> {
        if self.nesting + more <= MAX_NESTING {
            return Ok(());
        }
        let at = self.peek();
        let message = format!("nested more than {MAX_NESTING} levels deep");
        let help = "Give the inner parts names, as local values, and refer to these.";
        Err(self.error(message, at.start..at.end, "the limit is reached here", help))
    }

    /// Records a node above others, the highest of which has this height.
    pub(super) fn grow(&mut self, height: usize, start: usize) -> Parse<()> {
        self.height = height + 1;
        if height < MAX_HEIGHT {
            return Ok(());
        }
        let message = format!("more than {MAX_HEIGHT} operations in a row");
        let help = "Give parts of the expression names, as local values, or use a function over a list.";
        Err(self.error(message, start..self.position, "the limit is reached here", help))
    }
}
