//! Addresses of instances, as Terraform prints them.

/// The address without the keys of instances: `module.a["x.y"].aws_s3_bucket.b[0]` is one of
/// `module.a.aws_s3_bucket.b`.
#[must_use]
pub fn without_keys(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    for part in parts(address) {
        if !plain.is_empty() {
            plain.push('.');
        }
        plain.push_str(part.split('[').next().unwrap_or_default());
    }
    plain
}

/// What is between the dots, keys included: `module`, `a["x.y"]`, `aws_s3_bucket`, `b[0]`.
pub(super) fn parts(address: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut depth, mut start) = (false, false, 0_usize, 0);
    let mut parts = Vec::new();
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' if !quoted => depth += 1,
            b']' if !quoted => depth = depth.saturating_sub(1),
            b'.' if !quoted && depth == 0 => {
                parts.push(&address[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&address[start..]);
    parts
}

/// How many steps two addresses have in common at their beginning.
pub(super) fn shared(a: &str, b: &str) -> usize {
    parts(a).iter().zip(parts(b)).take_while(|(a, b)| **a == *b).count()
}

/// The key of the last step, if it has one: `["a"]`, `[0]`.
pub(super) fn key(address: &str) -> Option<&str> {
    let last = parts(address).pop()?;
    last.find('[').map(|at| &last[at..])
}

/// The part of the address that names the module; empty in the root.
pub(super) fn module(address: &str) -> String {
    let mut path = Vec::new();
    for pair in parts(address).chunks(2) {
        match pair {
            ["module", name] => path.extend(["module", name]),
            _ => break,
        }
    }
    path.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_anything() {
        let address = r#"module.a["x.y[\"0\"]"].data.aws_ami.b[0]"#;
        assert_eq!(without_keys(address), "module.a.data.aws_ami.b");
        assert_eq!(module(address), r#"module.a["x.y[\"0\"]"]"#);
        assert_eq!(key(address), Some("[0]"));
        assert_eq!(key("aws_ami.b"), None);
        assert_eq!(shared(address, r#"module.a["x.y[\"0\"]"].aws_ami.b"#), 2);
    }
}
