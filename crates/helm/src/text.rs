//! Text that knows which step wrote each of its bytes.

use std::ops::Range;
use std::rc::Rc;

use super::provenance::{Mark, Trails};

/// The offset of runs that are no part of a literal.
pub(super) const NO_OFFSET: u32 = u32::MAX;

/// A run of bytes with one mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// Where it ends; it begins where the run before it ends.
    pub(super) end: u32,
    pub(super) mark: Mark,
    /// How many bytes into the marked literal the run begins; [`NO_OFFSET`] where it is no literal's.
    pub(super) offset: u32,
}

/// Bytes as Go's strings are, which need not be UTF-8, with marks for its parts where they differ.
#[derive(Debug, Clone)]
pub(super) struct Text {
    bytes: Rc<[u8]>,
    runs: Option<Rc<[Run]>>,
}

impl Text {
    pub(super) fn new(bytes: impl Into<Rc<[u8]>>) -> Self {
        Self { bytes: bytes.into(), runs: None }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn runs(&self) -> Option<&[Run]> {
        self.runs.as_deref()
    }

    /// As UTF-8, with invalid bytes replaced.
    pub(super) fn lossy(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }

    /// A mark for the whole, `outer` being that of the value.
    pub(super) fn mark(&self, outer: Mark, trails: &Trails) -> Mark {
        let Some(runs) = &self.runs else { return outer };
        let mut marks: Vec<Mark> = Vec::new();
        for run in runs.iter().filter(|run| run.mark != Mark::NONE) {
            if !marks.contains(&run.mark) {
                marks.push(run.mark);
            }
            if marks.len() == 4 {
                break;
            }
        }
        let all = marks.into_iter().fold(Mark::NONE, |all, mark| trails.both(all, mark));
        runs.iter().fold(all, |all, run| all.tainted_by(run.mark))
    }

    /// Whether each rendering makes up anew any part of it, `outer` being the mark of the value.
    pub(super) fn is_generated(&self, outer: Mark) -> bool {
        match &self.runs {
            None => outer.is_generated(),
            Some(runs) => runs.iter().any(|run| run.mark.is_generated()),
        }
    }

    /// The mark at a byte.
    pub(super) fn mark_at(&self, offset: usize, outer: Mark) -> Mark {
        match &self.runs {
            None => outer,
            Some(runs) => {
                let at = runs.partition_point(|run| run.end as usize <= offset);
                runs.get(at.min(runs.len().saturating_sub(1))).map_or(outer, |run| run.mark)
            }
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes())
    }
}

/// Puts text together, keeping the marks of its parts.
#[derive(Debug, Default)]
pub(super) struct Builder {
    bytes: Vec<u8>,
    runs: Vec<Run>,
}

impl Builder {
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds bytes that one step wrote.
    pub(super) fn push(&mut self, bytes: &[u8], mark: Mark) {
        self.add(bytes, mark, NO_OFFSET);
    }

    /// Adds bytes of a literal, `offset` bytes into it.
    pub(super) fn push_literal(&mut self, bytes: &[u8], mark: Mark, offset: usize) {
        self.add(bytes, mark, u32::try_from(offset).unwrap_or(NO_OFFSET));
    }

    fn add(&mut self, bytes: &[u8], mark: Mark, offset: u32) {
        if bytes.is_empty() {
            return;
        }
        let start = self.end();
        self.bytes.extend_from_slice(bytes);
        let end = self.end();
        let begins = self.runs.len().checked_sub(2).map_or(0, |before| self.runs[before].end);
        match self.runs.last_mut() {
            Some(last)
                if last.mark == mark
                    && (mark == Mark::NONE
                        || if offset == NO_OFFSET {
                            last.offset == NO_OFFSET
                        } else {
                            last.offset != NO_OFFSET && last.offset + (start - begins) == offset
                        }) =>
            {
                last.end = end;
            }
            _ => self.runs.push(Run { end, mark, offset }),
        }
    }

    fn end(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    /// Adds a text whose value has the mark `outer`.
    pub(super) fn push_text(&mut self, text: &Text, outer: Mark) {
        self.push_part(text, outer, 0..text.len());
    }

    /// Adds a part of a text.
    pub(super) fn push_part(&mut self, text: &Text, outer: Mark, part: Range<usize>) {
        let Some(runs) = &text.runs else {
            return self.push(&text.bytes[part], outer);
        };
        let first = runs.partition_point(|run| run.end as usize <= part.start);
        let mut start = first.checked_sub(1).map_or(0, |before| runs[before].end as usize);
        for run in &runs[first..] {
            let end = run.end as usize;
            let (from, to) = (start.max(part.start), end.min(part.end));
            if from >= to {
                break;
            }
            let offset =
                if run.offset == NO_OFFSET { NO_OFFSET } else { run.offset + u32::try_from(from - start).unwrap_or(0) };
            self.add(&text.bytes[from..to], run.mark, offset);
            start = end;
        }
    }

    /// Changes the marks of everything from the byte `from` on.
    pub(super) fn remark(&mut self, from: usize, mut change: impl FnMut(Mark) -> Mark) {
        let first = self.split_at(from);
        let mut last = None;
        for run in &mut self.runs[first..] {
            run.mark = match last {
                Some((before, after)) if before == run.mark => after,
                _ => {
                    let after = change(run.mark);
                    last = Some((run.mark, after));
                    after
                }
            };
        }
    }

    /// Lets a run begin at the byte `at`, and gives its number.
    fn split_at(&mut self, at: usize) -> usize {
        let number = self.runs.partition_point(|run| run.end as usize <= at);
        let begins = number.checked_sub(1).map_or(0, |before| self.runs[before].end as usize);
        let Some(run) = self.runs.get_mut(number).filter(|_| begins < at) else { return number };
        let head = Run { end: u32::try_from(at).unwrap_or(u32::MAX), ..*run };
        if run.offset != NO_OFFSET {
            run.offset += u32::try_from(at - begins).unwrap_or(0);
        }
        self.runs.insert(number, head);
        number + 1
    }

    /// The text, and its mark where one step wrote all of it.
    pub(super) fn finish(self) -> (Text, Mark) {
        let single = match self.runs.as_slice() {
            [] => Some(Mark::NONE),
            [run] if run.offset == NO_OFFSET || run.mark == Mark::NONE => Some(run.mark),
            _ => None,
        };
        match single {
            Some(mark) => (Text::new(self.bytes), mark),
            None => (Text { bytes: self.bytes.into(), runs: Some(self.runs.into()) }, Mark::NONE),
        }
    }
}
