//! The verdict on one claim. The claim's own process writes it, the program that judges a kata prints it, and
//! the runner and its reports read it: all of them use these types.
//!
//! - [`Verdict`] is the record: one line of JSON ([`Verdict::to_json`]).
//! - [`Message`] is what it says to a reader, part by part, and lays it out for a terminal.
//! - [`environment`] is the table of the variables that a claim's process reads.
//! - [`Ending`] is what the end of a claim's process means.
//! - [`Timeline`] is what the watched work did, drawn as text and, for pages, as SVG.
//! - `Contrast` is that of a known mistake beside the reference solution.

#![warn(missing_docs)]

#[cfg(feature = "serde")]
mod contrast;
pub mod diagnosis;
mod draw;
mod ending;
pub mod environment;
mod json;
mod message;
mod orders;
#[cfg(feature = "serde")]
mod serial;
#[cfg(feature = "svg")]
pub mod svg;
mod timeline;
pub mod width;

#[cfg(feature = "serde")]
pub use contrast::Contrast;
pub use draw::ascii_wanted;
pub use ending::{Ending, Killed, UNWRITTEN, Written, could_not_run};
pub use message::{Message, clean, lesson};
pub use orders::Orders;
pub use timeline::{End, Row, Timeline};

/// How one claim ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// `KATA::LEVEL::CLAIM`, followed by `::case_N_name` in a table.
    pub id: String,
    /// Why it ended as it did.
    pub reason: Reason,
    /// Its message; empty if the claim passed.
    pub message: Message,
    /// What the watched work did, if any was watched.
    pub timeline: Option<Timeline>,
    /// Virtual milliseconds that the claim took.
    pub ms: u64,
    /// The order in which its work ran, if that was drawn.
    pub order: Option<u32>,
}

/// The verdict in one word, decided by the [`Reason`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Status {
    /// The claim holds.
    Pass,
    /// The answer is wrong.
    Fail,
    /// The claim could not be judged.
    Error,
}

/// Declares an enum together with the word that stands for each variant in JSON.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// Its word in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The variant with this word in JSON.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|it| it.as_str() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Why a claim ended as it did.
    pub enum Reason {
        /// It holds.
        Ok = "ok",
        /// The answer is still `todo!()`.
        NotStarted = "not_started",
        /// A check failed.
        Assert = "assert",
        /// The answer panicked.
        Panic = "panic",
        /// The process ended before the claim did.
        EarlyExit = "early_exit",
        /// A verdict that the claim did not write.
        BadNonce = "bad_nonce",
        /// A deadlock, a busy loop or a blocked thread.
        Timeout = "timeout",
        /// Out of memory.
        Oom = "oom",
        /// Killed by a signal: a stack overflow, an abort.
        Signal = "signal",
        /// Printed more than the claim may print.
        OutputLimit = "output_limit",
        /// When graded: the kata does not compile.
        CompileError = "compile_error",
        /// When graded: the compiler did not end within its limits.
        CompileLimit = "compile_limit",
        /// When graded: the kata uses something that is not allowed.
        ForbiddenApi = "forbidden_api",
        /// When graded: the kata reads a file or a variable while it is compiled.
        ForbiddenInput = "forbidden_input",
        /// When graded: there is no kata that can be read.
        BadSubmission = "bad_submission",
        /// The kit itself could not run the claim.
        HarnessError = "harness_error",
    }
}

impl Reason {
    /// The verdict in one word.
    pub fn status(self) -> Status {
        match self {
            Reason::Ok => Status::Pass,
            Reason::HarnessError => Status::Error,
            _ => Status::Fail,
        }
    }
}

impl Status {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::Error => "error",
        }
    }
}

impl Verdict {
    /// A verdict without a timeline.
    pub fn new(id: impl Into<String>, reason: Reason, message: impl Into<Message>) -> Verdict {
        Verdict { id: id.into(), reason, message: message.into(), timeline: None, ms: 0, order: None }
    }

    /// The verdict on a claim that left none.
    pub fn missing(id: impl Into<String>) -> Verdict {
        let what = "no verdict was written: the tests were stopped, or could not write";
        Verdict::new(id, Reason::HarnessError, what)
    }

    /// Whether the claim holds, fails or could not be judged.
    pub fn status(&self) -> Status {
        self.reason.status()
    }

    /// Whether the claim holds.
    pub fn passed(&self) -> bool {
        self.status() == Status::Pass
    }

    /// The level's name: the second part of the id.
    pub fn level(&self) -> &str {
        self.id.split("::").nth(1).unwrap_or(&self.id)
    }

    /// The claim's name: the third part of the id, without a case.
    pub fn claim(&self) -> &str {
        self.id.split("::").nth(2).unwrap_or(&self.id)
    }

    /// The whole message, with the timeline drawn in it, at most 80 columns wide; no newline at its end.
    pub fn text(&self, ascii: bool) -> String {
        self.message.lay_out(self.timeline.as_ref(), ascii)
    }
}
