//! The house rules of the clinic: everything is listed, every case is whole, every quotation is true.

mod support;

use std::path::Path;
use support::cases::{Case, cases};
use support::{read, root, short, stems, ui};

/// What lies in `ui/` belongs to a case of `cases.toml`, and every case has all its files.
#[test]
fn nothing_is_left_out_of_the_list() {
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    let names = sorted(cases().into_iter().map(|case| case.name).collect());
    let cures = sorted(cases().into_iter().flat_map(|case| case.cures).collect());
    let without = |stems: Vec<String>, other: &str| -> Vec<String> {
        stems.into_iter().filter(|stem| stem != other).collect()
    };
    assert_eq!(without(stems(ui(), "rs"), "lib"), names);
    assert_eq!(stems(ui(), "stderr"), names);
    assert_eq!(without(stems(ui(), "md"), "README"), names);
    assert_eq!(without(stems(&ui().join("checks"), "rs"), "kit"), names);
    assert_eq!(stems(&root().join("katas/clinic"), "rs"), names);
    assert_eq!(stems(&ui().join("cures"), "rs"), cures);
    for case in cases() {
        for cure in &case.cures {
            assert!(cure.split("__").next() == Some(&case.name), "{cure} is no cure of {}", case.name);
        }
    }
}

/// Neither the folder, nor colours, nor `rust-src`.
#[test]
fn messages_are_the_same_on_every_machine() {
    for case in cases() {
        let message = read(&case.file("stderr"));
        for foreign in ["$RUST", "/rustc/", "\u{1b}", root().to_str().unwrap()] {
            assert!(!message.contains(foreign), "{}.stderr holds {foreign:?}", case.name);
        }
        assert!(!message.contains("//~"), "{}.stderr shows a `//~` comment", case.name);
    }
}

/// A diagnosis quotes its message, names its program, its kata and all its cures, and nothing that is not there.
#[test]
fn diagnoses_are_whole_and_true() {
    for case in cases() {
        let file = case.file("md");
        let text = read(&file);
        let quoted = quotations(&text);
        assert!(quoted.len() >= 3, "{} explains the message line by line", short(&file));
        let message = read(&case.file("stderr"));
        let mut rest = message.as_str();
        for quotation in quoted {
            let at = rest.find(quotation);
            let at = at
                .unwrap_or_else(|| panic!("{}: not there, or not in this order: {quotation}", short(&file)));
            rest = &rest[at..];
        }
        for part in ["# ", "\n## What ", "\n## The rule\n", "\n## Cures\n", "\n## The false friend\n"] {
            assert!(text.contains(part), "{} has no part {part:?}", short(&file));
        }
        let mut links = vec![format!("({}.rs)", case.name), format!("({}.stderr)", case.name)];
        links.push(format!("(../katas/clinic/{}.rs)", case.name));
        links.extend(case.cures.iter().map(|cure| format!("(cures/{cure}.rs)")));
        for link in links {
            assert!(text.contains(&link), "{} has no link {link}", short(&file));
        }
        links_lead_somewhere(&file, &text);
    }
}

/// The index names every case, with sentences of its message.
#[test]
fn the_index_is_whole_and_true() {
    let file = ui().join("README.md");
    let text = read(&file);
    for case in cases() {
        let link = format!("]({}.md)", case.name);
        let row = text.lines().find(|line| line.starts_with('|') && line.contains(&link));
        let row = row.unwrap_or_else(|| panic!("README.md has no row for {}", case.name));
        let sentences: Vec<&str> = row.split("``").skip(1).step_by(2).map(str::trim).collect();
        assert!(!sentences.is_empty(), "README.md quotes nothing of {}", case.name);
        for sentence in sentences {
            assert!(says(&case, sentence), "{}.stderr does not say: {sentence}", case.name);
        }
    }
    links_lead_somewhere(&file, &text);
}

/// The index by code has each code that a message is headed by, with its cases, in order; and codes
/// without a case only where a diagnosis speaks of them.
#[test]
fn the_index_by_code_is_whole_and_true() {
    let text = read(&ui().join("README.md"));
    let part = text.split("\n## By code\n").nth(1).expect("a part on codes").split("\n## ").next().unwrap();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| E")?.split_once(" | "));
    let rows: Vec<(String, &str)> = rows.map(|(code, rest)| (format!("E{code}"), rest)).collect();
    assert!(rows.is_sorted_by(|(a, _), (b, _)| a < b), "README.md, \"By code\", is not sorted");
    let named = |row: &str, name: &str| row.contains(&format!("]({name}.md)"));
    for case in cases() {
        let (message, diagnosis) = (read(&case.file("stderr")), read(&case.file("md")));
        for (code, row) in &rows {
            let given = message.lines().any(|line| line.starts_with(&format!("error[{code}]")));
            if row.starts_with("no case") {
                assert!(!given, "{code} has a case: {}", case.name);
                assert!(!named(row, &case.name) || diagnosis.contains(code), "{}.md lacks {code}", case.name);
            } else {
                assert_eq!(named(row, &case.name), given, "{code} and {} in README.md", case.name);
            }
        }
        for head in message.lines().filter_map(|line| line.strip_prefix("error[")?.split(']').next()) {
            assert!(rows.iter().any(|(code, _)| code == head), "README.md has no row for {head}");
        }
    }
}

/// The quotations of a diagnosis: what stands in double backticks at the head of a list item.
fn quotations(text: &str) -> Vec<&str> {
    let items = text.lines().filter_map(|line| line.strip_prefix("- ``"));
    items.filter_map(|item| Some(item.split_once("``")?.0.trim())).collect()
}

/// Whether a line of the message holds the sentence, in which `…` stands for anything.
fn says(case: &Case, sentence: &str) -> bool {
    read(&case.file("stderr")).lines().any(|line| {
        let mut rest = Some(line);
        for part in sentence.split('…') {
            rest = rest.and_then(|rest| Some(&rest[rest.find(part)? + part.len()..]));
        }
        rest.is_some()
    })
}

fn links_lead_somewhere(file: &Path, text: &str) {
    let folder = file.parent().expect("a folder");
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let there = link.starts_with("https://") || folder.join(link).exists();
        assert!(there, "{}: the link {link} leads nowhere", short(file));
    }
}
