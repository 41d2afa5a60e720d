//! Output to the terminal: 80 columns, in colour if wanted, never in a pipe.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use verdict::width::{columns, fitting};

/// Something that holds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Something that fails.
pub const BAD: Style = AnsiColor::Red.on_default();
/// Something secondary.
pub const DIM: Style = AnsiColor::BrightBlack.on_default();
/// A name, or a command to type.
pub const STRONG: Style = Style::new().bold();

/// Columns of a standard terminal.
pub const WIDTH: usize = 80;

/// `text` in a style, for [`say`], which drops the style if colours are off.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The option that says when colours are used.
#[derive(clap::Args)]
pub struct ColorOption {
    /// Colours: auto (the default), always or never
    #[arg(
        long,
        global = true,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    color: Color,
}

impl ColorOption {
    /// Decides for the whole process.
    pub fn apply(&self) {
        match self.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Whether colours go to standard output.
pub fn colored() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Prints a line, or several.
pub fn say(text: impl Display) {
    let mut stdout = anstream::stdout();
    if let Err(error) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        // The reader has gone, as `head` does, and needs no more.
        let code = if error.kind() == io::ErrorKind::BrokenPipe { 0 } else { 2 };
        std::process::exit(code);
    }
}

/// Prints a line to standard error.
pub fn note(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints progress for a user who waits; nothing unless standard error is a terminal.
pub fn pass_the_time(text: &str) {
    if io::stderr().is_terminal() {
        note(styled(DIM, text));
    }
}

/// Breaks lines longer than `width` columns, between words if possible, and keeps the indent. Colours do not
/// count.
pub fn fold(text: &str, width: usize) -> String {
    let mut folded = Vec::new();
    for line in text.lines() {
        fold_line(line, width.max(1), &mut folded);
    }
    folded.join("\n")
}

/// The first line of `text`, cut between words if it has more than `width` columns.
#[cfg(feature = "grade")]
pub fn shortened(text: &str, width: usize) -> String {
    let line = text.lines().next().unwrap_or_default().trim_end();
    if columns(line) <= width {
        return line.to_owned();
    }
    const CUT: &str = " ...";
    let room = width.saturating_sub(CUT.len());
    let end = fitting(line, room).len();
    // Up to a space, unless that leaves almost nothing.
    let between = if line[end..].starts_with(' ') { Some(end) } else { line[..end].rfind(' ') };
    let end = between.filter(|&at| at > end / 2).unwrap_or(end);
    format!("{}{CUT}", line[..end].trim_end())
}

fn fold_line(line: &str, width: usize, folded: &mut Vec<String>) {
    let mut plain = anstream::adapter::strip_str(line).to_string();
    if columns(&plain) <= width {
        return folded.push(line.to_owned());
    }
    let indent = hanging_indent(&plain).min(width / 2);
    let mut rest = line.to_owned();
    while columns(&plain) > width {
        // One letter at least, however wide it is.
        let least = plain.char_indices().nth(indent).map_or(plain.len(), |(at, it)| at + it.len_utf8());
        let end = fitting(&plain, width).len().max(least);
        let blank = if plain[end..].starts_with(' ') { Some(end) } else { plain[..end].rfind(' ') };
        let blank = blank.filter(|&at| at > indent && !plain[..at].trim().is_empty());
        let (first, skip) = blank.map_or((end, 0), |at| (at, 1));
        let cut = raw_length(&rest, plain[..first].chars().count());
        let skip = raw_length(&rest[cut..], skip);
        folded.push(rest[..cut].to_owned());
        rest = format!("{:indent$}{}", "", &rest[cut + skip..]);
        plain = format!("{:indent$}{}", "", &plain[first + usize::from(blank.is_some())..]);
    }
    match folded.last_mut() {
        // A letter wider than its place took the rest of the line with it; colours may still end there.
        Some(last) if plain.trim().is_empty() => last.push_str(rest.trim_start()),
        _ => folded.push(rest),
    }
}

/// The bytes of `line` that show its first `letters`.
fn raw_length(line: &str, letters: usize) -> usize {
    let mut at = 0;
    for _ in 0..letters {
        at = skip_escape(line, at);
        at += line[at..].chars().next().map_or(0, char::len_utf8);
    }
    at
}

/// The end of the escape sequences at `at`.
fn skip_escape(line: &str, mut at: usize) -> usize {
    while let Some(rest) = line[at..].strip_prefix("\u{1b}[") {
        at += 2 + rest.find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
    }
    at
}

/// The indent of a paragraph's second line: the width of the first line's bullet or number.
fn hanging_indent(line: &str) -> usize {
    let blanks = line.len() - line.trim_start().len();
    let word = line.trim_start().split(' ').next().unwrap_or_default();
    let number = word.strip_suffix('.').is_some_and(|digits| digits.parse::<u32>().is_ok());
    if matches!(word, "-" | "*") || number { blanks + word.len() + 1 } else { blanks }
}

#[cfg(test)]
mod tests {
    use super::{fold, shortened};

    #[test]
    fn long_lines_are_broken_between_words() {
        assert_eq!(fold("one two three", 13), "one two three");
        assert_eq!(fold("one two three", 12), "one two\nthree");
        assert_eq!(fold("one two three four", 8), "one two\nthree\nfour");
        assert_eq!(fold("- one two three", 9), "- one two\n  three");
        assert_eq!(fold("10. one two three", 11), "10. one two\n    three");
        assert_eq!(fold("abcdefghij", 4), "abcd\nefgh\nij");
        assert_eq!(fold("    one two", 8), "    one\n    two");
        assert_eq!(fold("", 4), "");
        assert_eq!(fold("김민수 limit", 8), "김민수\nlimit");
        assert_eq!(fold("- 김민수", 2), "- \n 김\n 민\n 수");
        assert_eq!(fold("김민수", 1), "김\n민\n수");
    }

    #[test]
    fn a_line_is_cut_between_words() {
        let line = "katas/tiny.rs is not in the submission";
        assert_eq!(shortened(line, 38), line);
        assert_eq!(shortened(line, 37), "katas/tiny.rs is not in the ...");
        assert_eq!(shortened(line, 24), "katas/tiny.rs is not ...");
        assert_eq!(shortened(line, 23), "katas/tiny.rs is ...");
        assert_eq!(shortened("nothing_but_one_word", 10), "nothin ...");
        assert_eq!(shortened("éé éé éé", 7), "éé ...");
        assert_eq!(shortened("one\ntwo", 40), "one");
        assert_eq!(shortened("김민수 김민수", 11), "김민수 ...");
    }

    #[test]
    fn colours_take_no_place() {
        let red = "\u{1b}[31mone\u{1b}[0m two three";
        assert_eq!(fold(red, 7), "\u{1b}[31mone\u{1b}[0m two\nthree");
        assert_eq!(fold(red, 13), red);
        assert_eq!(fold("ééé\u{1b}[1mééé\u{1b}[0m", 4), "ééé\u{1b}[1mé\néé\u{1b}[0m");
    }
}
