//! Which files are plans, and their texts.

use std::path::Path;

use seaworthy_source::{Disk, ReadError};

/// Plans of real infrastructures have some tens of megabytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The first bytes of a file, in which its first key is.
const START: usize = 256;

/// Why a plan has no text.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TextError {
    /// It is what `terraform plan -out` writes.
    #[error("is in Terraform's binary plan format, which only Terraform can read")]
    Binary,
    /// Its file cannot be read.
    #[error(transparent)]
    File(#[from] ReadError),
}

/// The text of a plan file, or why it has none; `None` if the file is not a plan or cannot be read.
#[must_use]
pub fn read(path: &Path, disk: &Disk) -> Option<Result<String, TextError>> {
    if !starts_as_plan(&disk.start(path, START as u64).ok()?) {
        return None;
    }
    match disk.bytes_up_to(path, MAX_BYTES) {
        Ok(bytes) => text(bytes),
        Err(error @ ReadError::TooLarge { .. }) => Some(Err(error.into())),
        Err(_) => None,
    }
}

/// The text of a plan, or why it has none; `None` if it is not a plan.
#[must_use]
pub fn text(bytes: Vec<u8>) -> Option<Result<String, TextError>> {
    if !starts_as_plan(&bytes) {
        return None;
    }
    if bytes.starts_with(ZIP) {
        return memchr::memmem::find(&bytes, b"tfplan").is_some().then_some(Err(TextError::Binary));
    }
    let text = decode(bytes)?;
    let has = |needle: &str| memchr::memmem::find(text.as_bytes(), needle.as_bytes()).is_some();
    let is_plan = has("\"format_version\"")
        && (has("\"planned_values\"")
            || has("\"resource_changes\"")
            || has("\"values\"")
            || has("\"terraform_version\""));
    is_plan.then_some(Ok(text))
}

/// How archives begin, and with them Terraform's own plan files.
const ZIP: &[u8] = b"PK\x03\x04";

/// Checks the first key alone: in the order of Terraform, or sorted as by `jq -S`.
fn starts_as_plan(bytes: &[u8]) -> bool {
    if bytes.starts_with(ZIP) {
        return true;
    }
    let start: Vec<u8> =
        bytes.iter().take(START).copied().filter(|byte| !byte.is_ascii_whitespace() && *byte != 0).collect();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").or(start.strip_prefix(b"\xFF\xFE")).unwrap_or(&start);
    ["format_version", "applyable", "checks", "complete", "configuration", "errored"]
        .iter()
        .any(|key| start.starts_with(format!("{{\"{key}\":").as_bytes()))
}

/// The text without a byte order mark. PowerShell's `>` writes UTF-16.
fn decode(bytes: Vec<u8>) -> Option<String> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).map(Into::into)
        }
        None => String::from_utf8(bytes).ok(),
    }
}
