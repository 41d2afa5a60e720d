//! Whether each link in the site leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use scraper::{Html, Selector};

use crate::files;

/// What is looked at of a page.
struct Seen {
    ids: BTreeSet<String>,
    links: Vec<String>,
}

/// The links of all pages that lead to no file, or to a place that its page does not have, a sentence each.
pub fn dead_links(site: &Path) -> Result<Vec<String>> {
    let pages: BTreeMap<PathBuf, Seen> = files::pages(site)?
        .into_iter()
        .map(|path| Ok((path.clone(), look(&files::read(&path)?))))
        .collect::<Result<_>>()?;
    let mut dead = Vec::new();
    for (page, seen) in &pages {
        for link in &seen.links {
            if !leads_somewhere(page, link, &pages) {
                let page = page.strip_prefix(site).unwrap_or(page);
                dead.push(format!("{}: a dead link: {link}", page.display().to_string().replace('\\', "/")));
            }
        }
    }
    Ok(dead)
}

fn look(text: &str) -> Seen {
    let html = Html::parse_document(text);
    let all = |selector: &str, attribute: &str| -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector of this program");
        html.select(&selector).filter_map(|it| it.attr(attribute)).map(str::to_owned).collect()
    };
    let links =
        [all("a[href], link[href]", "href"), all("img[src], script[src], iframe[src]", "src")].concat();
    Seen { ids: all("[id]", "id").into_iter().collect(), links }
}

fn leads_somewhere(page: &Path, link: &str, pages: &BTreeMap<PathBuf, Seen>) -> bool {
    // Elsewhere: nothing here can say.
    if link.starts_with("http:") || link.starts_with("https:") || link.starts_with("mailto:") {
        return true;
    }
    let (file, place) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => page.to_owned(),
        file => plain(&page.with_file_name("").join(file)),
    };
    let target = if target.is_dir() { target.join("index.html") } else { target };
    match pages.get(&target) {
        Some(seen) => place.is_empty() || seen.ids.contains(place),
        None => place.is_empty() && target.is_file(),
    }
}

/// Without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::dead_links;
    use crate::files;

    #[test]
    fn a_dead_link_is_told_with_its_page() {
        let site = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| files::write(&site.path().join(path), text).expect("a file");
        write(
            "en/index.html",
            "<a href=\"a/b.html#there\">b</a> <a href=\"https://example.com\">elsewhere</a>",
        );
        write(
            "en/a/b.html",
            "<h1 id=\"there\">b</h1> <a href=\"../index.html\">up</a> <a href=\"#there\">here</a>",
        );
        assert_eq!(dead_links(site.path()).expect("a list"), Vec::<String>::new());
        write("en/a/b.html", "<a href=\"../gone.html\">gone</a> <img src=\"gone.svg\">");
        let expected = [
            "en/a/b.html: a dead link: ../gone.html",
            "en/a/b.html: a dead link: gone.svg",
            "en/index.html: a dead link: a/b.html#there",
        ];
        assert_eq!(dead_links(site.path()).expect("a list"), expected);
    }
}
