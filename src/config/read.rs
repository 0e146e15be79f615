//! Reading the configuration, and pointing at what is wrong in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Config;
use crate::requirements::{self, Declarations};
use seaworthy_source::{
    Diagnostic, Disk, Node, SourceFile, Sources, Span, closest, display_name, locate, normalized, yaml,
};

/// A configuration with the file that it stands in.
#[derive(Debug)]
pub struct ConfigFile {
    /// What it says.
    pub config: Config,
    /// The folder that its paths are taken from.
    pub folder: PathBuf,
    /// Whether the user named it; otherwise it was found above what is scanned, and is not trusted more than that.
    pub named: bool,
    /// The file, for those who show what is wrong in it.
    pub sources: Sources,
    file: Arc<SourceFile>,
    root: Option<Node>,
}

/// Reads a file, which becomes one of `sources`.
///
/// # Errors
/// What is wrong with it, at the place.
pub fn read(path: &Path, sources: Sources) -> Result<ConfigFile, (Box<Diagnostic>, Sources)> {
    match parse(path, &sources) {
        Ok((config, file, root)) => {
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            Ok(ConfigFile { config, folder, named: false, sources, file, root })
        }
        Err(diagnostic) => Err((diagnostic, sources)),
    }
}

type Parsed = (Config, Arc<SourceFile>, Option<Node>);

fn parse(path: &Path, sources: &Sources) -> Result<Parsed, Box<Diagnostic>> {
    let name = display_name(path);
    let text = std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error(&name, format!("cannot be read: {error}")).help("`--config` takes the path of a file.")
    })?;
    let file = sources.add(path.to_path_buf(), name, text);
    let root = yaml::parse(&file).documents.into_iter().next().and_then(|document| document.root);
    let config = if root.is_none() && is_empty(file.text()) {
        Ok(Config::default())
    } else {
        serde_yaml::from_str(file.text()).map_err(|error| refused(&file, &error))
    };
    let config: Config = config?;
    if let Some(root) = &root {
        requirements::check(&config.requirements, root, &file)?;
    }
    Ok((config, file, root))
}

/// Whether there is nothing but comments.
fn is_empty(text: &str) -> bool {
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#') || line.trim() == "---")
}

impl ConfigFile {
    /// A complaint about what stands at a path.
    #[must_use]
    pub fn wrong(
        &self,
        path: &seaworthy_source::Path,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.file.name(), message).help(help);
        match &self.root {
            Some(root) => diagnostic.at(locate(root, path, |_| Arc::clone(&self.file)).span, "here"),
            None => diagnostic,
        }
    }

    /// What workloads must do.
    #[must_use]
    pub fn declarations(&self) -> Declarations {
        Declarations {
            file: self.file.path().to_path_buf(),
            name: self.file.name().to_owned(),
            text: self.file.text().to_owned(),
            settings: self.config.requirements.clone(),
        }
    }

    /// Where the files that it names are read: anywhere if the user named it, else within its repository.
    #[must_use]
    pub fn disk(&self) -> Disk {
        let disk = Disk::anywhere();
        if self.named {
            return disk;
        }
        let folder = normalized(&self.folder);
        Disk::within(&[disk.repository_above(&folder).unwrap_or(folder)])
    }

    /// A path of the configuration.
    #[must_use]
    pub fn path(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }
}

/// What the parser says, at the place, with the key that was most likely meant.
fn refused(file: &Arc<SourceFile>, error: &serde_yaml::Error) -> Box<Diagnostic> {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
    let (message, help) = match (not_known(&message, "field"), not_known(&message, "variant")) {
        (Some((key, known)), _) => (format!("there is no key `{key}`"), suggestion(key, &known)),
        (_, Some((word, known))) => (format!("`{word}` means nothing here"), suggestion(word, &known)),
        _ => (message, "docs/configuration.md says what the file may hold.".to_owned()),
    };
    let diagnostic = Diagnostic::error(file.name(), message).help(help);
    Box::new(match error.location() {
        Some(location) => {
            let line = file.line_range(location.line());
            let start = (line.start + location.column() - 1).min(line.end);
            let word = file.text()[start..line.end].split([' ', ':', ',', '}', ']']).next().unwrap_or_default();
            diagnostic.at(Span::new(file.id(), start, start + word.len()), "here")
        }
        None => diagnostic,
    })
}

/// The name in ``unknown field `x`, expected one of `a`, `b` ``, and what there is.
fn not_known<'a>(message: &'a str, kind: &str) -> Option<(&'a str, Vec<&'a str>)> {
    let (_, rest) = message.split_once(&format!("unknown {kind} `"))?;
    let (key, rest) = rest.split_once('`')?;
    Some((key, rest.split('`').skip(1).step_by(2).collect()))
}

fn suggestion(key: &str, known: &[&str]) -> String {
    match closest(key, known.iter().copied()) {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => {
            format!("Known here are {}.", known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
        }
    }
}
