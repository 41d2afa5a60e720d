//! What mdBook's pages lack for a reader who uses a keyboard or a screen reader (mdBook 0.5.4, found with axe-core).

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::files;

/// What stands in a page, and what must stand there.
const MENDS: [(&str, &str); 6] = [
    // A label may not say these of itself; its title stays.
    ("aria-label=\"Toggle Table of Contents\" aria-controls=\"mdbook-sidebar\"", ""),
    (
        "document.getElementById('mdbook-sidebar-toggle').setAttribute('aria-expanded', sidebar === 'visible');",
        "",
    ),
    // The bar at the top belongs to no part of the page otherwise.
    ("<div id=\"mdbook-menu-bar\"", "<div id=\"mdbook-menu-bar\" role=\"banner\""),
    // Long lines scroll, which the keyboard can do only where it can be.
    ("<pre><code", "<pre><code tabindex=\"0\""),
    ("<table>", "<table tabindex=\"0\">"),
    // The corner of a table is no heading.
    ("<th></th>", "<td></td>"),
];
/// How many of them are in every page.
const IN_EVERY_PAGE: usize = 3;

/// Mends all pages that mdBook has written into a folder.
pub fn mend(folder: &Path) -> Result<()> {
    // The list of pages for browsers without scripts has none of it.
    let pages = files::pages(folder)?.into_iter().filter(|path| !path.ends_with("toc.html"));
    for path in pages {
        let text = mended(&files::read(&path)?).with_context(|| path.display().to_string())?;
        files::write(&path, &text)?;
    }
    Ok(())
}

fn mended(text: &str) -> Result<String> {
    if let Some((gone, _)) = MENDS[..IN_EVERY_PAGE].iter().find(|(is, _)| !text.contains(is)) {
        bail!("this mdBook writes other pages: {gone} is not in them");
    }
    Ok(MENDS.iter().fold(text.to_owned(), |text, (is, must_be)| text.replace(is, must_be)))
}

#[cfg(test)]
mod tests {
    use super::{MENDS, mended};

    #[test]
    fn a_page_that_is_no_longer_mdbooks_is_told() {
        let page: String = MENDS.iter().map(|(is, _)| *is).collect();
        let seen = mended(&page).expect("a page of mdBook's");
        assert!(seen.contains("<div id=\"mdbook-menu-bar\" role=\"banner\""), "{seen}");
        assert!(seen.contains("<pre><code tabindex=\"0\""), "{seen}");
        assert!(!seen.contains("aria-"), "{seen}");
        assert!(mended("<main></main>").is_err());
    }
}
