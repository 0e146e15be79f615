//! The values that templates work with: Go's, as far as Helm's templates can distinguish them.

use std::cell::{Ref, RefCell, RefMut};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::Semantics;
use super::object::Object;
use super::provenance::Mark;
use super::text::Text;

/// Go's integer types, which `%T`, `typeOf` and `kindIs` distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IntType {
    Int,
    Int64,
    Uint8,
    Uint64,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Nil,
    Bool(bool),
    Int(i64, IntType),
    Float(f64),
    String(Text),
    Bytes(Text),
    List(List),
    Map(Map),
    Object(Rc<Object>),
}

/// A value with the mark of what made it.
#[derive(Debug, Clone)]
pub(super) struct Tracked {
    pub(super) value: Value,
    pub(super) mark: Mark,
}

/// What a list's type says of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListType {
    Any,
    Strings,
    Ints,
    Lists,
}

/// A list; it never changes.
#[derive(Debug, Clone)]
pub(super) struct List(Rc<ListData>);

#[derive(Debug)]
struct ListData {
    items: Vec<Tracked>,
    of: ListType,
}

/// What a map's type is called, and which methods it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MapType {
    Any,
    /// `.Values` and what templates see as a whole.
    Values(Semantics),
    Strings,
    Files,
}

pub(super) type Entries = BTreeMap<Rc<str>, Tracked>;

/// A map, shared by all who hold it: `set` and `merge` change it for everyone, as in Go.
#[derive(Debug, Clone)]
pub(super) struct Map {
    data: Rc<MapData>,
    of: MapType,
}

#[derive(Debug)]
struct MapData {
    entries: RefCell<Entries>,
}

impl List {
    pub(super) fn new(items: Vec<Tracked>, of: ListType) -> Self {
        Self(Rc::new(ListData { items, of }))
    }

    pub(super) fn items(&self) -> &[Tracked] {
        &self.0.items
    }

    pub(super) fn of(&self) -> ListType {
        self.0.of
    }
}

impl Map {
    pub(super) fn new(entries: Entries, of: MapType) -> Self {
        Self { data: Rc::new(MapData { entries: RefCell::new(entries) }), of }
    }

    pub(super) fn any(entries: Entries) -> Self {
        Self::new(entries, MapType::Any)
    }

    pub(super) fn of(&self) -> MapType {
        self.of
    }

    /// The same map under another type: who changes one changes both.
    pub(super) fn with_type(&self, of: MapType) -> Self {
        Self { data: Rc::clone(&self.data), of }
    }

    pub(super) fn entries(&self) -> Ref<'_, Entries> {
        self.data.entries.borrow()
    }

    /// Not to be called while [`Map::entries`] of the same map is in use.
    pub(super) fn entries_mut(&self) -> RefMut<'_, Entries> {
        self.data.entries.borrow_mut()
    }

    pub(super) fn get(&self, key: &str) -> Option<Tracked> {
        self.entries().get(key).cloned()
    }

    pub(super) fn set(&self, key: &str, value: Tracked) {
        // The old value is dropped after the borrow has ended.
        let _old = self.entries_mut().insert(key.into(), value);
    }

    pub(super) fn remove(&self, key: &str) {
        let _old = self.entries_mut().remove(key);
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.data, &other.data)
    }
}

impl Tracked {
    pub(super) const NIL: Self = Self { value: Value::Nil, mark: Mark::NONE };

    pub(super) fn new(value: Value, mark: Mark) -> Self {
        Self { value, mark }
    }

    pub(super) fn from_builder(builder: super::text::Builder) -> Self {
        let (text, mark) = builder.finish();
        Self { value: Value::String(text), mark }
    }
}

impl<T: Into<Value>> From<T> for Tracked {
    fn from(value: T) -> Self {
        Self { value: value.into(), mark: Mark::NONE }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(Text::new(text.into_bytes()))
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl Value {
    pub(super) fn int(value: i64) -> Self {
        Self::Int(value, IntType::Int)
    }

    pub(super) fn int64(value: i64) -> Self {
        Self::Int(value, IntType::Int64)
    }

    pub(super) fn list(items: Vec<Tracked>) -> Self {
        Self::List(List::new(items, ListType::Any))
    }

    pub(super) fn strings(items: Vec<Tracked>) -> Self {
        Self::List(List::new(items, ListType::Strings))
    }

    pub(super) fn map(entries: Entries) -> Self {
        Self::Map(Map::any(entries))
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// Whether `if` takes it for true.
    pub(super) fn truth(&self) -> bool {
        match self {
            Self::Nil => false,
            Self::Bool(value) => *value,
            Self::Int(value, _) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::String(text) | Self::Bytes(text) => !text.is_empty(),
            Self::List(list) => !list.items().is_empty(),
            Self::Map(map) => !map.entries().is_empty(),
            Self::Object(object) => object.truth(),
        }
    }

    /// Go's name of its type, as `%T` prints it.
    pub(super) fn type_name(&self) -> &str {
        match self {
            Self::Nil => "<nil>",
            // These types are named like their kinds.
            Self::Bool(_) | Self::Int(..) | Self::Float(_) | Self::String(_) => self.kind(),
            Self::Bytes(_) => "[]uint8",
            Self::List(list) => match list.of() {
                ListType::Any => "[]interface {}",
                ListType::Strings => "[]string",
                ListType::Ints => "[]int",
                ListType::Lists => "[][]interface {}",
            },
            Self::Map(map) => match map.of() {
                MapType::Any => "map[string]interface {}",
                MapType::Values(Semantics::Helm3) => "chartutil.Values",
                MapType::Values(Semantics::Helm4) => "common.Values",
                MapType::Strings => "map[string]string",
                MapType::Files => "engine.files",
            },
            Self::Object(object) => object.type_name(),
        }
    }

    /// Go's name of its kind.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "invalid",
            Self::Bool(_) => "bool",
            Self::Int(_, IntType::Int) => "int",
            Self::Int(_, IntType::Int64) => "int64",
            Self::Int(_, IntType::Uint8) => "uint8",
            Self::Int(_, IntType::Uint64) => "uint64",
            Self::Float(_) => "float64",
            Self::String(_) => "string",
            Self::Bytes(_) | Self::List(_) => "slice",
            Self::Map(_) => "map",
            Self::Object(object) => object.kind(),
        }
    }

    /// Go's `reflect.DeepEqual`, as far as values can differ here; `depth` bounds maps that hold themselves.
    pub(super) fn deep_equal(&self, other: &Self, depth: usize) -> bool {
        if depth > super::limits::MAX_VALUE_DEPTH {
            return false;
        }
        match (self, other) {
            (Self::Nil, Self::Nil) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a, of_a), Self::Int(b, of_b)) => a == b && of_a == of_b,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::String(a), Self::String(b)) | (Self::Bytes(a), Self::Bytes(b)) => a.bytes() == b.bytes(),
            (Self::List(a), Self::List(b)) => {
                a.of() == b.of()
                    && a.items().len() == b.items().len()
                    && a.items().iter().zip(b.items()).all(|(a, b)| a.value.deep_equal(&b.value, depth + 1))
            }
            (Self::Map(a), Self::Map(b)) => {
                a.is_same(b) || {
                    let (a_entries, b_entries) = (a.entries(), b.entries());
                    a.of() == b.of()
                        && a_entries.len() == b_entries.len()
                        && a_entries
                            .iter()
                            .zip(b_entries.iter())
                            .all(|((key_a, a), (key_b, b))| key_a == key_b && a.value.deep_equal(&b.value, depth + 1))
                }
            }
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// A copy that shares no map with it.
    pub(super) fn deep_copy(&self, depth: usize) -> Option<Self> {
        if depth > super::limits::MAX_VALUE_DEPTH {
            return None;
        }
        let copy = |item: &Tracked| Some(Tracked { value: item.value.deep_copy(depth + 1)?, mark: item.mark });
        Some(match self {
            Self::List(list) => Self::List(List::new(list.items().iter().map(copy).collect::<Option<_>>()?, list.of())),
            Self::Map(map) => {
                let entries = map.entries();
                let copies = entries.iter().map(|(key, value)| Some((Rc::clone(key), copy(value)?)));
                Self::Map(Map::new(copies.collect::<Option<_>>()?, map.of()))
            }
            other => other.clone(),
        })
    }
}

/// Collections are taken apart without recursion: a template can nest them as deep as it likes.
fn take_apart(first: Vec<Tracked>) {
    let mut open = first;
    while let Some(next) = open.pop() {
        match next.value {
            Value::List(List(data)) => {
                if let Ok(mut data) = Rc::try_unwrap(data) {
                    open.append(&mut data.items);
                }
            }
            Value::Map(Map { data, .. }) => {
                if let Ok(data) = Rc::try_unwrap(data) {
                    open.extend(std::mem::take(&mut *data.entries.borrow_mut()).into_values());
                }
            }
            _ => {}
        }
    }
}

fn holds_collection(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_))
}

impl Drop for ListData {
    fn drop(&mut self) {
        if self.items.iter().any(|item| holds_collection(&item.value)) {
            take_apart(std::mem::take(&mut self.items));
        }
    }
}

impl Drop for MapData {
    fn drop(&mut self) {
        let entries = self.entries.get_mut();
        if entries.values().any(|item| holds_collection(&item.value)) {
            take_apart(std::mem::take(entries).into_values().collect());
        }
    }
}
