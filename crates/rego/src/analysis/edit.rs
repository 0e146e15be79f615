//! Changes to a policy's text that leave its lines where they are.

use regorus::unstable::Span;

/// Changes, in any order. None may overlap another.
#[derive(Debug, Default)]
pub struct Edits(Vec<(usize, usize, String)>);

impl Edits {
    /// Puts a text in place of what is there.
    pub fn replace(&mut self, span: &Span, text: impl Into<String>) {
        self.0.push((span.start as usize, span.end as usize, text.into()));
    }

    /// Takes what is there away.
    pub fn blank(&mut self, span: &Span) {
        let blank = span.text().chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect::<String>();
        self.replace(span, blank);
    }

    /// The text with the changes.
    pub fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(start, ..)| *start);
        let mut changed = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for (start, end, new) in self.0 {
            // What lies within a change that was made already is gone.
            let Some(kept) = text.get(at..start) else { continue };
            changed.push_str(kept);
            changed.push_str(&new);
            at = end;
        }
        changed.push_str(text.get(at..).unwrap_or_default());
        changed
    }
}
