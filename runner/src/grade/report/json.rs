//! The whole model as JSON; `docs/grade.schema.json` describes it.

use std::io::Write;

use anyhow::Result;
use serde::ser::{Error, Serialize, SerializeSeq, Serializer};

use crate::grade::results::class::Class;
use crate::grade::results::model::Head;

#[derive(serde::Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    head: &'a Head,
    submissions: Submissions<'a>,
}

struct Submissions<'a>(&'a Class<'a>);

impl Serialize for Submissions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        for graded in self.0.submissions() {
            all.serialize_element(&graded.map_err(Error::custom)?)?;
        }
        all.end()
    }
}

/// Writes the whole model.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    super::json(&mut *out, &Whole { head: class.head, submissions: Submissions(class) })?;
    Ok(writeln!(out)?)
}
