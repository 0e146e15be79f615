//! What no excerpt of a file may show.

use std::collections::HashMap;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

use super::Report;
use seaworthy_source::{FileId, SourceFile, Sources};

/// Shorter texts occur by chance: blotting each of them out would make excerpts unreadable.
const MIN_REPEATED: usize = 6;

/// The secrets that findings are about, whichever finding an excerpt belongs to.
#[derive(Default)]
pub(super) struct Secrets {
    by_file: HashMap<FileId, Vec<Range<usize>>>,
}

impl Secrets {
    pub(super) fn of(report: &Report) -> Self {
        let mut by_file: HashMap<FileId, Vec<Range<usize>>> = HashMap::new();
        let suppressed = report.suppressed.iter().map(|suppressed| &suppressed.finding);
        for secret in report.findings.iter().chain(suppressed).flat_map(|finding| &finding.masked) {
            by_file.entry(secret.file).or_default().push(secret.range());
        }
        for (file, ranges) in &mut by_file {
            spread(&report.sources, *file, ranges);
        }
        Self { by_file }
    }

    /// The file's text with its secrets blotted out, where it has any.
    pub(super) fn blotted(&self, file: &SourceFile) -> Option<Vec<u8>> {
        let secrets = self.by_file.get(&file.id())?;
        let mut text = file.text().as_bytes().to_vec();
        for byte in secrets.iter().flat_map(Range::clone) {
            if !text[byte].is_ascii_whitespace() {
                text[byte] = b'*';
            }
        }
        Some(text)
    }
}

/// A secret also stands in the comment behind it, and elsewhere in its file, in plain text or encoded.
fn spread(sources: &Sources, file: FileId, ranges: &mut Vec<Range<usize>>) {
    let file = sources.get(file);
    let text = file.text();
    let mut further = Vec::new();
    for range in ranges.iter() {
        let line = file.line_range(file.line_of(u32::try_from(range.end).unwrap_or(u32::MAX)));
        further.extend(text[range.end..line.end.max(range.end)].find('#').map(|at| range.end + at + 1..line.end));
        let secret = text[range.clone()].trim_matches(['"', '\'']);
        let decoded = STANDARD.decode(secret).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let encoded = STANDARD.encode(secret);
        for form in [Some(secret), Some(&encoded), decoded.as_deref().map(str::trim)].into_iter().flatten() {
            if form.len() >= MIN_REPEATED {
                further.extend(memmem::find_iter(text.as_bytes(), form).map(|at| at..at + form.len()));
            }
        }
    }
    ranges.append(&mut further);
}
