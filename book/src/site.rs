//! Writes the pages of each language into a folder, and has mdBook make a site of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use polib::catalog::Catalog;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::access;
use crate::code;
use crate::files::{read, write};
use crate::language::{ENGLISH, KOREAN, Language};
use crate::links::{self, up};
use crate::pages::{Page, Part, STEPPING, title};
use crate::pictures;
use crate::search;
use crate::steps;
use crate::translation;
use crate::words::Words;

/// A file that only a site of this program has.
const MARK: &str = ".tokio-katas-book";

/// Builds the site of both languages in `out`, which it empties first.
///
/// # Errors
/// If something stands in `out` that is no such site.
pub fn build(root: &Path, pages: &[Page], catalog: &Catalog, out: &Path) -> Result<()> {
    empty(out)?;
    for language in [&ENGLISH, &KOREAN] {
        let texts = texts(root, pages, catalog, language)?;
        // mdBook reads its source from a folder, which is removed afterwards.
        let source = out.join(format!(".{}", language.code));
        write_source(&source, &texts, language)?;
        let site = out.join(language.code);
        let book = MDBook::load_with_config(&source, config(language, &site)?)
            .context("mdBook cannot read the book")?;
        book.build().context("mdBook cannot build the book")?;
        access::mend(&site)?;
        let words = Words { catalog: language.is_translated().then_some(catalog) };
        draw(&site, pages, words)?;
        fs::remove_dir_all(&source).with_context(|| format!("cannot remove {}", source.display()))?;
        write(&site.join("code.css"), include_str!("../assets/code.css"))?;
        write(&site.join("stepper.js"), include_str!("../assets/stepper.js"))?;
        for path in &texts.code {
            code::write(root, path, &site, language.code)?;
        }
        if language.own_search.is_some() {
            write(&site.join("search-index.js"), &search::index(&texts.pages))?;
            write(&site.join("search-own.js"), include_str!("../assets/search-own.js"))?;
        }
    }
    write(&out.join("index.html"), include_str!("../assets/index.html"))
}

fn empty(out: &Path) -> Result<()> {
    if out.exists() {
        let own = out.join(MARK).is_file() || fs::read_dir(out).is_ok_and(|mut it| it.next().is_none());
        if !own {
            bail!("{} holds something else than a book; name an empty folder", out.display());
        }
        fs::remove_dir_all(out).with_context(|| format!("cannot empty {}", out.display()))?;
    }
    write(&out.join(MARK), "")
}

/// Draws the timelines of all pages that have some.
fn draw(site: &Path, pages: &[Page], words: Words) -> Result<()> {
    for page in pages.iter().filter(|page| !page.levels.is_empty() || page.path == STEPPING) {
        let path = site.join(html(&page.path));
        let text = pictures::filled(&read(&path)?, page, words)?;
        write(&path, &steps::filled(&text, page, pages, words)?)?;
    }
    Ok(())
}

/// The pages of one language.
struct Texts {
    /// By their paths, with the part that each belongs to.
    pages: Vec<(String, Part, String)>,
    /// The files that become pages of code.
    code: BTreeSet<String>,
}

fn texts(root: &Path, pages: &[Page], catalog: &Catalog, language: &Language) -> Result<Texts> {
    let here: Vec<&Page> = pages.iter().filter(|page| page.translated || !language.is_translated()).collect();
    let known: BTreeSet<&str> = here.iter().map(|page| page.path.as_str()).collect();
    let elsewhere: BTreeSet<&str> =
        pages.iter().map(|page| page.path.as_str()).filter(|path| !known.contains(path)).collect();
    let mut texts = Texts { pages: Vec::new(), code: BTreeSet::new() };
    for page in here {
        let english = pictures::with_places(page);
        let text = if language.is_translated() {
            let text = translation::translated(&english, catalog).with_context(|| page.path.clone())?;
            with_ids(&text, &ids(&page.text))
        } else {
            english
        };
        let text = links::to_english(&page.path, &text, &elsewhere);
        let text = links::to_code(root, &page.path, &text, &known, &mut texts.code);
        let text = with_other_language(page, &text, language);
        texts.pages.push((page.path.clone(), page.part, text));
    }
    Ok(texts)
}

/// The way to the same page in the other language stands at its top.
fn with_other_language(page: &Page, text: &str, language: &Language) -> String {
    if !page.translated {
        return text.to_owned();
    }
    let other = language.other();
    let (up, path) = (up(&page.path), html(&page.path));
    let (code, name) = (other.code, other.name);
    format!(
        "<p class=\"other-language\"><a href=\"{up}{code}/{path}\" hreflang=\"{code}\" lang=\"{code}\">{name}</a></p>\n\n{text}"
    )
}

/// Where mdBook puts a page.
pub fn html(path: &str) -> String {
    let path = path.strip_suffix(".md").unwrap_or(path);
    let path = path.strip_suffix("README").map_or(path.to_owned(), |folder| format!("{folder}index"));
    format!("{path}.html")
}

/// The ids that mdBook gives to the headings of an English page.
fn ids(text: &str) -> Vec<String> {
    let mut used = BTreeSet::new();
    let plain = |heading: &str| -> String {
        let kept = heading.trim().to_lowercase();
        let kept = kept.chars().filter_map(|it| match it {
            _ if it.is_alphanumeric() || it == '_' || it == '-' => Some(it),
            _ if it.is_whitespace() => Some('-'),
            _ => None,
        });
        kept.collect()
    };
    let mut unique = |id: String| {
        let numbered = (1..).map(|number| format!("{id}-{number}"));
        let free = [id.clone()].into_iter().chain(numbered).find(|it| !used.contains(it));
        let free = free.unwrap_or(id);
        used.insert(free.clone());
        free
    };
    headings(text).into_iter().map(|(_, words)| unique(plain(&words))).collect()
}

/// The translated page's headings with the ids of the English ones, so that links into a page hold in both languages.
fn with_ids(text: &str, ids: &[String]) -> String {
    let mut with_ids = text.to_owned();
    for ((end, _), id) in headings(text).iter().zip(ids).rev() {
        with_ids.insert_str(*end, &format!(" {{#{id}}}"));
    }
    with_ids
}

/// Where each heading's line ends, and its words.
fn headings(text: &str) -> Vec<(usize, String)> {
    let mut headings: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (event, place) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let line = &text[place.clone()];
                headings.push((place.start + line.trim_end().len(), String::new()));
                inside = true;
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => {
                headings.iter_mut().last().into_iter().for_each(|(_, it)| it.push_str(&words));
            }
            _ => {}
        }
    }
    headings
}

fn write_source(source: &Path, texts: &Texts, language: &Language) -> Result<()> {
    let mut summary = String::new();
    let mut last = Part::Start;
    for (path, part, text) in &texts.pages {
        write(&source.join("src").join(path), text)?;
        if *part != last {
            last = *part;
            summary += &format!("\n# {}\n\n", heading(*part, language));
        }
        let title = title(text).split(" {#").next().unwrap_or_default().replace('`', "");
        summary += &match part {
            Part::Start => format!("[{title}]({path})\n"),
            Part::Clinic if path != "ui/README.md" => format!("  - [{title}]({path})\n"),
            _ => format!("- [{title}]({path})\n"),
        };
    }
    if let Some(own) = &language.own_search {
        summary += &format!("\n[{}](search.md)\n", own.title);
        write(&source.join("src/search.md"), &search::page(own))?;
    }
    write(&source.join("src/SUMMARY.md"), &summary)?;
    // mdBook's own fonts have no Korean letters, and weigh more than any page. This stands for none of them.
    write(&source.join("theme/fonts/fonts.css"), "/* The reader's own fonts, see book.css. */\n")?;
    let style = [include_str!("../assets/book.css"), &pictures::style()].concat();
    write(&source.join("book.css"), &style)
}

fn heading(part: Part, language: &Language) -> &'static str {
    match part {
        Part::Start => language.title,
        Part::Lessons => language.parts.lessons,
        Part::Clinic => language.parts.clinic,
        Part::Guides => language.parts.guides,
    }
}

fn config(language: &Language, site: &Path) -> Result<Config> {
    let Language { title, code, .. } = language;
    let site = serde_json::to_string(site).context("the folder's name is no text")?;
    // What cannot search is not shown.
    let own_index = language.own_search.is_none();
    let text = format!(
        "[book]\ntitle = \"{title}\"\nlanguage = \"{code}\"\nsrc = \"src\"\n\
         [build]\nbuild-dir = {site}\ncreate-missing = false\n\
         [output.html]\nadditional-css = [\"book.css\"]\ndefault-theme = \"light\"\npreferred-dark-theme = \"navy\"\n\
         no-section-label = true\nsmart-punctuation = false\ninput-404 = \"\"\n\
         [output.html.print]\nenable = false\n[output.html.search]\nenable = {own_index}\n\
         [output.html.playground]\nrunnable = false\n"
    );
    Config::from_str(&text).context("the book's own settings")
}

#[cfg(test)]
mod tests {
    use super::{html, ids, with_ids};

    #[test]
    fn a_translated_heading_has_the_id_of_the_english_one() {
        let english = "# A title: it's `f()`\n\n```\n# no heading\n```\n\n## One\n\n## One\n";
        assert_eq!(ids(english), ["a-title-its-f", "one", "one-1"]);
        let other = "# 제목\n\n```\n# no heading\n```\n\n## 하나\n\n## 하나\n";
        let expected =
            "# 제목 {#a-title-its-f}\n\n```\n# no heading\n```\n\n## 하나 {#one}\n\n## 하나 {#one-1}\n";
        assert_eq!(with_ids(other, &ids(english)), expected);
    }

    #[test]
    fn a_page_stands_where_its_file_stands() {
        assert_eq!(html("katas/limit.md"), "katas/limit.html");
        assert_eq!(html("ui/README.md"), "ui/index.html");
        assert_eq!(html("README.md"), "index.html");
    }
}
