//! The answers that judge a learner's tests, as `answers.txt` lists them: those of `answers/`, compiled once.

/// One answer.
pub struct Answer {
    /// What it is called in `answers/`.
    pub name: &'static str,
    /// The first sentence of its header: what it does.
    pub idea: &'static str,
    /// Makes it the one that the tests call.
    pub choose: fn(),
}

include!(concat!(env!("OUT_DIR"), "/answers.rs"));
