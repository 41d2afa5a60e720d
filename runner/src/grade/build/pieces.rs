//! Finds the top-level items of a kata file, even if it is not quite Rust, and removes a level's items from it
//! without moving a line.

use std::collections::BTreeSet;
use std::ops::Range;
use std::thread;

use syn::Item;

use crate::kit::items::{self, Parsed};
use crate::ui::panics;

/// One top-level item.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The item's name; for an `impl`, that of the type.
    pub name: Option<String>,
    /// Its bytes in the text, with its comments and attributes.
    pub range: Range<usize>,
    is_use: bool,
}

/// The items of `text`, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    // The parser is recursive, and a submission may nest without end.
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

/// `text` with `range` blanked out: no line moves.
pub fn blank(text: &str, range: &Range<usize>) -> String {
    let blanks: String = text[range.clone()].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
    format!("{}{blanks}{}", &text[..range.start], &text[range.end..])
}

/// `text` without the items called `names`, and with those of `stub` in a module at its end. Other imports and
/// definitions of `text`, such as a `Result` of its own, do not affect that module.
pub fn with_stub(text: &str, stub: &str, level: &str, names: &[String]) -> String {
    let wanted = |piece: &Piece| piece.name.as_ref().is_some_and(|name| names.contains(name));
    let mut result = text.to_owned();
    for piece in pieces(text).iter().filter(|piece| wanted(piece)) {
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
    use super::{blank, pieces, with_stub};

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
            let exchanged = with_stub(&text, STUB, "one", &["one".to_owned()]);
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

    #[test]
    fn a_stub_sees_what_it_names_and_nothing_else() {
        let stub = "use a::B;\npub struct Both;\npub struct Other;\n/// As Other.\npub fn one(_: Both) {}\n";
        let seen = with_stub("use std::io::Result;\npub struct Both;\n", stub, "one", &["one".to_owned()]);
        let module = &seen[seen.find("mod stub_of_one").expect("a module")..];
        assert!(
            module.contains("use super::{Both};\nuse a::B;\n/// As Other.\npub fn one(_: Both) {}\n"),
            "{module}"
        );
    }

    #[test]
    fn no_line_moves() {
        let text = "fn a() {\n    é\n}\nfn b() {}\n";
        let seen = with_stub(text, STUB, "one", &["a".to_owned()]);
        assert_eq!(seen.lines().nth(3), Some("fn b() {}"));
        assert_eq!(blank(text, &(0..text.len())).lines().count(), 4);
    }
}
