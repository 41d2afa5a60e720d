//! Waits for a thread.

/// What `work` gives, worked out on a thread of its own.
pub async fn wait_for(work: fn() -> u64) -> u64 {
    todo!("{work:?}")
}
