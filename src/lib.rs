//! Seaworthy: is your infrastructure fit to sail?
//!
//! Reads what will be deployed, works out what it means, judges it with Rego rules, and points at the exact line with a
//! reason and a remedy. [`scan::scan`] is the whole way from paths to a [`report::Report`]; the modules are its rooms,
//! in the order in which the data passes through them.

pub mod cli;
pub mod config;
pub mod discover;
pub mod documents;
pub mod frontend;
pub mod linting;
pub mod policy;
pub mod report;
pub mod requirements;
pub mod scaffold;
pub mod scan;
pub mod testing;
pub mod triage;
pub mod verdict;
pub mod world;
