//! Markdown for a terminal: the small part of it that lessons and diagnoses use.

use crate::ui::output::{STRONG, WIDTH, fold, styled};

/// `text` for a terminal: paragraphs are reflowed, code is indented, and links are reduced to their text.
pub fn shown(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    let mut code = false;
    for line in text.lines() {
        let word = line.trim_start();
        let fence = word.starts_with("```");
        let alone = fence || word.is_empty() || word.starts_with('#') || word.starts_with('|');
        let begins = alone || starts_item(word);
        if (code || begins) && !paragraph.is_empty() {
            lines.push(fold(&words(&paragraph), WIDTH));
            paragraph.clear();
        }
        if fence {
            code = !code;
        } else if code {
            lines.push(format!("    {line}").trim_end().to_owned());
        } else if let Some(heading) = word.strip_prefix('#') {
            lines.push(styled(STRONG, &words(heading.trim_start_matches('#').trim())));
        } else if alone {
            lines.push(words(line));
        } else if paragraph.is_empty() {
            paragraph = line.trim_end().to_owned();
        } else {
            paragraph = format!("{paragraph} {}", line.trim());
        }
    }
    if !paragraph.is_empty() {
        lines.push(fold(&words(&paragraph), WIDTH));
    }
    lines.join("\n")
}

/// Whether a line begins a list item.
fn starts_item(word: &str) -> bool {
    let first = word.split(' ').next().unwrap_or_default();
    let number = first.strip_suffix('.').is_some_and(|digits| digits.parse::<u32>().is_ok());
    matches!(first, "-" | "*" | ">") || number
}

/// The text of a paragraph, without `**`, link targets and extra backticks.
fn words(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    let mut strong = false;
    while let Some(first) = rest.chars().next() {
        let (piece, used) = if rest.starts_with('`') {
            code(rest)
        } else if let Some(after) = rest.strip_prefix("**") {
            strong = !strong;
            rest = after;
            let switch = if strong { STRONG.render().to_string() } else { STRONG.render_reset().to_string() };
            shown += &switch;
            continue;
        } else if let Some((label, used)) = link(rest) {
            (words(label), used)
        } else {
            (first.to_string(), first.len_utf8())
        };
        shown += &piece;
        rest = &rest[used..];
    }
    if strong { shown + &STRONG.render_reset().to_string() } else { shown }
}

/// The code span at the start of `text`, and its length.
fn code(text: &str) -> (String, usize) {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let (fence, inner) = text.split_at(ticks);
    match inner.find(fence) {
        Some(end) => {
            let inside = &inner[..end];
            // Code that itself contains backticks.
            let shown = if ticks > 1 { format!("\"{}\"", inside.trim()) } else { format!("`{inside}`") };
            (shown, ticks + end + ticks)
        }
        None => (fence.to_owned(), ticks),
    }
}

/// The text of the link at the start of `text`, and the link's length.
fn link(text: &str) -> Option<(&str, usize)> {
    let (label, target) = text.strip_prefix('[')?.split_once("](")?;
    let end = target.find(')')?;
    (!label.contains(['[', ']'])).then_some((label, 1 + label.len() + 2 + end + 1))
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::shown;

    #[test]
    fn what_a_lesson_uses() {
        let text = "## A heading\n\nSee [`a.rs`](a.rs), and **mind**\n``x `y` `` and `a**b`.\n\n- one\n  more\n- two\n1. three\n\n```rust\nlet  x;\n\n- y\n```\nend [not a link] `open";
        let plain = "A heading\n\nSee `a.rs`, and mind \"x `y`\" and `a**b`.\n\n- one more\n- two\n1. three\n\n    let  x;\n\n    - y\nend [not a link] `open";
        assert_eq!(strip_str(&shown(text)).to_string(), plain);
    }
}
