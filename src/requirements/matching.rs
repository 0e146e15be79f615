//! Which resources a declaration is about.

use regex::Regex;

use super::Wrong;
use crate::requirements::{MatchSettings, Patterns};
use crate::world::Resource;
use seaworthy_source::{Node, Number, Path, Value};

/// Whether a resource is meant. The order is that of certainty: of several conditions the least certain one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    No,
    /// It hangs on a value that is not known.
    Maybe,
    Yes,
}

/// The conditions under which a resource is meant.
#[derive(Debug)]
pub(super) struct Match {
    name: Option<Pattern>,
    namespace: Option<Pattern>,
    type_name: Option<Pattern>,
    address: Option<Pattern>,
    labels: Vec<(String, Pattern)>,
    tags: Vec<(String, Pattern)>,
    /// The name, where it is a plain word: most likely the one to correct if nothing is meant.
    pub plain_name: Option<String>,
}

impl Match {
    /// Reads the conditions.
    ///
    /// # Errors
    /// There is none, or one that nothing fulfils: at the path below `match`.
    pub(super) fn of(settings: &MatchSettings) -> Result<Self, (Path, Wrong)> {
        let MatchSettings { name, namespace, type_name, address, labels, tags } = settings;
        let all = |patterns: &std::collections::BTreeMap<String, Patterns>| {
            patterns.iter().map(|(key, patterns)| (key.clone(), Pattern::of(patterns))).collect::<Vec<_>>()
        };
        let one = |patterns: &Option<Patterns>| patterns.as_ref().map(Pattern::of);
        let plain = name.as_ref().and_then(|patterns| match patterns.0.as_slice() {
            [name] if !name.contains('*') => Some(name.clone()),
            _ => None,
        });
        let read = Self {
            name: one(name),
            namespace: one(namespace),
            type_name: one(type_name),
            address: one(address),
            labels: all(labels),
            tags: all(tags),
            plain_name: plain,
        };
        let conditions = [&read.name, &read.namespace, &read.type_name, &read.address];
        if conditions.iter().all(|condition| condition.is_none()) && read.labels.is_empty() && read.tags.is_empty() {
            let help = "Say which resources are meant, as in `name: web`; `name: \"*\"` means all of them.".to_owned();
            return Err((Path::default(), Wrong { message: "`match` is empty".to_owned(), help }));
        }
        Ok(read)
    }

    /// Whether a resource is meant.
    pub(super) fn answer(&self, resource: &Resource) -> Answer {
        let is = |pattern: &Option<Pattern>, texts: &[&str]| {
            let fits = pattern.as_ref().is_none_or(|pattern| texts.iter().any(|text| pattern.fits(text)));
            if fits { Answer::Yes } else { Answer::No }
        };
        let type_name = resource.type_name();
        let named = is(&self.name, &[&resource.name])
            .min(is(&self.namespace, &[resource.namespace.as_deref().unwrap_or_default()]))
            .min(is(&self.type_name, &[&resource.kind, &type_name]))
            .min(is(&self.address, &[&resource.address, without_index(&resource.address)]));
        if named == Answer::No || (self.labels.is_empty() && self.tags.is_empty()) {
            return named;
        }
        let of_pods = resource.pods.iter().filter_map(|pod| resource.pod_metadata(pod));
        let own = [resource.object.get("metadata"), Some(&resource.object)];
        let labels: Vec<&Node> =
            own.into_iter().flatten().chain(of_pods).filter_map(|holder| holder.get("labels")).collect();
        let tags: Vec<&Node> = ["tags_all", "tags"].iter().filter_map(|key| resource.object.get(key)).collect();
        let labelled = self.labels.iter().map(|(key, pattern)| holds(&labels, key, pattern));
        let tagged = self.tags.iter().map(|(key, pattern)| holds(&tags, key, pattern));
        labelled.chain(tagged).fold(named, Answer::min)
    }
}

/// Whether one of the maps has a fitting value for the key.
fn holds(maps: &[&Node], key: &str, pattern: &Pattern) -> Answer {
    let answers = maps.iter().map(|map| {
        if matches!(map.value, Value::Unknown(_)) {
            return Answer::Maybe;
        }
        let text = match map.get(key).map(|node| &node.value) {
            Some(Value::Unknown(_)) => return Answer::Maybe,
            Some(Value::String(text)) => text.to_string(),
            Some(Value::Bool(value)) => value.to_string(),
            Some(Value::Number(Number::Integer(value))) => value.to_string(),
            Some(Value::Number(Number::Float(value))) => value.to_string(),
            _ => return Answer::No,
        };
        if pattern.fits(&text) { Answer::Yes } else { Answer::No }
    });
    answers.max().unwrap_or(Answer::No)
}

/// The address of a block, of which a resource is one instance: `aws_db_instance.orders` of `aws_db_instance.orders[0]`.
fn without_index(address: &str) -> &str {
    match address.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((block, _)) => block,
        None => address,
    }
}

/// Texts in which `*` stands for any characters, and nothing else has a meaning of its own.
#[derive(Debug)]
struct Pattern(Vec<Regex>);

impl Pattern {
    fn of(patterns: &Patterns) -> Self {
        let one = |pattern: &String| {
            let parts: Vec<String> = pattern.split('*').map(regex::escape).collect();
            // What was escaped is no wrong expression.
            Regex::new(&format!("(?s)^{}$", parts.join(".*"))).ok()
        };
        Self(patterns.0.iter().filter_map(one).collect())
    }

    fn fits(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| pattern.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_all_that_is_special() {
        let fits = |pattern: &str, text: &str| Pattern::of(&Patterns(vec![pattern.to_owned()])).fits(text);
        assert!(fits("*", ""));
        assert!(fits("apps/*/Deployment", "apps/v1/Deployment"));
        assert!(fits("module.*.aws_db_instance.this[\"eu\"]", "module.a.module.b.aws_db_instance.this[\"eu\"]"));
        assert!(!fits("web", "web-2") && !fits("w?b", "web") && !fits("[w]eb", "web") && !fits("a.b", "acb"));
        assert_eq!(without_index("a.b[\"x[1]\"]"), "a.b[\"x[1]\"]".rsplit_once('[').map_or("", |it| it.0));
    }
}
