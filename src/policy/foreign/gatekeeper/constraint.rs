//! Constraints: what is judged by a template, and how.

use std::collections::BTreeMap;

use super::super::ForeignRule;
use super::super::annotations::Annotations;
use super::enforcement;
use super::manifest::{Manifest, path};
use super::matching::Match;
use super::template::Template;
use crate::policy::metadata::Category;
use crate::verdict::Severity;
use seaworthy_source::{Diagnostic, Level, Span};

/// A constraint that is enforced here.
#[derive(Debug)]
pub(super) struct Constraint {
    /// The id of the rule that it is.
    pub id: String,
    /// The number of its template.
    pub template: usize,
    pub matching: Match,
    pub parameters: regorus::Value,
    /// Where it stands.
    pub span: Span,
}

impl Constraint {
    /// The id of the rule that a constraint is.
    pub fn id_of(manifest: Manifest<'_>) -> String {
        let (_, _, kind) = manifest.type_name();
        format!("gatekeeper/{}/{}", kind.to_lowercase(), manifest.name())
    }

    /// Reads a constraint: nothing where it is faulty, or not enforced here, which is told.
    pub fn read(
        manifest: Manifest<'_>,
        number: usize,
        template: &Template,
        told: &mut Vec<Diagnostic>,
    ) -> Option<(Self, ForeignRule)> {
        let mut faults = Vec::new();
        check_head(manifest, &mut faults);
        let matching = Match::read(manifest, &mut faults);
        let parameters = template.schema.parameters(manifest, &mut faults);
        let severity = enforcement::read(manifest, &mut faults);
        let is_faulty = faults.iter().any(|fault| fault.level == Level::Error);
        told.extend(faults);
        if is_faulty {
            return None;
        }
        let Some(severity) = severity else {
            let message = "the constraint is not enforced before deployment, and was not evaluated";
            let help = "To have it evaluated, name `gator.gatekeeper.sh` among its enforcement points.";
            told.push(manifest.warning(&path(&["spec", "scopedEnforcementActions"]), message).help(help));
            return None;
        };
        if !template.is_for_creation {
            let message = "its template is not for what is created, so the constraint was not evaluated";
            told.push(manifest.warning(&path(&["kind"]), message));
            return None;
        }
        let id = Self::id_of(manifest);
        let rule = rule(manifest, &id, template, severity, &matching, &parameters);
        let parameters = regorus::Value::from_json_str(&parameters.to_string()).ok()?;
        let span = manifest.place(&path(&[]));
        Some((Self { id, template: number, matching, parameters, span }, rule))
    }
}

fn check_head(manifest: Manifest<'_>, faults: &mut Vec<Diagnostic>) {
    let (_, version, kind) = manifest.type_name();
    if !matches!(version, "v1beta1" | "v1alpha1") {
        let message = format!("there is no version `{version}` of constraints");
        faults.push(manifest.error(&path(&["apiVersion"]), message).help("There are `v1beta1` and `v1alpha1`."));
    }
    let name = manifest.name();
    let is_name = |name: &str| {
        let part = |part: &str| {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            part.bytes().all(|byte| is_plain(byte) || byte == b'-')
                && part.bytes().next().is_some_and(is_plain)
                && part.bytes().last().is_some_and(is_plain)
        };
        name.len() <= 63 && name.split('.').all(part)
    };
    if !is_name(name) {
        let message = if name.is_empty() {
            format!("the {kind} has no name")
        } else {
            format!("`{name}` is no name of a constraint")
        };
        let help =
            "It takes up to 63 lower-case letters, digits, `-` and `.`, and begins and ends with a letter or digit.";
        faults.push(manifest.error(&path(&["metadata", "name"]), message).help(help));
    }
    let levels: [(&[&str], &[&str]); 2] = [
        (&[], &["apiVersion", "kind", "metadata", "spec", "status"]),
        (&["spec"], &["match", "parameters", "enforcementAction", "scopedEnforcementActions"]),
    ];
    for (at, allowed) in levels {
        faults.extend(manifest.unknown_keys(&path(at), allowed));
    }
}

/// The rule that the constraint is to everything but its evaluation.
fn rule(
    manifest: Manifest<'_>,
    id: &str,
    template: &Template,
    severity: Severity,
    matching: &Match,
    parameters: &serde_json::Value,
) -> ForeignRule {
    let own = |key: &str| manifest.annotation(key).map(|text| text.trim().to_owned());
    let mut annotations = Annotations::default();
    annotations.title = own("metadata.gatekeeper.sh/title").or_else(|| template.title.clone());
    annotations.description = own("description").or_else(|| template.description.clone());
    let wanted = own("seaworthy.dev/severity").or_else(|| template.severity.clone());
    let severity = wanted.and_then(|name| severity_named(&name)).unwrap_or(severity);
    let title = format!("{} `{}` is violated", template.kind, manifest.name());
    let description = format!("The constraint `{}` of the kind {} is violated.", manifest.name(), template.kind);
    let mut rule = ForeignRule::new(id.to_owned(), &annotations, severity, title, description);
    let category = own("seaworthy.dev/category").or_else(|| template.category.clone());
    rule.metadata.custom.category = category.and_then(|name| category_named(&name)).unwrap_or(Category::Operations);
    rule.metadata.custom.selects = selects(matching);
    rule.metadata.custom.params = given(parameters);
    rule
}

/// The kinds that are judged, as rules have them.
fn selects(matching: &Match) -> Vec<String> {
    let any = vec!["*".to_owned()];
    let or_any = |list: &Vec<String>| if list.is_empty() { any.clone() } else { list.clone() };
    let each = matching.kinds.iter().flat_map(|kinds| {
        let (groups, kinds) = (or_any(&kinds.groups), or_any(&kinds.kinds));
        groups.into_iter().flat_map(move |group| {
            let group = if group.is_empty() { String::new() } else { format!("{group}/") };
            kinds.clone().into_iter().map(move |kind| format!("{group}*/{kind}"))
        })
    });
    each.collect()
}

fn given(parameters: &serde_json::Value) -> BTreeMap<String, serde_yaml::Value> {
    let entries = parameters.as_object().into_iter().flatten();
    entries.filter_map(|(name, value)| Some((name.clone(), serde_yaml::to_value(value).ok()?))).collect()
}

fn severity_named(name: &str) -> Option<Severity> {
    Severity::DESCENDING.into_iter().find(|severity| severity.name() == name.to_lowercase())
}

fn category_named(name: &str) -> Option<Category> {
    serde_yaml::from_str(&name.to_lowercase()).ok()
}
