//! The values that a chart is given: its own, those of files, those of `--set` and its kin.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::chart::Chart;
use super::context::Context;
use super::inputs::{Inputs, Set};
use super::provenance::{KeyName, Mark, Step, Trails};
use super::text::Text;
use super::value::{Entries, Map, Tracked, Value};
use super::{decode, limits};
use seaworthy_go::literal;
use seaworthy_source::{
    Diagnostic, Disk, Entry, Node, SourceFile, Sources, Span, Value as NodeValue, display_name, yaml,
};

/// The largest values file, in bytes.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// What to do about a values file that cannot be used.
const VALUES_HELP: &str = "Correct the values file, or name another one.";

/// The highest index that `--set list[n]` takes. Helm has the same.
const MAX_INDEX: usize = 65_536;

/// The default values of a chart, and the mark of all of them.
pub(super) fn default_values(chart: &Chart, trails: &Trails) -> (Map, Mark) {
    match &chart.values {
        Some((file, root)) => file_values(file, root.as_ref(), trails),
        None => (Map::any(Entries::new()), Mark::NONE),
    }
}

fn file_values(file: &Arc<SourceFile>, root: Option<&Node>, trails: &Trails) -> (Map, Mark) {
    let span = Some(Span::new(file.id(), 0, 0));
    let mark = trails.add(Step::Key { parent: Mark::NONE, name: KeyName::Name("".into()), span });
    let map = root.map(|root| {
        decode::value(root, mark, &mut |parent, name, entry, node| {
            if !trails.enabled() {
                return Mark::NONE;
            }
            trails.add(Step::Key { parent, name: name.clone(), span: Some(place(entry, node)) })
        })
    });
    match map.map(|map| map.value) {
        Some(Value::Map(map)) => (map, mark),
        _ => (Map::any(Entries::new()), mark),
    }
}

/// What to show of a value: its key with it, if it is a scalar; of an item, its first key.
fn place(entry: Option<&Entry>, node: &Node) -> Span {
    match (entry, &node.value) {
        (Some(entry), NodeValue::List(_) | NodeValue::Map(_)) => entry.key_span,
        // What an alias brings in stands elsewhere.
        (Some(entry), _) if node.span.file == entry.key_span.file && node.origin.is_none() => {
            entry.key_span.to(node.span)
        }
        (Some(entry), _) => entry.key_span,
        (None, NodeValue::Map(map)) => map.iter().next().map_or(node.span, |entry| entry.key_span),
        (None, NodeValue::List(_)) => Span { end: node.span.start, ..node.span },
        (None, _) => node.span,
    }
}

/// The values of the inputs; what cannot be read is reported.
pub(super) fn given_values(
    inputs: &Inputs,
    disk: &Disk,
    sources: &Sources,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Map, ()> {
    let values = Map::any(Entries::new());
    let take_inline = |number: usize| {
        if let Some(inline) = inputs.inline.as_ref().filter(|inline| inline.after == number) {
            let (map, _) = file_values(&inline.file, Some(&inline.root), &context.trails);
            merge(&values, &map, 0);
        }
    };
    take_inline(0);
    for (number, path) in inputs.values_files.iter().enumerate() {
        let file = disk.source_up_to(path, MAX_FILE, sources).map_err(|reason| {
            let diagnostic = reason.diagnostic(path);
            let has_help = diagnostic.help.is_some();
            diagnostics.push(if has_help { diagnostic } else { diagnostic.help(VALUES_HELP) });
        })?;
        let read = {
            let document = yaml::parse(&file).documents.into_iter().next();
            let problem = document.as_ref().and_then(|document| document.problems.first()).cloned();
            match document.and_then(|document| document.root) {
                Some(root @ Node { value: NodeValue::Map(_), .. }) => Ok((file, Some(root))),
                Some(root) => Err(format!("values must be a map, not {}", root.type_name())),
                None => problem.map_or(Ok((file, None)), |problem| Err(problem.message)),
            }
        };
        match read {
            Ok((file, root)) => {
                let (map, _) = file_values(&file, root.as_ref(), &context.trails);
                merge(&values, &map, 0);
                take_inline(number + 1);
            }
            Err(message) => {
                let diagnostic = Diagnostic::error(display_name(path), message);
                diagnostics.push(diagnostic.help(VALUES_HELP));
                return Err(());
            }
        }
    }
    let order = |set: &Set| match set {
        Set::Json(_) => 0,
        Set::Value(_) => 1,
        Set::String(_) => 2,
        Set::File(_) => 3,
        Set::Literal(_) => 4,
    };
    let mut sets: Vec<&Set> = inputs.sets.iter().collect();
    sets.sort_by_key(|set| order(set));
    for set in sets {
        if let Err(message) = apply(set, &values, disk, sources, context) {
            let (option, text) = option(set);
            let diagnostic = Diagnostic::error(format!("{option} {text}"), message);
            diagnostics.push(diagnostic.help(format!("Write `{option} key=value`.")));
            return Err(());
        }
    }
    Ok(values)
}

/// Helm's merge of values files: maps are merged, anything else is replaced.
fn merge(target: &Map, over: &Map, depth: usize) {
    if depth > limits::MAX_VALUE_DEPTH {
        return;
    }
    let entries: Vec<(Rc<str>, Tracked)> =
        over.entries().iter().map(|(key, item)| (Rc::clone(key), item.clone())).collect();
    for (key, item) in entries {
        match (target.get(&key).map(|found| found.value), &item.value) {
            (Some(Value::Map(inner)), Value::Map(from)) => merge(&inner, from, depth + 1),
            _ => target.set(&key, item),
        }
    }
}

fn option(set: &Set) -> (&'static str, &str) {
    match set {
        Set::Json(text) => ("--set-json", text),
        Set::Value(text) => ("--set", text),
        Set::String(text) => ("--set-string", text),
        Set::File(text) => ("--set-file", text),
        Set::Literal(text) => ("--set-literal", text),
    }
}

fn apply(set: &Set, values: &Map, disk: &Disk, sources: &Sources, context: &Context) -> Result<(), String> {
    let (option, text) = option(set);
    let file = sources.add(PathBuf::from(option), option.to_owned(), text.to_owned());
    if let (Set::Json(_), true) = (set, text.trim_start().starts_with('{')) {
        let json = decode::json(context, &Text::from(text), Mark::NONE)?;
        if let Value::Map(over) = json.value {
            merge(values, &over, 0);
        }
        return Ok(());
    }
    let mut parser = Parser { chars: text.char_indices().collect(), at: 0, set, disk };
    while parser.at < parser.chars.len() {
        let start = parser.offset();
        let path = parser.path()?;
        let value = parser.value(context)?;
        let span = Span::new(file.id(), start, parser.offset());
        let marked = |depth: usize| {
            let mut mark = Mark::NONE;
            for name in &path[..=depth] {
                mark = context.trails.add(Step::Key { parent: mark, name: name.clone(), span: Some(span) });
            }
            mark
        };
        let leaf = Tracked { value, mark: marked(path.len() - 1) };
        let whole = Tracked::new(Value::Map(values.clone()), Mark::NONE);
        put(Some(whole), &path, leaf, &marked, 0)?;
        parser.skip_comma()?;
    }
    Ok(())
}

/// Puts a value at a path; missing parents are created.
fn put(
    there: Option<Tracked>,
    path: &[KeyName],
    leaf: Tracked,
    marked: &dyn Fn(usize) -> Mark,
    depth: usize,
) -> Result<Tracked, String> {
    let Some(step) = path.get(depth) else { return Ok(leaf) };
    let there = there.filter(|there| !there.value.is_nil());
    let mark = || if depth == 0 { Mark::NONE } else { marked(depth - 1) };
    match step {
        KeyName::Name(name) => {
            let target = there.unwrap_or_else(|| Tracked::new(Value::map(Entries::new()), mark()));
            let Value::Map(map) = &target.value else {
                return Err(format!("cannot set `{name}`: its parent is not a map"));
            };
            // Helm does not set what has no name.
            if name.is_empty() && depth + 1 == path.len() {
                return Ok(target);
            }
            let inner = put(map.get(name), path, leaf, marked, depth + 1)?;
            map.set(name, inner);
            Ok(target)
        }
        KeyName::Index(index) => {
            let (mut items, mark) = match there {
                None => (Vec::new(), mark()),
                Some(Tracked { value: Value::List(list), mark }) => (list.items().to_vec(), mark),
                Some(_) => return Err(format!("cannot set item [{index}]: its parent is not a list")),
            };
            if items.len() <= *index {
                items.resize(index + 1, Tracked::NIL);
            }
            items[*index] = put(Some(items[*index].clone()), path, leaf, marked, depth + 1)?;
            Ok(Tracked::new(Value::list(items), mark))
        }
    }
}

/// Helm's `strvals`: `a.b=c,list[0].d=e,f={x,y}`, with backslashes before what is meant literally.
struct Parser<'a> {
    chars: Vec<(usize, char)>,
    at: usize,
    set: &'a Set,
    disk: &'a Disk,
}

impl Parser<'_> {
    /// Where the next character is, in bytes.
    fn offset(&self) -> usize {
        match self.chars.get(self.at) {
            Some((offset, _)) => *offset,
            None => self.chars.last().map_or(0, |(offset, char)| offset + char.len_utf8()),
        }
    }

    fn next(&mut self) -> Option<char> {
        let char = self.chars.get(self.at).map(|(_, char)| *char);
        self.at += 1;
        char
    }

    /// The text up to one of `stops`, which is taken and given, too.
    fn until(&mut self, stops: &[char]) -> (String, Option<char>) {
        let mut text = String::new();
        while let Some(char) = self.next() {
            if stops.contains(&char) {
                return (text, Some(char));
            }
            if char == '\\' && !matches!(self.set, Set::Literal(_)) {
                text.extend(self.next());
            } else {
                text.push(char);
            }
        }
        (text, None)
    }

    fn path(&mut self) -> Result<Vec<KeyName>, String> {
        let mut path = Vec::new();
        loop {
            let (name, stop) = self.until(&['=', '[', ',', '.']);
            // Behind an index comes a dot, or the value at once.
            let behind_index = name.is_empty() && matches!(path.last(), Some(KeyName::Index(_)));
            if !behind_index {
                if name.is_empty() && !matches!(stop, Some('=') | None) {
                    return Err("a key has no name".into());
                }
                path.push(KeyName::Name(name.as_str().into()));
            }
            if path.len() > 30 {
                return Err("keys nest more than 30 deep".into());
            }
            match stop {
                Some('=') => return Ok(path),
                Some('.') => {}
                Some('[') => {
                    let (index, end) = self.until(&[']']);
                    let index = index.trim().parse().map_err(|_| format!("`{index}` is not a list index"))?;
                    if end.is_none() {
                        return Err("a list index has no `]`".into());
                    }
                    if index > MAX_INDEX {
                        return Err(format!("list index {index} exceeds {MAX_INDEX}"));
                    }
                    path.push(KeyName::Index(index));
                }
                _ => return Err(format!("key `{name}` has no value")),
            }
        }
    }

    fn value(&mut self, context: &Context) -> Result<Value, String> {
        let rest = |parser: &Self| {
            parser.chars[parser.at.min(parser.chars.len())..].iter().map(|(_, char)| *char).collect::<String>()
        };
        match self.set {
            Set::Literal(_) => {
                let text = rest(self);
                self.at = self.chars.len();
                Ok(text.into())
            }
            Set::Json(_) => {
                let text = rest(self);
                let mut stream = serde_json::Deserializer::from_str(&text).into_iter::<serde_json::Value>();
                let parsed = stream.next().ok_or("the JSON is empty")?.map_err(|error| error.to_string())?;
                let length = text[..stream.byte_offset()].chars().count();
                self.at += length;
                let json = Text::from(parsed.to_string().as_str());
                Ok(decode::json(context, &json, Mark::NONE)?.value)
            }
            Set::File(_) => {
                let (path, _) = self.until(&[',']);
                self.at -= usize::from(
                    self.at <= self.chars.len()
                        && self.at > 0
                        && self.chars.get(self.at - 1).is_some_and(|(_, char)| *char == ','),
                );
                let text = self.disk.text_up_to(Path::new(&path), MAX_FILE);
                text.map(Value::from).map_err(|reason| format!("`{path}` {reason}"))
            }
            Set::Value(_) | Set::String(_) => self.typed_value(),
        }
    }

    fn typed_value(&mut self) -> Result<Value, String> {
        let as_text = matches!(self.set, Set::String(_));
        if self.chars.get(self.at).is_some_and(|(_, char)| *char == '{') {
            self.at += 1;
            let mut items = Vec::new();
            loop {
                let (text, stop) = self.until(&[',', '}']);
                match stop {
                    Some(stop) => {
                        items.push(typed(&text, as_text).into());
                        if stop == '}' {
                            return Ok(Value::list(items));
                        }
                    }
                    None => return Err("a list has no `}`".into()),
                }
            }
        }
        let (text, stop) = self.until(&[',']);
        if stop.is_some() {
            self.at -= 1;
        }
        Ok(typed(&text, as_text))
    }

    fn skip_comma(&mut self) -> Result<(), String> {
        match self.next() {
            None | Some(',') => Ok(()),
            Some(other) => Err(format!("expected a comma after the value, found `{other}`")),
        }
    }
}

/// What a text without quotes means to `--set`.
fn typed(text: &str, as_text: bool) -> Value {
    if as_text {
        return text.into();
    }
    match text {
        text if text.eq_ignore_ascii_case("true") => Value::Bool(true),
        text if text.eq_ignore_ascii_case("false") => Value::Bool(false),
        text if text.eq_ignore_ascii_case("null") => Value::Nil,
        "0" => Value::int64(0),
        // A leading zero makes a text: it may be an octal mode or a telephone number.
        text if text.starts_with('0') => text.into(),
        text => literal::integer(text, 10).map_or_else(|| text.into(), Value::int64),
    }
}
