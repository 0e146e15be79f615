//! Rules in other dialects than our own, taken as they are: [`conftest`] policies, and [`gatekeeper`]'s constraints.
//!
//! [`folder`] sorts what lies in a folder of policies by dialect. A dialect loads its files to rules ([`rule`]) and
//! evaluates these; what they report becomes a finding like any other ([`verdict`]), at a place that [`places`] finds where
//! the policy names none.

#![allow(dead_code, reason = "the dialects come one after the other")]

mod annotations;
mod conftest;
mod folder;
mod gatekeeper;
mod places;
mod rule;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

pub use conftest::Options as ConftestOptions;
pub(super) use folder::{Folder, RegoFile, read_folder};
pub(super) use rule::ForeignRule;

use super::selector::Choice;
use crate::documents::Document;
use crate::verdict::{Record, RuleId};
use crate::world::World;
use seaworthy_source::{Diagnostic, Sources};

/// The rules in other dialects.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// Those that are evaluated, by id.
    pub(super) rules: BTreeMap<String, ForeignRule>,
    /// The ids of all of them.
    pub(super) known: Vec<String>,
    conftest: conftest::Policies,
    gatekeeper: gatekeeper::Policies,
}

/// What foreign rules are evaluated on.
pub(super) struct Context<'a> {
    /// The rules that are wanted, by id: what is not among them is not evaluated.
    pub rules: &'a BTreeMap<String, ForeignRule>,
    /// The resources.
    pub worlds: &'a [World],
    /// The files that are judged as they are written.
    pub documents: &'a [Document],
    /// Whether rules are evaluated natively where they can be.
    pub native: bool,
    /// The text of all files.
    pub sources: &'a Sources,
    /// What the record calls the rules.
    pub ids: BTreeMap<&'a str, RuleId>,
}

impl<'a> Context<'a> {
    /// A rule that is wanted, with what the record calls it.
    fn rule(&self, id: &str) -> Option<(&'a ForeignRule, RuleId)> {
        Some((self.rules.get(id)?, *self.ids.get(id)?))
    }
}

impl Foreign {
    /// Loads what the folders hold.
    pub(super) fn load(
        folders: Vec<Folder>,
        options: &ConftestOptions,
        choice: &Choice,
        sources: &Sources,
    ) -> (Self, Vec<Diagnostic>) {
        let (mut rego, mut manifests) = (Vec::new(), Vec::new());
        for folder in folders {
            rego.extend(folder.rego);
            manifests.extend(folder.manifests);
        }
        let (conftest, of_conftest, mut diagnostics) = conftest::Policies::load(rego, options, sources);
        let gatekeeper = gatekeeper::Policies::load(&manifests, choice);
        diagnostics.extend(gatekeeper.diagnostics);
        let all = of_conftest.into_iter().chain(gatekeeper.rules).map(|rule| (rule.id.clone(), rule));
        let mut rules: BTreeMap<String, ForeignRule> = all.collect();
        let known = rules.keys().cloned().chain(gatekeeper.known).collect::<BTreeSet<_>>().into_iter().collect();
        rules.retain(|id, _| choice.wants(id));
        (Self { rules, known, conftest, gatekeeper: gatekeeper.policies }, diagnostics)
    }

    /// Whether there are rules that judge files as they are written.
    pub(super) fn judges_documents(&self) -> bool {
        self.rules.values().any(|rule| rule.judges_documents)
    }

    /// Judges resources and files.
    pub(super) fn evaluate(
        &self,
        worlds: &[World],
        documents: &[Document],
        native: bool,
        sources: &Sources,
        record: &mut Record,
    ) {
        if self.rules.is_empty() {
            return;
        }
        let ids = self.rules.keys().map(|id| (id.as_str(), record.rule(id))).collect();
        let context = Context { rules: &self.rules, worlds, documents, native, sources, ids };
        self.conftest.evaluate(&context, record);
        self.gatekeeper.evaluate(&context, record);
    }
}
