//! Where rendered text and values come from.
//!
//! Every value and every piece of text carries a [`Mark`]: four bytes that name a [`Step`] in the [`Trails`] of one
//! rendering. Steps refer to each other, so that a whole chain (template line, helper lines, values key) costs one step
//! for each action that runs.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use seaworthy_source::Span;

/// How many places one piece of text is traced to.
const MAX_PLACES: usize = 8;

/// How many steps are looked at to find them: unions that a loop builds up can be long.
const MAX_STEPS: usize = 64;

/// Names a step of the trails; [`Mark::NONE`] where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Mark(u32);

/// Set in the marks of everything that something generated had a part in.
const GENERATED: u32 = 1 << 31;

impl Mark {
    pub(super) const NONE: Self = Self(0);

    /// Whether each rendering makes up anew what the mark is of.
    pub(super) fn is_generated(self) -> bool {
        self.0 & GENERATED != 0
    }

    /// The same, if `other` is generated, as generated.
    pub(super) fn tainted_by(self, other: Self) -> Self {
        Self(self.0 | other.0 & GENERATED)
    }

    fn index(self) -> usize {
        (self.0 & !GENERATED) as usize
    }

    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::NONE { other } else { self }
    }
}

/// A step of a path into values.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum KeyName {
    Name(Rc<str>),
    Index(usize),
}

/// One thing that had a part in writing a text.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A key of a values file; `parent` is the key that holds it.
    Key { parent: Mark, name: KeyName, span: Option<Span> },
    /// A key that no values file has.
    Missing { parent: Mark, name: Rc<str> },
    /// Text that stands in a template. Runs of it know how many bytes into the template's file they begin.
    Literal { definition: u32, under: Mark },
    /// An action, and what it wrote.
    Action { definition: u32, start: u32, end: u32, inner: Mark, under: Mark },
    /// First one, then the other: the text of a template that is itself a value, and what its action wrote.
    Both(Mark, Mark),
    /// A condition or loop that decided whether the text is written at all.
    Under { decides: Mark, outer: Mark },
    /// Made up anew by each rendering: random text, keys, clocks.
    Generated(&'static str),
}

/// A place that a text is traced to, outermost first.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    /// In a template: literal text, or an action.
    Template { definition: u32, start: u32, end: u32 },
    /// A values key.
    Key { path: String, span: Span, missing: bool },
}

/// What is known of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Traced {
    pub(super) places: Vec<Place>,
    /// The conditions above it, innermost first, as the marks of what decides them.
    pub(super) conditions: Vec<Mark>,
    pub(super) generated: Option<&'static str>,
}

/// All steps of one rendering.
#[derive(Debug)]
pub(super) struct Trails {
    steps: RefCell<Vec<Step>>,
    enabled: bool,
}

impl Trails {
    pub(super) fn new(enabled: bool) -> Self {
        // The first step is `Mark::NONE`'s.
        Self { steps: RefCell::new(vec![Step::Both(Mark::NONE, Mark::NONE)]), enabled }
    }

    pub(super) fn enabled(&self) -> bool {
        self.enabled
    }

    pub(super) fn add(&self, step: Step) -> Mark {
        let taint = match &step {
            Step::Generated(_) => Mark(GENERATED),
            Step::Action { inner, .. } => *inner,
            Step::Both(first, second) => first.tainted_by(*second),
            _ => Mark::NONE,
        };
        if !self.enabled {
            return Mark::NONE.tainted_by(taint);
        }
        let mut steps = self.steps.borrow_mut();
        let number = u32::try_from(steps.len()).ok().filter(|number| number & GENERATED == 0);
        let Some(number) = number else { return Mark::NONE.tainted_by(taint) };
        steps.push(step);
        Mark(number).tainted_by(taint)
    }

    /// A mark for something made of both.
    pub(super) fn both(&self, first: Mark, second: Mark) -> Mark {
        if first == Mark::NONE || first == second {
            second
        } else if second == Mark::NONE {
            first
        } else {
            self.add(Step::Both(first, second))
        }
    }

    /// Whether the mark is one of a values key, or of a missing key.
    pub(super) fn is_key(&self, mark: Mark) -> bool {
        matches!(self.steps.borrow()[mark.index()], Step::Key { .. } | Step::Missing { .. })
    }

    /// The key that a text was taken from, if it was one alone.
    pub(super) fn innermost_key(&self, mark: Mark) -> Option<Mark> {
        let steps = self.steps.borrow();
        let mut at = mark;
        for _ in 0..MAX_STEPS {
            match &steps[at.index()] {
                Step::Key { .. } => return Some(at),
                Step::Action { inner, .. } => at = *inner,
                Step::Both(_, second) if *second != Mark::NONE => at = *second,
                _ => return None,
            }
        }
        None
    }

    /// The key that holds a key.
    pub(super) fn parent(&self, mark: Mark) -> Option<Mark> {
        match &self.steps.borrow()[mark.index()] {
            Step::Key { parent, .. } if *parent != Mark::NONE => Some(*parent),
            _ => None,
        }
    }

    /// The dotted path of a key, and the span of the nearest key that is written somewhere.
    fn key(&self, mark: Mark) -> (String, Option<Span>) {
        let steps = self.steps.borrow();
        let mut names = Vec::new();
        let mut place = None;
        let mut at = mark;
        loop {
            let (parent, name, span) = match &steps[at.index()] {
                Step::Key { parent, name, span } => (*parent, name.clone(), *span),
                Step::Missing { parent, name } => (*parent, KeyName::Name(Rc::clone(name)), None),
                _ => break,
            };
            // The root of a file's values has no name.
            if !matches!(&name, KeyName::Name(name) if name.is_empty()) {
                names.push(name);
            }
            place = place.or(span);
            at = parent;
        }
        (dotted(names.iter().rev()), place)
    }

    /// What a mark stands for; `literal` is the part of its file that it is, if it is one of a literal.
    pub(super) fn trace(&self, mark: Mark, literal: Option<Range<u32>>) -> Traced {
        let mut traced = Traced::default();
        if mark.is_generated() {
            traced.generated = Some("made anew by each rendering");
        }
        let mut open = vec![mark];
        let mut looked_at = 0;
        while let Some(mark) = open.pop() {
            looked_at += 1;
            if mark.index() == 0 || looked_at > MAX_STEPS {
                continue;
            }
            let step = self.steps.borrow()[mark.index()].clone();
            match step {
                Step::Key { .. } | Step::Missing { .. } => {
                    let (path, span) = self.key(mark);
                    if let Some(span) = span {
                        traced.note(Place::Key { path, span, missing: matches!(step, Step::Missing { .. }) });
                    }
                }
                Step::Literal { definition, under } => {
                    if let Some(Range { start, end }) = literal.clone() {
                        traced.note(Place::Template { definition, start, end });
                    }
                    self.conditions(under, &mut traced.conditions);
                }
                Step::Action { definition, start, end, inner, under } => {
                    traced.note(Place::Template { definition, start, end });
                    self.conditions(under, &mut traced.conditions);
                    open.push(inner);
                }
                Step::Both(first, second) => open.extend([second, first]),
                Step::Under { .. } => {}
                Step::Generated(cause) => traced.generated = Some(cause),
            }
        }
        traced
    }

    fn conditions(&self, under: Mark, found: &mut Vec<Mark>) {
        let steps = self.steps.borrow();
        let mut at = under;
        while let Step::Under { decides, outer, .. } = &steps[at.index()] {
            if found.len() >= MAX_PLACES {
                return;
            }
            if *decides != Mark::NONE && !found.contains(decides) {
                found.push(*decides);
            }
            at = *outer;
        }
    }
}

impl Traced {
    fn note(&mut self, place: Place) {
        if self.places.len() < MAX_PLACES && !self.places.contains(&place) {
            self.places.push(place);
        }
    }
}

/// `image.tag`, `containers[0].image`, `annotations["example.com/a"]`.
fn dotted<'a>(names: impl Iterator<Item = &'a KeyName>) -> String {
    let steps = names.map(|name| match name {
        KeyName::Name(name) => seaworthy_source::Step::Key((**name).into()),
        KeyName::Index(index) => seaworthy_source::Step::Index(*index),
    });
    seaworthy_source::Path(steps.collect()).to_string()
}
