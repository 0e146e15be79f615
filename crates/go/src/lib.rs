//! Text as Go writes it.
//!
//! Helm, Terraform and OPA are written in Go, and what they print depends on its standard library: a large number in a
//! template becomes `1e+06`, a pattern is written for RE2, a date has a layout such as `Jan 2`. This crate has those parts
//! of it, each with its source in Go's tree: [`printf`] with all of its verbs, the text of numbers and quoted strings,
//! [`literal`]s, regular expressions ([`regex`]) and times ([`time`]).
//!
//! ```
//! use seaworthy_go::printf::{Argument, sprintf};
//! use seaworthy_go::regex::Pattern;
//! use seaworthy_go::time::Time;
//!
//! let values = [Argument::Float(1_500_000.0), Argument::Text("a".into())];
//! assert_eq!(sprintf("%v %q %d", &values).unwrap(), r#"1.5e+06 "a" %!d(MISSING)"#);
//! assert_eq!(Pattern::parse(r"(?P<host>\w+):\d+").unwrap().replace("db:5432", "$host"), "db");
//! assert_eq!(Time::from_unix(0).format("Jan 2, 2006"), "Jan 1, 1970");
//! ```

pub mod literal;
mod number;
pub mod printf;
mod quote;
pub mod regex;
pub mod time;

pub use number::{float, json_float};
pub use quote::{is_printable, quote, quoted};
