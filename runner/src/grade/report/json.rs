//! The whole model as JSON; `docs/grade.schema.json` describes it.

use anyhow::Result;

use crate::grade::model::Grade;

pub fn render(grade: &Grade) -> Result<String> {
    Ok(serde_json::to_string_pretty(grade)? + "\n")
}
