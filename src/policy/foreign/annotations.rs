//! What a policy says of itself: OPA's annotations, of which every part may be missing.
//!
//! Source: OPA's "Annotations": a block of comments that begins with `# METADATA` and is YAML, right above a package or rule.

use crate::policy::metadata::Category;
use crate::verdict::Severity;

/// The annotations of a package or a rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Annotations {
    pub title: Option<String>,
    pub description: Option<String>,
    /// The addresses of related resources.
    pub links: Vec<String>,
    custom: serde_yaml::Mapping,
}

/// A block of annotations.
#[derive(Debug)]
pub(super) struct Block {
    /// The line behind it, from 1.
    pub end: usize,
    /// What it says, or what is wrong with it.
    pub annotations: Result<Annotations, String>,
}

impl Annotations {
    /// A text among what is the policy's own.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.custom.get(key)?.as_str().map(|text| text.trim().to_owned())
    }

    /// `custom.severity`, in whatever case; none where it is none of ours.
    pub(super) fn severity(&self) -> Option<Severity> {
        read(self.text("severity")?)
    }

    /// `custom.category`.
    pub(super) fn category(&self) -> Option<Category> {
        read(self.text("category")?)
    }

    /// These, and where they say nothing, what others say.
    pub(super) fn or(&self, others: &Self) -> Self {
        let mut custom = others.custom.clone();
        custom.extend(self.custom.clone());
        Self {
            title: self.title.clone().or_else(|| others.title.clone()),
            description: self.description.clone().or_else(|| others.description.clone()),
            links: if self.links.is_empty() { others.links.clone() } else { self.links.clone() },
            custom,
        }
    }

    fn of(yaml: &str) -> Result<Self, String> {
        let value: serde_yaml::Value = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        let text = |key: &str| value.get(key).and_then(|value| value.as_str()).map(|text| text.trim().to_owned());
        let links = value.get("related_resources").and_then(|links| links.as_sequence()).into_iter().flatten();
        let link = |link: &serde_yaml::Value| link.as_str().or_else(|| link.get("ref")?.as_str()).map(str::to_owned);
        Ok(Self {
            title: text("title"),
            description: text("description"),
            links: links.filter_map(link).collect(),
            custom: value.get("custom").and_then(|custom| custom.as_mapping()).cloned().unwrap_or_default(),
        })
    }
}

/// All blocks of a policy's text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((_, line)) = lines.next() {
        if line.trim() != "# METADATA" {
            continue;
        }
        let mut yaml = String::new();
        let mut end = None;
        while let Some((number, line)) = lines.next_if(|(_, line)| line.trim_start().starts_with('#')) {
            let line = line.trim_start();
            yaml.push_str(line.strip_prefix("# ").unwrap_or(&line[1..]));
            yaml.push('\n');
            end = Some(number + 2);
        }
        blocks.extend(end.map(|end| Block { end, annotations: Annotations::of(&yaml) }));
    }
    blocks
}

fn read<T: serde::de::DeserializeOwned>(text: String) -> Option<T> {
    T::deserialize(serde_yaml::Value::String(text.to_ascii_lowercase())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_read_as_far_as_they_go() {
        let text = "# METADATA\n# title: T\n# related_resources:\n# - https://a.example\n# - ref: https://b.example\n\
            # custom:\n#   severity: HIGH\ndeny contains 1 if true\n\n  # METADATA\n  # title: [\nx := 1\n";
        let blocks = blocks(text);
        assert_eq!(blocks.iter().map(|block| block.end).collect::<Vec<_>>(), [8, 12]);
        let first = blocks[0].annotations.as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("T"));
        assert_eq!(first.links, ["https://a.example", "https://b.example"]);
        assert_eq!(first.severity(), Some(Severity::High));
        assert!(blocks[1].annotations.is_err());
    }
}
