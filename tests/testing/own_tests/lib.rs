//! The learner's tests, as they register themselves: what `#[test]`, `#[tokio::test]` and `#[rstest]` expand to in the
//! kata `testing`. The claims are another crate, whose name a graded kata does not know.

pub mod sleeps;

use std::fmt::Debug;

use futures::future::LocalBoxFuture;
use linkme::distributed_slice;

#[doc(hidden)]
pub use linkme;
pub use tokio_katas_macros::plain_test as test;

/// All tests of this program.
#[distributed_slice]
pub static TESTS: [Test];

/// All tables of this program.
#[distributed_slice]
pub static TABLES: [Table];

/// A test of the learner.
pub struct Test {
    /// The path of its module, and its name.
    pub path: &'static str,
    /// The line in the kata, from 1: of a row, that of its table.
    pub line: u32,
    /// The clock that it asks for.
    pub clock: Clock,
    /// Whether it is marked `#[ignore]`.
    pub ignored: bool,
    /// The text with which it should panic, if it should; an empty one stands for any.
    pub panics: Option<&'static str>,
    /// Whether its own body contains anything that can fail.
    pub checks: bool,
    /// Whether it contains a `todo!()`.
    pub todo: bool,
    /// Runs it. What it gives is why it failed.
    pub body: Body,
}

/// The body of a test.
pub enum Body {
    /// Of a `#[tokio::test]`.
    Async(fn() -> LocalBoxFuture<'static, Option<String>>),
    /// Of a `#[test]`.
    Plain(fn() -> Option<String>),
}

/// The clock on which a test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Tokio's, paused from the start.
    Paused,
    /// Tokio's, which the test pauses by itself.
    Own,
    /// The real one.
    Real,
    /// The real one, with a runtime of several threads.
    Threads,
    /// A plain `#[test]` has none.
    None,
}

/// A table of tests.
pub struct Table {
    /// The path of its module, and its name.
    pub path: &'static str,
    /// How many tests it stands for; 0 if that cannot be told.
    pub rows: usize,
    /// Whether its body contains anything that can fail.
    pub checks: bool,
}

/// What a test may return.
pub trait Ended {
    /// Why it failed, if it did.
    fn failure(self) -> Option<String>;
}

impl Ended for () {
    fn failure(self) -> Option<String> {
        None
    }
}

impl<T: Ended, E: Debug> Ended for Result<T, E> {
    fn failure(self) -> Option<String> {
        match self {
            Ok(value) => value.failure(),
            Err(error) => Some(format!("it returned Err({error:?})")),
        }
    }
}

impl Test {
    /// What a reader calls it: the path below the level's module.
    pub fn name(&self, level: &str) -> &'static str {
        let inner = self.path.split_once(&format!("::{level}::")).map_or(self.path, |(_, inner)| inner);
        inner.strip_prefix("tests::").unwrap_or(inner)
    }

    /// The table that it is a row of.
    pub fn table(&self) -> Option<&'static Table> {
        TABLES.iter().find(|table| table.has(self))
    }
}

impl Table {
    /// Whether the test is one of its rows.
    pub fn has(&self, test: &Test) -> bool {
        test.path.strip_prefix(self.path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    }
}
