//! Where a policy's header stands in its text. The build uses this file, too: it depends on nothing.

use std::ops::Range;

/// The line that a header begins with.
pub(crate) const MARK: &str = "# METADATA";

/// Where a header stands: the line of its mark, and the lines that follow, as bytes of the file.
pub(crate) struct Block {
    #[allow(dead_code, reason = "the build does not need it")]
    pub mark: Range<usize>,
    pub lines: Range<usize>,
}

impl Block {
    /// The YAML in its comments.
    pub(crate) fn yaml(&self, text: &str) -> String {
        let lines = text[self.lines.clone()].lines();
        lines.map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(&line[1..]))).collect()
    }
}

/// Finds the header.
pub(crate) fn block(text: &str) -> Option<Block> {
    let mut offset = 0;
    let mut mark: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        match &mark {
            None if bare == MARK => mark = Some(offset..offset + bare.len()),
            Some(mark) if !line.starts_with('#') => {
                return Some(Block { mark: mark.clone(), lines: after(text, mark)..offset });
            }
            _ => {}
        }
        offset += line.len();
    }
    mark.map(|mark| Block { lines: after(text, &mark)..text.len(), mark })
}

/// Where the line behind a range begins.
fn after(text: &str, range: &Range<usize>) -> usize {
    text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1)
}
