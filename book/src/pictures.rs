//! The timelines in the lessons: known mistakes of each level beside the reference solution, drawn from
//! `answers/KATA/timelines.json`, which `cargo kata verify` keeps true.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Parser, html::push_html};
use verdict::{Contrast, Timeline, svg};

use crate::files;
use crate::pages::Page;
use crate::words::{self, Words};

/// The levels of a kata in their order, and what is shown of each.
pub type Levels = Vec<(String, Vec<Contrast>)>;

/// Where they are, from the kit's root.
fn file(kata: &str) -> String {
    format!("answers/{kata}/timelines.json")
}

/// What is recorded of a kata's levels; of a level that the file does not name there is nothing.
pub fn read(root: &Path, kata: &str, levels: &[String]) -> Result<Levels> {
    let path = root.join(file(kata));
    let text = if path.is_file() { files::read(&path)? } else { "{}".to_owned() };
    let recorded: BTreeMap<String, Vec<Contrast>> =
        serde_json::from_str(&text).with_context(|| format!("{} holds no timelines", file(kata)))?;
    let of = |level: &String| recorded.get(level).map(|it| (level.clone(), it.clone()));
    Ok(levels.iter().filter_map(of).collect())
}

/// What is missing or out of date, a sentence each.
pub fn complaints(root: &Path, page: &Page) -> Result<Vec<String>> {
    let Some(kata) = page.kata() else { return Ok(Vec::new()) };
    let renew = format!("`cargo kata verify --write-timelines {kata}` renews it");
    let mut complaints = Vec::new();
    for level in &page.sections {
        let heading = format!("## {level}");
        if !page.text.lines().any(|line| line.trim_end() == heading) {
            complaints.push(format!("{}: it has no section \"{level}\"", page.path));
        }
        if !page.levels.iter().any(|(name, _)| name == level) {
            complaints.push(format!("{} says nothing of the level {level}; {renew}", file(kata)));
        }
    }
    for (level, contrasts) in &page.levels {
        for contrast in contrasts {
            let answer = format!("answers/{kata}/wrong/{level}__{}.rs", contrast.mistake);
            let header = files::read(&root.join(&answer)).unwrap_or_default();
            let header = header.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
            if !header.collect::<Vec<_>>().join(" ").contains(&contrast.idea) {
                complaints.push(format!("{}: {answer} is gone, or has another header; {renew}", file(kata)));
            }
        }
    }
    Ok(complaints)
}

/// The text with a place for the timelines of each level that has some, at the end of its section.
pub fn with_places(page: &Page) -> String {
    let Some(kata) = page.kata() else { return page.text.clone() };
    let mut text = String::new();
    let (mut level, mut in_code) = (None, false);
    let close = |text: &mut String, level: Option<&str>| {
        let level = level.filter(|it| page.levels.iter().any(|(name, of)| name == it && !of.is_empty()));
        if let Some(level) = level {
            *text += &format!("\n{}\n\n", place(&format!("{kata}::{level}")));
        }
    };
    for line in page.text.lines() {
        in_code ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix("## ").filter(|_| !in_code) {
            close(&mut text, level.replace(heading.trim()));
        }
        text += line;
        text.push('\n');
    }
    close(&mut text, level);
    text
}

/// What stands in a page where timelines belong.
fn place(id: &str) -> String {
    format!("<div data-timelines=\"{id}\"></div>")
}

/// A page as mdBook has written it, with the timelines in their places.
///
/// # Errors
/// If a place is not there.
pub fn filled(html: &str, page: &Page, words: Words) -> Result<String> {
    let Some(kata) = page.kata() else { return Ok(html.to_owned()) };
    let mut html = html.to_owned();
    let mut first = true;
    for (level, contrasts) in page.levels.iter().filter(|(_, contrasts)| !contrasts.is_empty()) {
        let id = format!("{kata}::{level}");
        let place = place(&id);
        let at = html.find(&place).with_context(|| format!("{}: no place for {id}", page.path))?;
        let legend = first.then(|| legend(page, words));
        let section = section(&id, contrasts, legend, words).into_string();
        html.replace_range(at..at + place.len(), &section);
        first = false;
    }
    Ok(html)
}

fn section(id: &str, contrasts: &[Contrast], legend: Option<Markup>, words: Words) -> Markup {
    html! {
        section class="timelines" {
            p { (words.say(words::ABOVE)) }
            @for contrast in contrasts {
                figure {
                    figcaption {
                        (inline(&words.say(&contrast.idea))) " "
                        (inline(&words.fill(words::CLAIM, &[("claim", &contrast.claim)])))
                    }
                    @for (whose, timeline) in sides(contrast) {
                        p class="whose" { (words.say(whose)) }
                        (picture(timeline, contrast.span_ms(), &format!("{id}::{}, {whose}", contrast.claim)))
                    }
                }
            }
            @if let Some(legend) = legend { (legend) }
        }
    }
}

fn sides(contrast: &Contrast) -> [(&'static str, &Timeline); 2] {
    [(words::MISTAKE, &contrast.seen), (words::REFERENCE, &contrast.reference)]
}

/// A timeline with its text. Both are a program's, and in English.
pub fn picture(timeline: &Timeline, span_ms: u64, label: &str) -> Markup {
    html! { div class="picture" lang="en" { (svg::svg(timeline, span_ms, label)) } }
}

fn legend(page: &Page, words: Words) -> Markup {
    let stepping = format!("{}book/stepping.html", "../".repeat(page.path.matches('/').count()));
    html! {
        details {
            summary { (words.say(words::HOW_TO_READ)) }
            p { (words.say(svg::LEGEND)) " " a href=(stepping) { (words.say(words::STEP)) } }
        }
    }
}

/// A sentence with its code and links as HTML.
pub fn inline(sentence: &str) -> Markup {
    let mut html = String::new();
    push_html(&mut html, Parser::new(sentence));
    let html = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
    PreEscaped(html.to_owned())
}

/// The colours of a timeline, in a light page and in a dark one.
pub fn style() -> String {
    let light = within(&[".timelines", ".stepper"], svg::CSS);
    let themes = [".navy", ".coal", ".ayu"];
    let dark: Vec<String> =
        themes.iter().flat_map(|it| [format!("{it} .timelines"), format!("{it} .stepper")]).collect();
    let dark: Vec<&str> = dark.iter().map(String::as_str).collect();
    light + &within(&dark, svg::DARK_CSS)
}

/// The rules of a style sheet, for what stands within one of these.
fn within(outer: &[&str], css: &str) -> String {
    let rule = |rule: &str| {
        let (selectors, body) = rule.split_once('{')?;
        let all = selectors
            .split(',')
            .flat_map(|it| outer.iter().map(move |outer| format!("{outer} {}", it.trim())));
        Some(format!("{}{{{body}}}\n", all.collect::<Vec<_>>().join(",")))
    };
    css.split('}').filter_map(rule).collect()
}

#[cfg(test)]
mod tests {
    use verdict::{Contrast, Row, Timeline};

    use super::{Levels, complaints, filled, inline, read, with_places, within};
    use crate::files;
    use crate::pages::{Page, Part};
    use crate::words::Words;

    fn contrast(mistake: &str) -> Contrast {
        Contrast {
            mistake: mistake.to_owned(),
            idea: "Takes `two`.".to_owned(),
            claim: "it_is_quick".to_owned(),
            seen: Timeline::of(&[Row::bar("job 0", 0, 20)], 20),
            reference: Timeline::of(&[Row::bar("job 0", 0, 10)], 10),
        }
    }

    fn page(levels: Levels) -> Page {
        let text = "# one\n\n## first\n\n```\n## no heading\n```\n\n## second\n\nText.\n".to_owned();
        let sections = vec!["first".to_owned(), "second".to_owned()];
        Page {
            path: "katas/one.md".to_owned(),
            part: Part::Lessons,
            text,
            translated: true,
            sections,
            levels,
        }
    }

    #[test]
    fn a_level_has_its_timelines_at_its_end() {
        let page =
            page(vec![("first".to_owned(), vec![contrast("slow")]), ("second".to_owned(), Vec::new())]);
        let text = with_places(&page);
        let place = "<div data-timelines=\"one::first\"></div>";
        assert!(text.contains(&format!("```\n\n\n{place}\n\n## second\n")), "{text}");
        assert_eq!(text.matches("data-timelines").count(), 1);
        let seen = filled(&text, &page, Words { catalog: None }).expect("a page");
        assert_eq!((seen.matches("<svg").count(), seen.contains("data-timelines")), (2, false), "{seen}");
        for part in ["Takes <code>two</code>.", "<desc>job 0: 0 to 20 ms</desc>", "../book/stepping.html"] {
            assert!(seen.contains(part), "{part} is missing: {seen}");
        }
        assert!(filled("<main></main>", &page, Words { catalog: None }).is_err());
    }

    #[test]
    fn what_is_missing_or_out_of_date_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| files::write(&folder.path().join(path), text).expect("a file");
        let told = |levels: Levels| complaints(folder.path(), &page(levels)).expect("a list");
        let sections = page(Vec::new()).sections;
        assert!(read(folder.path(), "one", &sections).expect("nothing").is_empty());
        let renew = "`cargo kata verify --write-timelines one` renews it";
        let silent =
            |level: &str| format!("answers/one/timelines.json says nothing of the level {level}; {renew}");
        assert_eq!(told(Vec::new()), ["first", "second"].map(silent));

        let all = || vec![("first".to_owned(), vec![contrast("slow")]), ("second".to_owned(), Vec::new())];
        let answer = "answers/one/wrong/first__slow.rs";
        write(answer, "//! Takes\n//! `two`. And more.\nfn first() {}\n");
        assert_eq!(told(all()), Vec::<String>::new());
        write(answer, "//! Takes three.\n");
        let other = format!("answers/one/timelines.json: {answer} is gone, or has another header; {renew}");
        assert_eq!(told(all()), [other]);

        write("answers/one/timelines.json", "[]");
        assert!(read(folder.path(), "one", &sections).is_err());
    }

    #[test]
    fn rules_hold_only_where_they_belong() {
        assert_eq!(
            within(&[".a", ".b"], "svg text{x:1}.c,.d{y:2}"),
            ".a svg text,.b svg text{x:1}\n.a .c,.b .c,.a .d,.b .d{y:2}\n"
        );
        assert_eq!(inline("`a < b`").into_string(), "<code>a &lt; b</code>");
    }
}
