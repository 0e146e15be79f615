//! The JSON form of configuration files, read into the same tree as the native form.
//!
//! It is ambiguous by design: whether a property is an argument or a block is decided by what Terraform expects there.
//! What the blocks of Terraform itself hold is in `schema`; what those of providers hold is not known here, so whatever
//! may be either is an argument.

mod expression;
mod schema;
mod value;

use super::Parsed;
use super::ast::{Attribute, Block, Body, Label};
use super::body::{Item, Items};
use super::parser::Parse;
use schema::{BlockType, Schema};
use seaworthy_source::{Diagnostic, SourceFile, Span};
use value::{Json, Kind, Member, Reader};

/// The property that is a comment wherever arguments and blocks are.
const COMMENT: &str = "//";

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    Configuration,
    Variables,
}

/// Reads a file.
pub(super) fn parse(file: &SourceFile, contents: Contents) -> Parsed {
    let schema = match contents {
        Contents::Configuration => &schema::ROOT,
        Contents::Variables => &schema::VARIABLES,
    };
    let mut lowering = Lowering { file, diagnostics: Vec::new() };
    let mut items = Items::default();
    let mut reader = Reader::new(file);
    if let Err(error) = reader.file(|member| lowering.top_member(&mut items, &member, schema)) {
        lowering.diagnostics.push(*error);
    }
    let body = items.into_body(Span::new(file.id(), 0, file.text().len()));
    Parsed { body, diagnostics: lowering.diagnostics, comments: Vec::new() }
}

/// Makes arguments, blocks and expressions of JSON values.
struct Lowering<'a> {
    file: &'a SourceFile,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.file.id(), range.start, range.end)
    }

    fn error(&self, message: String, at: &std::ops::Range<usize>, help: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(self.file.name(), message).at(self.span(at), "").help(help))
    }

    /// A property at the top of a file. What is wrong in one of its blocks costs this block.
    fn top_member(&mut self, items: &mut Items, member: &Member, schema: &'static Schema) {
        let mut add = |lowering: &mut Self, item: Parse<Item>| match item {
            Ok(item) => lowering.add(items, item),
            Err(error) => lowering.diagnostics.push(*error),
        };
        if *member.key.text == *COMMENT {
        } else if let Some(block_type) = schema.block(&member.key.text) {
            let mut path = vec![member];
            self.blocks(&member.value, block_type, &mut path, &mut |lowering, block| {
                add(lowering, block.map(Item::Block));
                Ok(())
            })
            .unwrap_or_else(|error| self.diagnostics.push(*error));
        } else {
            let attribute = self.attribute(member, schema);
            add(self, attribute.map(Item::Attribute));
        }
    }

    fn add(&mut self, items: &mut Items, item: Item) {
        if let Err(duplicate) = items.add(item) {
            self.diagnostics.push(duplicate.diagnostic(self.file.name()));
        }
    }

    /// The arguments and blocks of an object.
    fn body(&mut self, json: &Json, schema: &'static Schema) -> Parse<Body> {
        let Kind::Object(members) = &json.kind else {
            let help = "Write an object with the arguments of the block.";
            return Err(self.error(format!("a block is an object, not {}", json.kind_name()), &json.range, help));
        };
        let mut items = Items::default();
        for member in members {
            if *member.key.text == *COMMENT {
                continue;
            }
            match schema.block(&member.key.text).filter(|block| block.fits(&member.value)) {
                Some(block_type) => {
                    let mut path = vec![member];
                    self.blocks(&member.value, block_type, &mut path, &mut |lowering, block| {
                        lowering.add(&mut items, Item::Block(block?));
                        Ok(())
                    })?;
                }
                None => {
                    let attribute = self.attribute(member, schema)?;
                    self.add(&mut items, Item::Attribute(attribute));
                }
            }
        }
        Ok(items.into_body(self.span(&(json.range.start + 1..json.range.end - 1))))
    }

    fn attribute(&mut self, member: &Member, schema: &'static Schema) -> Parse<Attribute> {
        let value = self.expression(&member.value, schema.reading(&member.key.text))?;
        Ok(Attribute { name: member.key.text.as_str().into(), name_span: self.span(&member.key.range), value })
    }

    /// The blocks of a type: an object or a list of objects, below one object for each label. `path` has the properties
    /// that lead to `json`: the type, then the labels.
    fn blocks<'j>(
        &mut self,
        json: &'j Json,
        block_type: &BlockType,
        path: &mut Vec<&'j Member>,
        take: &mut dyn FnMut(&mut Self, Parse<Block>) -> Parse<()>,
    ) -> Parse<()> {
        let labelled = path.len() <= block_type.labels;
        match &json.kind {
            Kind::Null => Ok(()),
            Kind::Array(elements) => elements.iter().try_for_each(|element| match element.kind {
                Kind::Array(_) => Err(self.no_object(element, block_type, labelled)),
                _ => self.blocks(element, block_type, path, take),
            }),
            Kind::Object(members) if labelled => {
                members.iter().filter(|member| *member.key.text != *COMMENT).try_for_each(|member| {
                    path.push(member);
                    let result = self.blocks(&member.value, block_type, path, take);
                    path.pop();
                    result
                })
            }
            Kind::Object(_) => {
                let block = self.block(json, block_type, path);
                take(self, block)
            }
            _ => Err(self.no_object(json, block_type, labelled)),
        }
    }

    fn no_object(&self, json: &Json, block_type: &BlockType, labelled: bool) -> Box<Diagnostic> {
        let name = block_type.name;
        let help = if labelled {
            "Write an object whose property names are the labels of the blocks."
        } else {
            "Write an object with the arguments of the block, or a list of such objects."
        };
        self.error(format!("`{name}` is a block, not {}", json.kind_name()), &json.range, help)
    }

    fn block(&mut self, json: &Json, block_type: &BlockType, path: &[&Member]) -> Parse<Block> {
        let body = self.body(json, block_type.schema)?;
        let labels = path.iter().skip(1);
        let labels = labels
            .map(|label| Label { text: label.key.text.as_str().into(), span: self.span(&label.key.range) })
            .collect();
        // The property that is nearest: the others are far away, and name other blocks too.
        let header = path.last().map_or(json.range.clone(), |name| name.key.range.clone());
        let header = self.span(&header);
        Ok(Block { kind: block_type.name.into(), labels, header, body, span: header.to(self.span(&json.range)) })
    }
}
