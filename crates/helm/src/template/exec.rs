//! Runs templates over values, by the rules of Go's `text/template`.

mod pipeline;
mod range;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use super::ast::{Branch, Bytes, Item, Parsed, Pipeline};
use crate::context::Context;
use crate::limits;
use crate::print;
use crate::provenance::{Mark, Step};
use crate::text::{Builder, Text};
use crate::value::{Tracked, Value};
use seaworthy_source::SourceFile;

/// What Go prints for a missing value, and what Helm then removes from the text.
const NO_VALUE: &[u8] = b"<no value>";

/// A template that can be run.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) name: Arc<str>,
    items: Arc<Vec<Item>>,
    pub(crate) source: Source,
}

/// The text that a template is written in.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    File(Arc<SourceFile>),
    /// A value that `tpl` was given.
    Value(Text, Mark),
}

impl Source {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::File(file) => file.text().as_bytes(),
            Self::Value(text, _) => text.bytes(),
        }
    }
}

/// How many places a failure's way has.
const MAX_PLACES: usize = 8;

/// Why a template stopped, the innermost place first.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) message: String,
    /// The actions that led there.
    pub(crate) at: Vec<(u32, Bytes)>,
    /// Whether the chart itself said so, by `fail` or `required`.
    pub(crate) deliberate: bool,
    /// Marks of the values that the failing action worked on.
    pub(crate) mark: Mark,
}

type Exec<T> = Result<T, Box<Failure>>;

fn failure<T>(message: impl Into<String>) -> Exec<T> {
    Err(Box::new(Failure { message: message.into(), at: Vec::new(), deliberate: false, mark: Mark::NONE }))
}

/// Templates by name; those that a `tpl` text defines are seen by that text alone.
#[derive(Debug, Default)]
struct Scope {
    names: HashMap<Arc<str>, u32>,
    parent: Option<Rc<Scope>>,
}

impl Scope {
    fn find(&self, name: &str) -> Option<u32> {
        let mut scope = Some(self);
        while let Some(at) = scope {
            if let Some(found) = at.names.get(name) {
                return Some(*found);
            }
            scope = at.parent.as_deref();
        }
        None
    }
}

/// Runs the templates of one rendering.
pub(crate) struct Interpreter<'a> {
    pub(crate) context: &'a Context,
    definitions: RefCell<Vec<Rc<Definition>>>,
    scope: RefCell<Rc<Scope>>,
    /// Texts that `tpl` was given before.
    parsed: RefCell<HashMap<Vec<u8>, Rc<Parsed>>>,
    depth: Cell<usize>,
    steps: Cell<u64>,
    deadline: Instant,
}

/// One run of one template.
struct Frame {
    definition: u32,
    source: Source,
    variables: Vec<(Arc<str>, Tracked)>,
    out: Builder,
    /// The conditions and loops around what runs.
    under: Mark,
    /// The mark of literal text under them.
    literal: Mark,
    scope: Rc<Scope>,
}

enum Flow {
    Next,
    Break,
    Continue,
}

impl<'a> Interpreter<'a> {
    pub(crate) fn new(context: &'a Context) -> Self {
        Self {
            context,
            definitions: RefCell::default(),
            scope: RefCell::default(),
            parsed: RefCell::default(),
            depth: Cell::new(0),
            steps: Cell::new(0),
            deadline: Instant::now() + limits::MAX_TIME,
        }
    }

    /// Takes in a file's templates; a later one of a name replaces an earlier one, unless it is empty.
    pub(crate) fn add(&self, name: &str, parsed: &Parsed, file: &Arc<SourceFile>) {
        if let Some(scope) = Rc::get_mut(&mut self.scope.borrow_mut()) {
            self.define(scope, name, parsed, &Source::File(Arc::clone(file)));
        }
    }

    fn define(&self, scope: &mut Scope, name: &str, parsed: &Parsed, source: &Source) -> u32 {
        let mut definitions = self.definitions.borrow_mut();
        let mut add = |name: Arc<str>, items: &Arc<Vec<Item>>| {
            definitions.push(Rc::new(Definition { name, items: Arc::clone(items), source: source.clone() }));
            u32::try_from(definitions.len() - 1).unwrap_or(u32::MAX)
        };
        for (name, items) in &parsed.defines {
            if !is_blank(items, source.bytes()) || scope.find(name).is_none() {
                let number = add(Arc::clone(name), items);
                scope.names.insert(Arc::clone(name), number);
            }
        }
        let name: Arc<str> = name.into();
        let number = add(Arc::clone(&name), &parsed.root);
        if matches!(source, Source::File(_)) {
            scope.names.insert(name, number);
        }
        number
    }

    pub(crate) fn definition(&self, number: u32) -> Option<Rc<Definition>> {
        self.definitions.borrow().get(number as usize).cloned()
    }

    /// Runs the template of a file, and gives its text.
    pub(crate) fn render(&self, name: &str, data: &Tracked) -> Exec<(Text, Mark)> {
        let scope = Rc::clone(&self.scope.borrow());
        let Some(number) = scope.find(name) else { return failure(format!("no template {name:?}")) };
        self.steps.set(0);
        let out = self.run(number, scope, data, Mark::NONE)?;
        Ok(without_no_value(out).finish())
    }

    fn run(&self, number: u32, scope: Rc<Scope>, data: &Tracked, under: Mark) -> Exec<Builder> {
        let Some(definition) = self.definition(number) else { return failure("template not defined") };
        let mut frame = Frame {
            definition: number,
            source: definition.source.clone(),
            variables: vec![("$".into(), data.clone())],
            out: Builder::default(),
            under,
            literal: Mark::NONE,
            scope,
        };
        self.set_under(&mut frame, under);
        self.items(&mut frame, data, &definition.items)?;
        self.context.account(frame.out.len()).or_else(failure)?;
        Ok(frame.out)
    }

    fn set_under(&self, frame: &mut Frame, under: Mark) {
        frame.under = under;
        frame.literal = self.context.trails.add(Step::Literal { definition: frame.definition, under });
    }

    fn step(&self) -> Exec<()> {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps > limits::MAX_STEPS {
            return failure(format!("the template takes more than {} steps to render", limits::MAX_STEPS));
        }
        if steps.is_multiple_of(1024) && Instant::now() > self.deadline {
            return failure(format!("the chart takes more than {} seconds to render", limits::MAX_TIME.as_secs()));
        }
        Ok(())
    }

    fn deeper<T>(&self, inside: impl FnOnce() -> Exec<T>) -> Exec<T> {
        let depth = self.depth.get();
        if depth >= limits::MAX_DEPTH {
            return failure(format!("templates call each other more than {} deep", limits::MAX_DEPTH));
        }
        self.depth.set(depth + 1);
        let result = inside();
        self.depth.set(depth);
        result
    }

    fn items(&self, frame: &mut Frame, dot: &Tracked, items: &[Item]) -> Exec<Flow> {
        for item in items {
            self.step()?;
            match item {
                Item::Text(bytes) => literal(frame, bytes),
                Item::Action(pipeline) => self.action(frame, dot, pipeline)?,
                Item::If(branch) | Item::With(branch) => {
                    let known = frame.variables.len();
                    let flow = self.deeper(|| self.conditional(frame, dot, branch, matches!(item, Item::With(_))))?;
                    frame.variables.truncate(known);
                    if !matches!(flow, Flow::Next) {
                        return Ok(flow);
                    }
                }
                Item::Range(branch) => {
                    let known = frame.variables.len();
                    let flow = self.deeper(|| self.range(frame, dot, branch)).map_err(|error| match error.at[..] {
                        // What is wrong is not with an action in the loop, but with how long it takes.
                        [] => within(error, frame.definition, &branch.pipeline.bytes),
                        _ => error,
                    })?;
                    frame.variables.truncate(known);
                    if !matches!(flow, Flow::Next) {
                        return Ok(flow);
                    }
                }
                Item::Template { name, data, bytes } => self
                    .deeper(|| self.template(frame, dot, name, data.as_ref(), bytes))
                    .map_err(|error| within(error, frame.definition, bytes))?,
                Item::Break => return Ok(Flow::Break),
                Item::Continue => return Ok(Flow::Continue),
            }
            if frame.out.len() > limits::MAX_TEXT {
                return failure(format!("the template makes more than {} MB of text", limits::MAX_TEXT >> 20));
            }
        }
        Ok(Flow::Next)
    }

    fn action(&self, frame: &mut Frame, dot: &Tracked, pipeline: &Pipeline) -> Exec<()> {
        let value = self.pipeline(frame, dot, pipeline)?;
        if !pipeline.variables.is_empty() {
            return Ok(());
        }
        let from = frame.out.len();
        match &value.value {
            Value::Nil => frame.out.push(NO_VALUE, value.mark),
            Value::String(text) => frame.out.push_text(text, value.mark),
            other => frame.out.push(print::plain(other).as_bytes(), value.mark),
        }
        self.written(frame, from, &pipeline.bytes);
        Ok(())
    }

    /// Notes that the action wrote everything from the byte `from` on.
    fn written(&self, frame: &mut Frame, from: usize, bytes: &Bytes) {
        let trails = &self.context.trails;
        if !trails.enabled() {
            return;
        }
        let (definition, under) = (frame.definition, frame.under);
        match &frame.source {
            Source::File(_) => frame.out.remark(from, |inner| {
                trails.add(Step::Action { definition, start: bytes.start, end: bytes.end, inner, under })
            }),
            Source::Value(text, mark) => {
                let outer = text.mark_at(bytes.start as usize, *mark);
                frame.out.remark(from, |inner| trails.both(outer, inner));
            }
        }
    }

    fn conditional(&self, frame: &mut Frame, dot: &Tracked, branch: &Branch, with: bool) -> Exec<Flow> {
        let value = self.pipeline(frame, dot, &branch.pipeline)?;
        let truth = value.value.truth();
        let outer = (frame.under, frame.literal);
        self.under(frame, &value);
        let flow = match (truth, with) {
            (true, true) => self.items(frame, &value, &branch.body),
            (true, false) => self.items(frame, dot, &branch.body),
            (false, _) => self.items(frame, dot, &branch.otherwise),
        }?;
        (frame.under, frame.literal) = outer;
        Ok(flow)
    }

    /// What is written next hangs on the value.
    fn under(&self, frame: &mut Frame, value: &Tracked) {
        let trails = &self.context.trails;
        if trails.enabled() {
            let decides = print::mark(value, trails);
            if decides != Mark::NONE {
                let under = trails.add(Step::Under { decides, outer: frame.under });
                self.set_under(frame, under);
            }
        }
    }

    fn range(&self, frame: &mut Frame, dot: &Tracked, branch: &Branch) -> Exec<Flow> {
        let value = self.pipeline_value(frame, dot, &branch.pipeline)?;
        let items = match range::items(&value, branch.pipeline.variables.len(), self.context) {
            Ok(items) => items,
            Err(message) => {
                return failure(message).map_err(|error| within(error, frame.definition, &branch.pipeline.bytes));
            }
        };
        let outer = (frame.under, frame.literal);
        if items.is_empty() {
            self.under(frame, &value);
            let flow = self.items(frame, dot, &branch.otherwise)?;
            (frame.under, frame.literal) = outer;
            return Ok(flow);
        }
        let known = frame.variables.len();
        for (key, item) in items {
            self.step()?;
            let variables = &branch.pipeline.variables;
            let (first, second) = match variables.as_slice() {
                [] => (None, None),
                [only] => (None, Some(only)),
                [first, second, ..] => (Some(first), Some(second)),
            };
            for (variable, value) in [(first, &key), (second, &item)] {
                let Some(variable) = variable else { continue };
                if branch.pipeline.assigns {
                    pipeline::assign(frame, variable, value.clone())?;
                } else {
                    frame.variables.push((Arc::clone(variable), value.clone()));
                }
            }
            self.under(frame, &item);
            let flow = self.items(frame, &item, &branch.body)?;
            (frame.under, frame.literal) = outer;
            frame.variables.truncate(known);
            if matches!(flow, Flow::Break) {
                break;
            }
        }
        Ok(Flow::Next)
    }

    fn template(
        &self,
        frame: &mut Frame,
        dot: &Tracked,
        name: &str,
        data: Option<&Pipeline>,
        bytes: &Bytes,
    ) -> Exec<()> {
        let Some(number) = frame.scope.find(name) else { return failure(format!("template {name:?} not defined")) };
        let data = match data {
            Some(pipeline) => self.pipeline(frame, dot, pipeline)?,
            None => Tracked::NIL,
        };
        let text = self.run(number, Rc::clone(&frame.scope), &data, Mark::NONE)?;
        let from = frame.out.len();
        let (text, mark) = text.finish();
        frame.out.push_text(&text, mark);
        self.written(frame, from, bytes);
        Ok(())
    }
}

fn literal(frame: &mut Frame, bytes: &Bytes) {
    let range = bytes.start as usize..bytes.end as usize;
    match &frame.source {
        Source::File(file) => {
            frame.out.push_literal(&file.text().as_bytes()[range.clone()], frame.literal, range.start);
        }
        Source::Value(text, mark) => frame.out.push_part(text, *mark, range),
    }
}

/// Adds a place to a failure's way; a place that is known already adds nothing, as in a recursion.
fn within(mut error: Box<Failure>, definition: u32, bytes: &Bytes) -> Box<Failure> {
    let repeats = error
        .at
        .last()
        .is_some_and(|(inner, at)| *inner == definition && at.start >= bytes.start && at.end <= bytes.end);
    let place = (definition, bytes.clone());
    if !repeats && !error.at.contains(&place) {
        // The innermost places show what is wrong, the outermost one where to find it.
        error.at.truncate(MAX_PLACES - 1);
        error.at.push(place);
    }
    error
}

/// Go keeps an earlier template where a later one of its name says nothing.
fn is_blank(items: &[Item], text: &[u8]) -> bool {
    items.iter().all(|item| match item {
        Item::Text(bytes) => text[bytes.start as usize..bytes.end as usize].iter().all(u8::is_ascii_whitespace),
        _ => false,
    })
}

fn without_no_value(out: Builder) -> Builder {
    if memchr::memmem::find(out.bytes(), NO_VALUE).is_none() {
        return out;
    }
    let (text, mark) = out.finish();
    let mut cleaned = Builder::default();
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.bytes(), NO_VALUE) {
        cleaned.push_part(&text, mark, from..at);
        from = at + NO_VALUE.len();
    }
    cleaned.push_part(&text, mark, from..text.len());
    cleaned
}
