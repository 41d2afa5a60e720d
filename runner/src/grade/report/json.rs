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
    submissions: SubmissionList<'a>,
}

struct SubmissionList<'a>(&'a Class<'a>);

impl Serialize for SubmissionList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut all = serializer.serialize_seq(None)?;
        for graded in self.0.submissions() {
            all.serialize_element(&graded.map_err(Error::custom)?)?;
        }
        all.end()
    }
}

/// Writes the whole model in about half of the space, for programs.
pub fn compact(class: &Class, out: &mut dyn Write) -> Result<()> {
    let whole = Whole { head: class.head, submissions: SubmissionList(class) };
    super::levels::plain(serde_json::to_writer(&mut *out, &whole))?;
    Ok(writeln!(out)?)
}

/// Writes the whole model.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    super::levels::json(&mut *out, &Whole { head: class.head, submissions: SubmissionList(class) })?;
    Ok(writeln!(out)?)
}
