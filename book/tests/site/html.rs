//! The pages as HTML, with no browser at hand: what somebody needs who cannot see them.

use std::collections::BTreeSet;
use std::fs;

use scraper::{ElementRef, Html, Selector};

use crate::{LANGUAGES, pages, site};

/// The most that a page may weigh, with its pictures, in bytes.
const HEAVIEST: u64 = 300_000;

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect::<String>().trim().to_owned()
}

#[test]
fn each_page_says_what_it_shows() {
    let mut wrong = Vec::new();
    for language in LANGUAGES {
        for path in pages(language) {
            let name = path.strip_prefix(site()).expect("a page of the site").display().to_string();
            let html = Html::parse_document(&fs::read_to_string(&path).expect("a page"));
            let mut complain = |what: &str| wrong.push(format!("{name}: {what}"));
            if html.root_element().attr("lang") != Some(language) {
                complain("another language");
            }
            let headings: Vec<u32> = all(&html, "main h1, main h2, main h3, main h4")
                .iter()
                .filter_map(|it| it.value().name()[1..].parse().ok())
                .collect();
            if headings.first() != Some(&1) {
                complain("it does not begin with a title");
            }
            if headings.windows(2).any(|pair| pair[1] > pair[0] + 1) {
                complain("a heading skips a level");
            }
            let ids: Vec<&str> = all(&html, "[id]").iter().filter_map(|it| it.attr("id")).collect();
            if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
                complain("an id twice");
            }
            if all(&html, "img").iter().any(|it| it.attr("alt").is_none()) {
                complain("a picture without a text");
            }
            for picture in all(&html, ".picture svg") {
                let said = |what: &str| {
                    let selector = Selector::parse(what).expect("a selector");
                    picture.select(&selector).next().map(text).unwrap_or_default()
                };
                if picture.attr("role") != Some("img") || said("title").is_empty() || said("desc").is_empty()
                {
                    complain("a timeline without a text");
                }
            }
            if fs::metadata(&path).expect("a page").len() > HEAVIEST {
                complain("too heavy");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lessons_show_mistakes_beside_the_reference_solution() {
    for language in LANGUAGES {
        let path = site().join(language).join("katas/limit.html");
        let html = Html::parse_document(&fs::read_to_string(&path).expect("a page"));
        let figures = all(&html, ".timelines figure");
        assert!(figures.len() >= 6, "{} figures", figures.len());
        let svg = Selector::parse("svg").expect("a selector");
        for figure in figures {
            let drawn: Vec<String> = figure.select(&svg).map(|it| it.html()).collect();
            assert_eq!(drawn.len(), 2, "the mistake and the reference solution");
            assert_ne!(drawn[0], drawn[1]);
        }
        let before = all(&html, "section.timelines ~ h2#bulkhead");
        assert_eq!(before.len(), 1, "the timelines of a level stand before the next level");
    }
}

#[test]
fn without_a_script_all_steps_are_there() {
    for language in LANGUAGES {
        let path = site().join(language).join("book/stepping.html");
        let html = Html::parse_document(&fs::read_to_string(&path).expect("a page"));
        assert_eq!(all(&html, ".stepper svg").len(), 2);
        let steps = all(&html, ".stepper .steps > li");
        assert!(steps.len() > 20 && steps.iter().all(|step| step.attr("hidden").is_none()));
        assert!(steps.iter().all(|step| !text(*step).contains(['{', '}'])), "a gap that nobody filled");
    }
}
