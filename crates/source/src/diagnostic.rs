use super::Span;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something was not evaluated: the scan is incomplete.
    Error,
    /// Something deserves a look; everything was evaluated.
    Warning,
}

/// Something to say about the scan itself, as opposed to a finding about what was scanned.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How much it weighs.
    pub level: Level,
    /// The file or folder that it is about, as reports name it.
    pub subject: String,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The places that it concerns, the first one first, each with what to see there (or nothing).
    pub labels: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error about a whole file or folder.
    #[must_use]
    pub fn error(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { level: Level::Error, subject: subject.into(), message: message.into(), labels: Vec::new(), help: None }
    }

    /// A warning about a whole file or folder.
    #[must_use]
    pub fn warning(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(subject, message) }
    }

    /// The same, with a place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
