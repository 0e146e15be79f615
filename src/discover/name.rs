//! What a file's name says.

use std::path::{Component, Path, PathBuf};

/// What a file may be, by its name.
pub(super) enum Class {
    /// YAML or JSON, or a template of it: may hold manifests.
    Manifest,
    /// A kustomization.
    Kustomization,
    /// A Terraform or OpenTofu file.
    Terraform,
    /// Something else, and what.
    Other(&'static str),
}

/// What the file may be.
pub(super) fn class(path: &Path) -> Class {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if [".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".tfvars.json"].iter().any(|end| name.ends_with(end)) {
        return Class::Terraform;
    }
    if name == crate::config::FILE_NAME {
        return Class::Other("the configuration of this program");
    }
    if path.file_name().is_some_and(|name| KUSTOMIZATIONS.iter().any(|known| name == *known)) {
        return Class::Kustomization;
    }
    let untemplated = TEMPLATE_ENDINGS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    if [".yaml", ".yml", ".json"].iter().any(|end| untemplated.ends_with(end)) {
        Class::Manifest
    } else {
        Class::Other("not the name of a YAML or JSON file")
    }
}

/// What the file of a kustomization may be called.
pub const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Endings that template engines put behind the ending of what they produce: `deployment.yaml.j2`.
const TEMPLATE_ENDINGS: [&str; 10] =
    [".tmpl", ".tpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2", ".erb", ".in", ".envsubst"];

/// How reports name a path: with `/`, without a leading `./`, and relative where it lies below the working folder.
#[must_use]
pub fn display_name(path: &Path) -> String {
    let relative = if path.is_absolute() {
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf))
    } else {
        None
    };
    let path = relative.as_deref().unwrap_or(path);
    let parts: Vec<_> = path.components().filter(|part| *part != Component::CurDir).collect();
    if parts.is_empty() {
        return ".".to_owned();
    }
    let joined: PathBuf = parts.iter().collect();
    let text = joined.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The path as an absolute one without `.` and `..`, by name alone: links are not followed.
#[must_use]
pub fn normalized(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
