//! One small level. The lesson is in `katas/solo.md`.

/// Gives 42 after 30 ms.
pub async fn answer() -> u32 {
    todo!("wait, then answer")
}
