//! `ui/cases.toml`, the one list of cases.

use super::{read, ui};
use std::path::PathBuf;

/// One case of the clinic.
pub struct Case {
    pub name: String,
    pub cures: Vec<String>,
}

impl Case {
    /// A file of this case beside the program: `rs`, `stderr` or `md`.
    pub fn file(&self, ext: &str) -> PathBuf {
        ui().join(&self.name).with_extension(ext)
    }
}

/// Every case, in reading order.
pub fn cases() -> Vec<Case> {
    let list: toml::Table = read(&ui().join("cases.toml")).parse().expect("cases.toml is TOML");
    let cases = list["case"].as_array().expect("[[case]] entries");
    let text = |value: &toml::Value| value.as_str().expect("a name in quotes").to_owned();
    cases
        .iter()
        .map(|case| Case {
            name: text(&case["name"]),
            cures: case["cures"].as_array().expect("a list of cures").iter().map(text).collect(),
        })
        .collect()
}
