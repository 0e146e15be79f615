//! HCL and its JSON form, both parsed into one syntax tree. Nothing else depends on which of them a file uses.

pub mod ast;
mod body;
mod error;
mod expression;
mod heredoc;
mod json;
mod names;
mod parser;
mod place;
mod recovery;
mod string;
mod template;
mod term;
mod token;

use ast::{Body, Expr};
use body::Items;
use parser::Parser;
pub use parser::{MAX_HEIGHT, MAX_NESTING};
pub use place::Snippet;
use recovery::{End, Recovery};
use token::Kind;

use seaworthy_source::{Diagnostic, SourceFile, Span};

/// What was read of a file.
#[derive(Debug)]
pub struct Parsed {
    /// What is in it; blocks with errors are left out.
    pub body: Body,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// The `seaworthy:` comments, in order.
    pub comments: Vec<Span>,
}

/// How many errors of a file are reported. Parsing stops after as many syntax errors: the file is hardly a
/// configuration.
const MAX_ERRORS: usize = 50;

/// Reads a configuration file or a file of variables; one whose name ends with `.json` in JSON form.
///
/// A syntax error is reported; the outermost block or argument around it is left out, and everything else is parsed.
#[must_use]
pub fn parse(file: &SourceFile) -> Parsed {
    let parsed = match file.name() {
        name if name.ends_with(".tfvars.json") => json::parse(file, json::Contents::Variables),
        name if name.ends_with(".json") => json::parse(file, json::Contents::Configuration),
        _ => parse_native(file),
    };
    with_few_errors(parsed, file)
}

/// Reads a file of variables, whatever its name is; one that ends with `.json` in JSON form.
#[must_use]
pub fn parse_variables(file: &SourceFile) -> Parsed {
    let parsed = match file.name().ends_with(".json") {
        true => json::parse(file, json::Contents::Variables),
        false => parse_native(file),
    };
    with_few_errors(parsed, file)
}

/// The same with at most [`MAX_ERRORS`] errors.
fn with_few_errors(mut parsed: Parsed, file: &SourceFile) -> Parsed {
    // One more diagnostic says how many are left out.
    if let Some(more) = parsed.diagnostics.len().checked_sub(MAX_ERRORS + 1).filter(|&more| more > 0) {
        parsed.diagnostics.truncate(MAX_ERRORS);
        let message = format!("{} more errors are not shown", more + 1);
        parsed.diagnostics.push(Diagnostic::error(file.name(), message).help("Correct the errors above first."));
    }
    parsed
}

fn parse_native(file: &SourceFile) -> Parsed {
    let mut parser = Parser::new(Snippet::file(file), Some(seaworthy_source::yaml::DIRECTIVE));
    let mut items = Items::default();
    let mut diagnostics = Vec::new();
    let mut recovery = Recovery::new(file.text());
    let mut errors = 0;
    let start = parser.position;
    loop {
        let token = parser.peek();
        match token.kind {
            Kind::End => break,
            Kind::Newline => drop(parser.take()),
            _ => match parser.item(&mut diagnostics) {
                Ok(item) => parser.add(&mut items, item, &mut diagnostics),
                Err(mut error) => {
                    errors += 1;
                    let end = recovery.end_of(token.start, parser.position);
                    if let Some(End::NextBlock(next)) = end
                        && next < parser.position
                    {
                        *error = no_end(file, &parser, token.start, next);
                    }
                    diagnostics.push(*error);
                    match end {
                        Some(end) if errors < MAX_ERRORS => parser.restart_at(end.offset()),
                        _ => {
                            diagnostics.push(gave_up(file, &parser, token.start));
                            break;
                        }
                    }
                }
            },
        }
    }
    let span = parser.span(start, file.text().len());
    Parsed { body: items.into_body(span), diagnostics, comments: parser.comments }
}

/// The error of a block that goes on where the next one should begin: the parser only notices much later.
fn no_end(file: &SourceFile, parser: &Parser<'_>, start: usize, next: usize) -> Diagnostic {
    let (line, next) = (line_at(file, start), line_at(file, next));
    Diagnostic::error(file.name(), "a block is not closed before the next one starts")
        .at(parser.span(start, line.end), "starts here and is not closed")
        .at(parser.span(next.start, next.end), "the next block starts here")
        .help("Look for a missing closing brace, bracket or quote between the two.")
}

fn line_at(file: &SourceFile, offset: usize) -> std::ops::Range<usize> {
    file.line_range(file.line_of(u32::try_from(offset).unwrap_or(u32::MAX)))
}

fn gave_up(file: &SourceFile, parser: &Parser<'_>, at: usize) -> Diagnostic {
    let line = line_at(file, at);
    Diagnostic::error(file.name(), "too many syntax errors: nothing after this line was evaluated")
        .at(parser.span(line.start, line.end), "parsing stopped here")
        .help("Correct the errors before it; if the file is not a Terraform configuration, skip it with `--exclude`.")
}

/// Reads a template: a text with `${ … }` and `%{ … }` in it, as `templatefile` and `templatestring` take it.
///
/// # Errors
/// What is wrong with it.
pub fn parse_template(snippet: Snippet<'_>) -> Result<Expr, Box<Diagnostic>> {
    let mut parser = Parser::new(snippet, None);
    let start = parser.position;
    let pieces = parser.bare_pieces()?;
    let kind = parser.template(pieces)?;
    parser.resume_text_at(snippet.text.len());
    Ok(parser.expr(kind, start))
}

/// Reads an expression, which may take several lines.
///
/// # Errors
/// What is wrong with it.
pub fn parse_expression(snippet: Snippet<'_>) -> Result<Expr, Box<Diagnostic>> {
    let mut parser = Parser::new(snippet, None);
    parser.set_newlines(false);
    let expression = parser.expression()?;
    let end = parser.peek();
    match end.kind {
        Kind::End => Ok(expression),
        _ => Err(parser.unexpected(end, "the end of the expression", "Remove what follows it.")),
    }
}
