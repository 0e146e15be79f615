//! What a violation means: `spec.enforcementAction`.
//!
//! Source: `website/docs/violations.md` and `enforcement-points.md`. What is judged before anything is deployed is the
//! enforcement point `gator.gatekeeper.sh`.

use super::manifest::{Manifest, path};
use crate::verdict::Severity;
use seaworthy_source::{Diagnostic, Node, Path};

/// The point that this program stands for.
const POINT: &str = "gator.gatekeeper.sh";
const POINTS: [&str; 5] = ["validation.gatekeeper.sh", "audit.gatekeeper.sh", POINT, "vap.k8s.io", "*"];

/// The severity of an action.
pub(super) fn severity(action: &str) -> Option<Severity> {
    match action {
        "deny" => Some(Severity::High),
        "warn" => Some(Severity::Low),
        "dryrun" => Some(Severity::Info),
        _ => None,
    }
}

/// The severity that a constraint's action has here; none where it is not enforced here.
pub(super) fn read(constraint: Manifest<'_>, faults: &mut Vec<Diagnostic>) -> Option<Severity> {
    let at = path(&["spec", "enforcementAction"]);
    match constraint.text(&at, faults) {
        None | Some("") => Some(Severity::High),
        Some("scoped") => scoped(constraint, faults),
        Some(action) => severity(action).or_else(|| {
            let message = format!("there is no enforcement action `{action}`");
            faults.push(constraint.error(&at, message).help("There are `deny`, `warn`, `dryrun` and `scoped`."));
            None
        }),
    }
}

fn scoped(constraint: Manifest<'_>, faults: &mut Vec<Diagnostic>) -> Option<Severity> {
    let at = path(&["spec", "scopedEnforcementActions"]);
    let Some(list) = at.find(constraint.root) else {
        let message = "`enforcementAction: scoped` needs `scopedEnforcementActions`";
        faults.push(constraint.error(&at, message).help("Say which action is taken at which enforcement points."));
        return None;
    };
    let here =
        list.items().iter().enumerate().filter_map(|(index, item)| one(constraint, &at.index(index), item, faults));
    // The worst counts, where several actions are taken.
    here.max()
}

/// The severity of one of several actions, where it is taken here.
fn one(constraint: Manifest<'_>, at: &Path, item: &Node, faults: &mut Vec<Diagnostic>) -> Option<Severity> {
    faults.extend(constraint.unknown_keys(at, &["action", "enforcementPoints"]));
    let action = item.str_at(&["action"]).unwrap_or_default();
    let severity = severity(action);
    if severity.is_none() {
        let message = format!("there is no scoped enforcement action `{action}`");
        faults.push(constraint.error(&at.key("action"), message).help("There are `deny`, `warn` and `dryrun`."));
    }
    let mut is_here = false;
    let points = item.items_at(&["enforcementPoints"]);
    if points.is_empty() {
        faults.push(constraint.error(&at.key("enforcementPoints"), "the action has no enforcement points"));
    }
    for (number, point) in points.iter().enumerate() {
        let name = point.str_at(&["name"]).unwrap_or_default();
        is_here |= name == POINT || name == "*";
        if !POINTS.contains(&name) {
            let place = at.key("enforcementPoints").index(number).key("name");
            let help = format!("There are {}.", POINTS.map(|point| format!("`{point}`")).join(", "));
            faults.push(constraint.error(&place, format!("there is no enforcement point `{name}`")).help(help));
        }
    }
    severity.filter(|_| is_here)
}
