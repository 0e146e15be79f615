//! Which charts in a chart take part, under which names, with which values. Source: Helm's
//! `pkg/chartutil/dependencies.go`.

use std::rc::Rc;

use super::metadata::Import;
use super::{Chart, Dependency, values};
use crate::Semantics;
use crate::provenance::Mark;
use crate::semver::is_compatible;
use crate::value::{Entries, Map, Tracked, Value};

/// A chart in one rendering.
pub(crate) struct Instance<'c> {
    pub(crate) chart: &'c Chart,
    /// Its name, or the alias that it is used under.
    pub(crate) name: Rc<str>,
    /// Its default values, those that it imports included.
    pub(crate) values: Map,
    /// The mark of its values as a whole.
    pub(crate) root: Mark,
    pub(crate) dependencies: Vec<Instance<'c>>,
    pub(crate) wanted: Vec<Wanted<'c>>,
}

/// A dependency that takes part.
pub(crate) struct Wanted<'c> {
    pub(crate) dependency: &'c Dependency,
    pub(crate) name: Rc<str>,
    enabled: bool,
    /// Whether the chart was found.
    found: bool,
}

/// A dependency that is enabled and missing.
pub(crate) struct Missing<'c> {
    pub(crate) of: &'c Chart,
    pub(crate) dependency: &'c Dependency,
    /// The version that was found, where it does not satisfy the constraint. Helm uses it, under its own name.
    pub(crate) other_version: Option<&'c str>,
}

/// Gives the default values of a chart, and their mark.
pub(crate) type DefaultsOf<'a> = dyn Fn(&Chart) -> (Map, Mark) + 'a;

impl<'c> Instance<'c> {
    pub(crate) fn new(chart: &'c Chart, name: &str, defaults: &DefaultsOf<'_>) -> Self {
        let (values, root) = defaults(chart);
        let dependencies = chart.dependencies.iter();
        Self {
            chart,
            name: name.into(),
            values,
            root,
            dependencies: dependencies.map(|chart| Self::new(chart, &chart.metadata.name, defaults)).collect(),
            wanted: Vec::new(),
        }
    }

    /// Leaves in what the values enable, and takes over the values that charts import.
    pub(crate) fn resolve(
        &mut self,
        given: &Map,
        semantics: Semantics,
        defaults: &DefaultsOf<'_>,
    ) -> Result<Vec<Missing<'c>>, String> {
        let mut missing = Vec::new();
        self.enable(given, "", semantics, defaults, &mut missing)?;
        self.import(semantics)?;
        Ok(missing)
    }

    fn enable(
        &mut self,
        given: &Map,
        path: &str,
        semantics: Semantics,
        defaults: &DefaultsOf<'_>,
        missing: &mut Vec<Missing<'c>>,
    ) -> Result<(), String> {
        if self.chart.metadata.dependencies.is_empty() {
            return Ok(());
        }
        let listed = |chart: &Chart| {
            self.chart.metadata.dependencies.iter().any(|wanted| {
                chart.metadata.name == wanted.name && is_compatible(&wanted.version, &chart.metadata.version)
            })
        };
        // Charts that lie in `charts/` without being listed take part, too.
        let mut taking_part: Vec<Self> = Vec::new();
        for chart in self.chart.dependencies.iter().filter(|chart| !listed(chart)) {
            taking_part.push(Self::new(chart, &chart.metadata.name, defaults));
        }
        let mut wanted: Vec<Wanted<'c>> = Vec::new();
        for dependency in &self.chart.metadata.dependencies {
            let found = self.chart.dependencies.iter().find(|chart| {
                chart.metadata.name == dependency.name && is_compatible(&dependency.version, &chart.metadata.version)
            });
            let name = dependency.alias.as_deref().unwrap_or(&dependency.name);
            if let Some(chart) = found {
                taking_part.push(Self::new(chart, name, defaults));
            }
            wanted.push(Wanted { dependency, name: name.into(), enabled: true, found: found.is_some() });
        }
        self.dependencies = taking_part;
        let all = copy(given);
        values::coalesce(self, &all, false, semantics)?;
        switch_by_tags(&mut wanted, &all);
        switch_by_conditions(&mut wanted, &all, path);
        let off = |name: &str| wanted.iter().any(|wanted| !wanted.enabled && *wanted.name == *name);
        self.dependencies.retain(|chart| !off(&chart.name));
        wanted.retain(|wanted| wanted.enabled);
        missing.extend(wanted.iter().filter(|wanted| !wanted.found).map(|wanted| {
            let other = self.chart.dependencies.iter().find(|chart| chart.metadata.name == wanted.dependency.name);
            let other_version = other.map(|chart| chart.metadata.version.as_str());
            Missing { of: self.chart, dependency: wanted.dependency, other_version }
        }));
        for child in &mut self.dependencies {
            let path = format!("{path}{}.", child.name);
            child.enable(&all, &path, semantics, defaults, missing)?;
        }
        self.wanted = wanted;
        Ok(())
    }

    /// Takes over what charts import from those in them, the innermost first.
    fn import(&mut self, semantics: Semantics) -> Result<(), String> {
        for child in &mut self.dependencies {
            child.import(semantics)?;
        }
        if self.wanted.is_empty() {
            return Ok(());
        }
        let all = Map::any(Entries::new());
        values::coalesce(self, &all, true, semantics)?;
        let imported = Map::any(Entries::new());
        for wanted in &self.wanted {
            for import in &wanted.dependency.imports {
                let (child, parent) = match import {
                    Import::Export(name) => (format!("exports.{name}"), "."),
                    Import::Mapped { child, parent } => (child.clone(), parent.as_str()),
                };
                let Some(table) = table(&all, &format!("{}.{child}", wanted.name)) else { continue };
                let mut value = Tracked::new(Value::Map(copy(&table)), Mark::NONE);
                if parent != "." {
                    for name in parent.rsplit('.') {
                        let entries = [(Rc::from(name), value)].into_iter().collect();
                        value = Tracked::new(Value::map(entries), Mark::NONE);
                    }
                }
                if let Value::Map(table) = &value.value {
                    values::tables(&imported, table, true);
                }
            }
        }
        let own = copy(&all);
        values::tables(&own, &imported, true);
        self.values = own;
        Ok(())
    }
}

fn copy(map: &Map) -> Map {
    match Value::Map(map.clone()).deep_copy(0) {
        Some(Value::Map(copy)) => copy,
        _ => Map::any(Entries::new()),
    }
}

/// The value at a dotted path.
fn at(map: &Map, path: &str) -> Option<Value> {
    let mut value = Value::Map(map.clone());
    for name in path.split('.') {
        let Value::Map(map) = &value else { return None };
        let next = map.get(name)?.value;
        value = next;
    }
    Some(value)
}

fn table(map: &Map, path: &str) -> Option<Map> {
    match at(map, path)? {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

fn switch_by_tags(wanted: &mut [Wanted<'_>], all: &Map) {
    let Some(tags) = table(all, "tags") else { return };
    for wanted in wanted {
        let states = wanted.dependency.tags.iter().filter_map(|tag| match tags.get(tag)?.value {
            Value::Bool(state) => Some(state),
            _ => None,
        });
        let (on, off) = states.fold((false, false), |(on, off), state| (on || state, off || !state));
        wanted.enabled = on || !off;
    }
}

fn switch_by_conditions(wanted: &mut [Wanted<'_>], all: &Map, path: &str) {
    for wanted in wanted {
        let conditions = wanted.dependency.condition.trim().split(',').filter(|path| !path.is_empty());
        let state =
            conditions.filter_map(|condition| at(all, &format!("{path}{condition}"))).find_map(|value| match value {
                Value::Bool(state) => Some(state),
                _ => None,
            });
        wanted.enabled = state.unwrap_or(wanted.enabled);
    }
}
