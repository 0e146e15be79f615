//! A rule against a file or folder as people write them: it must report at exactly the lines that are marked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config;
use crate::discover::Request;
use crate::policy::{Bundle, Choice, PolicyLines, reached_lines};
use crate::report::Report;
use crate::scan::{self, Inputs, Options};
use seaworthy_source::{Diagnostic, Disk, SourceFile, Sources, Span, display_name};

/// What a line ends in at which a rule must report; `# findings: 2` stands for two.
pub const MARK: &str = "# finding";

/// A file or folder, and the rule that must report in it, or must not.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// The id of the rule.
    pub rule: String,
    /// The file or folder.
    pub path: PathBuf,
}

/// Findings by file, below the fixture, and line.
type Lines = BTreeMap<(String, usize), usize>;

impl Fixture {
    /// The name of its file or folder: `fail-init.yaml`.
    #[must_use]
    pub fn case(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// `kubernetes/host-port/fail-init.yaml`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.rule, self.case())
    }

    /// Where it is, as reports name it.
    #[must_use]
    pub fn file(&self) -> String {
        display_name(&self.path)
    }

    /// Name and text of its files; what is no text is left out.
    #[must_use]
    pub fn texts(&self) -> Vec<(Cow<'static, str>, Cow<'static, str>)> {
        let text = |path: PathBuf| {
            let below = path.strip_prefix(&self.path).unwrap_or(&path);
            let name =
                if below.as_os_str().is_empty() { self.case() } else { below.to_string_lossy().replace('\\', "/") };
            Some((name.into(), Disk::anywhere().text(&path).ok()?.into()))
        };
        files(&self.path).into_iter().filter_map(text).collect()
    }

    /// What is wrong, in the texts of the fixture, which are added to `sources`.
    #[must_use]
    pub fn faults(&self, bundle: &Bundle, sources: &Sources) -> Vec<Diagnostic> {
        let fault = |message: String| vec![Diagnostic::error(self.name(), message)];
        let must_fail = self.case().starts_with("fail");
        if !must_fail && !self.case().starts_with("pass") {
            return fault("the name begins with neither `fail` nor `pass`".to_owned());
        }
        let apart = match Apart::new(&self.path) {
            Ok(apart) => apart,
            Err(error) => return fault(format!("cannot be read: {error}")),
        };
        let expected = marks(&apart);
        if must_fail && expected.is_empty() {
            let fault = Diagnostic::error(self.name(), "no line is marked, though the name begins with `fail`");
            return vec![fault.help(format!("End each line at which the rule must report in `{MARK}`."))];
        }
        if !must_fail && !expected.is_empty() {
            let fault = Diagnostic::error(self.name(), "lines are marked, though the name begins with `pass`");
            return vec![self.at_lines(fault, expected.keys(), "marked", &apart, sources)];
        }
        let request = Request { paths: vec![apart.root.clone()], ..Request::default() };
        let inputs = match apart.inputs() {
            Ok(inputs) => inputs,
            Err(wrong) => return fault(wrong.message),
        };
        // Fixtures do not change with the day.
        let options = Options {
            inputs,
            choice: Choice { select: vec![self.rule.clone()], ignore: Vec::new() },
            ignores: false,
            ..Options::new(request, jiff::civil::date(2026, 1, 1))
        };
        let report = match scan::scan_with(bundle.only(&self.rule), &options, &|_, _| {}) {
            Ok(report) => report,
            Err(error) => return fault(error.to_string()),
        };
        if !report.diagnostics.is_empty() {
            let moved = |diagnostic: &Diagnostic| self.moved(diagnostic, &report, &apart, sources);
            return report.diagnostics.iter().map(moved).collect();
        }
        self.differences(&expected, &report, &apart, sources)
    }

    /// Which lines are reported and not marked, and the other way round.
    fn differences(&self, expected: &Lines, report: &Report, apart: &Apart, sources: &Sources) -> Vec<Diagnostic> {
        let mut found = Lines::new();
        let mut messages: BTreeMap<(String, usize), Vec<&str>> = BTreeMap::new();
        for finding in report.findings.iter().filter(|finding| finding.rule == self.rule) {
            let file = report.sources.get(finding.span.file);
            let place = (apart.below(file.path()), file.position(finding.span.start).line);
            *found.entry(place.clone()).or_default() += 1;
            messages.entry(place).or_default().push(&finding.message);
        }
        if found == *expected {
            return Vec::new();
        }
        let count = |lines: &Lines, place: &(String, usize)| lines.get(place).copied().unwrap_or_default();
        let mut faults = Vec::new();
        let missing: Vec<_> = expected.keys().filter(|place| count(&found, place) == 0).collect();
        if !missing.is_empty() {
            let what = format!("{} marked, and not reported", lines_are(missing.len()));
            faults.push(self.at_lines(Diagnostic::error(self.name(), what), missing, "not reported", apart, sources));
        }
        let further: Vec<_> = found.keys().filter(|place| count(expected, place) == 0).collect();
        if !further.is_empty() {
            let what = format!("{} reported, and not marked", lines_are(further.len()));
            let mut fault = Diagnostic::error(self.name(), what);
            for place in further {
                let text = messages.get(place).map(|messages| messages.join("; ")).unwrap_or_default();
                fault = self.at_lines(fault, [place], &text, apart, sources);
            }
            faults.push(fault);
        }
        let is_other =
            |(place, marked): &(&(String, usize), &usize)| count(&found, place) > 0 && count(&found, place) != **marked;
        for (place, marked) in expected.iter().filter(is_other) {
            let what = format!("a line is marked for {marked} findings, and has {}", count(&found, place));
            let text = messages.get(place).map(|messages| messages.join("; ")).unwrap_or_default();
            faults.push(self.at_lines(Diagnostic::error(self.name(), what), [place], &text, apart, sources));
        }
        faults
    }

    /// With labels at whole lines of the fixture.
    fn at_lines<'p>(
        &self,
        mut diagnostic: Diagnostic,
        places: impl IntoIterator<Item = &'p (String, usize)>,
        text: &str,
        apart: &Apart,
        sources: &Sources,
    ) -> Diagnostic {
        for (below, line) in places {
            let Some(file) = self.original(below, apart, sources) else { continue };
            let range = file.line_range(*line);
            let indent = file.text()[range.clone()].len() - file.text()[range.clone()].trim_start().len();
            diagnostic = diagnostic.at(Span::new(file.id(), range.start + indent, range.end), text);
        }
        diagnostic
    }

    /// A file of the fixture at its own place, by its path below.
    fn original(&self, below: &str, apart: &Apart, sources: &Sources) -> Option<std::sync::Arc<SourceFile>> {
        let path = if Disk::anywhere().is_folder(&self.path) { self.path.join(below) } else { self.path.clone() };
        let name = display_name(&path);
        if let Some(known) = sources.find(&name) {
            return Some(known);
        }
        let text = Disk::anywhere().text(&apart.root.join(below)).ok()?;
        Some(sources.add(path, name, text))
    }

    /// What a scan said, at the places of the fixture itself.
    fn moved(&self, diagnostic: &Diagnostic, report: &Report, apart: &Apart, sources: &Sources) -> Diagnostic {
        let mut moved = Diagnostic::error(self.name(), &diagnostic.message);
        moved.help.clone_from(&diagnostic.help);
        for (span, text) in &diagnostic.labels {
            let below = apart.below(report.sources.get(span.file).path());
            if let Some(file) = self.original(&below, apart, sources) {
                moved = moved.at(Span::new(file.id(), span.range().start, span.range().end), text);
            }
        }
        moved
    }

    /// The lines of policies that its rule reaches on it.
    #[must_use]
    pub fn reached(&self, bundle: &Bundle) -> PolicyLines {
        let Ok(apart) = Apart::new(&self.path) else { return PolicyLines::new() };
        let request = Request { paths: vec![apart.root.clone()], ..Request::default() };
        match scan::load(&request, &apart.inputs().unwrap_or_default()) {
            Ok(loaded) => reached_lines(bundle.only(&self.rule), &loaded.worlds),
            Err(_) => PolicyLines::new(),
        }
    }
}

fn lines_are(count: usize) -> String {
    if count == 1 { "1 line is".to_owned() } else { format!("{count} lines are") }
}

/// A file or folder copied to where nothing else is: the repository around it would be its world.
#[derive(Debug)]
pub struct Apart {
    /// The folder with the copy.
    pub root: PathBuf,
    /// Removes it in the end.
    _folder: tempfile::TempDir,
}

impl Apart {
    /// What its `seaworthy.yaml` declares, if it has one; nothing else counts in it.
    ///
    /// # Errors
    /// What is wrong with that file.
    pub fn inputs(&self) -> Result<Inputs, Box<Diagnostic>> {
        let path = self.root.join(crate::discover::FILE_NAME);
        if !Disk::anywhere().is_file(&path) {
            return Ok(Inputs::default());
        }
        let file = config::read(&path, Sources::default()).map_err(|(wrong, _)| wrong)?;
        Ok(Inputs { requirements: file.declarations(), ..Inputs::default() })
    }

    /// Copies a file, or what is in a folder.
    ///
    /// # Errors
    /// It cannot be read, or not written anywhere.
    pub fn new(path: &Path) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("case");
        fs::create_dir(&root)?;
        let disk = Disk::anywhere();
        let copy = |from: &Path, to: &Path| fs::write(to, disk.bytes(from).map_err(io::Error::other)?);
        if disk.is_file(path) {
            copy(path, &root.join(path.file_name().unwrap_or_default()))?;
        }
        for file in files(path) {
            let Ok(below) = file.strip_prefix(path) else { continue };
            if below.as_os_str().is_empty() {
                continue;
            }
            let target = root.join(below);
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            copy(&file, &target)?;
        }
        Ok(Self { root, _folder: folder })
    }

    /// The path of a file below the copy, with `/`.
    fn below(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }
}

/// The lines that end in [`MARK`], or in `# findings: 2`.
fn marks(apart: &Apart) -> Lines {
    let mut marks = Lines::new();
    for path in files(&apart.root) {
        // What is no text has no marks.
        let Ok(text) = Disk::anywhere().text(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let count = match line.trim_end().rsplit_once(MARK) {
                Some((_, "")) => 1,
                Some((_, rest)) => rest.strip_prefix("s: ").and_then(|count| count.parse().ok()).unwrap_or(0),
                None => 0,
            };
            if count > 0 {
                marks.insert((apart.below(&path), number + 1), count);
            }
        }
    }
    marks
}

fn files(root: &Path) -> Vec<PathBuf> {
    Disk::anywhere().walk(root, &|_, _| true).0
}
