//! The class as a table in CSV (RFC 4180, UTF-8): a row for each submission, a column for each level.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;
use csv::{Terminator, WriterBuilder};

use crate::grade::results::class::Class;
use crate::grade::results::model::Graded;

/// Writes a row for each submission.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let katas = &class.head.katas;
    let levels = katas
        .iter()
        .flat_map(|kata| kata.levels.iter().map(move |level| format!("{}::{}", kata.name, level.name)));
    let names = ["name", "points", "max_points"].map(str::to_owned).into_iter();
    table.write_record(names.chain(levels).chain(["reasons".to_owned(), "problem".to_owned()]))?;
    for graded in class.submissions() {
        let graded = graded?;
        table.write_field(&*harmless(&graded.name))?;
        table.write_field(graded.points.to_string())?;
        table.write_field(graded.max_points.to_string())?;
        for (_, level) in graded.levels() {
            table.write_field(level.points.to_string())?;
        }
        table.write_field(reasons(&graded))?;
        table.write_field(&*harmless(&graded.remarks().collect::<Vec<_>>().join("; ")))?;
        table.write_record(None::<&[u8]>)?;
    }
    Ok(table.flush()?)
}

/// The reasons why claims do not hold, with counts: `assert 3, not_started 12`.
fn reasons(graded: &Graded) -> String {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in graded.claims().filter(|claim| !claim.passed()) {
        *reasons.entry(claim.reason.as_str()).or_default() += 1;
    }
    reasons.iter().map(|(reason, many)| format!("{reason} {many}")).collect::<Vec<_>>().join(", ")
}

/// A text that no spreadsheet takes for a formula: as OWASP advises, an apostrophe precedes anything that could
/// begin one (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn harmless(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}
