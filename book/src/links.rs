//! Links within the kit. Pages stand in the site where their files stand in the kit, so links from page to page hold;
//! what else they link to becomes a page of code.

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::site::html;

/// The text with other links: `lead` says what a relative link becomes of which it is told the target, from the kit's
/// root, and the link itself; `None` leaves it as it is.
fn rewritten(path: &str, text: &str, mut lead: impl FnMut(&str, &str) -> Option<String>) -> String {
    let mut rewritten = text.to_owned();
    let links: Vec<_> = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().collect();
    // From the end, so that the places of those before it stay.
    for (event, place) in links.into_iter().rev() {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        let Some(other) = within(path, &dest_url).and_then(|target| lead(&target, &dest_url)) else {
            continue;
        };
        if let Some(at) = text[place.clone()].rfind(&*dest_url) {
            let start = place.start + at;
            rewritten.replace_range(start..start + dest_url.len(), &other);
        }
    }
    rewritten
}

/// A page's text, with links to files and folders that are no pages led to pages of code, which are added to `code`, by
/// their paths from the kit's root.
pub fn to_code(
    root: &Path,
    path: &str,
    text: &str,
    pages: &BTreeSet<&str>,
    code: &mut BTreeSet<String>,
) -> String {
    rewritten(path, text, |target, link| {
        if pages.contains(target) {
            // mdBook makes an index of a README, but leads links to it elsewhere.
            return target.ends_with("README.md").then(|| link.replacen("README.md", "index.md", 1));
        }
        let place = root.join(target);
        let page = if place.is_dir() {
            format!("{}/index.html", link.trim_end_matches('/'))
        } else if place.is_file() {
            format!("{link}.html")
        } else {
            return None;
        };
        code.insert(target.to_owned());
        Some(page)
    })
}

/// The text with links to pages that only the English book has led there.
pub fn to_english(path: &str, text: &str, english: &BTreeSet<&str>) -> String {
    rewritten(path, text, |target, link| {
        let anchor = link.split_once('#').map_or(String::new(), |(_, it)| format!("#{it}"));
        english.contains(target).then(|| format!("{}en/{}{anchor}", up(path), html(target)))
    })
}

/// The way from a page to the folder of all languages.
pub fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count() + 1)
}

/// What a relative link on the page at `path` leads to, from the kit's root. `None` if it leads elsewhere, or to a place
/// within a page.
fn within(path: &str, link: &str) -> Option<String> {
    if link.contains(':') || link.starts_with('#') || link.starts_with('/') {
        return None;
    }
    let file = link.split('#').next()?;
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{to_code, to_english, within};

    #[test]
    fn a_link_is_followed_from_its_page() {
        assert_eq!(within("ui/README.md", "rc.md").as_deref(), Some("ui/rc.md"));
        assert_eq!(within("docs/a.md", "../ui/rc.rs#top").as_deref(), Some("ui/rc.rs"));
        assert_eq!(within("README.md", "../outside"), None);
        assert_eq!(within("README.md", "https://example.com"), None);
        assert_eq!(within("README.md", "#here"), None);
    }

    #[test]
    fn a_page_that_is_not_translated_is_read_in_english() {
        let english = BTreeSet::from(["docs/grading.md"]);
        let seen = to_english("docs/instructors.md", "[a](grading.md#root) and [b](b.md)", &english);
        assert_eq!(seen, "[a](../../en/docs/grading.html#root) and [b](b.md)");
    }

    #[test]
    fn only_links_to_code_change() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.rs"), "").expect("a file");
        fs::write(folder.path().join("b.md"), "").expect("a file");
        fs::create_dir(folder.path().join("d")).expect("a folder");
        let text = "[a.rs](a.rs), `[a](a.rs)`, [b](b.md), [gone](c.rs), [d](d/) and [a](a.rs)";
        let mut code = BTreeSet::new();
        let seen = to_code(folder.path(), "README.md", text, &BTreeSet::from(["b.md"]), &mut code);
        assert_eq!(
            seen,
            "[a.rs](a.rs.html), `[a](a.rs)`, [b](b.md), [gone](c.rs), [d](d/index.html) and [a](a.rs.html)"
        );
        assert_eq!(code, BTreeSet::from(["a.rs".to_owned(), "d".to_owned()]));
    }
}
