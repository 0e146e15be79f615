//! `default_tags` of the AWS provider: they are part of a resource's tags.

use std::rc::Rc;
use std::sync::Arc;

use super::Evaluator;
use super::body::{Attribute, Body};
use super::instance::Instance;
use super::scope::Scope;
use crate::config::{ProviderName, ResourceBlock, ResourceName};
use crate::value::{Entries, Kind, Type, Value, convert};

impl<'t> Evaluator<'t> {
    /// Adds `tags_all`, as the provider computes it, to a resource of the AWS provider.
    pub(super) fn complete_tags(
        &self,
        instance: &Rc<Instance<'t>>,
        name: &ResourceName,
        block: &ResourceBlock,
        body: &mut Body,
    ) {
        if !name.ty.starts_with("aws_") || body.attribute("tags_all").is_some() {
            return;
        }
        let provider = block.provider.clone().unwrap_or_else(|| ProviderName { name: "aws".into(), alias: None });
        let Some(defaults) = self.default_tags(instance, &provider) else { return };
        let own = body.attribute("tags");
        let place = own.map_or((block.header, block.header), |tags| (tags.name_span, tags.expression));
        let tags = own.map(|tags| tags.value.clone());
        let value = merged(&defaults, tags.as_ref());
        let attribute =
            Attribute { name: "tags_all".into(), name_span: place.0, expression: place.1, value, computed: true };
        body.attributes.push(attribute);
    }

    /// The default tags of a provider's configuration: the module's own one, or that of its callers.
    fn default_tags(&self, instance: &Rc<Instance<'t>>, name: &ProviderName) -> Option<Value> {
        let own = instance.node.module.providers.iter().find(|provider| provider.name == *name);
        if let Some(provider) = own.filter(|provider| !is_empty(&provider.block.body)) {
            let tags = provider.block.body.blocks_of("default_tags").next()?.body.attribute("tags")?;
            return Some(self.value(&tags.value, &Scope::of(instance)));
        }
        let caller = instance.caller.as_ref()?;
        let passed = caller.call.providers.iter().find(|(inner, _)| inner == name).map(|(_, outer)| outer.clone());
        // Without an alias, configurations are inherited.
        let outer = passed.or_else(|| name.alias.is_none().then(|| name.clone()))?;
        self.default_tags(&caller.instance, &outer)
    }
}

fn is_empty(body: &crate::syntax::ast::Body) -> bool {
    body.blocks.is_empty() && body.attributes.iter().all(|attribute| &*attribute.name == "alias")
}

fn merged(defaults: &Value, own: Option<&Value>) -> Value {
    let parts = [Some(defaults), own];
    let unknown = parts.iter().flatten().find(|value| !value.is_known()).and_then(|value| value.cause());
    if let Some(cause) = unknown {
        return Value::unknown(Type::map(Type::String), cause);
    }
    let mut entries = Entries::new();
    for value in parts.into_iter().flatten() {
        if let Kind::Map(_, tags) | Kind::Object(tags) = &value.kind {
            entries.extend(tags.iter().map(|(key, tag)| (Arc::clone(key), tag.clone().with_marks(value.marks))));
        }
    }
    let all = Value::object(entries);
    convert(&all, &Type::map(Type::String)).unwrap_or(all)
}
