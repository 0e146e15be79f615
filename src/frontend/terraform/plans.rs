//! Finding plan files among the files of a scan, and reading their text.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::discover::{Candidate, Unit};
use seaworthy_source::Disk;
use seaworthy_terraform::plan::{self, TextError};

/// A file that holds a plan.
#[derive(Debug)]
pub struct PlanFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, or why it has none.
    pub text: Result<String, TextError>,
}

/// Takes the plan files out of the units.
#[must_use]
pub fn select(units: &mut [Unit], standard_input: Option<&[u8]>, disk: &Disk) -> Vec<PlanFile> {
    let mut plans = Vec::new();
    for unit in units {
        let found: Vec<Option<PlanFile>> =
            unit.files.par_iter().map(|candidate| plan_file(candidate, standard_input, disk)).collect();
        let mut is_plan = found.iter().map(Option::is_some).collect::<Vec<_>>().into_iter();
        unit.files.retain(|_| !is_plan.next().unwrap_or_default());
        plans.extend(found.into_iter().flatten());
    }
    plans
}

fn plan_file(candidate: &Candidate, standard_input: Option<&[u8]>, disk: &Disk) -> Option<PlanFile> {
    let is_json = candidate.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !candidate.reported || !(is_json || candidate.explicit) {
        return None;
    }
    let text = match standard_input {
        Some(bytes) if candidate.path.as_os_str() == "-" => plan::text(bytes.to_vec()),
        _ => plan::read(&candidate.path, disk),
    }?;
    Some(PlanFile { path: candidate.path.clone(), text })
}
