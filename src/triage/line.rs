//! Which line a comment is about.

use seaworthy_source::{SourceFile, Span};

/// Its own line if something stands before it, else the next one that brings something about.
pub(super) fn line_concerned(file: &SourceFile, comment: Span) -> usize {
    let line = file.line_of(comment.start);
    let before = file.text()[file.line_range(line).start..comment.range().start].trim();
    // In a template, the comment is an action: `{{/* … */}}`.
    if !before.is_empty() && before != "{{" && before != "{{-" {
        return line;
    }
    let says_something = |line: &usize| says_something(file.text()[file.line_range(*line)].trim());
    (line + 1..=file.line_count()).find(says_something).unwrap_or(line)
}

/// Not so comments, and lines of a template that only say when, or how often, what follows is written.
fn says_something(line: &str) -> bool {
    let is_comment = ["#", "//", "*/"].iter().any(|sign| line.starts_with(sign));
    !line.is_empty() && !is_comment && !is_control(line)
}

fn is_control(line: &str) -> bool {
    let Some(action) = line.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) else { return false };
    let action = action.trim_matches('-').trim();
    let first = action.split_whitespace().next().unwrap_or_default();
    let is_keyword = ["if", "else", "end", "with", "range", "define", "block"].contains(&first);
    let is_variable = first.starts_with('$') && (action.contains(":=") || action.contains(" = "));
    !action.contains("}}") && (is_keyword || is_variable || action.starts_with("/*"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_source::Sources;

    /// The line that the comment with the mark in a text is about.
    fn concerned(text: &str) -> usize {
        let file = Sources::default().add("a.yaml".into(), "a.yaml".into(), text.to_owned());
        let start = text.find(['#', '/']).unwrap();
        line_concerned(&file, Span::new(file.id(), start, start + 1))
    }

    #[test]
    fn a_comment_behind_something_is_about_its_line() {
        assert_eq!(concerned("a: 1 # x\nb: 2"), 1);
        assert_eq!(concerned("a: {{ .b }} {{/* x */}}\nb: 2"), 1);
    }

    #[test]
    fn a_comment_by_itself_is_about_the_next_line_that_writes_something() {
        assert_eq!(concerned("# x\n\n# y\na: 1"), 4);
        assert_eq!(concerned("{{- /* x */ -}}\na: 1"), 2);
        assert_eq!(concerned("{{/* x\n*/}}\n{{- if .a }}\n{{ $b := 1 -}}\n{{- end }}\na: 1"), 6);
        assert_eq!(concerned("# x\n{{- with .a }}\n{{ $b := 1 -}}\n{{- else }}\n{{- toYaml . }}"), 5);
        assert_eq!(concerned("# x\n{{ if .a }}b: 1{{ end }}"), 2);
    }
}
