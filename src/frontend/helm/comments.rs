//! Comments in templates that speak to this program, in YAML's and in the template language's way of writing comments.

use seaworthy_source::yaml::DIRECTIVE;
use seaworthy_source::{SourceFile, Span};

/// Their places: from the sign that opens the comment to the end of its line, or to the sign that closes it.
pub(super) fn comments(file: &SourceFile) -> Vec<Span> {
    let text = file.text();
    if !text.contains(DIRECTIVE) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for number in 1..=file.line_count() {
        let line = file.line_range(number);
        let content = &text[line.clone()];
        let Some(mark) = content.find(DIRECTIVE) else { continue };
        let before = &content[..mark];
        let yaml = before.rfind('#').map(|at| (at, content.len()));
        let template =
            before.rfind("/*").map(|at| (at, content[mark..].find("*/").map_or(content.len(), |end| mark + end)));
        // In a comment of several lines, nothing may stand before the mark.
        let above = &text[..line.start];
        let goes_on = above.rfind("/*").is_some_and(|open| !above[open..].contains("*/"));
        if before.trim().is_empty() && goes_on {
            let end = content[mark..].find("*/").map_or(content.len(), |end| mark + end);
            let end = mark + content[mark..end].trim_end().len();
            found.push(Span::new(file.id(), line.start + mark, line.start + end));
            continue;
        }
        // Only the opening sign may stand between the comment's beginning and the mark.
        let opens = |&(at, _): &(usize, usize)| content[at..mark].trim_matches(['#', '/', '*', ' ', '\t']).is_empty();
        if let Some((start, end)) = [yaml, template].into_iter().flatten().filter(opens).max_by_key(|(at, _)| *at) {
            let end = start + content[start..end].trim_end().len();
            found.push(Span::new(file.id(), line.start + start, line.start + end));
        }
    }
    found
}
