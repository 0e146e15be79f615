//! Before a policy is parsed: is it small and flat enough?
//!
//! The parser recurses on brackets and operators, and reads what stands first between brackets twice or more, so that the
//! time doubles with each level. This reads only the tokens, once.

use regorus::unstable::{Lexer, Source, TokenKind};

use crate::engine::EngineError;

/// The largest policy, in bytes.
const MAX_BYTES: usize = 1 << 20;
/// The most brackets within each other.
const MAX_NESTING: usize = 24;
/// The most operators, steps and calls in a row: each is one level of the tree.
const MAX_CHAIN: usize = 120;
/// The most that the parser may have to do for one rule or a part of it, and for a policy, in tokens read.
const MAX_WORK: u64 = 4_000_000;
const MAX_TOTAL: u64 = 100_000_000;
/// The most digits of an exponent: `1e999` is a number that nobody means.
const MAX_EXPONENT: usize = 3;

/// Refuses a policy that the parser would not survive.
pub fn scan(name: &str, text: &str) -> Result<(), EngineError> {
    if text.len() > MAX_BYTES {
        let message = format!("the policy has {} bytes, of which {MAX_BYTES} are allowed", text.len());
        return Err(EngineError::at(message, 1));
    }
    let source = Source::from_contents(name.to_owned(), text.to_owned()).map_err(|error| EngineError::of(&error))?;
    let mut lexer = Lexer::new(&source);
    let mut scan =
        Scan { levels: vec![Level { chain: 0, work: 1 }], previous: Previous::Start, line: 1, work: 0, total: 0 };
    loop {
        let token = lexer.next_token().map_err(|error| EngineError::of(&error))?;
        scan.line = token.1.line as usize;
        match token.0 {
            TokenKind::Eof => return Ok(()),
            TokenKind::Symbol => scan.symbol(token.1.text())?,
            TokenKind::Ident => scan.word(token.1.text())?,
            TokenKind::Number => scan.number(token.1.text())?,
            TokenKind::String | TokenKind::RawString => scan.operand()?,
        }
        scan.count()?;
    }
}

struct Scan {
    /// The brackets that are open, below them the file itself.
    levels: Vec<Level>,
    previous: Previous,
    line: usize,
    /// Since the outermost bracket was opened.
    work: u64,
    total: u64,
}

/// What is between two brackets.
struct Level {
    /// How many operators the expression at hand has so far.
    chain: usize,
    /// How often the parser may read it.
    work: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// What opens a bracket, or stands before the first element in another way.
    Start,
    Operand,
    Comma,
    Other,
}

impl Scan {
    fn refuse<T>(&self, message: String) -> Result<T, EngineError> {
        Err(EngineError::at(message, self.line))
    }

    fn count(&mut self) -> Result<(), EngineError> {
        let work = self.levels.last().map_or(1, |level| level.work);
        self.work = if self.levels.len() > 1 { self.work.saturating_add(work) } else { 0 };
        self.total = self.total.saturating_add(work);
        if self.work > MAX_WORK || self.total > MAX_TOTAL {
            return self.refuse("the brackets are nested so deeply that the policy cannot be parsed in reasonable time: give the inner ones names".to_owned());
        }
        Ok(())
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), EngineError> {
        match symbol {
            "[" | "{" | "(" | "set(" => {
                let work = self.levels.last().map_or(1, |level| level.work);
                // Read as a comprehension, then as a list or an object; as an assignment, then as an expression.
                let times = match self.previous {
                    Previous::Start if symbol != "(" => 4,
                    Previous::Comma => 1,
                    _ => 2,
                };
                if self.previous == Previous::Operand {
                    self.link()?;
                }
                if self.levels.len() > MAX_NESTING {
                    return self.refuse(format!("more than {MAX_NESTING} brackets within each other"));
                }
                self.levels.push(Level { chain: 0, work: work.saturating_mul(times) });
                self.previous = Previous::Start;
            }
            "]" | "}" | ")" => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                self.previous = Previous::Operand;
            }
            "," => {
                self.end();
                self.previous = Previous::Comma;
            }
            ";" | ":=" | "=" => {
                self.end();
                self.previous = Previous::Other;
            }
            ":" => {
                self.end();
                self.previous = Previous::Start;
            }
            "|" => {
                self.link()?;
                self.previous = Previous::Start;
            }
            _ => {
                self.link()?;
                self.previous = Previous::Other;
            }
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), EngineError> {
        match word {
            "in" => self.link()?,
            "not" | "some" | "every" | "with" | "as" | "if" | "else" | "default" | "contains" | "import"
            | "package" => {
                self.end();
            }
            _ => return self.operand(),
        }
        self.previous = Previous::Other;
        Ok(())
    }

    fn number(&mut self, number: &str) -> Result<(), EngineError> {
        let exponent = number.split(['e', 'E']).nth(1).unwrap_or_default();
        if exponent.trim_start_matches(['+', '-', '0']).len() > MAX_EXPONENT {
            return self.refuse(format!("the number `{}` is out of range", shortened(number)));
        }
        if number.starts_with('-') && self.previous == Previous::Operand {
            // `a -1` is a subtraction.
            self.link()?;
        }
        self.operand()
    }

    fn operand(&mut self) -> Result<(), EngineError> {
        if self.previous == Previous::Operand {
            // Two in a row: another statement.
            self.end();
        }
        self.previous = Previous::Operand;
        Ok(())
    }

    /// The expression goes on.
    fn link(&mut self) -> Result<(), EngineError> {
        let Some(level) = self.levels.last_mut() else { return Ok(()) };
        level.chain += 1;
        if level.chain > MAX_CHAIN {
            return self.refuse(format!("an expression of more than {MAX_CHAIN} operators and steps"));
        }
        Ok(())
    }

    /// The expression ends.
    fn end(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.chain = 0;
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}
