//! The text of an ignore comment:
//! `# seaworthy:ignore[kubernetes/host-port] until=2027-01-31 owner=@platform ticket=OPS-12 -- reason`.

use jiff::civil::Date;

/// What an ignore comment says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The rules that are accepted.
    pub rules: Vec<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it is tracked.
    pub ticket: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// What is wrong with a comment that was meant to be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Something else than `ignore` behind the mark.
    #[error("`seaworthy:{0}` is no instruction; the only one is `seaworthy:ignore[rule]`")]
    Unknown(String),
    /// No rules in brackets.
    #[error("an ignore comment names the rules that it accepts: `seaworthy:ignore[kubernetes/host-port]`")]
    NoRules,
    /// A date that is none.
    #[error("`until={0}` is no date; write it as `until=2027-01-31`")]
    Date(String),
    /// A word that means nothing.
    #[error("`{0}` means nothing here; known are `until=`, `owner=`, `ticket=`, and the reason behind `--`")]
    Word(String),
}

impl Directive {
    /// Reads a comment that holds the mark `seaworthy:`; `None` where the mark is no instruction but part of a text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(comment: &str) -> Option<Result<Self, Malformed>> {
        let text = comment.trim_start_matches(['#', '/', '*', ' ', '\t']);
        let rest = text.strip_prefix(seaworthy_source::yaml::DIRECTIVE)?;
        Some(Self::parse_instruction(rest.trim()))
    }

    fn parse_instruction(text: &str) -> Result<Self, Malformed> {
        let Some(rest) = text.strip_prefix("ignore") else {
            let word = text.split([' ', '[']).next().unwrap_or_default();
            return Err(Malformed::Unknown(word.to_owned()));
        };
        let (rules, rest) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or(Malformed::NoRules)?;
        let rules: Vec<String> =
            rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
        if rules.is_empty() {
            return Err(Malformed::NoRules);
        }
        let (words, reason) = match rest.split_once("--") {
            Some((words, reason)) => (words, Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())),
            None => (rest, None),
        };
        let mut directive = Self { rules, until: None, owner: None, ticket: None, reason };
        for word in words.split_whitespace() {
            match word.split_once('=') {
                Some(("until", date)) => {
                    directive.until = Some(date.parse().map_err(|_| Malformed::Date(date.to_owned()))?);
                }
                Some(("owner", owner)) => directive.owner = Some(owner.to_owned()),
                Some(("ticket", ticket)) => directive.ticket = Some(ticket.to_owned()),
                _ => return Err(Malformed::Word(word.to_owned())),
            }
        }
        Ok(directive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_directive() {
        let text = "# seaworthy:ignore[a/b, c/d] until=2027-01-31 owner=@platform ticket=OPS-12 -- needed -- for now";
        let directive = Directive::parse(text).unwrap().unwrap();
        assert_eq!(directive.rules, ["a/b", "c/d"]);
        assert_eq!(directive.until, Some(jiff::civil::date(2027, 1, 31)));
        assert_eq!(directive.owner.as_deref(), Some("@platform"));
        assert_eq!(directive.ticket.as_deref(), Some("OPS-12"));
        assert_eq!(directive.reason.as_deref(), Some("needed -- for now"));
    }

    #[test]
    fn faults_are_told_apart() {
        let fault = |text| Directive::parse(text).unwrap().unwrap_err();
        assert_eq!(fault("# seaworthy:skip[a/b]"), Malformed::Unknown("skip".into()));
        assert_eq!(fault("# seaworthy:ignore"), Malformed::NoRules);
        assert_eq!(fault("# seaworthy:ignore[ ]"), Malformed::NoRules);
        assert_eq!(fault("# seaworthy:ignore[a/b] until=2027-02-30"), Malformed::Date("2027-02-30".into()));
        assert_eq!(fault("# seaworthy:ignore[a/b] because"), Malformed::Word("because".into()));
        assert_eq!(Directive::parse("# see seaworthy: the docs"), None);
    }
}
