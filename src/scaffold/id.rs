//! Which ids a rule may have.

/// Names that mean something else in Rego, and so cannot be part of a package.
const KEYWORDS: [&str; 17] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null",
    "package", "some", "true", "with",
];

/// What is wrong with an id, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct WrongId {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Whether a rule may have an id: a family and a name, in lower case with hyphens.
///
/// # Errors
/// It may not.
pub fn check_id(id: &str) -> Result<(), WrongId> {
    let wrong = |message: &str, help: String| Err(WrongId { message: message.to_owned(), help });
    let meant = meant(id);
    let instead = if meant == id {
        "Write it like `team/image-registry`.".to_owned()
    } else {
        format!("Did you mean `{meant}`?")
    };
    if id.ends_with(".rego") || id.starts_with('.') || id.starts_with('/') {
        return wrong(
            &format!("`{id}` is a path, not an id"),
            format!("An id is the path below the folder of policies, without the ending. {instead}"),
        );
    }
    let parts: Vec<&str> = id.split('/').collect();
    if parts.len() < 2 {
        let help = if id.is_empty() {
            "Write it like `team/image-registry`.".to_owned()
        } else {
            format!("Write `team/{meant}`, for example: a family, which is a folder, and a name.")
        };
        return wrong(&format!("`{id}` has no family"), help);
    }
    for part in &parts {
        let is_plain = part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !part.ends_with('-')
            && !part.contains("--");
        if !is_plain {
            return wrong(
                &format!("`{part}` cannot be part of an id: use lower case letters, digits and hyphens"),
                instead,
            );
        }
        if KEYWORDS.contains(part) {
            return wrong(
                &format!("`{part}` cannot be part of an id: it is a word of Rego"),
                format!("`{part}-…` can."),
            );
        }
    }
    if parts.contains(&"lib") {
        return wrong("what is in a folder `lib` is a library, not a rule", "Choose another family.".to_owned());
    }
    if parts.contains(&"fixtures") {
        return wrong("what is in a folder `fixtures` is a fixture, not a rule", "Choose another family.".to_owned());
    }
    Ok(())
}

/// The id that was most likely meant.
fn meant(id: &str) -> String {
    let id = id.trim_end_matches(".rego").trim_start_matches(['.', '/']);
    let id = id.strip_prefix("policies/").unwrap_or(id);
    let mut meant = String::new();
    for char in id.chars() {
        match char {
            'A'..='Z' if meant.ends_with(|last: char| last.is_ascii_lowercase()) => {
                meant.push('-');
                meant.push(char.to_ascii_lowercase());
            }
            'a'..='z' | '0'..='9' | '/' | 'A'..='Z' => meant.push(char.to_ascii_lowercase()),
            _ if meant.ends_with(['-', '/']) || meant.is_empty() => {}
            _ => meant.push('-'),
        }
    }
    meant.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_a_family_and_a_name() {
        for id in ["team/image-registry", "aws/s3/bucket-2"] {
            assert_eq!(check_id(id), Ok(()), "{id}");
        }
        for (id, help) in [
            ("image-registry", "`team/image-registry`"),
            ("team/Image_Registry", "`team/image-registry`"),
            ("team/imageRegistry", "`team/image-registry`"),
            ("policies/team/image.rego", "`team/image`"),
            ("team/", "`team/image-registry`"),
            ("team/not", "`not-…`"),
            ("lib/x", "another family"),
            ("", "`team/image-registry`"),
        ] {
            let wrong = check_id(id).unwrap_err();
            assert!(wrong.help.contains(help), "{id}: {wrong:?}");
        }
    }
}
