//! The state of a level as a reader sees it: a CSS class, a sign and a word.

use verdict::{Reason, Status};

use crate::grade::results::model::LevelGrade;

/// The state of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Passed,
    /// Some claims hold.
    Partly,
    Failed,
    NotStarted,
    /// Nothing of it ran: it does not compile, is not allowed, or is missing.
    Refused,
    /// The grader itself failed.
    Broken,
}

impl Standing {
    /// All of them, in the order of the legend.
    pub const ALL: [Standing; 6] = [
        Standing::Passed,
        Standing::Partly,
        Standing::Failed,
        Standing::NotStarted,
        Standing::Refused,
        Standing::Broken,
    ];

    /// The state of a graded level.
    pub fn of(level: &LevelGrade) -> Standing {
        let all = |reasons: &[Reason]| level.claims.iter().all(|claim| reasons.contains(&claim.reason));
        if level.claims.iter().any(|claim| claim.status() == Status::Error) {
            Standing::Broken
        } else if level.passed() {
            Standing::Passed
        } else if all(&[Reason::NotStarted]) {
            Standing::NotStarted
        } else if all(&[
            Reason::CompileError,
            Reason::CompileLimit,
            Reason::ForbiddenApi,
            Reason::ForbiddenInput,
            Reason::BadSubmission,
        ]) {
            Standing::Refused
        } else if level.claims.iter().any(|claim| claim.passed()) {
            Standing::Partly
        } else {
            Standing::Failed
        }
    }

    /// Its CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Standing::Passed => "passed",
            Standing::Partly => "partly",
            Standing::Failed => "failed",
            Standing::NotStarted => "none",
            Standing::Refused => "refused",
            Standing::Broken => "broken",
        }
    }

    /// Its sign, which tells it apart without colour.
    pub fn sign(self) -> char {
        match self {
            Standing::Passed => '✓',
            Standing::Partly => '◐',
            Standing::Failed => '✗',
            Standing::NotStarted => '○',
            Standing::Refused => '⊘',
            Standing::Broken => '!',
        }
    }

    /// Its description.
    pub fn words(self) -> &'static str {
        match self {
            Standing::Passed => "passed",
            Standing::Partly => "some claims hold",
            Standing::Failed => "no claim holds",
            Standing::NotStarted => "not started",
            Standing::Refused => "not judged",
            Standing::Broken => "the grader failed",
        }
    }
}
