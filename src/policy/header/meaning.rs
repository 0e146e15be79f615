//! What a header says that cannot be meant.

use super::frameworks::framework;
use super::{Header, block, whole};
use crate::policy::catalogue::{control, controls};
use crate::policy::metadata::{HeaderError, Metadata};
use crate::policy::selector::Selector;
use seaworthy_source::{Node, closest};

/// What a header that can be read says that cannot be meant.
///
/// # Errors
/// The first of these.
pub(in crate::policy) fn check(metadata: &Metadata, text: &str) -> Result<(), HeaderError> {
    let Some(found) = fault(metadata) else { return Ok(()) };
    let Some(block) = block(text) else { return Ok(()) };
    let header = Header::of(text, block);
    let (custom, root) = (header.custom(), header.root());
    let of_custom = |key: &str| custom.and_then(|custom| custom.get(key));
    let place = match &found.at {
        At::Key(key) => header.entry(key),
        At::Link(number) => header.item(root.and_then(|root| root.get("related_resources")), *number),
        At::Item(key, number) => header.item(of_custom(key), *number),
        At::Framework(framework, number) => {
            let frameworks = of_custom("frameworks").and_then(Node::as_map);
            match number {
                Some(number) => header.item(frameworks.and_then(|map| map.get(framework)), *number),
                None => frameworks
                    .and_then(|map| map.entry(framework))
                    .map_or_else(|| header.entry("frameworks"), |entry| entry.key_span.range()),
            }
        }
        At::Param(name) => {
            let entry = of_custom("params").and_then(Node::as_map).and_then(|params| params.entry(name));
            entry.map_or_else(|| header.entry("params"), |entry| whole(entry, text))
        }
    };
    Err(header.wrong(place, found.message, Some(found.help)))
}

/// Where in a header something is wrong.
pub(super) enum At {
    Key(&'static str),
    Link(usize),
    Item(&'static str, usize),
    Framework(String, Option<usize>),
    Param(String),
}

pub(super) struct Found {
    pub at: At,
    pub message: String,
    pub help: String,
}

fn fault(metadata: &Metadata) -> Option<Found> {
    let custom = &metadata.custom;
    let texts = [
        ("title", &metadata.title, "Say what is wrong, as a short statement."),
        ("description", &metadata.description, "Say why it matters, in one to three sentences."),
        ("remediation", &custom.remediation, "Say what to do, in the imperative."),
    ];
    let empty = texts.iter().find(|(_, text, _)| text.trim().is_empty()).map(|(key, _, help)| Found {
        at: At::Key(key),
        message: format!("`{key}` is empty"),
        help: (*help).to_owned(),
    });
    let no_items = [
        ("related_resources", metadata.related_resources.is_empty(), "Name the primary sources: `- https://…`."),
        ("selects", custom.selects.is_empty(), "Say what the rule is evaluated on: `[pod]`."),
    ];
    let no_items = no_items.iter().find(|(_, empty, _)| *empty).map(|(key, _, help)| Found {
        at: At::Key(key),
        message: format!("`{key}` is empty"),
        help: (*help).to_owned(),
    });
    let is_link = |link: &String| link.starts_with("https://") || link.starts_with("http://");
    let link = metadata.related_resources.iter().position(|link| !is_link(link)).map(|number| Found {
        at: At::Link(number),
        message: format!("`{}` is no address", metadata.related_resources[number]),
        help: "Begin it with `https://`.".to_owned(),
    });
    let selects = custom.selects.iter().enumerate().find_map(|(number, text)| {
        let (message, help) = Selector::parse(text).err()?;
        Some(Found { at: At::Item("selects", number), message, help })
    });
    let unknown = custom.controls.iter().position(|id| control(id).is_none()).map(|number| {
        let id = &custom.controls[number];
        let help = match closest(&id.to_uppercase(), controls()) {
            Some(meant) => format!("Did you mean `{meant}`? policies/catalogue.yaml has all of them."),
            None => "policies/catalogue.yaml has all of them. Controls of other frameworks belong into `frameworks`; \
                     where none fits, write `[]`."
                .to_owned(),
        };
        Found { at: At::Item("controls", number), message: format!("the catalogue has no control `{id}`"), help }
    });
    empty.or(no_items).or(link).or(selects).or(unknown).or_else(|| framework(metadata)).or_else(|| param(metadata))
}

/// A parameter without a value that a rule could compare with.
fn param(metadata: &Metadata) -> Option<Found> {
    let is_odd = |value: &serde_yaml::Value| match value {
        serde_yaml::Value::Null | serde_yaml::Value::Tagged(_) => true,
        serde_yaml::Value::Number(number) => number.as_f64().is_some_and(|number| !number.is_finite()),
        _ => false,
    };
    let (name, _) = metadata.custom.params.iter().find(|(_, value)| is_odd(value))?;
    Some(Found {
        at: At::Param(name.clone()),
        message: format!("the parameter `{name}` has no value"),
        help: "Give its default: a number, a text, true or false, a list or a map of these.".to_owned(),
    })
}
