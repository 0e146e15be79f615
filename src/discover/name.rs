//! What a file's name says.

use std::path::Path;

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
    if name == FILE_NAME {
        return Class::Other("the configuration of this program");
    }
    if seaworthy_kustomize::is_kustomization(path) {
        return Class::Kustomization;
    }
    let untemplated = TEMPLATE_ENDINGS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    if [".yaml", ".yml", ".json"].iter().any(|end| untemplated.ends_with(end)) {
        Class::Manifest
    } else {
        Class::Other("not the name of a YAML or JSON file")
    }
}

/// Endings that template engines put behind the ending of what they produce: `deployment.yaml.j2`.
const TEMPLATE_ENDINGS: [&str; 10] =
    [".tmpl", ".tpl", ".gotmpl", ".template", ".j2", ".jinja", ".jinja2", ".erb", ".in", ".envsubst"];

/// The name of this program's configuration.
pub const FILE_NAME: &str = "seaworthy.yaml";
