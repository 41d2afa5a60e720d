//! The message of a verdict, part by part, and its layout.

use super::Timeline;
use super::width::columns;

/// Columns of a standard terminal.
pub(crate) const WIDTH: usize = 80;
/// Characters of one part that are shown: about eight lines, so that no part pushes the others off the screen.
const LONGEST: usize = 600;

/// The message of a verdict. An empty part is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// What the code did, in a few words; the whole text if there is no other part.
    pub headline: String,
    /// What a right answer would have done.
    pub expected: String,
    /// What this one did.
    pub seen: String,
    /// The usual cause: the idea behind code that does this.
    pub cause: String,
    /// Where to read on.
    pub lesson: String,
}

impl From<String> for Message {
    /// A text to show as it is.
    fn from(text: String) -> Message {
        Message { headline: text, ..Message::default() }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Message {
        Message::from(text.to_owned())
    }
}

impl Message {
    /// Whether it is one text, shown as it is.
    pub fn is_plain(&self) -> bool {
        [&self.expected, &self.seen, &self.cause, &self.lesson].iter().all(|part| part.is_empty())
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.headline.is_empty() && self.is_plain()
    }

    /// The first line, which alone should be enough for a reader who has seen it before.
    pub fn first_line(&self) -> &str {
        self.headline.lines().next().unwrap_or_default().trim()
    }

    /// What was expected, what was seen, the picture, the usual cause, where to read on: at most 80 columns
    /// wide, without a newline at its end.
    pub fn lay_out(&self, timeline: Option<&Timeline>, ascii: bool) -> String {
        if self.is_plain() {
            return self.headline.clone();
        }
        let mut text = wrapped("  ", &self.headline, 2);
        let parts = [("expected", &self.expected, 12), ("seen", &self.seen, 12)];
        block(&mut text, parts);
        if let Some(timeline) = timeline {
            text.push('\n');
            text.push_str(&timeline.draw(ascii));
        }
        block(&mut text, [("usual cause", &self.cause, 16), ("look at", &self.lesson, 16)]);
        text.truncate(text.trim_end().len());
        if ascii { text.replace('…', "...") } else { text }
    }
}

/// The parts that are not empty, after an empty line.
fn block(text: &mut String, parts: [(&str, &String, usize); 2]) {
    let mut gap = "\n";
    for (label, part, indent) in parts {
        if !part.is_empty() {
            text.push_str(gap);
            text.push_str(&wrapped(&format!("  {label:0$}", indent - 2), part, indent));
            gap = "";
        }
    }
}

/// `text` after `start`, broken at 80 columns if possible; further lines are indented.
fn wrapped(start: &str, text: &str, indent: usize) -> String {
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push_str(" …");
    }
    let mut lines = vec![start.to_owned()];
    for (nth, word) in shown.split_whitespace().enumerate() {
        // A terminal must not interpret what an answer prints.
        let word: String = word.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        let line = lines.last_mut().expect("the first line is there from the start");
        if nth > 0 && columns(line) + 1 + columns(&word) > WIDTH {
            lines.push(format!("{:indent$}{word}", ""));
        } else {
            line.push_str(if nth > 0 { " " } else { "" });
            line.push_str(&word);
        }
    }
    lines.join("\n") + "\n"
}

/// The lesson on the claim `id`: its file and the heading in it.
pub fn lesson(id: &str) -> String {
    let mut path = id.split("::");
    match (path.next(), path.next()) {
        (Some("clinic"), Some(case)) => format!("ui/{case}.md"),
        (Some(kata), Some(level)) => format!("katas/{kata}.md, \"{level}\""),
        _ => "katas/".to_owned(),
    }
}

/// `text` without the characters that a terminal interprets or XML forbids: an answer may use any name.
pub fn clean(text: &str) -> String {
    let harmless = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if c == '\n' || harmless(c) { c } else { '\u{fffd}' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Row;

    #[test]
    fn the_parts_are_laid_out_around_the_picture() {
        let message = Message {
            headline: "job 2 started 10 ms too late".to_owned(),
            expected: "job 2 started at 10 ms".to_owned(),
            seen: "at 20 ms".to_owned(),
            cause: "working in batches (chunks, then join): a batch waits for its slowest job".to_owned(),
            lesson: lesson("limit::map_limited::a_claim"),
        };
        let timeline = Timeline::of(&[Row::bar("job 0", 0, 10)], 10);
        let expected = "  job 2 started 10 ms too late\n\n  expected  job 2 started at 10 ms\n  seen      at 20 ms\n\n\
             \x20           0         10 ms\n  job 0     ████████████████████████████████████████\n\n\
             \x20 usual cause   working in batches (chunks, then join): a batch waits for its\n\
             \x20               slowest job\n  look at       katas/limit.md, \"map_limited\"";
        let seen = message.lay_out(Some(&timeline), false);
        assert_eq!(seen.lines().count(), expected.lines().count(), "{seen}");
        for (seen, expected) in
            seen.lines().zip(expected.lines()).filter(|(line, _)| !line.contains(['█', '0']))
        {
            assert_eq!(seen, expected);
        }
    }

    #[test]
    fn a_plain_text_stays_as_it_is() {
        let text = "katas/tiny.rs:3: does not compile\n\nerror[E0308]";
        assert_eq!(Message::from(text).lay_out(None, false), text);
        assert_eq!(Message::from(text).first_line(), "katas/tiny.rs:3: does not compile");
    }

    #[test]
    fn nothing_is_said_of_a_part_that_is_empty() {
        let message = Message { cause: "a reason".to_owned(), ..Message::from("it hung") };
        assert_eq!(message.lay_out(None, false), "  it hung\n\n  usual cause   a reason");
    }
}
