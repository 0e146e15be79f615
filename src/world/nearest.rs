//! Which of several candidates is meant: the one nearest by folder.
//!
//! Repositories hold the same application for several environments, each in a folder of its own.

use std::collections::{BTreeMap, HashMap};

use super::Resource;
use seaworthy_source::{FileId, Sources};

/// Knows how far apart resources lie.
#[derive(Debug)]
pub(super) struct Distances {
    folder_of: Vec<usize>,
    folders: Vec<Vec<String>>,
}

impl Distances {
    pub(super) fn new(resources: &[Resource], sources: &Sources) -> Self {
        let mut by_file: HashMap<FileId, usize> = HashMap::new();
        let mut by_name: HashMap<Vec<String>, usize> = HashMap::new();
        let mut folders = Vec::new();
        let folder_of = resources.iter().map(|resource| {
            *by_file.entry(resource.file()).or_insert_with(|| {
                let name = sources.get(resource.file()).name().to_owned();
                let mut folder: Vec<String> = name.split('/').map(str::to_owned).collect();
                folder.pop();
                *by_name.entry(folder.clone()).or_insert_with(|| {
                    folders.push(folder);
                    folders.len() - 1
                })
            })
        });
        Self { folder_of: folder_of.collect(), folders }
    }

    /// Steps up and down the folder tree from one resource's file to the other's.
    pub(super) fn between(&self, one: usize, other: usize) -> usize {
        let (one, other) = (self.folder_of[one], self.folder_of[other]);
        if one == other {
            return 0;
        }
        let (one, other) = (&self.folders[one], &self.folders[other]);
        let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
        one.len() + other.len() - 2 * common
    }

    /// Whether one resource's folder is the other's, or holds it.
    pub(super) fn on_one_way(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.folders[self.folder_of[one]], &self.folders[self.folder_of[other]]);
        one.iter().zip(other).all(|(a, b)| a == b)
    }

    /// The candidates nearest to a resource.
    pub(super) fn nearest(&self, from: usize, candidates: &[usize]) -> Vec<usize> {
        let least = candidates.iter().map(|&candidate| self.between(from, candidate)).min();
        candidates.iter().copied().filter(|&candidate| Some(self.between(from, candidate)) == least).collect()
    }

    /// The candidates, but of those that go by the same kind and name only the nearest.
    pub(super) fn nearest_of_each(&self, from: usize, candidates: &[usize], resources: &[Resource]) -> Vec<usize> {
        if candidates.len() < 2 {
            return candidates.to_vec();
        }
        let mut by_identity: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for &candidate in candidates {
            let resource = &resources[candidate];
            by_identity.entry((&resource.kind, &resource.namespace, &resource.name)).or_default().push(candidate);
        }
        let mut nearest: Vec<usize> = by_identity.values().flat_map(|twins| self.nearest(from, twins)).collect();
        nearest.sort_unstable();
        nearest
    }
}
