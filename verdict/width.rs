//! How many columns of a terminal a text takes: a Korean, Chinese or Japanese letter takes two. The crate
//! `unicode-width`, with which a test compares this, would be compiled by every learner.

use std::ops::RangeInclusive;

/// Letters and signs that take two columns, by the blocks of Unicode.
const WIDE: [RangeInclusive<char>; 12] = [
    '\u{1100}'..='\u{115f}',   // Hangul, taken apart: what a syllable begins with
    '\u{2e80}'..='\u{303e}',   // radicals, and the signs of these scripts
    '\u{3041}'..='\u{3247}',   // kana, Hangul letters
    '\u{3250}'..='\u{4dbf}',   // Chinese
    '\u{4e00}'..='\u{a4c6}',   // Chinese, Yi
    '\u{a960}'..='\u{a97c}',   // Hangul, old letters
    '\u{ac00}'..='\u{d7a3}',   // Hangul
    '\u{f900}'..='\u{fad9}',   // Chinese
    '\u{fe30}'..='\u{fe6b}',   // signs
    '\u{ff01}'..='\u{ff60}',   // wide forms
    '\u{1f300}'..='\u{1f320}', // pictures
    '\u{20000}'..='\u{3fffd}', // Chinese, rare
];

/// What stands in the column of the letter before it.
const NARROW: [RangeInclusive<char>; 5] = [
    '\u{300}'..='\u{36f}',   // accents
    '\u{1160}'..='\u{11ff}', // Hangul, taken apart: the rest of a syllable
    '\u{200b}'..='\u{200f}', // no width, directions
    '\u{d7b0}'..='\u{d7fb}', // Hangul, the rest of an old syllable
    '\u{fe00}'..='\u{fe0f}', // forms
];

/// The columns that a letter takes.
fn of(letter: char) -> usize {
    let within = |blocks: &[RangeInclusive<char>]| blocks.iter().any(|block| block.contains(&letter));
    match letter {
        '\0'..='\u{2ff}' => 1,
        _ if within(&NARROW) => 0,
        _ if within(&WIDE) => 2,
        _ => 1,
    }
}

/// The columns that a line takes.
pub fn columns(line: &str) -> usize {
    line.chars().map(of).sum()
}

/// As much of a line as fits into so many columns.
pub fn fitting(line: &str, most: usize) -> &str {
    let mut used = 0;
    let too_far = line.char_indices().find(|&(_, letter)| {
        used += of(letter);
        used > most
    });
    too_far.map_or(line, |(at, _)| &line[..at])
}

/// A line with spaces behind it, up to so many columns.
pub fn padded(line: &str, width: usize) -> String {
    format!("{line}{:1$}", "", width.saturating_sub(columns(line)))
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{columns, fitting, padded};

    #[test]
    fn a_korean_letter_takes_two_columns() {
        assert_eq!(padded("김민수", 8), "김민수  ");
        assert_eq!(padded("kim", 2), "kim");
        assert_eq!((fitting("김민수", 5), fitting("김민수", 6), fitting("kim", 2)), ("김민", "김민수", "ki"));
    }

    #[test]
    fn names_are_as_wide_as_a_well_kept_library_says() {
        // Also taken apart, as macOS writes the names of files.
        let names = [
            "kim",
            "김민수",
            "\u{1100}\u{1175}\u{11b7}",
            "작업 0",
            "e\u{301}",
            "日本語",
            "かな",
            "ｗｉｄｅ",
            "é ß œ",
            "…×●▶█",
        ];
        for name in names {
            assert_eq!(columns(name), name.width(), "{name}");
        }
    }
}
