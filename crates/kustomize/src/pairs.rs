//! Keys and values that generators take from literals, files and env files.
//!
//! Source: `api/kv` of kustomize.

use std::collections::HashSet;
use std::sync::Arc;

use super::file::{Text, text, texts};
use super::limits;
use super::transform::Problem;
use seaworthy_source::{Node, SourceFile, Span};

/// How a generator reads files.
pub(super) trait Files {
    /// The bytes of a file that is named in the kustomization.
    fn bytes(&mut self, path: &Text) -> Result<Arc<[u8]>, Problem>;

    /// A file that is named in the kustomization, as a text.
    fn source(&mut self, path: &Text) -> Result<Arc<SourceFile>, Problem>;
}

/// A value with the places of its key and of itself.
pub(super) struct Pair {
    pub(super) key: Arc<str>,
    pub(super) value: Vec<u8>,
    pub(super) key_span: Span,
    pub(super) span: Span,
}

/// All values of a generator, every key once.
pub(super) fn pairs(args: &Node, files: &mut dyn Files, problems: &mut Vec<Problem>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut bytes = 0;
    let mut keys = HashSet::new();
    let mut add = |pair: Result<Pair, Problem>, problems: &mut Vec<Problem>| match pair {
        Ok(pair) if bytes + pair.value.len() > limits::GENERATED => {
            let message = format!("the generator reads more than {} MB", limits::GENERATED / 1024 / 1024);
            problems.push(Problem::new(message, pair.span));
        }
        Ok(pair) if !keys.insert(Arc::clone(&pair.key)) => {
            problems.push(Problem::new(format!("duplicate key `{}`", pair.key), pair.span));
        }
        Ok(pair) => {
            bytes += pair.value.len();
            pairs.push(pair);
        }
        Err(problem) => problems.push(problem),
    };
    for path in texts(args, "envs").into_iter().chain(text(args, "env")) {
        match files.source(&path) {
            Ok(source) => env_pairs(&source).into_iter().for_each(|pair| add(Ok(pair), problems)),
            Err(problem) => problems.push(problem),
        }
    }
    for literal in texts(args, "literals") {
        let pair = match literal.text.split_once('=') {
            Some((key, value)) if !key.is_empty() => Ok(pair(key, unquoted(value).as_bytes().to_vec(), literal.span)),
            _ => Err(Problem::new(format!("`{}` is not of the form `key=value`", literal.text), literal.span)),
        };
        add(pair, problems);
    }
    for source in texts(args, "files") {
        let pair = file_source(&source)
            .and_then(|(key, path)| Ok(pair(&key, files.bytes(&Text { text: path, ..source })?.to_vec(), source.span)));
        add(pair, problems);
    }
    pairs
}

fn pair(key: &str, value: Vec<u8>, span: Span) -> Pair {
    Pair { key: key.into(), value, key_span: span, span }
}

/// Key and path of `key=path`; of a path alone, the file's name is the key.
fn file_source(source: &Text) -> Result<(String, Arc<str>), Problem> {
    let wrong = |message: String| Err(Problem::new(message, source.span));
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    match source.text.split_once('=') {
        None => Ok((name(&source.text), Arc::clone(&source.text))),
        Some(("", _)) => wrong(format!("`{}` has no key before `=`", source.text)),
        Some((_, "")) => wrong(format!("`{}` has no file after `=`", source.text)),
        Some((_, path)) if path.contains('=') => wrong(format!("`{}` has more than one `=`", source.text)),
        Some((key, path)) => Ok((key.to_owned(), path.into())),
    }
}

/// The lines of an env file. Blank lines and comments say nothing.
fn env_pairs(source: &SourceFile) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for (number, whole) in source.text().split('\n').enumerate() {
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        let line = if number == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        let skipped = whole.find(line).unwrap_or(0) + (line.len() - line.trim_start().len());
        let line = line.trim_start();
        let at = Span::new(source.id(), start + skipped, start + skipped + line.len());
        start += whole.len() + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let key_span = Span::new(source.id(), at.range().start, at.range().start + key.len());
        pairs.push(Pair { key: key.into(), value: value.as_bytes().to_vec(), key_span, span: at });
    }
    pairs
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_a_literal_go() {
        assert_eq!(unquoted("\"a b\""), "a b");
        assert_eq!(unquoted("'"), "'");
        assert_eq!(unquoted("'a\""), "'a\"");
    }
}
