//! The practices that rules encode.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A list of practices.
#[derive(Debug, Deserialize)]
struct Catalogue {
    controls: BTreeMap<String, String>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    // A test reads it, too.
    serde_yaml::from_str(include_str!("../../policies/catalogue.yaml"))
        .unwrap_or_else(|_| Catalogue { controls: BTreeMap::new() })
});

/// What a control of the catalogue asks for; nothing where there is none of that id.
#[must_use]
pub fn control(id: &str) -> Option<&'static str> {
    CATALOGUE.controls.get(id).map(String::as_str)
}

/// The ids of all controls.
pub(super) fn controls() -> impl Iterator<Item = &'static str> {
    CATALOGUE.controls.keys().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_can_be_read() {
        assert_eq!(CATALOGUE.controls.len(), 133);
        assert_eq!(control("SEC-17"), Some("Secrets are not stored in code"));
    }
}
