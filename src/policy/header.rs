//! Where a policy's header stands in its text. The build uses this file, too: it depends on nothing.

/// The line of `# METADATA`, counted from 0, and the YAML in the comments below it.
pub(crate) fn block(text: &str) -> Option<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.trim_end() == "# METADATA")?;
    let block = lines[start + 1..].iter().take_while(|line| line.starts_with('#'));
    Some((start, block.map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(&line[1..]))).collect()))
}
