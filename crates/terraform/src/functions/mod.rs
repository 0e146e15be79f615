//! Terraform's functions.
//!
//! Each file has the functions of one subject and a table of them. [`call`] does what is the same for all: it converts
//! the arguments to the types of the parameters, rejects null, and returns an unknown value if an argument is unknown.

mod call;
mod character_sets;
mod context;
mod conversion;
mod csv;
mod dates;
mod documents;
mod encoding;
mod files;
mod format;
mod format_verb;
mod hashes;
mod limits;
mod lookup;
mod machine;
mod maps;
mod network;
mod numbers;
mod parameter;
mod predicates;
mod regular;
mod rsa;
mod sequences;
mod sets;
mod special;
mod text;
mod yaml_decode;
mod yaml_encode;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use call::{FunctionError, call};
pub use context::Context;
pub use parameter::{Function, Parameter, Want};
pub use special::{reads_files, template_variables};

use call::{Call, Failure};

/// All functions by name.
static TABLE: LazyLock<HashMap<&str, &Function>> = LazyLock::new(|| {
    let subjects = [
        conversion::FUNCTIONS,
        dates::FUNCTIONS,
        documents::FUNCTIONS,
        encoding::FUNCTIONS,
        files::FUNCTIONS,
        format::FUNCTIONS,
        hashes::FUNCTIONS,
        lookup::FUNCTIONS,
        maps::FUNCTIONS,
        network::FUNCTIONS,
        numbers::FUNCTIONS,
        predicates::FUNCTIONS,
        regular::FUNCTIONS,
        sequences::FUNCTIONS,
        sets::FUNCTIONS,
        special::FUNCTIONS,
        text::FUNCTIONS,
    ];
    subjects.iter().flat_map(|subject| subject.iter()).map(|function| (function.name, function)).collect()
});

/// The function of a name, which may have the prefix `core::`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.get(name.strip_prefix("core::").unwrap_or(name)).copied()
}

/// The error of an unknown function name: `There is no function named "lenght". Did you mean "length"?`
#[must_use]
pub fn unknown_function(name: &str) -> FunctionError {
    let mut names: Vec<&str> = TABLE.keys().copied().collect();
    names.sort_unstable();
    let near = names.into_iter().find(|known| strsim::levenshtein(name, known) < 3);
    let hint = near.map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
    if let Some((provider, function)) = name.strip_prefix("provider::").and_then(|rest| rest.split_once("::")) {
        let message = format!(
            "There is no function named \"{name}\". Ensure that provider name \"{provider}\" is declared in this module's \
             required_providers block, and that this provider offers a function named \"{function}\"."
        );
        return FunctionError { argument: None, summary: "Unknown provider function", message };
    }
    if let Some((namespace, _)) = name.split_once("::").filter(|(namespace, _)| *namespace != "provider") {
        let message = format!(
            "The function namespace \"{namespace}\" is not valid. Provider function calls must use the \"provider::\" \
             namespace prefix."
        );
        return FunctionError { argument: None, summary: "Unknown provider function", message };
    }
    let message = format!("There is no function named \"{name}\".{hint}");
    FunctionError { argument: None, summary: "Call to unknown function", message }
}
