//! Our trees beside those of `hcl-edit`, an independent parser: the same blocks, labels and arguments, at the same
//! places.
//!
//! Over a folder of others' files: `TERRAFORM_FILES=FOLDER cargo test --release -p seaworthy-terraform reference --
//! --nocapture` prints what differs and which files have errors, to be compared with what `terraform fmt` says of them.

use std::fmt::Write as _;
use std::path::PathBuf;

use hcl_edit::Span as _;
use hcl_edit::structure::{Body as TheirBody, Structure};
use proptest::prelude::*;
use seaworthy_source::Span;
use seaworthy_terraform::syntax::ast::Body;
use seaworthy_terraform::syntax::{self, Parsed};

/// What both have in common: names, labels and places.
fn ours(body: &Body, depth: usize, out: &mut String) {
    let mut parts: Vec<(Span, String)> = Vec::new();
    for attribute in &body.attributes {
        let value = attribute.value.span;
        let name = attribute.name_span;
        parts.push((name, format!("{} {}..{} = {}", attribute.name, name.start, name.end, value.start)));
    }
    for block in &body.blocks {
        let labels: Vec<&str> = block.labels.iter().map(|label| &*label.text).collect();
        let mut inside = format!("{} {:?}", block.kind, labels);
        inside.push('\n');
        ours(&block.body, depth + 1, &mut inside);
        parts.push((block.header, inside));
    }
    parts.sort_by_key(|(span, _)| span.start);
    for (_, part) in parts {
        let _ = writeln!(out, "{}{}", "  ".repeat(depth), part.trim_end());
    }
}

fn theirs(body: &TheirBody, depth: usize, out: &mut String) {
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let name = attribute.key.span().unwrap_or_default();
                let value = attribute.value.span().unwrap_or_default();
                let indent = "  ".repeat(depth);
                let key = &attribute.key;
                let _ = writeln!(out, "{indent}{} {}..{} = {}", key.as_str(), name.start, name.end, value.start);
            }
            Structure::Block(block) => {
                let labels: Vec<&str> = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
                let _ = writeln!(out, "{}{} {:?}", "  ".repeat(depth), block.ident.as_str(), labels);
                theirs(&block.body, depth + 1, out);
            }
        }
    }
}

/// The first line that differs; nothing, where they agree or theirs is not to be had.
fn difference(parsed: &Parsed, text: &str) -> Option<String> {
    let (mut a, mut b) = (String::new(), String::new());
    ours(&parsed.body, 0, &mut a);
    theirs(&text.parse::<TheirBody>().ok()?, 0, &mut b);
    let lines = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    match lines {
        Some((a, b)) => Some(format!("ours {a}, theirs {b}")),
        None if a.lines().count() != b.lines().count() => Some("one has more than the other".to_owned()),
        None => None,
    }
}

fn files() -> Vec<PathBuf> {
    let folders = std::env::var_os("TERRAFORM_FILES").map_or_else(
        || vec![PathBuf::from("tests"), PathBuf::from("../../fixtures/aws")],
        |folder| vec![PathBuf::from(folder)],
    );
    let files =
        folders.into_iter().flat_map(walkdir::WalkDir::new).filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let mut files: Vec<PathBuf> = files
        .filter(|path| {
            path.is_file() && path.extension().is_some_and(|extension| extension == "tf" || extension == "tofu")
        })
        .collect();
    // An empty heredoc ends where the next one does, to `hcl-edit`.
    files.retain(|path| !path.ends_with("cases/templates.tf"));
    files.sort();
    files
}

#[test]
#[expect(clippy::print_stdout, reason = "the result of a run over another folder")]
fn files_are_read_as_by_another_parser() {
    let (mut differences, mut compared) = (Vec::new(), 0);
    for path in files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let parsed = syntax::parse(&super::source(&path, text.clone()));
        if !parsed.diagnostics.is_empty() {
            println!("error: {}", path.display());
            continue;
        }
        compared += 1;
        differences.extend(difference(&parsed, &text).map(|difference| format!("{}: {difference}", path.display())));
    }
    assert!(compared > 100, "{compared} files");
    assert!(differences.is_empty(), "{} of {compared} differ:\n{}", differences.len(), differences.join("\n"));
}

/// A piece of the language, or of what is none.
fn token() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "resource",
        "for",
        "in",
        "if",
        "null",
        "true",
        "0",
        "1.5e3",
        "\"",
        "\"x\"",
        "\\\"",
        "\\u00e9",
        "ä",
        "\u{feff}",
        "\"${",
        "%{",
        "%{if",
        "%{endfor}",
        "${~",
        "~}",
        "$${",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "=",
        "==",
        "=>",
        "!",
        "?",
        ":",
        "::",
        ",",
        ".",
        "...",
        ".*",
        "[*]",
        "+",
        "-",
        "*",
        "/",
        "%",
        "&&",
        "||",
        "<",
        ">=",
        "<<EOT\n",
        "<<-E\n",
        "EOT\n",
        "E\n",
        "#",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        " ",
        "\t",
        "seaworthy:ignore[a/b]",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is written, it is read: no panic, every place lies within the text and on whole characters.
    #[test]
    fn any_text_can_be_read(tokens in prop::collection::vec(token(), 0..60)) {
        let text = tokens.concat();
        let parsed = syntax::parse(&super::source(std::path::Path::new("any.tf"), text.clone()));
        let mut spans = parsed.comments.clone();
        spans.extend(parsed.diagnostics.iter().flat_map(|diagnostic| diagnostic.labels.iter().map(|(span, _)| *span)));
        collect(&parsed.body, &mut spans);
        for span in spans {
            prop_assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
    }

    /// What both parsers take, they take in the same way.
    #[test]
    fn any_text_is_read_as_by_another_parser(tokens in prop::collection::vec(token(), 0..30)) {
        let text = format!("a = {}\n", tokens.concat());
        let parsed = syntax::parse(&super::source(std::path::Path::new("any.tf"), text.clone()));
        if parsed.diagnostics.is_empty() {
            prop_assert_eq!(difference(&parsed, &text), None, "{:?}", text);
        }
    }
}

fn collect(body: &Body, spans: &mut Vec<Span>) {
    spans.push(body.span);
    for attribute in &body.attributes {
        spans.extend([attribute.name_span, attribute.value.span]);
    }
    for block in &body.blocks {
        spans.extend([block.header, block.span]);
        spans.extend(block.labels.iter().map(|label| label.span));
        collect(&block.body, spans);
    }
}
