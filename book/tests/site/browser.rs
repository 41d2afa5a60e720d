//! The site in Chromium, if this machine has it: `.ci/browser` installs it, and axe-core beside it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::webdriver::Browser;
use crate::{LANGUAGES, book, done, pages, site};

const WIDTHS: [u32; 2] = [1280, 390];

/// Keys, as WebDriver names them.
const LEFT: char = '\u{e012}';
const RIGHT: char = '\u{e014}';
const END: char = '\u{e010}';
const ENTER: char = '\u{e007}';
const TAB: char = '\u{e004}';

/// The browser; without one, a line that says what was not tried.
fn browser() -> Option<Browser> {
    let browser = Browser::start();
    if browser.is_none() {
        say(
            "chromium or chromedriver is missing: the book was not tried in a browser, its HTML was only parsed",
        );
    }
    browser
}

/// Past the test harness, which keeps what passing tests print.
fn say(what: &str) {
    writeln!(io::stderr(), "{what}").expect("standard error");
}

/// What axe-core's file holds, if it was fetched.
fn axe() -> Option<String> {
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../axe/node_modules/axe-core/axe.min.js");
    let text = fs::read_to_string(beside).ok();
    if text.is_none() {
        say("axe-core is missing: run `.ci/browser` to fetch it; the pages were tried without it");
    }
    text
}

/// What is wrong with the open page as it is now: errors, and what is wider than the screen.
fn complaints(browser: &Browser) -> Vec<String> {
    let mut wrong = browser.errors();
    // mdBook's pages scroll within themselves as well.
    let wide = "const parts = [document.documentElement, ...document.querySelectorAll('.page-wrapper, .page, .content, main')];
        const wide = parts.filter((it) => it.scrollWidth > it.clientWidth)
            .map((it) => `${it.tagName} scrolls sideways: ${it.scrollWidth} px in ${it.clientWidth} px`);
        const cut = (it) => it.closest('svg').getBoundingClientRect().right + 1 < it.getBoundingClientRect().right;
        const texts = [...document.querySelectorAll('.picture svg text')].filter(cut);
        return wide.concat(texts.map((it) => `cut off: ${it.textContent}`));";
    let wide = browser.script(wide);
    wrong.extend(
        wide.as_array().into_iter().flatten().map(|it| it.as_str().unwrap_or("not a text").to_owned()),
    );
    wrong
}

/// What axe finds wrong with the open page.
fn violations(browser: &Browser) -> Vec<String> {
    let found = browser.script_that_waits(
        "const done = arguments[arguments.length - 1];
        const node = (it) => it.html.slice(0, 200);
        axe.run({ preload: false, resultTypes: ['violations'] }).then(
            (found) => done(found.violations.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map(node).join(' | ')}`)),
            (error) => done([String(error)]));",
    );
    found.as_array().into_iter().flatten().map(|it| it.as_str().unwrap_or("not a text").to_owned()).collect()
}

/// One page of each kind. Only the Korean book has a page to search on.
const KINDS: [&str; 7] = [
    "index.html",
    "katas/traits.html",
    "book/stepping.html",
    "ui/index.html",
    "ui/rc_not_send.html",
    "ui/rc_not_send.rs.html",
    "search.html",
];

#[test]
fn pages_fit_the_screen_and_have_no_errors() {
    let Some(browser) = browser() else { return };
    let mut wrong = Vec::new();
    for page in LANGUAGES.into_iter().flat_map(pages) {
        browser.open(&page);
        for width in WIDTHS {
            browser.set_width(width);
            wrong.extend(
                complaints(&browser).iter().map(|it| format!("{}, {width} px: {it}", page.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_kind_of_page_is_accessible_in_the_light_and_in_the_dark() {
    let Some(browser) = browser() else { return };
    let axe = axe();
    if let Some(axe) = &axe {
        browser.run_in_each_page(axe);
    }
    let mut wrong = Vec::new();
    let all = |language: &'static str| KINDS.map(|kind| site().join(language).join(kind));
    for page in LANGUAGES.into_iter().flat_map(all).filter(|page| page.is_file()) {
        // Colours are those of a scheme, and what is shown that of a width.
        for (scheme, width) in [("light", WIDTHS[0]), ("dark", WIDTHS[1])] {
            browser.prefer("prefers-color-scheme", scheme);
            browser.set_width(width);
            browser.open(&page);
            let mut found = complaints(&browser);
            if axe.is_some() {
                found.extend(violations(&browser));
            }
            wrong.extend(found.iter().map(|it| format!("{}, {scheme}, {width} px: {it}", page.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where the first stepper of the open page stands.
fn step(browser: &Browser) -> String {
    let shown = "const [count, step] = ['.count', '.steps > li:not([hidden])']
            .map((it) => document.querySelector(`.stepper ${it}`)?.textContent);
        return count ? `${count}: ${step}` : `another page: ${location}`;";
    browser.script(shown).as_str().expect("a text").to_owned()
}

#[test]
fn an_instant_is_stepped_through_by_keyboard() {
    let Some(browser) = browser() else { return };
    browser.set_width(1280);
    browser.open(&site().join("en/book/stepping.html"));
    let start = step(&browser);
    assert!(start.starts_with("Step 1 of 14, at 0 ms: job 0 is called."), "{start}");
    browser.script("document.querySelector('.stepper').focus();");
    browser.press(&[RIGHT, RIGHT, RIGHT]);
    assert!(step(&browser).starts_with("Step 4 of 14"), "{}", step(&browser));
    browser.press(&[LEFT]);
    assert!(step(&browser).starts_with("Step 3 of 14"), "{}", step(&browser));
    browser.press(&[END, RIGHT]);
    assert!(step(&browser).starts_with("Step 14 of 14, at 20 ms"), "{}", step(&browser));
    // Behind the picture come the buttons.
    browser.press(&[TAB, ENTER]);
    assert!(step(&browser).starts_with("Step 13 of 14"), "{}", step(&browser));
    browser.press(&[TAB, ENTER]);
    assert!(step(&browser).starts_with("Step 14 of 14"), "{}", step(&browser));
    let page = browser.script("return location.pathname;");
    assert!(
        page.as_str().is_some_and(|it| it.ends_with("/en/book/stepping.html")),
        "the book turned to {page}"
    );
    let slow = "return getComputedStyle(document.querySelector('.now')).transitionDuration;";
    assert_ne!(browser.script(slow), "0s");
    browser.prefer("prefers-reduced-motion", "reduce");
    assert_eq!(browser.script(slow), "0s");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// `--open` calls the desktop's opener, for which another program stands here that notes what it is given.
#[cfg(target_os = "linux")]
#[test]
fn the_book_opens_in_a_browser() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let (opener, noted) = (folder.path().join("xdg-open"), folder.path().join("noted"));
    fs::write(&opener, format!("#!/bin/sh\nprintf %s \"$1\" > '{}'\n", noted.display())).expect("a program");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    done(book(&folder.path().join("site")).arg("--open").env("PATH", path));
    let opened = PathBuf::from(fs::read_to_string(noted).expect("the opener was called"));
    assert!(opened.is_file(), "{} is no page", opened.display());
    let Some(browser) = browser() else { return };
    browser.open(&opened);
    assert_eq!(browser.script("return document.querySelector('main h1').textContent;"), "Tokio Katas");
}

/// Not a test: writes pictures of some pages into the folder that `BOOK_PICTURES` names, for somebody to look at.
#[test]
#[ignore = "draws for somebody to look at"]
fn take_pictures() {
    let folder = PathBuf::from(std::env::var("BOOK_PICTURES").expect("a folder for them"));
    let browser = browser().expect("a browser");
    for language in LANGUAGES {
        for page in ["katas/limit", "book/stepping"] {
            for scheme in ["light", "dark"] {
                for width in WIDTHS {
                    browser.prefer("prefers-color-scheme", scheme);
                    browser.set_width(width);
                    browser.open(&site().join(language).join(format!("{page}.html")));
                    let name = format!("{language}-{}-{scheme}-{width}.base64", page.replace('/', "-"));
                    fs::write(folder.join(name), browser.picture()).expect("a file");
                }
            }
        }
    }
}
