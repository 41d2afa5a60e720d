//! The record as one line of JSON, and back.

use std::collections::HashMap;

use tinyjson::JsonValue;

use super::{End, Message, Reason, Row, Timeline, Verdict, ascii_wanted};

impl Verdict {
    /// The record as one line of JSON. Besides its own fields it has `status`, `message` (the whole message, laid
    /// out) and the timeline's `text`, for programs that only display them.
    pub fn to_json(&self) -> String {
        let text = |text: &str| JsonValue::from(text.to_owned());
        let mut fields = vec![
            ("id", text(&self.id)),
            ("status", text(self.status().as_str())),
            ("reason", text(self.reason.as_str())),
            ("headline", text(&self.message.headline)),
            ("expected", text(&self.message.expected)),
            ("seen", text(&self.message.seen)),
            ("cause", text(&self.message.cause)),
            ("lesson", text(&self.message.lesson)),
            ("message", text(&self.text(ascii_wanted()))),
            ("timeline", self.timeline.as_ref().map_or(JsonValue::from(()), Timeline::to_json)),
            ("ms", JsonValue::from(self.ms as f64)),
        ];
        fields.extend(self.order.map(|order| ("order", JsonValue::from(f64::from(order)))));
        // Strings and finite numbers can always be serialised.
        object(fields).stringify().unwrap_or_default()
    }

    /// Reads a record back; `None` if it is not one.
    pub fn from_json(line: &str) -> Option<Verdict> {
        let json: JsonValue = line.parse().ok()?;
        let object: &HashMap<String, JsonValue> = json.get()?;
        let text = |key: &str| object.get(key)?.get::<String>().cloned();
        Some(Verdict {
            id: text("id")?,
            reason: Reason::from_word(&text("reason")?)?,
            message: Message {
                headline: text("headline")?,
                expected: text("expected")?,
                seen: text("seen")?,
                cause: text("cause")?,
                lesson: text("lesson")?,
            },
            timeline: object.get("timeline").and_then(Timeline::from_json),
            ms: ms(object.get("ms"))?,
            order: ms(object.get("order")).and_then(|order| u32::try_from(order).ok()),
        })
    }
}

impl Timeline {
    fn to_json(&self) -> JsonValue {
        let number = |ms: u64| JsonValue::from(ms as f64);
        let maybe = |ms: Option<u64>| ms.map_or(JsonValue::from(()), number);
        let row = |row: &Row| {
            let end =
                row.ended.map_or(JsonValue::from(()), |(_, end)| JsonValue::from(end.as_str().to_owned()));
            object([
                ("name", JsonValue::from(row.name.clone())),
                ("called_ms", maybe(row.called_ms)),
                ("started_ms", maybe(row.started_ms)),
                ("ended_ms", maybe(row.ended.map(|(at, _)| at))),
                ("end", end),
                ("marks_ms", JsonValue::from(row.marks.iter().copied().map(number).collect::<Vec<_>>())),
                ("note", JsonValue::from(row.note.clone())),
            ])
        };
        let rows: Vec<JsonValue> = self.rows.iter().map(row).collect();
        object([
            // The drawing, for programs that only display it.
            ("text", JsonValue::from(self.draw(ascii_wanted()))),
            ("end_ms", number(self.end_ms)),
            ("more", number(self.more as u64)),
            ("scene", number(self.scene)),
            ("rows", JsonValue::from(rows)),
        ])
    }

    fn from_json(json: &JsonValue) -> Option<Timeline> {
        let timeline: &HashMap<String, JsonValue> = json.get()?;
        let rows: &Vec<JsonValue> = timeline.get("rows")?.get()?;
        Some(Timeline {
            rows: rows.iter().map(row_from_json).collect::<Option<_>>()?,
            more: ms(timeline.get("more"))? as usize,
            end_ms: ms(timeline.get("end_ms"))?,
            scene: ms(timeline.get("scene")).unwrap_or(0),
        })
    }
}

fn row_from_json(json: &JsonValue) -> Option<Row> {
    let row: &HashMap<String, JsonValue> = json.get()?;
    let text = |key: &str| row.get(key)?.get::<String>();
    let end = text("end").and_then(|word| End::from_word(word));
    let marks: &Vec<JsonValue> = row.get("marks_ms")?.get()?;
    Some(Row {
        name: text("name")?.clone(),
        called_ms: ms(row.get("called_ms")),
        started_ms: ms(row.get("started_ms")),
        ended: ms(row.get("ended_ms")).zip(end),
        marks: marks.iter().filter_map(|mark| ms(Some(mark))).collect(),
        note: text("note")?.clone(),
    })
}

fn ms(json: Option<&JsonValue>) -> Option<u64> {
    json?.get::<f64>().map(|&ms| ms as u64)
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsonValue)>) -> JsonValue {
    let fields = fields.into_iter().map(|(key, value)| (key.to_owned(), value));
    JsonValue::from(fields.collect::<HashMap<String, JsonValue>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was() {
        let mut row = Row::bar("job 0", 0, 10);
        row.marks = vec![3, 7];
        row.note = "not started at 10 ms".to_owned();
        let rows =
            [row, Row { ended: Some((4, End::Dropped)), ..Row::new("job 1") }, Row::new("\"job\" \u{1}")];
        for &reason in Reason::ALL {
            let message =
                Message { cause: "a\nb".to_owned(), ..Message::from("job 2 started 10 ms too late") };
            let verdict = Verdict {
                timeline: Some(Timeline::of(&rows, 30)),
                ms: 30,
                order: (reason != Reason::Ok).then_some(7),
                ..Verdict::new("limit::map_limited::a_claim", reason, message)
            };
            assert_eq!(Verdict::from_json(&verdict.to_json()), Some(verdict));
        }
        assert_eq!(Verdict::from_json("{}"), None);
        assert_eq!(Verdict::from_json("not JSON"), None);
    }
}
