//! Which resources a patch or a replacement means.
//!
//! Source: `api/types/selector.go` of kustomize, and the label selectors of Kubernetes.

use regex::Regex;

use super::file::text;
use super::id::Id;
use super::resource::Resource;
use seaworthy_source::{Node, Span};

/// Criteria for resources; what is not said fits all.
#[derive(Debug, Default)]
pub(super) struct Selector {
    group: Option<Regex>,
    version: Option<Regex>,
    kind: Option<Regex>,
    name: Option<Regex>,
    namespace: Option<Regex>,
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub(super) fn read(node: &Node) -> Result<Self, (String, Span)> {
        let pattern = |key: &str| match text(node, key) {
            Some(text) => {
                let wrong = || (format!("`{key}` is not a regular expression: `{}`", text.text), text.span);
                Regex::new(&format!("^(?:{})$", text.text)).map(Some).map_err(|_| wrong())
            }
            None => Ok(None),
        };
        let requirements = |key: &str| match text(node, key) {
            Some(text) => {
                let wrong = || (format!("`{key}` is not a selector: `{}`", text.text), text.span);
                requirements(&text.text).ok_or_else(wrong)
            }
            None => Ok(Vec::new()),
        };
        Ok(Self {
            group: pattern("group")?,
            version: pattern("version")?,
            kind: pattern("kind")?,
            name: pattern("name")?,
            namespace: pattern("namespace")?,
            labels: requirements("labelSelector")?,
            annotations: requirements("annotationSelector")?,
        })
    }

    /// Whether a patch for this means the resource: by what it is called now, or was called first.
    pub(super) fn selects(&self, resource: &Resource) -> bool {
        let (now, first) = (resource.id(), resource.original_id());
        let either = |pattern: &Option<Regex>, now: &str, first: &str| fits(pattern, now) || fits(pattern, first);
        either(&self.namespace, now.effective_namespace(), first.effective_namespace())
            && either(&self.name, &now.name, &first.name)
            && self.fits_kind(now)
            && self.fits_labels(resource.root())
    }

    /// Whether the criteria other than labels fit a name of a resource.
    pub(super) fn fits_id(&self, id: &Id) -> bool {
        self.fits_kind(id) && fits(&self.name, &id.name) && fits(&self.namespace, &id.namespace)
    }

    /// Whether labels and annotations fit.
    pub(super) fn fits_labels(&self, root: &Node) -> bool {
        let all = |requirements: &[Requirement], key: &str| {
            requirements.iter().all(|requirement| requirement.fits(root.str_at(&["metadata", key, &requirement.key])))
        };
        all(&self.labels, "labels") && all(&self.annotations, "annotations")
    }

    /// Whether there are criteria other than labels.
    pub(super) fn names_ids(&self) -> bool {
        [&self.group, &self.version, &self.kind, &self.name, &self.namespace].iter().any(|part| part.is_some())
    }

    /// Whether there are criteria of labels or annotations.
    pub(super) fn names_labels(&self) -> bool {
        !(self.labels.is_empty() && self.annotations.is_empty())
    }

    fn fits_kind(&self, id: &Id) -> bool {
        fits(&self.group, &id.gvk.group) && fits(&self.version, &id.gvk.version) && fits(&self.kind, &id.gvk.kind)
    }
}

fn fits(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_none_or(|pattern| pattern.is_match(text))
}

/// One part of a label selector.
#[derive(Debug, PartialEq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Debug, PartialEq)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Exists,
    Missing,
    Greater(i64),
    Less(i64),
}

impl Requirement {
    fn fits(&self, value: Option<&str>) -> bool {
        let number = || value.and_then(|value| value.parse::<i64>().ok());
        match &self.test {
            Test::In(values) => value.is_some_and(|value| values.iter().any(|known| known == value)),
            Test::NotIn(values) => value.is_none_or(|value| values.iter().all(|known| known != value)),
            Test::Exists => value.is_some(),
            Test::Missing => value.is_none(),
            Test::Greater(limit) => number().is_some_and(|number| number > *limit),
            Test::Less(limit) => number().is_some_and(|number| number < *limit),
        }
    }
}

/// The parts of `app=web,tier in (front, back),!old`.
fn requirements(text: &str) -> Option<Vec<Requirement>> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().map(|part| requirement(part.trim())).collect()
}

fn requirement(text: &str) -> Option<Requirement> {
    let made = |key: &str, test: Test| {
        let key = key.trim();
        let plain = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || "=!<>(),".contains(c));
        plain.then(|| Requirement { key: key.to_owned(), test })
    };
    let value = |value: &str| vec![value.trim().to_owned()];
    if let Some((rest, list)) = text.split_once('(') {
        let values = list.strip_suffix(')')?.split(',').map(|value| value.trim().to_owned()).collect();
        let rest = rest.trim_end();
        return match rest.strip_suffix(" notin") {
            Some(key) => made(key, Test::NotIn(values)),
            None => made(rest.strip_suffix(" in")?, Test::In(values)),
        };
    }
    if let Some((key, wanted)) = text.split_once("!=") {
        return made(key, Test::NotIn(value(wanted)));
    }
    if let Some((key, wanted)) = text.split_once("==").or_else(|| text.split_once('=')) {
        return made(key, Test::In(value(wanted)));
    }
    if let Some((key, limit)) = text.split_once('>') {
        return made(key, Test::Greater(limit.trim().parse().ok()?));
    }
    if let Some((key, limit)) = text.split_once('<') {
        return made(key, Test::Less(limit.trim().parse().ok()?));
    }
    match text.strip_prefix('!') {
        Some(key) => made(key, Test::Missing),
        None => made(text, Test::Exists),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_selectors_are_read() {
        let fits = |selector: &str, value: Option<&str>| {
            requirements(selector).is_some_and(|all| all.iter().all(|requirement| requirement.fits(value)))
        };
        assert!(fits("a=x", Some("x")) && !fits("a=x", None) && fits("a == x", Some("x")));
        assert!(fits("a!=x", None) && fits("a notin (x, y)", Some("z")) && !fits("a in (x,y)", Some("z")));
        assert!(fits("a", Some("")) && fits("!a", None) && fits("a > 3", Some("4")) && !fits("a<3", Some("4")));
        assert_eq!(requirements("a in x"), None);
        assert_eq!(requirements("a,,b"), None);
    }
}
