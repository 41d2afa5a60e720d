//! Writes the modules for the answers that `answers.txt` lists, and does what `../build.rs` does.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rustc-cfg=test");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=answers.txt");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("Cargo sets it"));
    let out = PathBuf::from(env::var("OUT_DIR").expect("Cargo sets it"));
    // Cargo takes a file that is not there for one that has changed.
    if root.join("answers.bin").is_file() {
        println!("cargo::rerun-if-changed=answers.bin");
    }
    let list = read(&root.join("answers.txt"));
    let kit = unpacked(&root, &out).unwrap_or_else(|| root.join("../.."));
    fs::write(out.join("answers.rs"), modules(&list, &kit, &out))
        .expect("the build's own folder can be written");
}

/// In a kit that was exported without its answers those that judge are in one file, with its bytes inverted. Where they
/// have been unpacked, if there is such a file.
fn unpacked(root: &Path, out: &Path) -> Option<PathBuf> {
    let packed = fs::read(root.join("answers.bin")).ok()?;
    let text: Vec<u8> = packed.into_iter().map(|byte| !byte).collect();
    let mut rest = str::from_utf8(&text).expect("text");
    while let Some((head, behind)) = rest.split_once('\n') {
        let (path, length) = head.rsplit_once(' ').expect("a path and a length");
        let (answer, behind) = behind.split_at(length.parse().expect("a length"));
        let file = out.join("kit").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the build's own folder can be written");
        fs::write(file, answer).expect("the build's own folder can be written");
        rest = behind;
    }
    Some(out.join("kit"))
}

/// A module for each function, with the lists `RIGHT` and `WRONG`.
fn modules(list: &str, kit: &Path, out: &Path) -> String {
    let mut text = String::new();
    for function in list.split("\n\n").filter_map(Function::read) {
        let (name, arguments) = (function.name, function.arguments);
        writeln!(text, "pub mod {name} {{\nuse super::Answer;").expect("a text");
        for kind in ["right", "wrong"] {
            let mut entries = String::new();
            writeln!(text, "#[allow(warnings, clippy::all)]\nmod {kind} {{").expect("a text");
            for (_, answer, path) in function.answers.iter().filter(|(of, ..)| *of == kind) {
                let path = kit.join(path);
                // What this build has just unpacked is newer than the build.
                if !path.starts_with(out) {
                    println!("cargo::rerun-if-changed={}", path.display());
                }
                let idea = idea(&read(&path));
                writeln!(text, "#[path = {path:?}]\npub mod {answer};").expect("a text");
                writeln!(
                    entries,
                    "Answer {{ name: {answer:?}, idea: {idea:?}, \
                     choose: || tokio_katas::probe::subjects::{}.set(|{arguments}| \
                     Box::pin({kind}::{answer}::{name}({arguments}))) }},",
                    name.to_uppercase(),
                )
                .expect("a text");
            }
            writeln!(text, "}}\npub static {}: &[Answer] = &[{entries}];", kind.to_uppercase())
                .expect("a text");
        }
        writeln!(text, "}}").expect("a text");
    }
    text
}

/// A paragraph of the list.
struct Function<'a> {
    name: &'a str,
    arguments: &'a str,
    /// Of each its kind, its name and its path in the kit.
    answers: Vec<(&'a str, &'a str, &'a str)>,
}

impl<'a> Function<'a> {
    fn read(paragraph: &'a str) -> Option<Function<'a>> {
        let mut lines = paragraph.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let call = lines.next()?.strip_suffix(')').and_then(|call| call.split_once('('));
        let (name, arguments) = call.expect("FUNCTION(ARGUMENTS)");
        let answer = |path: &'a str| {
            let parts: Vec<&str> = path.split(['/', '.']).collect();
            let file = |file: &'a str| file.strip_prefix(name)?.strip_prefix("__");
            match parts[..] {
                ["answers", _, kind @ ("right" | "wrong"), of, "rs"] if let Some(answer) = file(of) => {
                    (kind, answer, path)
                }
                _ => panic!("answers.txt: {path} is not answers/KATA/KIND/{name}__NAME.rs"),
            }
        };
        Some(Function { name, arguments, answers: lines.map(answer).collect() })
    }
}

/// The first sentence of an answer's header.
fn idea(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let header = lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let end = header.find(". ").unwrap_or(header.len());
    header[..end].trim_end_matches('.').to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
