//! Before a function is called: would it make too much, or take too long? No clock runs within functions.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{BUILTINS, BuiltinFcn, Expr, Ref, Source, Span};

use crate::engine::EngineError;

/// The largest value that is made at once, in bytes.
const MAX_SIZE: usize = 16 << 20;
/// The most that functions make while one rule is evaluated, in bytes: what they made before may still be there.
const MAX_TOTAL: usize = 512 << 20;
/// What an element of a list costs, in bytes.
const ELEMENT: usize = 16;
/// The longest list that is made.
const MAX_ELEMENTS: usize = 1_000_000;
const MAX_RANGE: f64 = 1e6;
/// The longest pattern of a regular expression or a glob.
const MAX_PATTERN: usize = 10_000;
/// The most comparisons of each with each.
const MAX_PAIRS: usize = 20_000_000;
/// The most digits of a number in a text, and of its exponent.
const MAX_DIGITS: usize = 1000;
const MAX_EXPONENT_DIGITS: usize = 3;
/// By how many bits a number is shifted at most.
const MAX_SHIFT: f64 = 4096.0;
/// The most steps of finding paths through a graph, and the longest path.
const MAX_STEPS: usize = 200_000;
const MAX_PATH: usize = 500;
/// How many bits of an address are expanded at most.
const MAX_HOST_BITS: u32 = 16;

/// What has to be looked at before a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// What comes out is as long as what goes in.
    Copy,
    /// A text in which everything that goes in is written out.
    Print,
    /// The same, with a separator between all elements of a list.
    Join,
    /// Every part of a value, with its path.
    Walk,
    Range,
    Shift,
    Addresses,
    Paths,
    /// A text becomes a number.
    Number,
    /// A text becomes a value, in which there are numbers.
    Document,
    Replace,
    ReplaceAll,
    /// The first argument is a pattern.
    Pattern,
    ReplacePattern,
    /// Each of one list with each of another.
    Pairs,
}

/// What has to be looked at before a function is called; nothing where all that comes out is a truth or a number.
pub fn of(function: &str) -> Option<Bound> {
    Some(match function {
        "numbers.range" | "numbers.range_step" => Bound::Range,
        "bits.lsh" => Bound::Shift,
        "net.cidr_expand" => Bound::Addresses,
        "graph.reachable_paths" => Bound::Paths,
        "to_number" | "units.parse" | "units.parse_bytes" => Bound::Number,
        "json.unmarshal" | "yaml.unmarshal" | "json.is_valid" | "yaml.is_valid" => Bound::Document,
        "replace" => Bound::Replace,
        "strings.replace_n" => Bound::ReplaceAll,
        "regex.match"
        | "regex.split"
        | "regex.find_n"
        | "regex.is_valid"
        | "regex.template_match"
        | "glob.match"
        | "re_match" => Bound::Pattern,
        "regex.replace" => Bound::ReplacePattern,
        "strings.any_prefix_match" | "strings.any_suffix_match" | "object.subset" => Bound::Pairs,
        "concat" => Bound::Join,
        "walk" => Bound::Walk,
        "sprintf"
        | "json.marshal"
        | "json.marshal_with_options"
        | "yaml.marshal"
        | "urlquery.encode_object"
        | "trace"
        | "object.union"
        | "object.union_n"
        | "product" => Bound::Print,
        "object.get" | "count" | "contains" | "startswith" | "endswith" | "indexof" | "type_name" | "is_array"
        | "is_boolean" | "is_null" | "is_number" | "is_object" | "is_set" | "is_string" => return None,
        _ => Bound::Copy,
    })
}

thread_local! {
    /// What functions have made since a rule began to be evaluated on this thread.
    static MADE: Cell<usize> = const { Cell::new(0) };
}

/// Another rule, or the same on another input, begins to be evaluated.
pub fn begin() {
    MADE.set(0);
}

impl Bound {
    /// Refuses a call that would go too far, and says why.
    pub fn check(self, arguments: &[Value]) -> Result<(), String> {
        let size = self.size(arguments)?;
        if size > MAX_SIZE {
            return Err("a value of more than 16 megabytes".to_owned());
        }
        let made = MADE.get().saturating_add(size);
        if made > MAX_TOTAL {
            return Err("the rule has made more than 512 megabytes of values".to_owned());
        }
        MADE.set(made);
        Ok(())
    }

    /// How large what comes out is at most, in bytes, as far as that matters.
    fn size(self, arguments: &[Value]) -> Result<usize, String> {
        let size = match (self, arguments) {
            (Self::Print, _) => written(arguments),
            (Self::Walk, _) if written(arguments) > MAX_ELEMENTS => {
                return Err("a value of more than a million parts".to_owned());
            }
            (Self::Join, [separator, items]) => {
                written(arguments).saturating_add(length(separator).saturating_mul(count(items)))
            }
            (Self::Range, [from, to, step @ ..]) => range(from, to, step.first())?,
            (Self::Shift, [_, Value::Number(by)]) if by.as_f64().is_none_or(|by| by > MAX_SHIFT) => {
                return Err(format!("a number shifted by more than {MAX_SHIFT} bits"));
            }
            (Self::Addresses, [Value::String(network)]) => addresses(network)?,
            (Self::Paths, [graph, starts]) => paths(graph, starts)?,
            (Self::Number, [Value::String(text)]) => numbers_in(text, false).map(|()| text.len())?,
            // A character may become an element: `[1,1,1]`.
            (Self::Document, [Value::String(text)]) => {
                numbers_in(text, true).map(|()| text.len().saturating_mul(ELEMENT / 2))?
            }
            (Self::Replace, [text, old, new]) => replaced(length(text), old, new),
            (Self::ReplaceAll, [Value::Object(pairs), text]) => {
                pairs.iter().fold(length(text), |size, (old, new)| replaced(size, old, new))
            }
            (Self::Pattern, [first, ..]) => pattern(first).map(|()| copied(arguments))?,
            (Self::ReplacePattern, [text, old, new]) => {
                pattern(old)?;
                let groups = if let Value::String(new) = new { new.matches('$').count() } else { 0 };
                // Either the whole text is taken once, or a part of it many times.
                let by_group = groups.saturating_mul(length(text));
                length(new).saturating_mul(length(text) + 1).saturating_add(by_group)
            }
            (Self::Pairs, [one, other]) if count(one).saturating_mul(count(other)) > MAX_PAIRS => {
                return Err(format!("more than {MAX_PAIRS} comparisons"));
            }
            // What has another form is refused by the function itself.
            _ => copied(arguments),
        };
        Ok(size)
    }
}

/// Refuses a value that is too large to be looked at as a whole.
pub fn check_result(value: &Value) -> Result<(), String> {
    let size = written(std::slice::from_ref(value));
    if size > MAX_SIZE { Err("a value of more than 16 megabytes".to_owned()) } else { Ok(()) }
}

/// Refuses a call of a function that would go too far.
pub fn refuse(function: &str, arguments: &[Value]) -> anyhow::Result<()> {
    let checked = of(function).map_or(Ok(()), |bound| bound.check(arguments));
    checked.map_err(|why| anyhow::anyhow!("`{function}` is not called: {why}"))
}

/// Puts the checks before the functions of an engine. With `strict`, a function that fails is an error; else undefined.
pub fn install(engine: &mut regorus::Engine, strict: bool) {
    let Ok(source) = Source::from_contents("function".to_owned(), " ".to_owned()) else { return };
    let span = Span { source, line: 1, col: 1, start: 0, end: 1 };
    let nothing = Expr::Null { span: span.clone(), value: Value::Null, eidx: 0 };
    let syntax: Arc<[Ref<Expr>]> = vec![Ref::new(nothing); 8].into();
    for (name, function) in BUILTINS.iter() {
        if of(name).is_none() {
            continue;
        }
        let guarded = Guarded { function: *function, name, span: span.clone(), syntax: Arc::clone(&syntax), strict };
        let call = move |arguments: Vec<Value>| guarded.call(&arguments);
        // Nothing else has that name: these come first.
        drop(engine.add_extension((*name).to_owned(), function.1, Box::new(call)));
    }
}

#[derive(Clone)]
struct Guarded {
    function: BuiltinFcn,
    name: &'static str,
    /// The functions want places for their errors; the engine adds that of the call.
    span: Span,
    syntax: Arc<[Ref<Expr>]>,
    strict: bool,
}

impl Guarded {
    fn call(&self, arguments: &[Value]) -> anyhow::Result<Value> {
        refuse(self.name, arguments)?;
        let syntax = self.syntax.get(..arguments.len()).unwrap_or(&self.syntax);
        match (self.function.0)(&self.span, syntax, arguments, self.strict) {
            Ok(value) => Ok(value),
            Err(_) if !self.strict => Ok(Value::Undefined),
            Err(error) => Err(anyhow::Error::msg(EngineError::of(&error).message)),
        }
    }
}

/// The size of some values when they are written out, as if nothing in them were shared; more than is allowed if it is.
fn written(values: &[Value]) -> usize {
    let mut budget = MAX_SIZE;
    if values.iter().all(|value| fits(value, &mut budget)) { MAX_SIZE - budget } else { MAX_SIZE + 1 }
}

fn fits(value: &Value, budget: &mut usize) -> bool {
    let own = match value {
        Value::String(text) => text.len() + 1,
        _ => 1,
    };
    let Some(left) = budget.checked_sub(own) else { return false };
    *budget = left;
    match value {
        Value::Array(items) => items.iter().all(|item| fits(item, budget)),
        Value::Set(items) => items.iter().all(|item| fits(item, budget)),
        Value::Object(entries) => entries.iter().all(|(key, value)| fits(key, budget) && fits(value, budget)),
        _ => true,
    }
}

/// The size of a copy of some values, which shares what is within them.
fn copied(values: &[Value]) -> usize {
    values.iter().map(|value| length(value) + count(value) * ELEMENT).sum()
}

fn length(value: &Value) -> usize {
    if let Value::String(text) = value { text.len() } else { 0 }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Set(items) => items.len(),
        Value::Object(entries) => entries.len(),
        _ => 1,
    }
}

fn replaced(size: usize, old: &Value, new: &Value) -> usize {
    let times = (size / length(old).max(1)).saturating_add(1);
    size.saturating_add(times.saturating_mul(length(new)))
}

fn range(from: &Value, to: &Value, step: Option<&Value>) -> Result<usize, String> {
    let number = |value: &Value| if let Value::Number(number) = value { number.as_f64() } else { None };
    let step = step.and_then(number).map_or(1.0, f64::abs);
    match (number(from), number(to)) {
        (Some(from), Some(to)) => {
            let elements = ((to - from) / step).abs();
            if step == 0.0 || elements > MAX_RANGE {
                return Err("a range of more than a million numbers".to_owned());
            }
            // Less than a million.
            Ok(elements as usize * ELEMENT)
        }
        _ => Ok(0),
    }
}

fn pattern(pattern: &Value) -> Result<(), String> {
    match pattern {
        Value::String(pattern) if pattern.len() > MAX_PATTERN => {
            Err(format!("a pattern of more than {MAX_PATTERN} characters"))
        }
        _ => Ok(()),
    }
}

fn addresses(network: &str) -> Result<usize, String> {
    let Some((address, prefix)) = network.split_once('/') else { return Ok(0) };
    let bits: u32 = if address.contains(':') { 128 } else { 32 };
    match prefix.parse::<u32>() {
        Ok(prefix) if bits.saturating_sub(prefix) > MAX_HOST_BITS => {
            Err(format!("a network of more than {} addresses", 1_u64 << MAX_HOST_BITS))
        }
        Ok(prefix) => Ok((ELEMENT * 4) << bits.saturating_sub(prefix)),
        Err(_) => Ok(0),
    }
}

/// Numbers whose digits would fill the memory. In a document, those in quotes are texts.
fn numbers_in(text: &str, is_document: bool) -> Result<(), String> {
    let (mut digits, mut exponent, mut in_exponent) = (0_usize, 0_usize, false);
    let mut quote = None;
    let mut before = ' ';
    for char in text.chars() {
        if is_document && (char == '"' || char == '\'') && before != '\\' {
            quote = if quote == Some(char) { None } else { quote.or(Some(char)) };
        }
        match char {
            _ if quote.is_some() => (digits, exponent, in_exponent) = (0, 0, false),
            '0'..='9' if in_exponent => exponent += usize::from(exponent > 0 || char != '0'),
            '0'..='9' | '_' => digits += 1,
            'e' | 'E' if digits > 0 && !in_exponent => in_exponent = true,
            '.' if !in_exponent => {}
            '+' | '-' if in_exponent && exponent == 0 => {}
            _ => (digits, exponent, in_exponent) = (0, 0, false),
        }
        if digits > MAX_DIGITS || exponent > MAX_EXPONENT_DIGITS {
            return Err("a number with too many digits".to_owned());
        }
        before = char;
    }
    Ok(())
}

/// Follows the paths as the function would, and gives up sooner.
fn paths(graph: &Value, starts: &Value) -> Result<usize, String> {
    let Value::Object(_) = graph else { return Ok(0) };
    let mut steps = 0;
    neighbours(starts).into_iter().try_for_each(|start| follow(graph, start, &mut BTreeSet::new(), &mut steps))?;
    Ok(steps * ELEMENT)
}

fn follow<'v>(
    graph: &'v Value,
    node: &'v Value,
    visited: &mut BTreeSet<&'v Value>,
    steps: &mut usize,
) -> Result<(), String> {
    *steps += 1 + visited.len();
    if *steps > MAX_STEPS || visited.len() > MAX_PATH {
        return Err("a graph with very many or very long paths".to_owned());
    }
    if visited.insert(node) {
        let next = neighbours(&graph[node]);
        next.into_iter().try_for_each(|next| follow(graph, next, visited, steps))?;
        visited.remove(node);
    }
    Ok(())
}

fn neighbours(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}
