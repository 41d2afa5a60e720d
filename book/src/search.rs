//! A search for a language that mdBook's index does not know: every part of every page, and a script that looks for the
//! words in it as they are typed. Korean words carry endings, so a part of a word is found as well.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::language::Search;
use crate::pages::Part;
use crate::site::html;

/// The page to search on.
pub fn page(words: &Search) -> String {
    let Search { title, label, nothing } = words;
    format!(
        "# {title}\n\n<form role=\"search\" class=\"own-search\">\n<label for=\"words\">{label}</label>\n\
         <input id=\"words\" type=\"search\" autocomplete=\"off\">\n</form>\n\
         <p id=\"nothing\" role=\"status\" hidden>{nothing}</p>\n<ol id=\"found\"></ol>\n\
         <script src=\"search-index.js\"></script>\n<script src=\"search-own.js\"></script>\n"
    )
}

/// The parts of all pages, as a script: a page that is opened as a file may load nothing else.
pub fn index(pages: &[(String, Part, String)]) -> String {
    let parts: Vec<Value> = pages.iter().flat_map(|(path, _, text)| parts(path, text)).collect();
    format!("window.BOOK_PARTS = {};\n", Value::from(parts))
}

/// A page from heading to heading: where it stands, what it is called, and its text.
fn parts(path: &str, text: &str) -> Vec<Value> {
    let mut parts: Vec<(String, String, String)> = Vec::new();
    let mut in_heading = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES) {
        match event {
            Event::Start(Tag::Heading { id, .. }) => {
                let place = id.map_or_else(|| html(path), |id| format!("{}#{id}", html(path)));
                parts.push((place, String::new(), String::new()));
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title, text)) = parts.last_mut() {
                    if in_heading { title.push_str(&words) } else { text.push_str(&words) }
                }
            }
            Event::End(_) | Event::SoftBreak => {
                if let Some((_, _, text)) = parts.last_mut() {
                    text.push(' ');
                }
            }
            _ => {}
        }
    }
    let part = |(place, title, text): (String, String, String)| json!({ "place": place, "title": title, "text": text.split_whitespace().collect::<Vec<_>>().join(" ") });
    parts.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn each_part_of_a_page_can_be_found() {
        let seen = parts("ui/README.md", "# 하나 {#one}\n\n말 `code`.\n\n## 둘 {#two}\n\n- 다른\n- 말\n");
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0]["place"], "ui/index.html#one");
        assert_eq!(seen[0]["text"], "말 code.");
        assert_eq!((&seen[1]["title"], &seen[1]["text"]), (&"둘".into(), &"다른 말".into()));
    }
}
