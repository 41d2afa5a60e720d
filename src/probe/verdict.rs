//! The verdict on one claim: the one record that tests, runner and grader exchange, as JSON.

use std::collections::HashMap;

use tinyjson::JsonValue;

use super::Timeline;

/// How one claim ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// `KATA::LEVEL::CLAIM`, with `::CASE` behind it where a table has several.
    pub id: String,
    pub status: Status,
    pub reason: Reason,
    /// What a reader is told; empty if the claim passed.
    pub message: String,
    /// What the watched work did, if any was watched.
    pub timeline: Option<Timeline>,
    /// Virtual milliseconds that the claim took.
    pub ms: u64,
}

/// The verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Pass,
    /// The answer is wrong.
    Fail,
    /// The claim could not be judged.
    Error,
}

/// Why a claim ended as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Ok,
    /// The answer is still `todo!()`.
    NotStarted,
    /// A check failed.
    Assert,
    /// The answer panicked.
    Panic,
    /// The process ended before the claim did.
    EarlyExit,
    /// A verdict that the claim did not write.
    BadNonce,
    /// A deadlock, a busy loop or a blocked thread.
    Timeout,
    /// Out of memory.
    Oom,
    /// Killed by a signal: a stack overflow, an abort.
    Signal,
    /// Printed more than the claim may print.
    OutputLimit,
    /// The kit itself could not run the claim.
    HarnessError,
}

impl Status {
    const ALL: [Status; 3] = [Status::Pass, Status::Fail, Status::Error];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::Error => "error",
        }
    }
}

impl Reason {
    const ALL: [Reason; 11] = [
        Reason::Ok,
        Reason::NotStarted,
        Reason::Assert,
        Reason::Panic,
        Reason::EarlyExit,
        Reason::BadNonce,
        Reason::Timeout,
        Reason::Oom,
        Reason::Signal,
        Reason::OutputLimit,
        Reason::HarnessError,
    ];

    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Ok => "ok",
            Reason::NotStarted => "not_started",
            Reason::Assert => "assert",
            Reason::Panic => "panic",
            Reason::EarlyExit => "early_exit",
            Reason::BadNonce => "bad_nonce",
            Reason::Timeout => "timeout",
            Reason::Oom => "oom",
            Reason::Signal => "signal",
            Reason::OutputLimit => "output_limit",
            Reason::HarnessError => "harness_error",
        }
    }
}

impl Verdict {
    /// A verdict without a picture.
    pub fn new(id: &str, reason: Reason, message: impl Into<String>) -> Verdict {
        let status = match reason {
            Reason::Ok => Status::Pass,
            Reason::HarnessError => Status::Error,
            _ => Status::Fail,
        };
        Verdict { id: id.to_owned(), status, reason, message: message.into(), timeline: None, ms: 0 }
    }

    /// The record as one line of JSON.
    pub fn to_json(&self) -> String {
        let text = |text: &str| JsonValue::from(text.to_owned());
        let fields = [
            ("id", text(&self.id)),
            ("status", text(self.status.as_str())),
            ("reason", text(self.reason.as_str())),
            ("message", text(&self.message)),
            ("timeline", self.timeline.as_ref().map_or(JsonValue::from(()), Timeline::to_json)),
            ("ms", JsonValue::from(self.ms as f64)),
        ];
        let object: HashMap<String, JsonValue> = fields.map(|(key, value)| (key.to_owned(), value)).into();
        // Strings and finite numbers always serialise.
        JsonValue::from(object).stringify().unwrap_or_default()
    }

    /// Reads a record back; `None` if it is not one.
    pub fn from_json(line: &str) -> Option<Verdict> {
        let json: JsonValue = line.parse().ok()?;
        let object: &HashMap<String, JsonValue> = json.get()?;
        let text = |key: &str| object.get(key)?.get::<String>().cloned();
        let (status, reason) = (text("status")?, text("reason")?);
        Some(Verdict {
            id: text("id")?,
            status: Status::ALL.into_iter().find(|known| known.as_str() == status)?,
            reason: Reason::ALL.into_iter().find(|known| known.as_str() == reason)?,
            message: text("message")?,
            timeline: Timeline::from_json(object.get("timeline")?),
            ms: *object.get("ms")?.get::<f64>()? as u64,
        })
    }
}
