//! `generators`, `transformers` and `validators`.

use super::accumulate::Target;

impl Target<'_, '_> {
    pub(super) fn plugins(&mut self, key: &str) {
        for text in self.kustomization.texts(key) {
            self.wrong(text.span, "not evaluated: plugins are programs");
        }
    }
}
