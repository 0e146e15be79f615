//! What names the items of lists: for Kubernetes' own kinds from a table, for others from an OpenAPI file.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use seaworthy_source::Node;

const TABLE: &str = include_str!("merge_keys.txt");

/// The definitions of kinds, as far as they hold lists that are merged.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    definitions: Vec<HashMap<String, Field>>,
    kinds: HashMap<(String, String), usize>,
}

/// A field that is merged in its own way.
#[derive(Debug)]
enum Field {
    /// A map of a definition.
    Map(usize),
    /// A list that is merged item by item.
    List(Keys, Option<usize>),
}

/// The keys that name an item; none where items are plain values.
pub(super) type Keys = Arc<[String]>;

/// A place in a schema; `None` where nothing is said, so that lists are replaced.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    schema: &'a Schema,
    what: What<'a>,
}

#[derive(Debug, Clone, Copy)]
enum What<'a> {
    Definition(usize),
    Field(&'a Field),
}

impl<'a> At<'a> {
    /// A field of a map.
    pub(super) fn field(self, key: &str) -> Option<At<'a>> {
        let definition = match self.what {
            What::Definition(at) => at,
            What::Field(Field::Map(at)) => *at,
            What::Field(Field::List(..)) => return None,
        };
        let field = self.schema.definitions.get(definition)?.get(key)?;
        Some(Self { what: What::Field(field), ..self })
    }

    /// What names the items, where this is a list that is merged.
    pub(super) fn keys(self) -> Option<&'a Keys> {
        match self.what {
            What::Field(Field::List(keys, _)) => Some(keys),
            _ => None,
        }
    }

    /// An item of a list.
    pub(super) fn item(self) -> Option<At<'a>> {
        match self.what {
            What::Field(Field::List(_, Some(item))) => Some(Self { what: What::Definition(*item), ..self }),
            _ => None,
        }
    }
}

impl Schema {
    /// Kubernetes' own kinds.
    pub(crate) fn built_in() -> Arc<Self> {
        static BUILT_IN: OnceLock<Arc<Schema>> = OnceLock::new();
        Arc::clone(BUILT_IN.get_or_init(|| Arc::new(Self::from_table(TABLE))))
    }

    fn from_table(table: &str) -> Self {
        let mut schema = Self::default();
        let mut names: HashMap<&str, usize> = HashMap::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, fields)) = line.split_once(": ") {
                let fields = fields.split(' ').map(|field| field_of(field, &names)).collect();
                names.insert(name, schema.definitions.len());
                schema.definitions.push(fields);
            } else if let Some((kinds, definition)) = line.split_once(" => ") {
                let (api_version, kinds) = kinds.split_once(' ').unwrap_or((kinds, ""));
                for kind in kinds.split(' ') {
                    let definition = names.get(definition).copied().unwrap_or(usize::MAX);
                    schema.kinds.insert((api_version.to_owned(), kind.to_owned()), definition);
                }
            }
        }
        schema
    }

    /// The kinds of an OpenAPI file, with `x-kubernetes-…` extensions. They take the place of the built-in ones.
    pub(crate) fn from_openapi(root: &Node) -> Self {
        let entries: Vec<_> = root.entries_at(&["definitions"]).collect();
        let names: HashMap<&str, usize> = entries.iter().enumerate().map(|(at, entry)| (&*entry.key, at)).collect();
        let mut schema = Self::default();
        schema.definitions.resize_with(entries.len(), HashMap::new);
        for (at, entry) in entries.iter().enumerate() {
            schema.definitions[at] = schema.properties(&entry.value, &names);
            for gvk in entry.value.items_at(&["x-kubernetes-group-version-kind"]) {
                let text = |key: &str| gvk.str_at(&[key]).unwrap_or_default();
                let (group, version) = (text("group"), text("version"));
                let api_version = if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") };
                schema.kinds.insert((api_version, text("kind").to_owned()), at);
            }
        }
        schema
    }

    fn properties(&mut self, definition: &Node, names: &HashMap<&str, usize>) -> HashMap<String, Field> {
        let properties = definition.entries_at(&["properties"]);
        properties.filter_map(|entry| Some((entry.key.to_string(), self.property(&entry.value, names)?))).collect()
    }

    fn property(&mut self, property: &Node, names: &HashMap<&str, usize>) -> Option<Field> {
        if property.str_at(&["type"]) != Some("array") {
            return self.definition(property, names).map(Field::Map);
        }
        let strategy = property.str_at(&["x-kubernetes-patch-strategy"])?;
        if !strategy.split(',').any(|strategy| strategy == "merge") {
            return None;
        }
        let listed = property.items_at(&["x-kubernetes-list-map-keys"]).iter();
        let mut keys: Vec<String> = listed.filter_map(|key| key.as_str().map(str::to_owned)).collect();
        if keys.is_empty() {
            keys.extend(property.str_at(&["x-kubernetes-patch-merge-key"]).map(str::to_owned));
        }
        let item = property.get("items").and_then(|items| self.definition(items, names));
        Some(Field::List(keys.into(), item))
    }

    /// The definition that a property refers to, or that stands in it.
    fn definition(&mut self, property: &Node, names: &HashMap<&str, usize>) -> Option<usize> {
        if let Some(reference) = property.str_at(&["$ref"]) {
            return names.get(reference.rsplit('/').next().unwrap_or_default()).copied();
        }
        property.get("properties")?;
        let fields = self.properties(property, names);
        self.definitions.push(fields);
        Some(self.definitions.len() - 1)
    }

    /// What a kind says about its fields.
    pub(super) fn kind(&self, api_version: &str, kind: &str) -> Option<At<'_>> {
        let definition = *self.kinds.get(&(api_version.to_owned(), kind.to_owned()))?;
        Some(At { schema: self, what: What::Definition(definition) })
    }
}

/// A field of the table: `env[name]`, `containers[name]=Container`, `spec=PodSpec`.
fn field_of(text: &str, names: &HashMap<&str, usize>) -> (String, Field) {
    let (name, definition) = text.split_once('=').unwrap_or((text, ""));
    let definition = names.get(definition).copied();
    match name.split_once('[') {
        Some((name, keys)) => {
            let keys = keys.trim_end_matches(']').split(',').filter(|key| !key.is_empty()).map(str::to_owned);
            (name.to_owned(), Field::List(keys.collect(), definition))
        }
        None => (name.to_owned(), Field::Map(definition.unwrap_or(usize::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_table_is_defined() {
        let schema = Schema::built_in();
        let known = |at: &usize| assert!(*at < schema.definitions.len());
        schema.kinds.values().for_each(known);
        for field in schema.definitions.iter().flat_map(HashMap::values) {
            match field {
                Field::Map(at) | Field::List(_, Some(at)) => known(at),
                Field::List(_, None) => {}
            }
        }
        let pod = schema.kind("batch/v1", "CronJob").unwrap().field("spec").unwrap().field("jobTemplate").unwrap();
        let pod = pod.field("spec").unwrap().field("template").unwrap().field("spec").unwrap();
        let ports = pod.field("containers").unwrap().item().unwrap().field("ports").unwrap();
        assert_eq!(**ports.keys().unwrap(), ["containerPort", "protocol"]);
        assert!(pod.field("tolerations").is_none());
    }
}
