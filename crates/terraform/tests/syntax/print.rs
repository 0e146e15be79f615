//! Syntax trees as compact text: one line for each argument and block, expressions with every bracket that is implied.

use std::fmt::Write as _;

use seaworthy_source::{Diagnostic, SourceFile};
use seaworthy_terraform::syntax::ast::{
    BinaryOperator, Body, Expr, ExprKind, For, ObjectItem, TemplatePart, UnaryOperator,
};
use seaworthy_terraform::syntax::{self, Snippet};

/// The tree of a file, what is wrong with it, and its comments.
pub fn file(file: &SourceFile) -> String {
    let mut out = String::new();
    if file.name().ends_with(".tftpl") {
        match syntax::parse_template(Snippet::file(file)) {
            Ok(template) => writeln!(out, "{}", expression(&template)).expect("a string"),
            Err(error) => diagnostic(&error, file, &mut out),
        }
        return out;
    }
    let parsed = syntax::parse(file);
    body(&parsed.body, file, 0, &mut out);
    for error in &parsed.diagnostics {
        diagnostic(error, file, &mut out);
    }
    for comment in &parsed.comments {
        writeln!(out, "comment {:?}", &file.text()[comment.range()]).expect("a string");
    }
    out
}

pub fn body(body: &Body, file: &SourceFile, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    for attribute in &body.attributes {
        let text = &file.text()[attribute.value.span.range()];
        let text = text.split('\n').map(str::trim).collect::<Vec<_>>().join("↵");
        let name = &file.text()[attribute.name_span.range()];
        let name = if *name == *attribute.name { String::new() } else { format!(" ({name})") };
        let tree = expression(&attribute.value);
        let text = if tree == text { String::new() } else { format!("   ⟵ {text}") };
        writeln!(out, "{pad}{}{name} = {tree}{text}", attribute.name).expect("a string");
    }
    for block in &body.blocks {
        let labels: String = block.labels.iter().map(|label| format!(" {:?}", label.text)).collect();
        let header = &file.text()[block.header.range()];
        writeln!(out, "{pad}{}{labels}   ⟵ {header}", block.kind).expect("a string");
        self::body(&block.body, file, depth + 1, out);
    }
}

pub fn diagnostic(diagnostic: &Diagnostic, file: &SourceFile, out: &mut String) {
    writeln!(out, "{:?}: {}", diagnostic.level, diagnostic.message).expect("a string");
    for (span, label) in &diagnostic.labels {
        let position = file.position(span.start);
        let text = file.text().get(span.range()).expect("a range of the text");
        writeln!(out, "  {}:{} {text:?} {label}", position.line, position.column).expect("a string");
    }
    if let Some(help) = &diagnostic.help {
        writeln!(out, "  help: {help}").expect("a string");
    }
}

pub fn expression(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Null => "null".into(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Number(text) => text.to_string(),
        ExprKind::String(text) => format!("{text:?}"),
        ExprKind::Template(parts) => format!("«{}»", template(parts)),
        ExprKind::Tuple(items) => format!("[{}]", list(items)),
        ExprKind::Object(items) => format!("{{{}}}", items.iter().map(item).collect::<Vec<_>>().join(", ")),
        ExprKind::Variable(name) => name.to_string(),
        ExprKind::Attribute { of, name, .. } => format!("{}.{name}", expression(of)),
        ExprKind::Index { of, key } => format!("{}[{}]", expression(of), expression(key)),
        ExprKind::Splat { of, each } => format!("{}⟨{}⟩", expression(of), expression(each)),
        ExprKind::Element => "*".into(),
        ExprKind::Call { name, arguments, expand, .. } => {
            format!("{name}({}{})", list(arguments), if *expand { "..." } else { "" })
        }
        ExprKind::Conditional { condition, yes, no } => {
            format!("({} ? {} : {})", expression(condition), expression(yes), expression(no))
        }
        ExprKind::For(repeated) => for_expression(repeated),
        ExprKind::Unary { operator: UnaryOperator::Negate, operand } => format!("(-{})", expression(operand)),
        ExprKind::Unary { operator: UnaryOperator::Not, operand } => format!("(!{})", expression(operand)),
        ExprKind::Binary { left, operator, right } => {
            format!("({} {} {})", expression(left), sign(*operator), expression(right))
        }
        ExprKind::Parens(inner) => format!("‹{}›", expression(inner)),
    }
}

fn list(items: &[Expr]) -> String {
    items.iter().map(expression).collect::<Vec<_>>().join(", ")
}

fn item(item: &ObjectItem) -> String {
    format!("{} = {}", expression(&item.key), expression(&item.value))
}

fn for_expression(repeated: &For) -> String {
    let names = names(repeated.key_name.as_deref(), &repeated.value_name);
    let key = repeated.key.as_ref().map(|key| format!("{} => ", expression(key))).unwrap_or_default();
    let group = if repeated.group { "..." } else { "" };
    let condition =
        repeated.condition.as_ref().map(|condition| format!(" if {}", expression(condition))).unwrap_or_default();
    let (open, close) = if repeated.key.is_some() { ('{', '}') } else { ('[', ']') };
    let of = expression(&repeated.of);
    format!("{open}for {names} in {of} : {key}{}{group}{condition}{close}", expression(&repeated.value))
}

fn names(key: Option<&str>, value: &str) -> String {
    key.map_or_else(|| value.to_owned(), |key| format!("{key}, {value}"))
}

fn template(parts: &[TemplatePart]) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join("·")
}

fn part(part: &TemplatePart) -> String {
    match part {
        TemplatePart::Text(text) => format!("{text:?}"),
        TemplatePart::Value(value) => expression(value),
        TemplatePart::If { condition, yes, no } => {
            format!("if {} «{}» else «{}»", expression(condition), template(yes), template(no))
        }
        TemplatePart::For { key_name, value_name, of, body } => {
            format!("for {} in {} «{}»", names(key_name.as_deref(), value_name), expression(of), template(body))
        }
    }
}

fn sign(operator: BinaryOperator) -> &'static str {
    match operator {
        BinaryOperator::Or => "||",
        BinaryOperator::And => "&&",
        BinaryOperator::Equal => "==",
        BinaryOperator::NotEqual => "!=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Remainder => "%",
    }
}
