//! The site as it is built: its pages as HTML, and in a real browser.

mod browser;
mod html;
mod webdriver;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The two languages, as their folders and their pages name them.
const LANGUAGES: [&str; 2] = ["en", "ko"];

/// The program, which builds the book into `folder`.
fn book(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_book"));
    command.arg("--out").arg(folder);
    command
}

fn done(command: &mut Command) -> Output {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The site, built once for all tests.
fn site() -> &'static Path {
    static SITE: OnceLock<PathBuf> = OnceLock::new();
    SITE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
        done(&mut book(&folder));
        folder
    })
}

/// The pages that mdBook has made of one language, from the list of pages in its sidebar.
fn pages(language: &str) -> Vec<PathBuf> {
    let folder = site().join(language);
    let list = std::fs::read_to_string(folder.join("toc.html")).expect("the list of pages");
    let list = scraper::Html::parse_document(&list);
    let links = scraper::Selector::parse("a[href]").expect("a selector");
    let pages: Vec<PathBuf> =
        list.select(&links).filter_map(|it| it.attr("href")).map(|it| folder.join(it)).collect();
    assert!(pages.len() > 40, "{} has {} pages", language, pages.len());
    pages
}
