//! Pages of code: what a lesson links to that is no page itself, such as a program of the clinic.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;

/// Writes the file at `path`, from the kit's root, as a page of its own into `site`; of a folder each file, and a list of
/// them.
pub fn write(root: &Path, path: &str, site: &Path, language: &str) -> Result<()> {
    if root.join(path).is_dir() {
        let from_the_root =
            |file: &PathBuf| file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let files: Vec<String> = files::all(&root.join(path))?.iter().map(from_the_root).collect();
        files.iter().try_for_each(|file| write(root, file, site, language))?;
        let entry = |file: &String| {
            let name = escaped(file.strip_prefix(&format!("{path}/")).unwrap_or(file));
            format!("<li><a href=\"{name}.html\">{name}</a></li>\n")
        };
        let list: String = files.iter().map(entry).collect();
        return page(site, path, &format!("{path}/index"), language, &format!("<ul>\n{list}</ul>"));
    }
    let text = fs::read(root.join(path)).with_context(|| format!("cannot read {path}"))?;
    let text = escaped(&String::from_utf8_lossy(&text));
    page(
        site,
        path,
        path,
        language,
        &format!("<pre tabindex=\"0\"><code translate=\"no\">{text}</code></pre>"),
    )
}

/// Writes a page at `place` in `site`.
fn page(site: &Path, title: &str, place: &str, language: &str, content: &str) -> Result<()> {
    let page = site.join(format!("{place}.html"));
    let (title, style) = (escaped(title), "../".repeat(place.matches('/').count()));
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"UTF-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}code.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {content}\n</main>\n</body>\n</html>\n"
    );
    files::write(&page, &html)
}

/// As it may stand in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
