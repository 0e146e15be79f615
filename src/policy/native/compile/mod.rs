//! From the tree that regorus parsed to the instructions of [`super::ir`]: names are resolved, iterations hoisted.

mod expression;
mod names;
mod pattern;
mod query;
mod reference;
mod schedule;
mod scope;

use std::collections::HashMap;
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{ArithOp, Expr, Parser, Ref, Rule as Syntax, RuleBody, RuleHead, Source, Span, numbers};

use self::scope::Scopes;
use super::Module;
use super::ir::{Definition, Program, Rule, RuleId, RuleKind};

/// The longest row of rules that refer to each other: neither compiling nor evaluating may exhaust the stack.
const MAX_DEPTH: usize = 40;

/// Why a rule is left to regorus: a construct, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::policy) struct Unmodelled {
    pub what: String,
    pub file: String,
    pub line: u32,
    /// Whether regorus must not be given the rule either: it would not survive it.
    pub refused: bool,
}

impl Unmodelled {
    fn at(span: &Span, what: impl Into<String>) -> Self {
        Self { what: what.into(), file: span.source.file().clone(), line: span.line, refused: false }
    }
}

impl std::fmt::Display for Unmodelled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}:{})", self.what, self.file, self.line)
    }
}

/// The modules that rules can refer to, by package: `data.seaworthy.lib.iam`.
#[derive(Debug, Clone, Default)]
pub(in crate::policy) struct Modules(HashMap<String, Vec<Module>>);

impl Modules {
    /// Takes in a policy file, and tells its package.
    pub(in crate::policy) fn add(&mut self, name: &str, text: &str) -> Result<String, Unmodelled> {
        let failed = |error: &dyn std::fmt::Display| Unmodelled {
            what: error.to_string(),
            file: name.to_owned(),
            line: 1,
            refused: false,
        };
        let source = Source::from_contents(name.to_owned(), text.to_owned()).map_err(|error| failed(&error))?;
        let mut parser = Parser::new(&source).map_err(|error| failed(&error))?;
        parser.enable_rego_v1().map_err(|error| failed(&error))?;
        let module = parser.parse().map_err(|error| failed(&error))?;
        let steps = reference::static_path(&module.package.refr)
            .ok_or_else(|| Unmodelled::at(&module.package.span, "the name of the package"))?;
        let package = format!("data.{}", steps.join("."));
        self.0.entry(package.clone()).or_default().push(Arc::new(module));
        Ok(package)
    }

    /// All of them.
    pub(in crate::policy) fn iter(&self) -> impl Iterator<Item = &Module> {
        self.0.values().flatten()
    }

    fn of(&self, package: &str) -> &[Module] {
        self.0.get(package).map_or(&[], Vec::as_slice)
    }

    fn declares(&self, package: &str, name: &str) -> bool {
        self.of(package).iter().flat_map(|module| &module.policy).any(|rule| rule_name(rule) == Some(name))
    }
}

/// Compiles a rule and everything that it refers to.
pub(super) fn compile(modules: &Modules, package: &str, name: &str) -> Result<Program, Unmodelled> {
    let mut compiler = Compiler { modules, rules: Vec::new(), numbers: HashMap::new(), depth: 0 };
    let entry = compiler.rule(package, name, None)?;
    Ok(Program { rules: compiler.rules, entry })
}

struct Compiler<'a> {
    modules: &'a Modules,
    rules: Vec<Rule>,
    /// The rules by package and name; none while one is being compiled.
    numbers: HashMap<String, Option<RuleId>>,
    /// How many rules are being compiled within each other.
    depth: usize,
}

impl<'a> Compiler<'a> {
    /// The number of a rule, which is compiled when it is met first. `from` is where it is referred to.
    fn rule(&mut self, package: &str, name: &str, from: Option<&Span>) -> Result<RuleId, Unmodelled> {
        let path = format!("{package}.{name}");
        let refused = |what: String| {
            let (file, line) = from.map_or((String::new(), 1), |span| (span.source.file().clone(), span.line));
            Unmodelled { what, file, line, refused: true }
        };
        match self.numbers.get(&path) {
            Some(Some(number)) => return Ok(*number),
            Some(None) => return Err(refused(format!("`{name}` refers to itself, directly or through others"))),
            None => {}
        }
        if self.depth >= MAX_DEPTH {
            return Err(refused(format!("more than {MAX_DEPTH} rules refer to each other in a row")));
        }
        self.numbers.insert(path.clone(), None);
        self.depth += 1;
        let rule = self.definitions(package, name)?;
        self.depth -= 1;
        self.rules.push(rule);
        let number = self.rules.len() - 1;
        self.numbers.insert(path, Some(number));
        Ok(number)
    }

    fn definitions(&mut self, package: &str, name: &str) -> Result<Rule, Unmodelled> {
        let modules = self.modules;
        let mut rule = None;
        let mut default = None;
        for module in modules.of(package) {
            for syntax in module.policy.iter().filter(|syntax| rule_name(syntax) == Some(name)) {
                let (head, bodies) = match syntax.as_ref() {
                    Syntax::Spec { head, bodies, .. } => (head, bodies),
                    Syntax::Default { value, args, span, .. } => {
                        default = Some(constant(value).filter(|_| args.is_empty()).ok_or_else(|| {
                            Unmodelled::at(span, "a default that is computed, or is that of a function")
                        })?);
                        continue;
                    }
                };
                let (kind, definition) = self.definition(module, package, head, bodies)?;
                let rule = rule.get_or_insert_with(|| Rule { kind, definitions: Vec::new(), default: None });
                if rule.kind != kind {
                    return Err(Unmodelled::at(syntax.span(), format!("`{name}` is of several kinds")));
                }
                rule.definitions.push(definition);
            }
        }
        let rule = rule.ok_or_else(|| Unmodelled {
            what: format!("`{package}.{name}` is not defined"),
            file: String::new(),
            line: 1,
            refused: false,
        })?;
        Ok(Rule { default, ..rule })
    }

    fn definition(
        &mut self,
        module: &'a Module,
        package: &str,
        head: &'a RuleHead,
        bodies: &'a [RuleBody],
    ) -> Result<(RuleKind, Definition), Unmodelled> {
        let (kind, arguments, output, span): (_, &[Ref<Expr>], _, _) = match head {
            RuleHead::Func { refr, args, assign, span } if !args.is_empty() && names::variable(refr).is_some() => {
                (RuleKind::Function, args, assign.as_ref().map(|assign| &assign.value), span)
            }
            RuleHead::Compr { refr, assign, span } if names::variable(refr).is_some() => {
                (RuleKind::Complete, &[], assign.as_ref().map(|assign| &assign.value), span)
            }
            RuleHead::Set { refr, key: Some(key), span } if names::variable(refr).is_some() => {
                (RuleKind::Set, &[], Some(key), span)
            }
            RuleHead::Func { span, .. } | RuleHead::Compr { span, .. } | RuleHead::Set { span, .. } => {
                return Err(Unmodelled::at(span, "the form of the rule's head"));
            }
        };
        if let Some(body) = bodies.iter().skip(1).chain(bodies.iter().filter(|body| body.assign.is_some())).next() {
            return Err(Unmodelled::at(&body.span, "`else`, or several bodies"));
        }
        let mut scopes = Scopes::new(self, module, package);
        let parameters = scopes.parameters(arguments)?;
        let body = match bodies.first() {
            Some(body) => scopes.query(&body.query)?,
            None => scopes.empty_query(),
        };
        let output = output.map(|output| scopes.output(output)).transpose()?;
        if kind == RuleKind::Set && output.is_none() {
            return Err(Unmodelled::at(span, "a set without a value"));
        }
        Ok((kind, Definition { parameters, body, output, slots: scopes.slots() }))
    }
}

/// The name that a rule defines, where it is a plain one.
fn rule_name(rule: &Syntax) -> Option<&str> {
    let (Syntax::Spec { head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. }, .. }
    | Syntax::Default { refr, .. }) = rule;
    let mut refr = refr;
    loop {
        match refr.as_ref() {
            Expr::Var { span, .. } => return Some(span.text()),
            Expr::RefDot { refr: inner, .. } | Expr::RefBrack { refr: inner, .. } => refr = inner,
            _ => return None,
        }
    }
}

/// The value of an expression that needs nothing to be computed.
fn constant(expression: &Expr) -> Option<Value> {
    let all = |items: &[Ref<Expr>]| items.iter().map(|item| constant(item)).collect::<Option<Vec<_>>>();
    match expression {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => Some(value.clone()),
        Expr::UnaryExpr { span, expr: number, .. } => {
            let value = constant(number)?;
            numbers::arithmetic_operation(span, &ArithOp::Sub, expression, number, Value::from(0), value, true).ok()
        }
        Expr::Array { items, .. } => all(items).map(Value::from),
        Expr::Set { items, .. } => Some(Value::from(regorus::value::Set::from_iter(all(items)?))),
        Expr::Object { fields, .. } => {
            let fields = fields.iter().map(|(_, key, value)| Some((constant(key)?, constant(value)?)));
            fields.collect::<Option<regorus::value::Object>>().map(Value::from)
        }
        _ => None,
    }
}
