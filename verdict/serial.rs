//! The record for serde, with the fields of [`Verdict::to_json`]; a test compares the two.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{End, Message, Reason, Row, Status, Timeline, Verdict, ascii_wanted};

#[derive(Serialize, Deserialize)]
struct Record {
    id: String,
    status: Status,
    reason: Reason,
    /// Records of earlier kits contain only the whole message.
    #[serde(default)]
    headline: String,
    #[serde(default)]
    expected: String,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    cause: String,
    #[serde(default)]
    lesson: String,
    message: String,
    timeline: Option<Timeline>,
    ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<u32>,
}

/// What is missing of it is empty: files that only serve to draw it leave that out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Lines {
    text: String,
    end_ms: u64,
    more: usize,
    scene: u64,
    rows: Vec<Line>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    name: String,
    called_ms: Option<u64>,
    started_ms: Option<u64>,
    ended_ms: Option<u64>,
    end: Option<End>,
    marks_ms: Vec<u64>,
    note: String,
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Message { headline, expected, seen, cause, lesson } = self.message.clone();
        let record = Record {
            id: self.id.clone(),
            status: self.status(),
            reason: self.reason,
            headline,
            expected,
            seen,
            cause,
            lesson,
            message: self.text(ascii_wanted()),
            timeline: self.timeline.clone(),
            ms: self.ms,
            order: self.order,
        };
        record.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Verdict, D::Error> {
        let record = Record::deserialize(deserializer)?;
        let Record {
            id, reason, headline, expected, seen, cause, lesson, message, timeline, ms, order, ..
        } = record;
        let parts = Message { headline, expected, seen, cause, lesson };
        let message = if parts.is_empty() { Message::from(message) } else { parts };
        Ok(Verdict { id, reason, message, timeline, ms, order })
    }
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let line = |row: &Row| Line {
            name: row.name.clone(),
            called_ms: row.called_ms,
            started_ms: row.started_ms,
            ended_ms: row.ended.map(|(at, _)| at),
            end: row.ended.map(|(_, end)| end),
            marks_ms: row.marks.clone(),
            note: row.note.clone(),
        };
        let rows = self.rows.iter().map(line).collect();
        let lines = Lines {
            text: self.draw(ascii_wanted()),
            end_ms: self.end_ms,
            more: self.more,
            scene: self.scene,
            rows,
        };
        lines.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Timeline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timeline, D::Error> {
        let Lines { end_ms, more, scene, rows, .. } = Lines::deserialize(deserializer)?;
        let row = |line: Line| Row {
            name: line.name,
            called_ms: line.called_ms,
            started_ms: line.started_ms,
            ended: line.ended_ms.zip(line.end),
            marks: line.marks_ms,
            note: line.note,
        };
        Ok(Timeline { rows: rows.into_iter().map(row).collect(), more, end_ms, scene })
    }
}

/// A word of JSON for each variant.
macro_rules! by_word {
    ($($name:ident),*) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let word = String::deserialize(deserializer)?;
                $name::from_word(&word).ok_or_else(|| D::Error::unknown_variant(&word, &[]))
            }
        }
    )* };
}
by_word!(Reason, End);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_write_a_record_give_the_same() {
        let mut row = Row::bar("job 0", 0, 10);
        row.marks = vec![3];
        let dropped = Row { called_ms: Some(1), ended: Some((4, End::Dropped)), ..Row::new("job 1") };
        for &reason in Reason::ALL {
            let message = Message { seen: "at 20 ms".to_owned(), ..Message::from("late") };
            let verdict = Verdict {
                timeline: Some(Timeline::of(&[row.clone(), dropped.clone()], 30)),
                ms: 30,
                order: (reason != Reason::Ok).then_some(7),
                ..Verdict::new("limit::map_limited::a_claim", reason, message)
            };
            let json = serde_json::to_string(&verdict).expect("it serialises");
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
            // tinyjson writes all numbers as floating-point numbers.
            assert_eq!(numbers_as_floats(value(&json)), numbers_as_floats(value(&verdict.to_json())));
            assert_eq!(serde_json::from_str::<Verdict>(&json).expect("a record"), verdict);
            assert_eq!(serde_json::from_str::<Verdict>(&verdict.to_json()).expect("a record"), verdict);
        }
    }

    fn numbers_as_floats(value: serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::Number(number) => Value::from(number.as_f64()),
            Value::Array(items) => items.into_iter().map(numbers_as_floats).collect(),
            Value::Object(fields) => {
                fields.into_iter().map(|(key, it)| (key, numbers_as_floats(it))).collect()
            }
            other => other,
        }
    }

    #[test]
    fn a_record_of_an_earlier_kit_is_read() {
        let json = r#"{"id": "a::b::c", "status": "fail", "reason": "assert", "message": "late", "timeline": null, "ms": 3}"#;
        let verdict: Verdict = serde_json::from_str(json).expect("a record");
        assert_eq!(verdict.message, Message::from("late"));
    }
}
