use std::sync::Arc;

use super::{Kind, Value};

/// Marks of a value: values that are computed from a marked value are marked, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It must not be shown.
    pub sensitive: bool,
    /// It must not be stored: it exists only while Terraform runs.
    pub ephemeral: bool,
}

impl Marks {
    /// The marks of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { sensitive: self.sensitive || other.sensitive, ephemeral: self.ephemeral || other.ephemeral }
    }

    /// Whether there are no marks.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl Value {
    /// The same value with further marks.
    #[must_use]
    pub fn with_marks(mut self, marks: Marks) -> Self {
        self.marks = self.marks.or(marks);
        self
    }

    /// The same value without marks of its own; parts of it keep theirs.
    #[must_use]
    pub fn unmarked(mut self) -> Self {
        self.marks = Marks::default();
        self
    }

    /// The marks of the value and of all its parts.
    #[must_use]
    pub fn deep_marks(&self) -> Marks {
        let parts = match &self.kind {
            // Elements of sets are never marked.
            Kind::List(_, items) | Kind::Tuple(items) => merge(items.iter()),
            Kind::Map(_, entries) | Kind::Object(entries) => merge(entries.values()),
            _ => Marks::default(),
        };
        self.marks.or(parts)
    }

    /// The same value without any marks in it. Shared, not copied, where there are none.
    #[must_use]
    pub fn unmarked_deep(&self) -> Self {
        if self.deep_marks().is_empty() { self.clone() } else { self.map_parts(&Self::unmarked) }
    }

    /// Rebuilds the value from the bottom up, with `change` applied to every part and at last to the whole.
    /// `change` must leave types as they are.
    pub(crate) fn map_parts(&self, change: &impl Fn(Self) -> Self) -> Self {
        let list = |items: &Arc<[Self]>| items.iter().map(|item| item.map_parts(change)).collect::<Arc<[Self]>>();
        let map = |entries: &super::Entries| {
            Arc::new(entries.iter().map(|(key, value)| (key.clone(), value.map_parts(change))).collect())
        };
        let kind = match &self.kind {
            Kind::List(ty, items) => Kind::List(ty.clone(), list(items)),
            Kind::Tuple(items) => Kind::Tuple(list(items)),
            Kind::Map(ty, entries) => Kind::Map(ty.clone(), map(entries)),
            Kind::Object(entries) => Kind::Object(map(entries)),
            kind => kind.clone(),
        };
        change(Self { marks: self.marks, provenance: self.provenance.clone(), ..kind.into() })
    }
}

fn merge<'a>(mut values: impl Iterator<Item = &'a Value>) -> Marks {
    let all = Marks { sensitive: true, ephemeral: true };
    let merged = values.try_fold(Marks::default(), |marks, value| {
        let marks = marks.or(value.deep_marks());
        if marks == all { Err(marks) } else { Ok(marks) }
    });
    merged.unwrap_or_else(|marks| marks)
}
