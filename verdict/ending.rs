//! What the end of a claim's process means to whoever started it: its own verdict, or why there is none.

use std::process::ExitStatus;

use super::{Message, Reason, Verdict, lesson};

/// Exit codes by which Windows says what a signal says elsewhere
/// (STATUS_STACK_OVERFLOW and STATUS_STACK_BUFFER_OVERRUN, which is an abort).
const STACK_OVERFLOW: i32 = 0xC000_00FD_u32 as i32;
const ABORT: i32 = 0xC000_0409_u32 as i32;

/// Printed by a claim's process behind its nonce, before the error, where its verdict could not be written.
pub const UNWRITTEN: &str = ": the verdict could not be written: ";

/// What was written where the verdict belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Nothing: the nonce at most.
    Nothing,
    /// By somebody who does not know the nonce, or it is no verdict.
    Foreign,
    /// The claim's own verdict.
    Own(Box<Verdict>),
}

impl Written {
    /// Reads a record: a nonce, a line's end, a verdict.
    pub fn read(record: &str, nonce: &str) -> Written {
        if record.is_empty() || record == nonce {
            return Written::Nothing;
        }
        let (first, json) = record.split_once('\n').unwrap_or(("", record));
        match Verdict::from_json(json).filter(|_| first == nonce) {
            Some(verdict) => Written::Own(Box::new(verdict)),
            None => Written::Foreign,
        }
    }
}

/// Why a process was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Killed {
    /// It did not end, for so many milliseconds of real time.
    Endless(u128),
    /// It printed more than so many bytes.
    Flood(usize),
    /// Its verdict was written, and still it did not end.
    Lingering,
}

/// A claim's process that has ended, from outside.
#[derive(Debug)]
pub struct Ending<'a> {
    /// How it ended.
    pub status: ExitStatus,
    /// Why it was killed, if it was.
    pub killed: Option<Killed>,
    /// What stands where its verdict belongs.
    pub written: Written,
    /// What it wrote to standard error, or its end.
    pub stderr: &'a str,
}

impl Ending<'_> {
    /// The claim's own verdict, if it came to one. A claim that passed also ends well, if it ends by itself.
    pub fn own_verdict(&self, id: &str) -> Option<&Verdict> {
        let Written::Own(verdict) = &self.written else { return None };
        let ended_well = self.status.success() || self.killed == Some(Killed::Lingering);
        (verdict.id == id && (!verdict.passed() || ended_well)).then_some(verdict)
    }

    /// What it means that there is no verdict.
    pub fn without_verdict(&self, id: &str) -> Verdict {
        let (reason, message) = self.why();
        Verdict::new(id, reason, Message { lesson: lesson(id), ..message })
    }

    fn why(&self) -> (Reason, Message) {
        match &self.written {
            Written::Foreign => return (Reason::BadNonce, bad_nonce()),
            Written::Own(verdict) if !verdict.passed() => return (Reason::BadNonce, bad_nonce()),
            Written::Own(_) | Written::Nothing => {}
        }
        match self.killed {
            Some(Killed::Endless(ms)) => return (Reason::Timeout, no_end(ms)),
            Some(Killed::Flood(bytes)) => return (Reason::OutputLimit, output_limit(bytes)),
            Some(Killed::Lingering) | None => {}
        }
        if self.stderr.contains("has overflowed its stack") || self.status.code() == Some(STACK_OVERFLOW) {
            return (Reason::Signal, stack_overflow());
        }
        if self.stderr.contains("memory allocation of") {
            return (Reason::Oom, out_of_memory());
        }
        match self.status.code() {
            Some(ABORT) => (Reason::Signal, died("abort")),
            Some(code) => (Reason::EarlyExit, early_exit(code)),
            None => (Reason::Signal, died(&self.status.to_string())),
        }
    }
}

/// The message of a claim that could not be judged.
pub fn could_not_run(what: &str) -> String {
    format!("  the claim could not be run, which says nothing about your answer\n\n  {what}")
}

fn message(headline: impl Into<String>, expected: &str, seen: impl Into<String>, cause: &str) -> Message {
    Message {
        headline: headline.into(),
        expected: expected.to_owned(),
        seen: seen.into(),
        cause: cause.to_owned(),
        lesson: String::new(),
    }
}

fn early_exit(code: i32) -> Message {
    message(
        format!("the process ended in the middle of the claim, with exit code {code}"),
        "the claim runs to its end",
        "no verdict",
        "std::process::exit somewhere in the code",
    )
}

fn bad_nonce() -> Message {
    message(
        "the verdict was not written by this claim",
        "the claim alone writes its verdict",
        "a record without the claim's nonce",
        "code under test that writes to the kit's own files",
    )
}

fn stack_overflow() -> Message {
    message(
        "stack overflow: calls went deeper and deeper and never returned",
        "the claim runs to its end",
        "the process ran out of stack",
        "a function, or a poll, that calls itself without end",
    )
}

fn out_of_memory() -> Message {
    message(
        "out of memory",
        "the claim runs to its end",
        "an allocation failed",
        "a collection that grows in an endless loop",
    )
}

fn died(how: &str) -> Message {
    message(
        format!("the process died in the middle of the claim: {how}"),
        "the claim runs to its end",
        "no verdict",
        "std::process::abort, a panic while another panic unwinds, or unsafe code",
    )
}

fn output_limit(bytes: usize) -> Message {
    message(
        format!("a flood of output: more than {} MiB", bytes >> 20),
        "a claim that prints little",
        "it was stopped",
        "a println! in an endless loop",
    )
}

fn no_end(real_ms: u128) -> Message {
    message(
        "the process did not end, and did not say why",
        "the claim ends by itself",
        format!("killed after {real_ms} ms of real time"),
        "something that suspends the whole process",
    )
}

#[cfg(test)]
mod tests {
    use super::{Verdict, Written};
    use crate::Reason;

    #[test]
    fn only_who_knows_the_nonce_has_written_a_verdict() {
        let verdict = Verdict::new("kit::level::claim", Reason::Ok, "");
        let json = verdict.to_json();
        assert_eq!(Written::read("", "ab"), Written::Nothing);
        assert_eq!(Written::read("ab", "ab"), Written::Nothing);
        assert_eq!(Written::read(&format!("ab\n{json}"), "ab"), Written::Own(Box::new(verdict)));
        for forged in [json.clone(), format!("\n{json}"), format!("aa\n{json}"), "ab\nno verdict".to_owned()]
        {
            assert_eq!(Written::read(&forged, "ab"), Written::Foreign, "{forged}");
        }
    }
}
