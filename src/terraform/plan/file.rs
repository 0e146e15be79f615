//! Finding plan files among the files of a scan, and reading their text.

use std::fs::File;
use std::io::Read as _;

use rayon::prelude::*;

use crate::discover::{Candidate, Unit};

/// Plans of real infrastructures have some tens of megabytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The first bytes of a file, in which its first key is.
const START: usize = 256;

/// A file that holds a plan.
#[derive(Debug)]
pub struct PlanFile {
    /// Where it is.
    pub candidate: Candidate,
    /// Its text, or why there is none.
    pub text: Result<String, String>,
}

/// Takes the plan files out of the units.
#[must_use]
pub fn select(units: &mut [Unit], standard_input: Option<&[u8]>) -> Vec<PlanFile> {
    let mut plans = Vec::new();
    for unit in units {
        let found: Vec<Option<PlanFile>> =
            unit.files.par_iter().map(|candidate| plan_file(candidate, standard_input)).collect();
        let mut is_plan = found.iter().map(Option::is_some).collect::<Vec<_>>().into_iter();
        unit.files.retain(|_| !is_plan.next().unwrap_or_default());
        plans.extend(found.into_iter().flatten());
    }
    plans
}

fn plan_file(candidate: &Candidate, standard_input: Option<&[u8]>) -> Option<PlanFile> {
    let is_json = candidate.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !candidate.reported || !(is_json || candidate.explicit) {
        return None;
    }
    let found = |text| Some(PlanFile { candidate: candidate.clone(), text });
    let bytes = match standard_input {
        Some(bytes) if candidate.path.as_os_str() == "-" => bytes.to_vec(),
        _ => {
            let mut file = File::open(&candidate.path).ok()?;
            let size = file.metadata().ok()?.len();
            let mut bytes = Vec::with_capacity(START);
            file.by_ref().take(START as u64).read_to_end(&mut bytes).ok()?;
            if !starts_as_plan(&bytes) {
                return None;
            }
            if size > MAX_BYTES {
                return found(Err(format!("larger than {} MB", MAX_BYTES / 1024 / 1024)));
            }
            file.read_to_end(&mut bytes).ok()?;
            bytes
        }
    };
    if !starts_as_plan(&bytes) {
        return None;
    }
    if bytes.starts_with(ZIP) {
        let is_plan = memchr::memmem::find(&bytes, b"tfplan").is_some();
        return is_plan.then(|| {
            found(Err("this is Terraform's own format of plans, which only Terraform can read".to_owned()))
        })?;
    }
    let text = decode(bytes)?;
    let has = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    let is_plan = has("\"format_version\"")
        && (has("\"planned_values\"")
            || has("\"resource_changes\"")
            || has("\"values\"")
            || has("\"terraform_version\""));
    is_plan.then(|| found(Ok(text)))?
}

/// How archives begin, and with them Terraform's own plan files.
const ZIP: &[u8] = b"PK\x03\x04";

/// Looks at the first key alone: in the order of Terraform, or sorted as by `jq -S`.
fn starts_as_plan(bytes: &[u8]) -> bool {
    if bytes.starts_with(ZIP) {
        return true;
    }
    let start: Vec<u8> =
        bytes.iter().take(START).copied().filter(|byte| !byte.is_ascii_whitespace() && *byte != 0).collect();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").or(start.strip_prefix(b"\xFF\xFE")).unwrap_or(&start);
    ["format_version", "applyable", "checks", "complete", "configuration", "errored"]
        .iter()
        .any(|key| start.starts_with(format!("{{\"{key}\":").as_bytes()))
}

/// The text without a byte order mark. PowerShell's `>` writes UTF-16.
fn decode(bytes: Vec<u8>) -> Option<String> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).map(Into::into)
        }
        None => String::from_utf8(bytes).ok(),
    }
}
