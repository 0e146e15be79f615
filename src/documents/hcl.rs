//! HCL as JSON, in the shape that policies for Conftest expect, which is that of the program `hcl2json`:
//!
//! - Blocks are maps by type and labels, with a list at their end: there may be several blocks of the same name.
//! - Literals are values. Any other expression is a text, `${…}`, with what is written in it; it is not evaluated.
//! - Lists and maps are such, whatever is in them; a key that is no name or text is `${…}`, too.
//!
//! Source: docs of Conftest; tests/conftest/hcl holds what that program makes of files of ours.

use std::fmt::Write as _;
use std::sync::Arc;

use seaworthy_source::{Entry, Map, Node, Number, SourceFile, Span, Value};
use seaworthy_terraform::syntax::ast::{Block, Body, Expr, ExprKind, TemplatePart, UnaryOperator};

/// A file as a value. The span of what a block became is its header.
pub(super) fn node(body: &Body, file: &Arc<SourceFile>) -> Node {
    let start = body.blocks.first().map(|block| block.header);
    let start = start.or(body.attributes.first().map(|attribute| attribute.name_span)).unwrap_or(body.span);
    Converter { text: file.text() }.body(body, start)
}

struct Converter<'a> {
    text: &'a str,
}

impl Converter<'_> {
    fn body(&self, body: &Body, span: Span) -> Node {
        let mut entries: Vec<Entry> = Vec::new();
        for attribute in &body.attributes {
            let value = self.expression(&attribute.value);
            entries.push(Entry { key: Arc::clone(&attribute.name), key_span: attribute.name_span, value });
        }
        for block in &body.blocks {
            self.add(block, &mut entries);
        }
        // What is written first comes first.
        entries.sort_by_key(|entry| entry.key_span.start);
        Node { value: Value::Map(Map::from(entries)), span, origin: None }
    }

    /// Adds a block behind others of its type and labels.
    fn add(&self, block: &Block, entries: &mut Vec<Entry>) {
        let kind = Span { end: block.header.start + u32::try_from(block.kind.len()).unwrap_or(0), ..block.header };
        let mut names = vec![(Arc::clone(&block.kind), kind)];
        names.extend(block.labels.iter().map(|label| (Arc::clone(&label.text), label.span)));
        let body = self.body(&block.body, block.header);
        insert(entries, &names, body);
    }

    fn expression(&self, expression: &Expr) -> Node {
        let value = match &expression.kind {
            ExprKind::Null => Value::Null,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(text) => number(text),
            ExprKind::String(text) => Value::String(escaped(text).into()),
            ExprKind::Unary { operator, operand } => match (operator, &operand.kind) {
                (UnaryOperator::Negate, ExprKind::Number(text)) => number(&format!("-{text}")),
                (UnaryOperator::Not, ExprKind::Bool(value)) => Value::Bool(!value),
                _ => self.quoted(expression),
            },
            ExprKind::Tuple(items) => Value::List(items.iter().map(|item| self.expression(item)).collect()),
            ExprKind::Object(items) => {
                let mut entries: Vec<Entry> = Vec::new();
                for item in items {
                    let entry = Entry {
                        key: self.key(&item.key),
                        key_span: item.key.span,
                        value: self.expression(&item.value),
                    };
                    // Of equal keys, the last one counts.
                    entries.retain(|known| known.key != entry.key);
                    entries.push(entry);
                }
                Value::Map(Map::from(entries))
            }
            ExprKind::Template(parts) => match &**parts {
                [TemplatePart::Value(only)] => self.expression(only).value,
                parts => {
                    let mut text = String::new();
                    self.template(parts, &mut text);
                    Value::String(text.into())
                }
            },
            _ => self.quoted(expression),
        };
        Node { value, span: expression.span, origin: None }
    }

    fn key(&self, key: &Expr) -> Arc<str> {
        match self.expression(key).value {
            Value::String(text) => text,
            Value::Number(Number::Integer(value)) => value.to_string().into(),
            Value::Number(Number::Float(value)) => value.to_string().into(),
            Value::Bool(value) => value.to_string().into(),
            _ => format!("${{{}}}", self.written(key)).into(),
        }
    }

    fn written(&self, expression: &Expr) -> &str {
        self.text.get(expression.span.range()).unwrap_or_default()
    }

    fn quoted(&self, expression: &Expr) -> Value {
        Value::String(format!("${{{}}}", self.written(expression)).into())
    }

    fn template(&self, parts: &[TemplatePart], text: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Text(part) => text.push_str(&escaped(part)),
                TemplatePart::Value(value) => match &value.kind {
                    ExprKind::String(part) => text.push_str(&escaped(part)),
                    ExprKind::Number(part) => text.push_str(part),
                    ExprKind::Bool(part) => text.push_str(if *part { "true" } else { "false" }),
                    _ => {
                        let _ = write!(text, "${{{}}}", self.written(value));
                    }
                },
                TemplatePart::If { condition, yes, no } => {
                    let _ = write!(text, "%{{if {}}}", self.written(condition));
                    self.template(yes, text);
                    if !no.is_empty() {
                        text.push_str("%{else}");
                        self.template(no, text);
                    }
                    text.push_str("%{endif}");
                }
                TemplatePart::For { key_name, value_name, of, body } => {
                    let key = key_name.as_ref().map(|key| format!("{key}, ")).unwrap_or_default();
                    let _ = write!(text, "%{{for {key}{value_name} in {}}}", self.written(of));
                    self.template(body, text);
                    text.push_str("%{endfor}");
                }
            }
        }
    }
}

/// A text in which what looks like a sequence is told from one.
fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

fn number(text: &str) -> Value {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), _) => Value::Number(Number::Integer(value.into())),
        (_, Ok(value)) if value.fract() == 0.0 && value.abs() < 1e15 => {
            // Numbers of JSON know no difference between `1e3` and `1000`.
            format!("{value:.0}")
                .parse()
                .map_or(Value::Number(Number::Float(value)), |value| Value::Number(Number::Integer(value)))
        }
        (_, Ok(value)) => Value::Number(Number::Float(value)),
        _ => Value::String(text.into()),
    }
}

/// Puts a block's body where its names lead.
fn insert(entries: &mut Vec<Entry>, names: &[(Arc<str>, Span)], body: Node) {
    let Some(((key, key_span), rest)) = names.split_first() else { return };
    let at = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
        let value = if rest.is_empty() { Value::List(Vec::new()) } else { Value::Map(Map::default()) };
        let value = Node { value, span: *key_span, origin: None };
        entries.push(Entry { key: Arc::clone(key), key_span: *key_span, value });
        entries.len() - 1
    });
    match &mut entries[at].value.value {
        Value::List(blocks) if rest.is_empty() => blocks.push(body),
        Value::Map(map) if !rest.is_empty() => {
            let mut inner = std::mem::take(map).into_entries();
            insert(&mut inner, rest, body);
            *map = Map::from(inner);
        }
        // An argument or block of another shape has the name already: no configuration that Terraform would take.
        _ => {}
    }
}
