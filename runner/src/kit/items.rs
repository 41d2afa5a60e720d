//! Extracts one level's items from a kata file, or replaces them with another file's.

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::{Context, Result, anyhow};
use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Item, Type, UseTree};

use crate::ui::text::BYTE_ORDER_MARK;

/// The items of a source file, and their places in it.
///
/// `syn` skips a byte-order mark and a `#!` line, and counts bytes from there. So a span alone is not a place in
/// the file: [`range`](Self::range) converts it.
pub struct Parsed {
    pub items: Vec<Item>,
    /// How many bytes were skipped.
    head: usize,
}

impl Parsed {
    /// # Errors
    /// If it is not Rust.
    pub fn of(source: &str) -> syn::Result<Parsed> {
        let head = head(source);
        Ok(Parsed { items: syn::parse_file(&source[head..])?.items, head })
    }

    /// The bytes of the source that make up `part`.
    pub fn range(&self, part: &impl Spanned) -> Range<usize> {
        let span = part.span().byte_range();
        span.start + self.head..span.end + self.head
    }
}

/// Where the Rust in a source file begins: after a byte-order mark and a `#!` line. As in rustc, the start of an
/// inner attribute is not such a line.
fn head(source: &str) -> usize {
    let mark = source.strip_prefix(BYTE_ORDER_MARK).map_or(0, |rest| source.len() - rest.len());
    let rest = &source[mark..];
    let attribute = |behind: &str| without_blanks(behind).starts_with('[');
    match rest.strip_prefix("#!") {
        Some(behind) if !attribute(behind) => mark + rest.find('\n').unwrap_or(rest.len()),
        _ => mark,
    }
}

/// `text` from the first character that is neither white space nor in a comment.
fn without_blanks(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        let comment = if text.starts_with("//") {
            text.find('\n')
        } else if text.starts_with("/*") {
            text.find("*/").map(|at| at + 2)
        } else {
            return text;
        };
        text = &text[comment.unwrap_or(text.len())..];
    }
}

/// `file` with the items called `names` replaced by those of `donor`. Items that `file` lacks are appended.
///
/// # Errors
/// If one of the two is not Rust.
pub fn transplant(file: &str, donor: &str, names: &[String]) -> Result<String> {
    let old = ranges(file, names).context("the file does not parse")?;
    let new = ranges(donor, names).context("the stub does not parse")?;
    let graft: Vec<&str> = new.into_iter().map(|range| &donor[range]).collect();
    let graft = graft.join("\n\n");
    let Some(first) = old.first().map(|range| range.start) else {
        return Ok(format!("{}\n\n{graft}\n", file.trim_end()));
    };
    let mut result = file[..first].to_owned() + &graft;
    for (range, end) in old.iter().zip(old.iter().skip(1).map(|next| next.start).chain([file.len()])) {
        let between = &file[range.end..end];
        // Drop the blank lines between two removed items.
        result +=
            if range.end == end || between.trim().is_empty() && end != file.len() { "" } else { between };
    }
    Ok(result)
}

/// The line on which the first of the items called `names` begins, even in a file that does not parse.
pub fn line_of(source: &str, names: &[String]) -> Option<usize> {
    let begins = |line: &str| {
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').take(6).collect();
        let named = words.iter().zip(words.iter().skip(1));
        let mut named =
            named.filter(|(kind, _)| matches!(**kind, "fn" | "struct" | "enum" | "trait" | "mod"));
        line.starts_with(char::is_alphabetic) && named.any(|(_, name)| names.iter().any(|it| it == name))
    };
    source.lines().position(begins).map(|at| at + 1)
}

/// The items of `names` and their `impl` blocks, with their doc comments, in order.
fn ranges(source: &str, names: &[String]) -> Result<Vec<Range<usize>>> {
    let parsed = Parsed::of(source)?;
    let wanted = |item: &&Item| name(item).is_some_and(|name| names.contains(&name));
    Ok(parsed.items.iter().filter(wanted).map(|item| parsed.range(item)).collect())
}

/// The items of `file` called `names`, and what they need of it: imports, helpers, constants. Empty if there
/// are none.
///
/// # Errors
/// If it is not Rust.
pub fn excerpt(file: &str, names: &[String]) -> Result<String> {
    let parsed = Parsed::of(file)?;
    let (imports, items): (Vec<&Item>, Vec<&Item>) =
        parsed.items.iter().partition(|item| matches!(item, Item::Use(_)));
    let words = items.iter().map(|item| words_of(&file[parsed.range(item)]));
    let words: Vec<BTreeSet<String>> = words.collect::<Result<_>>()?;
    let mut wanted: Vec<bool> =
        items.iter().map(|item| name(item).is_some_and(|name| names.contains(&name))).collect();
    if !wanted.contains(&true) {
        return Ok(String::new());
    }
    // Anything that a wanted item names is wanted too.
    while let Some(more) = (0..items.len()).find(|&at| {
        let used = |name: &String| (0..items.len()).any(|by| wanted[by] && words[by].contains(name));
        !wanted[at] && name(items[at]).as_ref().is_some_and(used)
    }) {
        wanted[more] = true;
    }
    let of = |here: bool| -> BTreeSet<&String> {
        words
            .iter()
            .zip(&wanted)
            .filter(|(_, wanted)| **wanted == here)
            .flat_map(|(words, _)| words)
            .collect()
    };
    let (here, elsewhere) = (of(true), of(false));
    // An item that is never named may be a trait whose methods are called: it stays.
    let keep = |name: &str| here.contains(&name.to_owned()) || !elsewhere.contains(&name.to_owned());
    let mut parts = vec![String::new()];
    for import in &imports {
        let Item::Use(import) = import else { continue };
        let text = &file[parsed.range(import)];
        match pruned(&import.tree, &keep) {
            Some(tree) if pruned(&import.tree, &|_| true).as_ref() == Some(&tree) => {
                parts[0] += &format!("{text}\n");
            }
            Some(tree) => parts[0] += &format!("use {tree};\n"),
            None => {}
        }
    }
    let items = items.iter().zip(&wanted).filter(|(_, wanted)| **wanted);
    parts.extend(items.map(|(item, _)| format!("{}\n", with_comment(file, parsed.range(item)))));
    parts.retain(|part| !part.is_empty());
    Ok(parts.join("\n"))
}

/// An item with the comment directly above it, which is not part of the item.
fn with_comment(file: &str, item: Range<usize>) -> &str {
    let mut start = item.start;
    for line in file[..item.start].split_inclusive('\n').rev() {
        if !line.starts_with("//") || line.starts_with("//!") {
            break;
        }
        start -= line.len();
    }
    &file[start..item.end]
}

/// All names in a piece of source, including those inside macros.
fn words_of(source: &str) -> Result<BTreeSet<String>> {
    fn collect(tokens: TokenStream, words: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(word) => drop(words.insert(word.to_string())),
                TokenTree::Group(group) => collect(group.stream(), words),
                // `format!("{name}")`
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    words.extend(text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned));
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
    let mut words = BTreeSet::new();
    collect(source.parse().map_err(|error| anyhow!("{error}"))?, &mut words);
    Ok(words)
}

/// The tree of a `use` with only the names to keep; `None` if there are none.
fn pruned(tree: &UseTree, keep: &dyn Fn(&str) -> bool) -> Option<String> {
    match tree {
        UseTree::Path(path) => {
            // `use a::b::{self}` is known as `b`.
            let inner = match &*path.tree {
                UseTree::Group(group) => {
                    let name = path.ident.to_string();
                    let part = |tree: &UseTree| match tree {
                        UseTree::Name(own) if own.ident == "self" => keep(&name).then(|| "self".to_owned()),
                        tree => pruned(tree, keep),
                    };
                    let parts: Vec<String> = group.items.iter().filter_map(part).collect();
                    match &parts[..] {
                        [] => return None,
                        [one] if one != "self" => one.clone(),
                        parts => format!("{{{}}}", parts.join(", ")),
                    }
                }
                tree => pruned(tree, keep)?,
            };
            Some(format!("{}::{inner}", path.ident))
        }
        UseTree::Name(name) => keep(&name.ident.to_string()).then(|| name.ident.to_string()),
        UseTree::Rename(rename) => {
            let shown = format!("{} as {}", rename.ident, rename.rename);
            (rename.rename == "_" || keep(&rename.rename.to_string())).then_some(shown)
        }
        UseTree::Glob(_) => Some("*".to_owned()),
        UseTree::Group(group) => {
            let parts: Vec<String> = group.items.iter().filter_map(|tree| pruned(tree, keep)).collect();
            (!parts.is_empty()).then(|| format!("{{{}}}", parts.join(", ")))
        }
    }
}

/// The name of a function or type, or of the type that an `impl` is for.
pub fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Fn(item) => &item.sig.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Const(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Mod(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Impl(item) => match &*item.self_ty {
            Type::Path(path) => &path.path.segments.last()?.ident,
            _ => return None,
        },
        _ => return None,
    };
    Some(ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::{excerpt, head, transplant};

    const STUB: &str = "use a::B;\n\n/// One.\npub fn one() {\n    todo!()\n}\n\n/// Two.\npub struct Two;\n\nimpl Two {\n    pub fn new() -> Two {\n        todo!()\n    }\n}\n";

    #[test]
    fn one_levels_items_are_replaced_and_nothing_else() {
        let file = "use a::B;\nuse c::D;\n\n/// Mine.\npub fn one() { D::d() }\n\nfn helper() {}\n\npub struct Two(u8);\nimpl Two { pub fn new() -> Two { Two(1) } }\nimpl Drop for Two { fn drop(&mut self) {} }\n\n// the end\n";
        let reset = transplant(file, STUB, &["one".to_owned()]).expect("both parse");
        assert_eq!(
            reset,
            file.replace("/// Mine.\npub fn one() { D::d() }", "/// One.\npub fn one() {\n    todo!()\n}")
        );
        let reset = transplant(file, STUB, &["Two".to_owned()]).expect("both parse");
        let start = file.find("pub struct Two").expect("it is there");
        let stub = &STUB[STUB.find("/// Two.").expect("it is there")..];
        assert_eq!(reset, format!("{}{}\n\n// the end\n", &file[..start], stub.trim_end()));
    }

    /// What `syn` passes over at the beginning of a file moves no cut.
    #[test]
    fn what_stands_before_the_rust_moves_no_cut() {
        let file = "use a::B;\n\n// waits…\n/// Mine.\npub fn one() { B }\n";
        let names = ["one".to_owned()];
        let (reset, part) = (transplant(file, STUB, &names), excerpt(file, &names));
        let (reset, part) = (reset.expect("both parse"), part.expect("it parses"));
        for before in ["\u{feff}", "#!/usr/bin/env run\n", "\u{feff}#!/bin/é\r\n\n"] {
            let (marked, stub) = (format!("{before}{file}"), format!("{before}{STUB}"));
            for stub in [STUB, &stub] {
                let marked = transplant(&marked, stub, &names).expect("both parse");
                assert_eq!(marked, format!("{before}{reset}"));
            }
            assert_eq!(excerpt(&marked, &names).expect("it parses"), part);
        }
    }

    #[test]
    fn an_inner_attribute_is_no_line_for_a_shell() {
        assert_eq!(head("#![allow(dead_code)]\nfn f() {}"), 0);
        assert_eq!(head("\u{feff}#! /* of mine */\n[allow(dead_code)]\nfn f() {}"), 3);
        assert_eq!(head("#!run\nfn f() {}"), 5);
        assert_eq!(head("#!run"), 5);
    }

    #[test]
    fn what_was_deleted_is_appended() {
        let reset = transplant("use a::B;\n", STUB, &["one".to_owned()]).expect("both parse");
        assert_eq!(reset, "use a::B;\n\n/// One.\npub fn one() {\n    todo!()\n}\n");
    }

    #[test]
    fn a_file_that_does_not_parse_is_refused() {
        assert!(transplant("pub fn one( {", STUB, &["one".to_owned()]).is_err());
    }

    #[test]
    fn an_excerpt_holds_what_a_level_needs_and_no_more() {
        let file = "//! All.\n\nuse std::collections::{HashMap, VecDeque};\nuse std::time::{self, Duration};\nuse a::Ext;\nuse a::b::{c, d};\n\nconst MOST: usize = 1;\n\n/// One.\npub fn one(map: HashMap<u8, u8>) -> usize {\n    helper()\n}\n\nfn helper() -> usize {\n    assert!(MOST > 0, \"{c}\");\n    MOST\n}\n\n/// Two.\npub struct Two(VecDeque<Duration>, time::Instant);\n\nimpl Two {\n    fn two() { d(); other() }\n}\n\nfn other() {}\n";
        let one = excerpt(file, &["one".to_owned()]).expect("it parses");
        assert_eq!(
            one,
            "use std::collections::HashMap;\nuse a::Ext;\nuse a::b::c;\n\nconst MOST: usize = 1;\n\n/// One.\npub fn one(map: HashMap<u8, u8>) -> usize {\n    helper()\n}\n\nfn helper() -> usize {\n    assert!(MOST > 0, \"{c}\");\n    MOST\n}\n"
        );
        let two = excerpt(file, &["Two".to_owned()]).expect("it parses");
        assert!(two.starts_with("use std::collections::VecDeque;\nuse std::time::{self, Duration};\nuse a::Ext;\nuse a::b::d;\n\n/// Two."), "{two}");
        assert!(two.ends_with("}\n\nfn other() {}\n"), "{two}");
    }
}
