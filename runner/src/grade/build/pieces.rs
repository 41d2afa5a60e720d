//! The top-level items of a kata file, also of one that is not quite Rust; and how a level's items
//! are taken out of it without moving a line. A submission is taken apart in a process of its own: a parser calls
//! itself for what is nested, and no text may end more than that process.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, Write};
use std::ops::Range;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use syn::Item;

use crate::kit::items::{self, Parsed};
use crate::process::Group;
use crate::ui::panics;

/// The first argument by which this program knows that it is to take apart what is on its standard input.
pub const NAME: &str = "__pieces";

/// One top-level item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Piece {
    /// The item's name; for an `impl`, that of the type.
    pub name: Option<String>,
    /// Its bytes in the text, with its comments and attributes.
    pub range: Range<usize>,
    is_use: bool,
}

/// The items of a text that was handed in, in order. `command` starts [`answer`].
///
/// # Errors
/// The outer one if no process can be started; the inner one, in a few words, if it did not come to its end.
pub fn ask(mut command: Command, text: &str, limit: Duration) -> io::Result<Result<Vec<Piece>, String>> {
    let mut input = tempfile::tempfile()?;
    input.write_all(text.as_bytes())?;
    input.rewind()?;
    command.stdin(input).stderr(Stdio::null()).stdout(Stdio::piped());
    let mut parser = Group::start(command)?;
    let mut output = parser.take_stdout()?;
    let said = thread::spawn(move || {
        let mut said = Vec::new();
        output.by_ref().take(LONGEST).read_to_end(&mut said).map(|_| said)
    });
    let deadline = Instant::now() + limit;
    let status = parser.wait_until(Some(deadline))?;
    if Instant::now() > deadline {
        return Ok(Err(format!("it did not come to an end within {} s", limit.as_secs_f64())));
    }
    if !status.success() {
        return Ok(Err(format!("it ended with {status}")));
    }
    let said = said.join().map_err(|_| io::Error::other("its answer cannot be read"))??;
    Ok(serde_json::from_slice(&said).map_err(|error| format!("its answer cannot be read: {error}")))
}

/// Bytes of an answer that are read: each item is at least one byte of 64 KiB.
const LONGEST: u64 = 16 << 20;

/// The parser's own process: takes apart what is on its standard input.
///
/// # Errors
/// If it cannot read or write.
pub fn answer() -> io::Result<()> {
    let text = io::read_to_string(io::stdin())?;
    serde_json::to_writer(io::stdout(), &pieces(&text)).map_err(io::Error::from)
}

/// The items of `text`, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let parse = || {
        let parsed = Parsed::of(text).ok()?;
        Some(parsed.items.iter().map(|item| of_item(item, parsed.range(item))).collect())
    };
    let parsed = thread::scope(|scope| {
        let parser = thread::Builder::new().stack_size(STACK);
        // If the parser itself has a bug, there are still the lines.
        let parser = parser.spawn_scoped(scope, || panics::caught(|| nested(text).then(parse)).ok());
        parser.ok()?.join().ok()?.flatten().flatten()
    });
    parsed.unwrap_or_else(|| by_lines(text))
}

/// Bytes of stack: enough for whatever 64 KiB of text can nest without brackets. Memory is committed only as it
/// is used.
const STACK: usize = if cfg!(target_pointer_width = "64") { 1 << 30 } else { 64 << 20 };

/// Whether brackets are nested no deeper than people nest them.
fn nested(text: &str) -> bool {
    let (mut depth, mut deepest) = (0_i32, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // The parser recurses for each bracket and `<`. Code that people write nests far less than this, and below it
    // the parser's stack is enough.
    deepest < 200 && text.matches('<').count() < 2000
}

fn of_item(item: &Item, range: Range<usize>) -> Piece {
    Piece { name: items::name(item), range, is_use: matches!(item, Item::Use(_)) }
}

/// The items by lines: one begins in the first column, as rustfmt writes it. Good enough if a brace is missing.
fn by_lines(text: &str) -> Vec<Piece> {
    const STARTS: [&str; 16] = [
        "pub ",
        "pub(",
        "fn ",
        "async ",
        "struct ",
        "enum ",
        "impl ",
        "impl<",
        "use ",
        "mod ",
        "const ",
        "static ",
        "type ",
        "trait ",
        "macro_rules!",
        "unsafe ",
    ];
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut attached) = (0, None);
    for line in text.split_inclusive('\n') {
        if STARTS.iter().any(|start| line.starts_with(start)) {
            starts.push((attached.take().unwrap_or(at), at));
        } else if line.starts_with("///") || line.starts_with("#[") {
            attached.get_or_insert(at);
        } else if line.trim().is_empty() {
            attached = None;
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(from, _)| *from).chain([text.len()]).collect::<Vec<_>>();
    let piece = |((from, head), end): ((usize, usize), usize)| {
        let head = &text[head..end];
        Piece { name: name_by_words(head), range: from..end, is_use: head.starts_with("use ") }
    };
    starts.into_iter().zip(ends).map(piece).collect()
}

/// The word after `fn`, `struct` or `enum`; for an `impl`, the last name before the brace.
fn name_by_words(head: &str) -> Option<String> {
    let line: String = head.chars().take_while(|c| *c != '{').collect();
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    if words.first() == Some(&"impl") {
        let behind_for = words.iter().position(|word| *word == "for").map(|at| at + 1);
        return words.get(behind_for.unwrap_or(1)).map(|word| (*word).to_owned());
    }
    let at = words.iter().position(|word| ["fn", "struct", "enum"].contains(word))?;
    words.get(at + 1).map(|word| (*word).to_owned())
}

/// `text` with blanks in place of `range`: no line moves, and no byte.
pub fn blank(text: &str, range: &Range<usize>) -> String {
    let blanks: String =
        text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    format!("{}{blanks}{}", &text[..range.start], &text[range.end..])
}

/// `text`, whose items are `of_text`, without those called `names`, and with those of `stub` in a module at its end. What else
/// `text` imports or defines does not reach that module: a `Result` of its own, say.
pub fn with_stub(text: &str, of_text: &[Piece], stub: &str, level: &str, names: &[String]) -> String {
    let wanted = |piece: &Piece| piece.name.as_ref().is_some_and(|name| names.contains(name));
    let mut result = text.to_owned();
    for piece in of_text.iter().filter(|piece| wanted(piece)) {
        result = blank(&result, &piece.range);
    }
    let of_stub = pieces(stub);
    let part = |keep: &dyn Fn(&Piece) -> bool| {
        let parts = of_stub.iter().filter(|piece| keep(piece)).map(|piece| &stub[piece.range.clone()]);
        parts.collect::<Vec<_>>().join("\n")
    };
    let items = part(&wanted);
    let code = items.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let words: BTreeSet<&str> = words.collect();
    let others = of_stub.iter().filter(|piece| !wanted(piece) && !piece.is_use);
    let others = others.filter_map(|piece| piece.name.as_deref()).filter(|name| words.contains(name));
    let others: BTreeSet<&str> = others.collect();
    result += &format!(
        "\n#[allow(warnings)]\nmod stub_of_{level} {{\nuse super::{{{}}};\n{}\n{items}\n}}\n\
         pub use stub_of_{level}::{{{}}};\n",
        others.into_iter().collect::<Vec<_>>().join(", "),
        part(&|piece| piece.is_use),
        names.join(", "),
    );
    result
}

/// The bytes of line `number`, counted from 1.
pub fn line_range(text: &str, number: usize) -> Option<Range<usize>> {
    let mut at = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if index + 1 == number {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use super::{ask, blank, pieces, with_stub};

    const STUB: &str = "use a::B;\n\n/// One.\npub fn one() {\n    todo!()\n}\n\n/// Two.\npub struct Two;\n\nimpl Two {\n    pub fn new() -> Two {\n        todo!()\n    }\n}\n";

    fn names(text: &str) -> Vec<Option<String>> {
        pieces(text).into_iter().map(|piece| piece.name).collect()
    }

    #[test]
    fn the_items_of_a_broken_file_are_found_by_their_lines() {
        let whole = names(STUB);
        assert_eq!(whole, [None, Some("one".into()), Some("Two".into()), Some("Two".into())]);
        let broken = STUB.replace("pub fn one() {", "pub fn one( {{");
        assert_eq!(names(&broken), whole);
        assert_eq!(names("impl<T> Drop for Two<T> {\n"), [Some("Two".into())]);
    }

    /// Bytes are counted in the text that is cut, whatever stands at its beginning.
    #[test]
    fn pieces_are_cut_where_they_are() {
        for before in ["", "\u{feff}", "#!/usr/bin/env run\n", "\u{feff}#!run\n"] {
            let text = format!("{before}use a::B;\n\n// waits…\npub fn one() {{}}\n");
            let of_text: Vec<&str> = pieces(&text).iter().map(|piece| &text[piece.range.clone()]).collect();
            assert_eq!(of_text, ["use a::B;", "pub fn one() {}"], "{before:?}");
            let exchanged = with_stub(&text, &pieces(&text), STUB, "one", &["one".to_owned()]);
            assert!(exchanged.starts_with(&format!("{before}use a::B;\n\n// waits…\n   ")), "{exchanged}");
        }
    }

    #[test]
    fn no_nesting_brings_the_grader_down() {
        for nested in ["(", "!", "||", "&", "A<", "if a {} else ", "return ", "-"] {
            let text = format!("fn f() {{ {} }}", nested.repeat((64 << 10) / nested.len()));
            pieces(&text);
            pieces(&text.replace("fn f() {", "type T = "));
        }
    }

    /// A parser that is killed, that goes on for ever, or that says something else.
    #[cfg(unix)]
    #[test]
    fn what_ends_the_parser_ends_nothing_else() {
        let asked = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            ask(command, "fn f() {}", Duration::from_secs(1)).expect("a process").map(|it| it.len())
        };
        assert_eq!(asked("kill -KILL $$"), Err("it ended with signal: 9 (SIGKILL)".to_owned()));
        assert_eq!(asked("sleep 60"), Err("it did not come to an end within 1 s".to_owned()));
        assert!(asked("echo no").is_err_and(|why| why.starts_with("its answer cannot be read")));
        assert_eq!(asked("echo '[]'"), Ok(0));
    }

    #[test]
    fn a_stub_sees_what_it_names_and_nothing_else() {
        let stub = "use a::B;\npub struct Both;\npub struct Other;\n/// As Other.\npub fn one(_: Both) {}\n";
        let text = "use std::io::Result;\npub struct Both;\n";
        let seen = with_stub(text, &pieces(text), stub, "one", &["one".to_owned()]);
        let module = &seen[seen.find("mod stub_of_one").expect("a module")..];
        assert!(
            module.contains("use super::{Both};\nuse a::B;\n/// As Other.\npub fn one(_: Both) {}\n"),
            "{module}"
        );
    }

    #[test]
    fn no_line_moves() {
        let text = "fn a() {\n    é\n}\nfn b() {}\n";
        let seen = with_stub(text, &pieces(text), STUB, "one", &["a".to_owned()]);
        assert_eq!(seen.lines().nth(3), Some("fn b() {}"));
        let blanked = blank(text, &(0..text.len()));
        assert_eq!((blanked.lines().count(), blanked.len()), (4, text.len()));
    }
}
