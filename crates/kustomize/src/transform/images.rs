//! `images`: names, tags and digests of images, wherever containers are.
//!
//! Source: `api/filters/imagetag` and `api/internal/image` of kustomize.

use regex::Regex;

use super::Problem;
use crate::edit::Change;
use crate::field_spec::{FieldSpec, Make};
use crate::file::{field, text};
use crate::limits;
use crate::resource::Resource;
use seaworthy_source::{Node, Span, Value};

/// Changes an image everywhere; `args` is the item of `images`.
pub(crate) fn set(resources: &mut [Resource], args: &Node, specs: &[FieldSpec]) -> Vec<Problem> {
    let Some(image) = Image::read(args) else { return Vec::new() };
    let mut problems = Vec::new();
    for resource in resources.iter_mut().filter(|resource| &*resource.id().gvk.kind != "CustomResourceDefinition") {
        if image.is_in(resource.root()) {
            resource.edit(|root| image.containers(root));
        }
        let gvk = resource.id().gvk.clone();
        for spec in specs.iter().filter(|spec| gvk.is_selected(&spec.gvk)) {
            if !spec.reaches(resource.root(), Make::Nothing) {
                continue;
            }
            let result = resource.edit(|root| {
                spec.visit(root, Make::Nothing, args.span, &mut |node, key_span| image.change(node, key_span))
            });
            if let Err(message) = result {
                problems.push(Problem::new(format!("{}: {message}", resource.id()), args.span));
            }
        }
    }
    problems
}

struct Image {
    pattern: Regex,
    new_name: Option<String>,
    new_tag: Option<String>,
    digest: Option<String>,
    tag_suffix: Option<String>,
    change: Change,
}

impl Image {
    fn read(args: &Node) -> Option<Self> {
        let say = |key: &str| text(args, key).map(|text| text.text.to_string());
        // The name is a pattern, and one that is broken fits nothing.
        let name = say("name").unwrap_or_default();
        let rest = r"(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?$";
        let pattern = Regex::new(&format!("^{name}{rest}")).ok()?;
        // The part that changes most often is the one to point at.
        let decides = ["digest", "newTag", "tagSuffix", "newName", "name"].iter().find_map(|key| field(args, key));
        Some(Self {
            pattern,
            new_name: say("newName"),
            new_tag: say("newTag"),
            digest: say("digest"),
            tag_suffix: say("tagSuffix"),
            change: Change::by(decides?, "images"),
        })
    }

    /// The image as it becomes; `None` where it is another one.
    fn changed(&self, image: &str) -> Option<String> {
        let longest = [&self.new_name, &self.new_tag, &self.digest, &self.tag_suffix]
            .into_iter()
            .flatten()
            .map(String::len)
            .max();
        if image.len() + longest.unwrap_or(0) > limits::NAME || !self.pattern.is_match(image) {
            return None;
        }
        let (name, mut tag, mut digest) = split(image);
        let mut changed = self.new_name.clone().unwrap_or_else(|| name.to_owned());
        let suffixed;
        match (&self.new_tag, &self.digest, &self.tag_suffix) {
            (Some(new_tag), Some(new_digest), _) => (tag, digest) = (new_tag, new_digest),
            (Some(new_tag), None, _) => (tag, digest) = (new_tag, ""),
            (None, Some(new_digest), _) => (tag, digest) = ("", new_digest),
            (None, None, Some(suffix)) => {
                suffixed = format!("{tag}{suffix}");
                (tag, digest) = (&suffixed, "");
            }
            (None, None, None) => {}
        }
        if !tag.is_empty() {
            changed = format!("{changed}:{tag}");
        }
        if !digest.is_empty() {
            changed = format!("{changed}@{digest}");
        }
        Some(changed)
    }

    fn change(&self, node: &mut Node, key_span: Option<&mut Span>) -> Result<(), String> {
        if matches!(node.value, Value::List(_) | Value::Map(_)) {
            return Err(format!("expected an image, found {}", node.type_name()));
        }
        if let Some(changed) = node.as_str().and_then(|image| self.changed(image)) {
            self.change.set(node, key_span, Value::String(changed.into()));
        }
        Ok(())
    }

    /// Whether a list of containers, anywhere, holds the image.
    fn is_in(&self, node: &Node) -> bool {
        match &node.value {
            Value::Map(map) => map.iter().any(|entry| {
                let images = entry.value.items().iter().filter_map(|item| item.str_at(&["image"]));
                (is_containers(&entry.key) && images.into_iter().any(|image| self.pattern.is_match(image)))
                    || self.is_in(&entry.value)
            }),
            Value::List(items) => items.iter().any(|item| self.is_in(item)),
            _ => false,
        }
    }

    fn containers(&self, node: &mut Node) {
        match &mut node.value {
            Value::Map(map) => {
                for entry in map.iter_mut() {
                    self.containers(&mut entry.value);
                    let Value::List(items) = &mut entry.value.value else { continue };
                    for item in items.iter_mut().filter(|_| is_containers(&entry.key)) {
                        let Value::Map(container) = &mut item.value else { continue };
                        let Some(image) = container.entry_mut("image") else { continue };
                        if let Some(changed) = image.value.as_str().and_then(|image| self.changed(image)) {
                            let value = Value::String(changed.into());
                            self.change.set(&mut image.value, Some(&mut image.key_span), value);
                        }
                    }
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.containers(item)),
            _ => {}
        }
    }
}

fn is_containers(key: &str) -> bool {
    matches!(key, "containers" | "initContainers")
}

/// Name, tag and digest of an image; a port of a registry is no tag.
fn split(image: &str) -> (&str, &str, &str) {
    let slash = image.find('/').unwrap_or(0);
    let at = image[slash..].find('@').map(|at| at + slash);
    let colon = image[slash..].find(':').map(|at| at + slash);
    match (colon, at) {
        (None, None) => (image, "", ""),
        (colon, Some(at)) if colon.is_none_or(|colon| at < colon) => (&image[..at], "", &image[at + 1..]),
        (Some(colon), Some(at)) => (&image[..colon], &image[colon + 1..at], &image[at + 1..]),
        (Some(colon), None) => (&image[..colon], &image[colon + 1..], ""),
        (None, Some(at)) => (&image[..at], "", &image[at + 1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn images_are_taken_apart() {
        assert_eq!(split("nginx"), ("nginx", "", ""));
        assert_eq!(split("nginx:1"), ("nginx", "1", ""));
        assert_eq!(split("host:5000/a/b"), ("host:5000/a/b", "", ""));
        assert_eq!(split("host:5000/a/b:2@sha256:cd"), ("host:5000/a/b", "2", "sha256:cd"));
        assert_eq!(split("a@sha256:cd"), ("a", "", "sha256:cd"));
    }
}
