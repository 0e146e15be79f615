//! A policy's text to its tree, in either of Rego's syntaxes.

use regorus::unstable::{Lexer, Module, Parser, Source, TokenKind};

use crate::EngineError;
use crate::guard;

/// The syntax of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Rules without `if` and `contains`, the default before OPA 1.0.
    V0,
    /// Rules with `if` and `contains`.
    V1,
}

/// Parses a policy. `name` is what errors call it.
///
/// # Errors
/// The text is not valid Rego in this syntax, or parsing it would take too long.
pub fn parse(name: &str, text: &str, version: Version) -> Result<Module, EngineError> {
    guard::scan(name, text)?;
    parse_trusted(name, text, version)
}

/// The same for a text that is known to be harmless: of a policy that is part of the program.
pub(crate) fn parse_trusted(name: &str, text: &str, version: Version) -> Result<Module, EngineError> {
    let parse = || {
        let source = Source::from_contents(name.to_owned(), text.to_owned())?;
        let mut parser = Parser::new(&source)?;
        if version == Version::V1 {
            parser.enable_rego_v1()?;
        }
        parser.parse()
    };
    parse().map_err(|error: anyhow::Error| EngineError::of(&error))
}

/// Parses a policy that may be in either syntax, and returns which one it is in.
///
/// # Errors
/// Those of [`parse`], in the syntax that the text was most likely meant to be in.
pub fn parse_any(name: &str, text: &str) -> Result<(Module, Version), EngineError> {
    in_either_version(text, |version| parse(name, text, version).map(|module| (module, version)))
}

/// Reads a text as v1, and where that fails as v0, unless the text can only be v1.
pub(crate) fn in_either_version<T>(
    text: &str,
    read: impl Fn(Version) -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    match read(Version::V1) {
        // Reading v1 as v0 makes regorus print warnings.
        Err(_) if may_be_v0(text) => read(Version::V0),
        other => other,
    }
}

/// Whether a text has no keyword that v0 only has if it is imported.
fn may_be_v0(text: &str) -> bool {
    if text.contains("import future.keywords") || text.contains("import rego.v1") {
        return true;
    }
    let Ok(source) = Source::from_contents("policy".to_owned(), text.to_owned()) else { return true };
    let mut lexer = Lexer::new(&source);
    let mut previous = String::new();
    while let Ok(token) = lexer.next_token() {
        let word = token.1.text();
        match token.0 {
            TokenKind::Eof => break,
            TokenKind::Ident if word == "if" => return false,
            _ if previous == "contains" && word != "(" => return false,
            _ => {}
        }
        previous.clear();
        if token.0 == TokenKind::Ident {
            previous.push_str(word);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_keywords() {
        let version = |text: &str| parse_any("policy.rego", text).map(|(_, version)| version).ok();
        assert_eq!(version("package a\n\ndeny contains 1 if input.b\n"), Some(Version::V1));
        assert_eq!(version("package a\n\ndeny[1] { input.b }\n"), Some(Version::V0));
        assert_eq!(version("package a\n\ndeny[x] { x := 1 # if it contains one\n}\n"), Some(Version::V0));
        assert_eq!(version("package a\n\ndeny[x] { contains(input.b, \"c\"); x := \"if\" }\n"), Some(Version::V0));
        assert_eq!(
            version("package a\n\nimport future.keywords.in\n\ndeny[x] { some x in input.b }\n"),
            Some(Version::V0)
        );
        assert_eq!(version("package a\n\ndeny contains 1 if {\n"), None);
    }
}
