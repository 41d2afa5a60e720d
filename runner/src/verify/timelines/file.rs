//! The file `answers/KATA/timelines.json`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;
use verdict::Contrast;

use crate::kit::{Kit, read};

/// By the levels of a kata, what is shown of each; of a level that draws nothing an empty list.
pub(super) type Contrasts = BTreeMap<String, Vec<Contrast>>;

/// Where they are.
pub(super) fn path(kit: &Kit, kata: &str) -> PathBuf {
    kit.answers().join(kata).join("timelines.json")
}

/// The committed contrasts of a kata; none if there is no such file.
pub(super) fn of_kata(kit: &Kit, kata: &str) -> Result<Contrasts> {
    let path = path(kit, kata);
    if !path.is_file() {
        return Ok(Contrasts::new());
    }
    serde_json::from_str(&read(&path)?).with_context(|| format!("{} holds no timelines", path.display()))
}

/// A row without what is empty.
fn lean(row: &Value) -> Value {
    let fields = row.as_object().into_iter().flatten();
    let empty =
        |it: &Value| it.is_null() || it.as_str() == Some("") || it.as_array().is_some_and(Vec::is_empty);
    fields.filter(|(_, value)| !empty(value)).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// As a file whose changes can be read: a line for each row of a picture, without what is empty.
pub(super) fn to_text(levels: &[&str], contrasts: &Contrasts) -> Result<String> {
    let mut parts = Vec::new();
    for level in levels {
        let Some(of_level) = contrasts.get(*level) else { continue };
        let texts = of_level.iter().map(contrast_text).collect::<Result<Vec<_>>>()?;
        parts.push(format!("\"{level}\": [{}]", texts.join(", ")));
    }
    Ok(format!("{{\n{}\n}}\n", parts.join(",\n")))
}

fn contrast_text(contrast: &Contrast) -> Result<String> {
    let mut value = serde_json::to_value(contrast)?;
    let mut fields: Vec<String> =
        ["mistake", "idea", "claim"].map(|key| format!("  \"{key}\": {}", value[key])).into();
    for key in ["seen", "reference"] {
        let timeline = &mut value[key];
        let rows = timeline["rows"].take();
        let rows: Vec<String> =
            rows.as_array().into_iter().flatten().map(|row| lean(row).to_string()).collect();
        fields.push(format!(
            "  \"{key}\": {{\"end_ms\": {}, \"more\": {}, \"scene\": {}, \"rows\": [\n    {}\n  ]}}",
            timeline["end_ms"],
            timeline["more"],
            timeline["scene"],
            rows.join(",\n    ")
        ));
    }
    Ok(format!("{{\n{}\n}}", fields.join(",\n")))
}
