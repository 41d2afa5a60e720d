//! The Korean text, in the gettext file `book/ko.po`: a message for each paragraph, heading, list item and cell. Code
//! blocks are no messages, and stay as they are. What the words of a hint's `<summary>` are is a message of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use mdbook_i18n_helpers::{extract_events, extract_messages, reconstruct_markdown, translate_events};
use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags};
use polib::metadata::CatalogMetadata;
use polib::po_file;
use pulldown_cmark::{Event, Parser, Tag};

use crate::pages::Page;

/// How much of a message is shown.
const SHOWN: usize = 60;
/// From here on an old message is taken for what a new one was before.
const SIMILAR: f64 = 0.6;

pub fn read(file: &Path) -> Result<Catalog> {
    po_file::parse(file).map_err(|error| anyhow!("{}: {error}", file.display()))
}

/// The text in the other language; what is not translated stays English.
pub fn translated(text: &str, catalog: &Catalog) -> Result<String> {
    let text = with_summaries(text, |words| lookup(catalog, words).unwrap_or(words).to_owned());
    let events = extract_events(&text, None);
    let events = translate_events(&events, catalog).context("the text cannot be taken apart")?;
    let (text, _) =
        reconstruct_markdown(&events, None).context("a translation has other marks than the English")?;
    Ok(text)
}

/// A message in the other language, if it is translated.
pub fn lookup<'a>(catalog: &'a Catalog, message: &str) -> Option<&'a str> {
    let found = catalog.find_message(None, message, None)?;
    found.msgstr().ok().filter(|text| !text.is_empty() && !found.flags().is_fuzzy())
}

/// All messages of a page, in its order.
fn messages(text: &str) -> Result<Vec<String>> {
    let mut summaries = Vec::new();
    with_summaries(text, |words| {
        summaries.push(words.to_owned());
        words.to_owned()
    });
    let found = extract_messages(&without_code(text)).context("the text cannot be taken apart")?;
    Ok(found.into_iter().map(|(_, it)| it.message).chain(summaries).collect())
}

/// The text with other words in each `<summary>`.
fn with_summaries(text: &str, mut words: impl FnMut(&str) -> String) -> String {
    const MARKS: (&str, &str) = ("<summary>", "</summary>");
    let line = |line: &str| -> String {
        let parts =
            line.split_once(MARKS.0).and_then(|(before, rest)| Some((before, rest.split_once(MARKS.1)?)));
        match parts {
            Some((before, (inside, after))) => {
                format!("{before}{}{}{}{after}", MARKS.0, words(inside), MARKS.1)
            }
            None => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// The text with every block of code empty.
fn without_code(text: &str) -> String {
    let mut inside = false;
    let kept = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        fence || !inside
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// The pages that are translated, with their messages.
fn all(pages: &[Page]) -> Result<Vec<(&Page, Vec<String>)>> {
    let translated = pages.iter().filter(|page| page.translated);
    let of = |page: &Page| -> Result<Vec<String>> { Ok([messages(&page.text)?, page.beside()].concat()) };
    translated.map(|page| Ok((page, of(page).with_context(|| page.path.clone())?))).collect()
}

/// What is missing or wrong in the translation, a sentence each.
pub fn complaints(catalog: &Catalog, pages: &[Page]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    let mut used = BTreeSet::new();
    for (page, messages) in all(pages)? {
        for message in messages {
            let start: String = message.chars().take(SHOWN).collect();
            match lookup(catalog, &message) {
                None => complaints.push(format!("{}: not translated: {start}", page.path)),
                Some(text) if marks(text) != marks(&message) => {
                    complaints.push(format!("{}: translated with other code or links: {start}", page.path));
                }
                Some(_) => {}
            }
            used.insert(message);
        }
        if blocks_of_code(&translated(&page.text, catalog)?) != blocks_of_code(&page.text) {
            complaints.push(format!("{}: its code differs where it is translated", page.path));
        }
    }
    let old = catalog.messages().filter(|it| !it.msgid().is_empty() && !used.contains(it.msgid()));
    complaints.extend(old.map(|it| {
        format!(
            "book/ko.po: no page has this any more: {}",
            it.msgid().chars().take(SHOWN).collect::<String>()
        )
    }));
    Ok(complaints)
}

/// What a translation must leave as it is: code, and where links lead.
fn marks(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut code, mut links) = (Vec::new(), Vec::new());
    for event in Parser::new(text) {
        match event {
            Event::Code(text) => code.push(text.into_string()),
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.into_string()),
            _ => {}
        }
    }
    code.sort();
    links.sort();
    (code, links)
}

fn blocks_of_code(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut inside = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                inside = true;
                blocks.push(String::new());
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                blocks.iter_mut().last().into_iter().for_each(|it| it.push_str(&text))
            }
            _ => {}
        }
    }
    blocks
}

/// Writes the file anew: every message that a page has, in the order of the pages. A message that has changed keeps its
/// translation, marked `fuzzy`, which counts as none until somebody has looked at it. Returns what was done.
pub fn update(file: &Path, pages: &[Page]) -> Result<String> {
    let before = if file.exists() { read(file)? } else { Catalog::new(metadata()) };
    let mut order: Vec<(String, Vec<&str>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (page, messages) in all(pages)? {
        for message in messages {
            let place = *places.entry(message.clone()).or_insert(order.len());
            if place == order.len() {
                order.push((message, Vec::new()));
            }
            if order[place].1.last() != Some(&page.path.as_str()) {
                order[place].1.push(&page.path);
            }
        }
    }
    let old: Vec<(&str, &str)> = before
        .messages()
        .filter(|it| !it.msgid().is_empty() && !places.contains_key(it.msgid()))
        .filter_map(|it| Some((it.msgid(), it.msgstr().ok().filter(|text| !text.is_empty())?)))
        .collect();
    let mut after = Catalog::new(metadata());
    let (mut missing, mut fuzzy, mut reused) = (0, 0, BTreeSet::new());
    for (message, sources) in order {
        let found = before.find_message(None, &message, None);
        let known = found.and_then(|it| Some((it.msgstr().ok()?.to_owned(), it.flags().is_fuzzy())));
        let (text, changed) = match known {
            Some((text, changed)) if !text.is_empty() => (text, changed),
            _ => most_similar(&message, &old).map_or((String::new(), false), |(id, text)| {
                reused.insert(id);
                (text.to_owned(), true)
            }),
        };
        missing += usize::from(text.is_empty());
        fuzzy += usize::from(changed);
        let mut flags = MessageFlags::new();
        if changed {
            flags.add_flag("fuzzy");
        }
        let mut entry = Message::build_singular();
        let entry =
            entry.with_msgid(message).with_msgstr(text).with_source(sources.join("\n")).with_flags(flags);
        after.append_or_update(entry.done());
    }
    po_file::write(&after, file).with_context(|| format!("cannot write {}", file.display()))?;
    let mut report = format!("{} messages: {missing} to translate, {fuzzy} to look at again", after.count());
    let gone = old.len() - reused.len();
    if gone > 0 {
        write!(report, ", {gone} that no page has any more left out")?;
    }
    Ok(report)
}

/// The old message that is most like this one, with its translation, if one is.
fn most_similar<'a>(message: &str, old: &[(&'a str, &'a str)]) -> Option<(&'a str, &'a str)> {
    let like = |old: &(&'a str, &'a str)| (strsim::normalized_levenshtein(old.0, message), *old);
    let best = old.iter().map(like).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= SIMILAR).then_some(best.1)
}

fn metadata() -> CatalogMetadata {
    let mut metadata = CatalogMetadata::new();
    metadata.language = "ko".to_owned();
    metadata.mime_version = "1.0".to_owned();
    metadata.content_type = "text/plain; charset=UTF-8".to_owned();
    metadata.content_transfer_encoding = "8bit".to_owned();
    metadata
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{complaints, read, translated, update};
    use crate::pages::{Page, Part};

    const TEXT: &str = "# One\n\nCall `f` [here](a.md).\n\n```rust\n// Not a word.\nf(\"text\");\n```\n\n\
                        <details><summary>Hint 1: what?</summary>\n\nThat.\n</details>\n";

    fn page(text: &str) -> Vec<Page> {
        let (sections, levels) = (Vec::new(), Vec::new());
        let (path, text) = ("a.md".to_owned(), text.to_owned());
        vec![Page { path, part: Part::Start, text, translated: true, sections, levels }]
    }

    /// A file in which each message of the text has the translation that `translate` gives it.
    fn with_all(file: &Path, text: &str, translate: impl Fn(&str) -> String) {
        update(file, &page(text)).expect("a file");
        let written = std::fs::read_to_string(file).expect("a file");
        let mut lines = Vec::new();
        let mut message = String::new();
        for line in written.lines() {
            match (line.strip_prefix("msgid \""), line) {
                (Some(id), _) => message = id.trim_end_matches('"').to_owned(),
                (None, "msgstr \"\"") if !message.is_empty() => {
                    lines.push(line.to_owned());
                    *lines.last_mut().expect("a line") = format!("msgstr \"{}\"", translate(&message));
                    continue;
                }
                _ => {}
            }
            lines.push(line.to_owned());
        }
        std::fs::write(file, lines.join("\n") + "\n").expect("a file");
    }

    #[test]
    fn all_but_code_is_translated() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ko.po");
        with_all(&file, TEXT, |message| format!("말 {message}"));
        let catalog = read(&file).expect("a catalog");
        assert_eq!(complaints(&catalog, &page(TEXT)).expect("a list"), Vec::<String>::new());
        let seen = translated(TEXT, &catalog).expect("a text");
        for part in
            ["# 말 One", "말 Call `f` [here](a.md).", "<summary>말 Hint 1: what?</summary>", "말 That."]
        {
            assert!(seen.contains(part), "{part:?} is missing: {seen}");
        }
        assert!(seen.contains("```rust\n// Not a word.\nf(\"text\");\n```"), "{seen}");
    }

    #[test]
    fn what_is_missing_changed_or_wrong_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ko.po");
        with_all(&file, TEXT, |message| message.replace("`f`", "`g`"));
        let told = complaints(&read(&file).expect("a catalog"), &page(TEXT)).expect("a list");
        assert_eq!(told, ["a.md: translated with other code or links: Call `f` [here](a.md)."]);

        let changed = TEXT.replace("Call `f`", "Now call `f`");
        let told = complaints(&read(&file).expect("a catalog"), &page(&changed)).expect("a list");
        assert_eq!(
            told,
            [
                "a.md: not translated: Now call `f` [here](a.md).",
                "book/ko.po: no page has this any more: Call `f` [here](a.md).",
            ]
        );
        let report = update(&file, &page(&changed)).expect("a file");
        assert_eq!(report, "4 messages: 0 to translate, 1 to look at again");
        let told = complaints(&read(&file).expect("a catalog"), &page(&changed)).expect("a list");
        assert_eq!(told, ["a.md: not translated: Now call `f` [here](a.md)."]);
    }
}
