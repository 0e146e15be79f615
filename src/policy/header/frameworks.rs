//! Controls of other frameworks.

use super::meaning::{At, Found};
use crate::policy::metadata::Metadata;
use seaworthy_source::closest;

/// A framework whose controls can be told by their form.
struct Framework {
    id: &'static str,
    has: fn(&str) -> bool,
    /// What its controls look like.
    example: &'static str,
}

/// These are known; others are a user's own.
const FRAMEWORKS: [Framework; 2] = [
    Framework { id: "nist-800-53-r5", has: is_nist, example: "`AC-6`, or `IA-5(7)` for an enhancement" },
    Framework { id: "pss", has: is_pod_security, example: "`baseline/privileged` or `restricted/seccomp`" },
];

fn is_nist(id: &str) -> bool {
    let (control, enhancement) = match id.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
        Some((control, enhancement)) => (control, enhancement),
        None => (id, "1"),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    control
        .split_once('-')
        .is_some_and(|(family, number)| NIST_FAMILIES.contains(&family) && is_number(number) && is_number(enhancement))
}

/// The families of NIST SP 800-53, revision 5.
const NIST_FAMILIES: [&str; 20] = [
    "AC", "AT", "AU", "CA", "CM", "CP", "IA", "IR", "MA", "MP", "PE", "PL", "PM", "PS", "PT", "RA", "SA", "SC", "SI",
    "SR",
];

/// The controls of the Pod Security Standards, by profile.
const POD_SECURITY: [&str; 20] = [
    "baseline/apparmor",
    "baseline/capabilities",
    "baseline/host-namespaces",
    "baseline/host-path-volumes",
    "baseline/host-ports",
    "baseline/host-probes",
    "baseline/host-process",
    "baseline/privileged",
    "baseline/proc-mount",
    "baseline/seccomp",
    "baseline/selinux",
    "baseline/sysctls",
    "restricted/capabilities",
    "restricted/privilege-escalation",
    "restricted/proc-mount",
    "restricted/running-as-non-root",
    "restricted/running-as-non-root-user",
    "restricted/seccomp",
    "restricted/sysctls",
    "restricted/volume-types",
];

fn is_pod_security(id: &str) -> bool {
    POD_SECURITY.contains(&id)
}

/// The framework whose name is nearly this one.
fn nearly(name: &str) -> Option<&'static str> {
    let mut names = FRAMEWORKS.iter().map(|framework| framework.id);
    names.clone().find(|id| strsim::osa_distance(id, name) == 1).or_else(|| closest(name, names.by_ref()))
}

/// The first framework or control that does not exist, as far as that is known.
pub(super) fn framework(metadata: &Metadata) -> Option<Found> {
    for (framework, ids) in &metadata.custom.frameworks {
        let Some(known) = FRAMEWORKS.iter().find(|known| known.id == framework) else {
            // What is nearly one of these is meant to be it.
            let Some(meant) = nearly(framework) else { continue };
            return Some(Found {
                at: At::Framework(framework.clone(), None),
                message: format!("there is no framework `{framework}`"),
                help: format!("Did you mean `{meant}`?"),
            });
        };
        if let Some(number) = ids.iter().position(|id| !(known.has)(id)) {
            let id = &ids[number];
            let meant = closest(id, POD_SECURITY).filter(|_| framework == "pss");
            return Some(Found {
                at: At::Framework(framework.clone(), Some(number)),
                message: format!("`{framework}` has no control `{id}`"),
                help: match meant {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => format!("Its controls look like {}.", known.example),
                },
            });
        }
    }
    None
}
