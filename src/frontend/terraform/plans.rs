//! Finding plan files among the files of a scan, and reading their text.

use std::fs::File;
use std::io::Read as _;

use rayon::prelude::*;

use crate::discover::{Candidate, Unit};
use seaworthy_terraform::plan::{MAX_BYTES, START, starts_as_plan, text};

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
    found(text(bytes)?)
}
