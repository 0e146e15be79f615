//! What rules about a chart say of a value, and rules about what it renders to say again.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::Bundle;
use crate::verdict::Finding;
use crate::world::World;
use seaworthy_source::Span;

/// Drops a finding on a chart's value where another one, on a resource that the value ended up in, already points at it
/// for the same control: it is the same fault, and the resource shows what comes of it.
pub(super) fn tell_once(mut findings: Vec<Finding>, world: &World, bundle: &Bundle) -> Vec<Finding> {
    let charts: BTreeSet<&str> = world
        .resources
        .iter()
        .filter(|resource| resource.platform.is_settings)
        .map(|resource| &*resource.address)
        .collect();
    if charts.is_empty() {
        return findings;
    }
    let controls: BTreeMap<&str, &[String]> =
        bundle.rules.iter().map(|rule| (rule.id.as_str(), rule.metadata.custom.controls.as_slice())).collect();
    let told: BTreeSet<(Span, &str)> = findings
        .iter()
        .filter(|finding| !charts.contains(finding.address.as_str()))
        .flat_map(|finding| {
            let spans = finding.origins.iter().map(|origin| origin.span);
            let controls = controls.get(finding.rule.as_str()).copied().unwrap_or_default();
            spans.flat_map(|span| controls.iter().map(move |control| (span, control.as_str())))
        })
        .collect();
    let again: Vec<bool> = findings
        .iter()
        .map(|finding| {
            let controls = controls.get(finding.rule.as_str()).copied().unwrap_or_default();
            charts.contains(finding.address.as_str())
                && controls.iter().any(|control| told.contains(&(finding.span, control.as_str())))
        })
        .collect();
    let mut again = again.into_iter();
    findings.retain(|_| !again.next().unwrap_or_default());
    findings
}
