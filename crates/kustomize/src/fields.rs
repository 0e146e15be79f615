//! The fields of a kustomization with the types that they have: kustomize refuses any other.
//!
//! Source: `api/types` of kustomize.

use seaworthy_source::{Diagnostic, Node, Number, Span, Value};

/// What a field holds.
enum Shape {
    /// A text.
    Text,
    /// A truth value.
    Flag,
    /// A whole number.
    Integer,
    /// A map of texts.
    Texts,
    /// A map of anything.
    Any,
    /// A list.
    List(&'static Shape),
    /// A map with these fields.
    Fields(&'static [(&'static str, Shape)]),
    /// Fields that are written here, and those of others.
    Both(&'static [(&'static str, Shape)], &'static Shape),
}

use Shape::{Any, Both, Fields, Flag, Integer, List, Text, Texts};

const GVK: Shape = Fields(&[("group", Text), ("version", Text), ("kind", Text)]);
const ID: Shape = Both(&[("name", Text), ("namespace", Text)], &GVK);
const SELECTOR: Shape = Both(&[("labelSelector", Text), ("annotationSelector", Text)], &ID);
const FIELD_SPEC: Shape = Both(&[("path", Text), ("create", Flag)], &GVK);
const PATCH: Shape = Fields(&[
    ("path", Text),
    ("patch", Text),
    ("target", SELECTOR),
    ("options", Fields(&[("allowNameChange", Flag), ("allowKindChange", Flag)])),
]);
const GENERATOR_OPTIONS: Shape =
    Fields(&[("labels", Texts), ("annotations", Texts), ("disableNameSuffixHash", Flag), ("immutable", Flag)]);
const CONFIG_MAP: Shape = Fields(&[
    ("namespace", Text),
    ("name", Text),
    ("behavior", Text),
    ("literals", List(&Text)),
    ("files", List(&Text)),
    ("envs", List(&Text)),
    ("env", Text),
    ("options", GENERATOR_OPTIONS),
]);
const SECRET: Shape = Both(&[("type", Text)], &CONFIG_MAP);
const IMAGE: Shape =
    Fields(&[("name", Text), ("newName", Text), ("tagSuffix", Text), ("newTag", Text), ("digest", Text)]);
const FIELD_OPTIONS: Shape = Fields(&[("delimiter", Text), ("index", Integer), ("encoding", Text), ("create", Flag)]);
const REPLACEMENT: Shape = Fields(&[
    ("path", Text),
    ("sourceValue", Text),
    ("source", Both(&[("fieldPath", Text), ("options", FIELD_OPTIONS)], &ID)),
    (
        "targets",
        List(&Fields(&[
            ("select", SELECTOR),
            ("reject", List(&SELECTOR)),
            ("fieldPaths", List(&Text)),
            ("options", FIELD_OPTIONS),
        ])),
    ),
]);
const LABEL: Shape = Fields(&[
    ("pairs", Texts),
    ("includeSelectors", Flag),
    ("includeTemplates", Flag),
    ("includeVolumeClaimTemplates", Flag),
    ("fields", List(&FIELD_SPEC)),
]);
const VAR: Shape = Fields(&[
    ("name", Text),
    ("objref", Both(&[("apiVersion", Text)], &ID)),
    ("fieldref", Fields(&[("fieldPath", Text)])),
]);
const HELM_CHART: Shape = Fields(&[
    ("name", Text),
    ("version", Text),
    ("repo", Text),
    ("releaseName", Text),
    ("namespace", Text),
    ("additionalValuesFiles", List(&Text)),
    ("valuesFile", Text),
    ("valuesInline", Any),
    ("valuesMerge", Text),
    ("includeCRDs", Flag),
    ("skipHooks", Flag),
    ("apiVersions", List(&Text)),
    ("kubeVersion", Text),
    ("nameTemplate", Text),
    ("skipTests", Flag),
    ("debug", Flag),
    ("devel", Flag),
]);
const OLD_HELM_CHART: Shape = Fields(&[
    ("chartName", Text),
    ("chartVersion", Text),
    ("chartRepoUrl", Text),
    ("chartHome", Text),
    ("chartRepoName", Text),
    ("helmBin", Text),
    ("helmHome", Text),
    ("values", Text),
    ("valuesLocal", Any),
    ("valuesMerge", Text),
    ("releaseName", Text),
    ("releaseNamespace", Text),
    ("extraArgs", List(&Text)),
]);
const KUSTOMIZATION: Shape = Fields(&[
    ("apiVersion", Text),
    ("kind", Text),
    ("metadata", Fields(&[("name", Text), ("namespace", Text), ("labels", Texts), ("annotations", Texts)])),
    ("openapi", Texts),
    ("namePrefix", Text),
    ("nameSuffix", Text),
    ("namespace", Text),
    ("commonLabels", Texts),
    ("labels", List(&LABEL)),
    ("commonAnnotations", Texts),
    ("patchesStrategicMerge", List(&Text)),
    ("patchesJson6902", List(&PATCH)),
    ("patches", List(&PATCH)),
    ("images", List(&IMAGE)),
    ("imageTags", List(&IMAGE)),
    ("replacements", List(&REPLACEMENT)),
    ("replicas", List(&Fields(&[("name", Text), ("count", Integer)]))),
    ("vars", List(&VAR)),
    (
        "sortOptions",
        Fields(&[
            ("order", Text),
            ("legacySortOptions", Fields(&[("orderFirst", List(&Text)), ("orderLast", List(&Text))])),
        ]),
    ),
    ("resources", List(&Text)),
    ("components", List(&Text)),
    ("crds", List(&Text)),
    ("bases", List(&Text)),
    ("configMapGenerator", List(&CONFIG_MAP)),
    ("secretGenerator", List(&SECRET)),
    ("helmGlobals", Fields(&[("chartHome", Text), ("configHome", Text)])),
    ("helmCharts", List(&HELM_CHART)),
    ("helmChartInflationGenerator", List(&OLD_HELM_CHART)),
    ("generatorOptions", GENERATOR_OPTIONS),
    ("configurations", List(&Text)),
    ("generators", List(&Text)),
    ("transformers", List(&Text)),
    ("validators", List(&Text)),
    ("buildMetadata", List(&Text)),
]);

/// What is wrong with a kustomization's fields.
pub(super) fn check(root: &Node, subject: &str) -> Vec<Diagnostic> {
    let mut checker = Checker { subject, found: Vec::new() };
    checker.value(root, root.span, "the kustomization", &KUSTOMIZATION);
    checker.found
}

struct Checker<'a> {
    subject: &'a str,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn value(&mut self, node: &Node, at: Span, name: &str, shape: &'static Shape) {
        let wanted = match (shape, &node.value) {
            (_, Value::Null)
            | (Text, Value::String(_))
            | (Flag, Value::Bool(_))
            | (Integer, Value::Number(Number::Integer(_)))
            | (Any, Value::Map(_)) => return,
            (List(shape), Value::List(items)) => {
                items.iter().for_each(|item| self.value(item, item.span, name, shape));
                return;
            }
            (Fields(_) | Both(..), Value::Map(map)) => {
                for entry in map {
                    match find(shape, &entry.key) {
                        Some(shape) => self.value(&entry.value, entry.key_span, &entry.key, shape),
                        None => self.unknown(&entry.key, entry.key_span),
                    }
                }
                return;
            }
            (Texts, Value::Map(map)) => {
                for entry in map {
                    self.value(&entry.value, entry.key_span, &entry.key, &Text);
                }
                return;
            }
            (Text, _) => "a string",
            (Flag, _) => "true or false",
            (Integer, _) => "a whole number",
            (List(_), _) => "a list",
            (Texts | Any | Fields(_) | Both(..), _) => "a map",
        };
        let message = format!("`{name}` must be {wanted}, not {}", node.type_name());
        let mut diagnostic = Diagnostic::error(self.subject, message).at(at.to(node.span), "");
        diagnostic.help = matches!((shape, &node.value), (Text, Value::Bool(_) | Value::Number(_)))
            .then(|| "Put it in quotes; kustomize rejects the kustomization.".to_owned());
        self.found.push(diagnostic);
    }

    fn unknown(&mut self, key: &str, at: Span) {
        let message = format!("unknown field `{key}`; kustomize rejects the kustomization");
        self.found.push(Diagnostic::error(self.subject, message).at(at, "").help("Remove it, or correct its name."));
    }
}

/// The shape of a field. Go reads the names of fields in any casing.
fn find(shape: &'static Shape, key: &str) -> Option<&'static Shape> {
    match shape {
        Fields(fields) => fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, shape)| shape),
        Both(fields, others) => {
            let own = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
            own.map(|(_, shape)| shape).or_else(|| find(others, key))
        }
        _ => None,
    }
}
