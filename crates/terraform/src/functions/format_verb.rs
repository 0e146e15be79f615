//! The verbs of `format`.

use num_bigint::Sign;

use super::{Failure, limits};
use crate::value::text::{character_count, characters, quote};
use crate::value::{Kind, Number, Type, Value, convert, to_json};

/// A verb with its modifiers.
pub struct Verb<'a> {
    /// All of it, from the percent sign.
    pub raw: &'a str,
    /// Where it begins in the format.
    pub offset: usize,
    /// The number of the argument, from 1.
    pub argument: usize,
    /// Its letter.
    pub mode: char,
    pub flags: Flags,
    pub width: Option<usize>,
    pub precision: Option<usize>,
}

/// The characters between the percent sign and the width.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Flags {
    pub zero: bool,
    pub sharp: bool,
    pub minus: bool,
    pub plus: bool,
    pub space: bool,
}

impl Verb<'_> {
    fn refuse(&self, problem: &str) -> Failure {
        Failure::new(format!("unsupported value for {} at {}: {problem}", quote(self.raw), self.offset))
    }

    /// Appends the argument as the verb specifies.
    pub fn append(&self, arguments: &[Value], out: &mut String) -> Result<(), Failure> {
        let Some(argument) = self.argument.checked_sub(1).and_then(|index| arguments.get(index)) else {
            let (raw, offset, wanted, total) = (quote(self.raw), self.offset, self.argument, arguments.len());
            return Err(Failure::new(format!(
                "not enough arguments for {raw} at {offset}: need index {wanted} but have {total} total"
            )));
        };
        if self.mode != 'v' && argument.is_null() {
            return Err(self.refuse("null value cannot be formatted"));
        }
        limits::text(self.width.unwrap_or(0).max(self.precision.unwrap_or(0)))?;
        let convert = |ty: &Type| convert(argument, ty).map_err(|error| self.refuse(&error.message));
        let text = match self.mode {
            'v' => self.pad(&self.as_is(argument)?),
            't' => convert(&Type::Bool)?.as_bool().unwrap_or_default().to_string(),
            'b' | 'd' | 'o' | 'x' | 'X' => self.integer(convert(&Type::Number)?.as_number())?,
            'e' | 'E' | 'f' | 'g' | 'G' => self.float(convert(&Type::Number)?.as_number()),
            's' | 'q' => self.text(convert(&Type::String)?.as_str().unwrap_or_default())?,
            mode => {
                let (raw, offset) = (quote(self.raw), self.offset);
                let message = format!("unsupported format verb '{mode}' in {raw} at offset {offset}");
                return Err(Failure::new(message));
            }
        };
        out.push_str(&text);
        Ok(())
    }

    fn as_is(&self, argument: &Value) -> Result<String, Failure> {
        match &argument.kind {
            Kind::String(text) if !self.flags.sharp => Ok(text.to_string()),
            Kind::Number(number) if !self.flags.sharp => Ok(number.to_general(None)),
            _ => to_json(argument).map_err(|problem| self.refuse(problem)),
        }
    }

    fn text(&self, text: &str) -> Result<String, Failure> {
        let text = match self.precision {
            Some(count) if count > 0 => characters(text).take(count).collect::<String>(),
            _ => text.to_owned(),
        };
        Ok(self.pad(&match self.mode {
            'q' => to_json(&Value::string(&text)).map_err(|problem| self.refuse(problem))?,
            _ => text,
        }))
    }

    /// Fills up to the width, with zeros on the left if so flagged, on the right only with the flag `-`.
    fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(character_count(text));
        let fill = if self.flags.zero { "0" } else { " " }.repeat(missing);
        if self.flags.minus { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match negative {
            true => "-",
            false if self.flags.plus => "+",
            false if self.flags.space => " ",
            false => "",
        }
    }

    /// A whole number as Go's `big.Int` formats itself.
    fn integer(&self, number: Option<&Number>) -> Result<String, Failure> {
        let whole = number.filter(|number| number.is_whole()).and_then(Number::to_big);
        let Some(whole) = whole else { return Err(self.refuse("an integer is required")) };
        let (radix, prefix) = match self.mode {
            'b' => (2, "0b"),
            'o' => (8, "0"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let prefix = if self.flags.sharp { prefix } else { "" };
        let mut digits = whole.magnitude().to_str_radix(radix);
        if self.mode == 'X' {
            digits = digits.to_uppercase();
        }
        let sign = self.sign(whole.sign() == Sign::Minus);
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        if self.precision == Some(0) && digits == "0" {
            return Ok(String::new());
        }
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut right) = (0, 0);
        if self.flags.minus {
            right = missing;
        } else if self.flags.zero && self.precision.is_none() {
            zeros = missing;
        } else {
            left = missing;
        }
        Ok([" ".repeat(left).as_str(), sign, prefix, &"0".repeat(zeros), &digits, &" ".repeat(right)].concat())
    }

    /// A number as Go's `big.Float` formats itself.
    fn float(&self, number: Option<&Number>) -> String {
        let number = number.cloned().unwrap_or(Number::ZERO);
        let plain = match self.mode {
            'e' | 'E' => number.to_scientific(Some(self.precision.unwrap_or(6))),
            'f' => number.to_fixed(self.precision.unwrap_or(6)),
            _ => number.to_general(self.precision),
        };
        let plain = if matches!(self.mode, 'E' | 'G') { plain.to_uppercase() } else { plain };
        let digits = plain.trim_start_matches(['-', '+']);
        let infinite = !number.is_finite();
        let sign = match self.sign(number.is_negative()) {
            "" if infinite => "+",
            sign => sign,
        };
        let missing = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
        if self.flags.minus {
            format!("{sign}{digits}{}", " ".repeat(missing))
        } else if self.flags.zero && !infinite {
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else {
            format!("{}{sign}{digits}", " ".repeat(missing))
        }
    }
}
