//! Usual causes of a wrong time: too early and too late have different ones.

/// The usual cause of work that ends too early.
pub(crate) const NOT_WAITED_FOR: &str = "not waiting for all of the work: a future without its .await does nothing \
     (`let _ = sleep(…)` only hides the warning), and a task whose handle is dropped is not waited for";

/// The usual cause of work that begins too early.
pub(crate) const OUT_OF_TURN: &str = "work that does not wait for its turn: called, polled or spawned ahead of time, or behind \
     a wait without its .await";

/// The usual cause of a job that ends before its time.
pub(crate) const CUT_SHORT: &str =
    "work that is dropped half-way: by a timeout, a select!, an abort, or the end of what holds it";

/// The usual causes of a wrong time. A plain `&str` is the cause of being too late; being too early then has a
/// general cause: work that was not waited for.
#[derive(Debug, Clone, Copy)]
pub struct Causes<'a> {
    late: &'a str,
    early: Option<&'a str>,
}

impl<'a> Causes<'a> {
    /// One cause for too late, another for too early.
    pub const fn of(late: &'a str, early: &'a str) -> Causes<'a> {
        Causes { late, early: Some(early) }
    }

    /// The same cause for both.
    pub const fn both(cause: &'a str) -> Causes<'a> {
        Causes::of(cause, cause)
    }

    /// The cause of being too late.
    pub const fn late(self) -> &'a str {
        self.late
    }

    /// The cause of being too early; `general` if that has none of its own.
    pub fn early_or(self, general: &'a str) -> &'a str {
        self.early.unwrap_or(general)
    }
}

impl<'a> From<&'a str> for Causes<'a> {
    fn from(late: &'a str) -> Causes<'a> {
        Causes { late, early: None }
    }
}
