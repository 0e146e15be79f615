use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, RwLock};

/// Names a file within one scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// The text of a file, under the name that reports use for it.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: PathBuf,
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// The file's id within its scan.
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The path as it was opened; standard input has none on disk and is called `-`.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path for people and reports: relative to the working folder where it lies below it, with `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offsets at which lines start. Built on first use: most files never have a finding.
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    /// The number of lines; a line break at the very end starts no further line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let starts = self.line_starts();
        if starts.len() > 1 && starts.last().is_some_and(|&last| last as usize == self.text.len()) {
            starts.len() - 1
        } else {
            starts.len()
        }
    }

    /// The line (from 1) that holds the byte at `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|&start| start <= offset)
    }

    /// The bytes of a line (from 1), without its line break; empty where there is no such line.
    #[must_use]
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return self.text.len()..self.text.len();
        };
        let end = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = &self.text[start as usize..end];
        start as usize..start as usize + text.trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column of a byte offset; an offset behind the end is the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
        let start = self.line_starts().get(line - 1).map_or(0, |&start| start as usize);
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// All files of a scan. Files are added while frontends run in parallel; none is ever removed.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    /// Takes in a text under the name that reports shall use for it.
    pub fn add(&self, path: PathBuf, name: String, text: String) -> Arc<SourceFile> {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        let id = FileId(u32::try_from(files.len()).unwrap_or(u32::MAX));
        let file = Arc::new(SourceFile { id, path, name, text, line_starts: OnceLock::new() });
        files.push(Arc::clone(&file));
        file
    }

    /// All files so far, in the order in which they came.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<SourceFile>> {
        self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The first file that reports call so.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<SourceFile>> {
        let files = self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.iter().find(|file| file.name == name).cloned()
    }

    /// The file of an id; ids come from [`Sources::add`] of the same scan.
    ///
    /// # Panics
    /// When the id comes from another scan, which is a fault in this program.
    #[must_use]
    pub fn get(&self, id: FileId) -> Arc<SourceFile> {
        let files = self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&files[id.0 as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<SourceFile> {
        Sources::default().add(PathBuf::from("a"), "a".into(), text.into())
    }

    #[test]
    fn positions_count_characters_not_bytes() {
        let file = file("ä: 1\r\nüb: 2\n");
        assert_eq!(file.position(3), Position { line: 1, column: 3 });
        assert_eq!(file.position(11), Position { line: 2, column: 4 });
        assert_eq!(file.position(999), Position { line: 3, column: 1 });
        assert_eq!(file.line_count(), 2);
    }

    #[test]
    fn lines_leave_out_their_break() {
        let file = file("a: 1\r\n\nb: 2");
        assert_eq!(&file.text()[file.line_range(1)], "a: 1");
        assert_eq!(&file.text()[file.line_range(2)], "");
        assert_eq!(&file.text()[file.line_range(3)], "b: 2");
        assert_eq!(file.line_range(4), 11..11);
    }
}
