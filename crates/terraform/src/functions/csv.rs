//! Comma-separated values, as Go reads them.

use std::sync::Arc;

/// Reads all records; empty lines are none. Each has as many fields as the first.
pub fn parse(text: &str) -> Result<Vec<Vec<String>>, String> {
    let mut reader = Reader { rest: text, line: 0 };
    let mut records: Vec<Vec<String>> = Vec::new();
    while let Some(record) = reader.record()? {
        if records.first().is_some_and(|first| first.len() != record.len()) {
            return Err(error(reader.start_of(&record), "wrong number of fields"));
        }
        records.push(record);
    }
    Ok(records)
}

fn error(line: usize, problem: &str) -> String {
    format!("CSV parse error on line {line}: {problem}")
}

struct Reader<'a> {
    rest: &'a str,
    /// The line that was read last, counted from 1.
    line: usize,
}

impl<'a> Reader<'a> {
    /// The next line with its line feed; a carriage return before that is left out.
    fn line(&mut self) -> Option<(&'a str, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let (line, rest) = self.rest.split_once('\n').map_or((self.rest, None), |(line, rest)| (line, Some(rest)));
        self.rest = rest.unwrap_or("");
        Some((line.strip_suffix('\r').unwrap_or(line), rest.is_some()))
    }

    /// The line that a record began on, which was the last to be read.
    fn start_of(&self, record: &[String]) -> usize {
        self.line - record.iter().map(|field| field.matches('\n').count()).sum::<usize>()
    }

    fn record(&mut self) -> Result<Option<Vec<String>>, String> {
        let mut line = loop {
            match self.line() {
                None => return Ok(None),
                Some(("", _)) => {}
                Some((line, _)) => break line,
            }
        };
        let start = self.line;
        let mut record = Vec::new();
        loop {
            let Some(quoted) = line.strip_prefix('"') else {
                let (field, rest) = line.split_once(',').map_or((line, None), |(field, rest)| (field, Some(rest)));
                if field.contains('"') {
                    return Err(error(start, "bare \" in non-quoted-field"));
                }
                record.push(field.to_owned());
                match rest {
                    Some(rest) => line = rest,
                    None => return Ok(Some(record)),
                }
                continue;
            };
            let mut field = String::new();
            line = quoted;
            loop {
                if let Some((text, behind)) = line.split_once('"') {
                    field.push_str(text);
                    if let Some(rest) = behind.strip_prefix('"') {
                        field.push('"');
                        line = rest;
                    } else if let Some(rest) = behind.strip_prefix(',') {
                        line = rest;
                        record.push(field);
                        break;
                    } else if behind.is_empty() {
                        record.push(field);
                        return Ok(Some(record));
                    } else {
                        return Err(error(start, "extraneous or missing \" in quoted-field"));
                    }
                } else {
                    field.push_str(line);
                    field.push('\n');
                    line = match self.line() {
                        Some((line, _)) => line,
                        None => return Err(error(start, "extraneous or missing \" in quoted-field")),
                    };
                }
            }
        }
    }
}

/// The names of the columns, each once.
pub fn header(record: &[String]) -> Result<Vec<Arc<str>>, String> {
    let mut names: Vec<Arc<str>> = Vec::with_capacity(record.len());
    for name in record {
        let name: Arc<str> = crate::value::text::normalize(name).as_ref().into();
        if names.contains(&name) {
            return Err(format!("duplicate column name {}", crate::value::text::quote(&name)));
        }
        names.push(name);
    }
    Ok(names)
}
