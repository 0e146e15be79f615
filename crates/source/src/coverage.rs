//! Nothing is skipped in silence: every file met is accounted for.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It was read and its resources were judged.
    Evaluated {
        /// How many resources it holds.
        resources: usize,
    },
    /// It had a part in what was judged, and which.
    Used(String),
    /// It holds nothing that is judged, and why.
    NotOurs(Cow<'static, str>),
    /// It could not be evaluated, or only in part, and why. The scan is incomplete.
    Failed(Cow<'static, str>),
}

/// A file, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// As reports name it.
    pub name: String,
    /// What became of it.
    pub status: Status,
}

/// Every file met, once, in order of its name.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    files: BTreeMap<String, Status>,
}

impl Coverage {
    /// Says what became of a file. What went wrong outweighs what was judged, and that what was left out.
    pub fn add(&mut self, name: String, status: Status) {
        let slot = self.files.entry(name).or_insert_with(|| status.clone());
        let outweighs = match (&status, &*slot) {
            (Status::Failed(_), _)
            | (Status::Evaluated { .. }, Status::NotOurs(_) | Status::Used(_))
            | (Status::Used(_), Status::NotOurs(_)) => true,
            (Status::Evaluated { resources }, Status::Evaluated { resources: known }) => resources > known,
            _ => false,
        };
        if outweighs {
            *slot = status;
        }
    }

    /// Takes in all of another account.
    pub fn extend(&mut self, other: Self) {
        for (name, status) in other.files {
            self.add(name, status);
        }
    }

    /// The files in order.
    pub fn iter(&self) -> impl Iterator<Item = FileRecord> + '_ {
        self.files.iter().map(|(name, status)| FileRecord { name: name.clone(), status: status.clone() })
    }

    /// How many files were evaluated, are not of our concern, and failed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        self.files.values().fold((0, 0, 0), |(evaluated, other, failed), status| match status {
            Status::Evaluated { .. } | Status::Used(_) => (evaluated + 1, other, failed),
            Status::NotOurs(_) => (evaluated, other + 1, failed),
            Status::Failed(_) => (evaluated, other, failed + 1),
        })
    }
}
