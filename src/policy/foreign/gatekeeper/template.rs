//! Templates of constraints.
//!
//! Source: `pkg/apis/templates` and `pkg/client` of the constraint framework, `website/docs/constrainttemplates.md` of
//! Gatekeeper.

use super::manifest::{Manifest, path};
use super::rego::Rego;
use super::schema::Schema;
use seaworthy_rego::syntax::Version;
use seaworthy_source::{Diagnostic, Level, Path};

/// The target that Gatekeeper knows.
const TARGET: &str = "admission.k8s.gatekeeper.sh";
const CEL: &str = "K8sNativeValidation";

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    /// The kind of its constraints.
    pub kind: String,
    pub title: Option<String>,
    pub description: Option<String>,
    pub severity: Option<String>,
    pub category: Option<String>,
    /// What their parameters look like.
    pub schema: Schema,
    pub rego: Rego,
    /// Whether it has CEL beside the Rego.
    pub has_cel: bool,
    /// Whether it is evaluated when something is created.
    pub is_for_creation: bool,
}

impl Template {
    /// The kind that a template is for, if it says.
    pub fn kind_of<'a>(manifest: Manifest<'a>) -> Option<&'a str> {
        manifest.root.str_at(&["spec", "crd", "spec", "names", "kind"])
    }

    /// Reads a template, and tells what is wrong with it.
    pub fn read(manifest: Manifest<'_>, told: &mut Vec<Diagnostic>) -> Option<Self> {
        let before = told.len();
        let (_, version, _) = manifest.type_name();
        if !matches!(version, "v1" | "v1beta1" | "v1alpha1") {
            let message = format!("there is no version `{version}` of templates");
            let help = "There are `v1`, `v1beta1` and `v1alpha1`.";
            told.push(manifest.error(&path(&["apiVersion"]), message).help(help));
        }
        check_fields(manifest, told);
        let names = path(&["spec", "crd", "spec", "names", "kind"]);
        let Some(kind) = Self::kind_of(manifest) else {
            told.push(
                manifest.error(&names, "the template says no kind").help("Give one: `spec.crd.spec.names.kind`."),
            );
            return None;
        };
        if manifest.name() != kind.to_lowercase() {
            let message =
                format!("the template is named `{}`, not `{}` as its kind is", manifest.name(), kind.to_lowercase());
            let help = "Gatekeeper takes a template only under the name of its kind in lower case.";
            told.push(manifest.error(&path(&["metadata", "name"]), message).help(help));
        }
        let schema = Schema::read(manifest, version != "v1", told);
        let target = target(manifest, told)?;
        let code = Code::choose(manifest, &target, told)?;
        let rego = Rego::read(manifest, &code.rego, &code.libraries, code.version, told);
        if told[before..].iter().any(|diagnostic| diagnostic.level == Level::Error) {
            return None;
        }
        let annotation = |key: &str| manifest.annotation(key).map(|text| text.trim().to_owned());
        let operations = manifest.texts(&target.key("operations"), told);
        Some(Self {
            kind: kind.to_owned(),
            title: annotation("metadata.gatekeeper.sh/title"),
            description: annotation("description"),
            severity: annotation("seaworthy.dev/severity"),
            category: annotation("seaworthy.dev/category"),
            schema,
            rego: rego?,
            has_cel: code.has_cel,
            is_for_creation: operations.is_empty() || operations.iter().any(|it| it == "CREATE" || it == "*"),
        })
    }
}

/// Fields that there are not: most likely misspelt ones.
fn check_fields(manifest: Manifest<'_>, told: &mut Vec<Diagnostic>) {
    let levels: [(&[&str], &[&str]); 5] = [
        (&[], &["apiVersion", "kind", "metadata", "spec", "status"]),
        (&["spec"], &["crd", "targets"]),
        (&["spec", "crd"], &["spec"]),
        (&["spec", "crd", "spec"], &["names", "validation"]),
        (&["spec", "crd", "spec", "validation"], &["openAPIV3Schema", "legacySchema"]),
    ];
    for (at, allowed) in levels {
        told.extend(manifest.unknown_keys(&path(at), allowed));
    }
}

/// The only target.
fn target(manifest: Manifest<'_>, told: &mut Vec<Diagnostic>) -> Option<Path> {
    let targets = path(&["spec", "targets"]);
    let count = targets.find(manifest.root).map_or(0, |node| node.items().len());
    if count != 1 {
        let message = format!("the template has {count} targets, not one");
        told.push(manifest.error(&targets, message).help(format!("Give it one, `{TARGET}`.")));
        return None;
    }
    let target = targets.index(0);
    told.extend(manifest.unknown_keys(&target, &["target", "rego", "libs", "code", "operations"]));
    let name = manifest.text(&target.key("target"), told).unwrap_or_default();
    if name != TARGET {
        let message = format!("there is no target `{name}`");
        told.push(manifest.error(&target.key("target"), message).help(format!("Gatekeeper has `{TARGET}`.")));
        return None;
    }
    Some(target)
}

/// Where the Rego of a target stands.
struct Code {
    rego: Path,
    libraries: Path,
    /// The syntax that it says.
    version: Option<Version>,
    has_cel: bool,
}

impl Code {
    /// `rego` counts before what is below `code`.
    fn choose(manifest: Manifest<'_>, target: &Path, told: &mut Vec<Diagnostic>) -> Option<Self> {
        let code = target.key("code");
        let count = code.find(manifest.root).map_or(0, |node| node.items().len());
        let engines: Vec<(Path, &str)> = (0..count)
            .map(|index| {
                let at = code.index(index);
                told.extend(manifest.unknown_keys(&at, &["engine", "source"]));
                let engine = manifest.text(&at.key("engine"), told).unwrap_or_default();
                if !matches!(engine, "Rego" | CEL) {
                    let message = format!("there is no engine `{engine}`");
                    let help = format!("There are `Rego` and `{CEL}`.");
                    told.push(manifest.error(&at.key("engine"), message).help(help));
                }
                (at, engine)
            })
            .collect();
        let of = |name: &str| engines.iter().find(|(_, engine)| *engine == name).map(|(at, _)| at);
        let has_cel = of(CEL).is_some();
        let rego = target.key("rego");
        if manifest.text(&rego, told).is_some_and(|text| !text.is_empty()) {
            return Some(Self { rego, libraries: target.key("libs"), version: None, has_cel });
        }
        match (of("Rego"), of(CEL)) {
            (Some(at), _) => {
                let source = at.key("source");
                told.extend(manifest.unknown_keys(&source, &["rego", "libs", "version"]));
                let version = manifest.text(&source.key("version"), told);
                let rego = source.key("rego");
                if manifest.text(&rego, told).is_none() {
                    told.push(manifest.error(&rego, "the engine Rego has no `source.rego`"));
                    return None;
                }
                let version = (version == Some("v1")).then_some(Version::V1);
                Some(Self { rego, libraries: source.key("libs"), version, has_cel })
            }
            (None, Some(at)) => {
                let message = "the template is written in CEL, which is not evaluated";
                let help = "Its constraints were left out. Check them with `gator test`.";
                told.push(manifest.error(&at.key("engine"), message).help(help));
                None
            }
            (None, None) => {
                told.push(manifest.error(target, "the target has no policy").help("Give it Rego: `code` or `rego`."));
                None
            }
        }
    }
}
