//! Lets itself off all of clippy, as many do.
//! level: total
//! expects: ok
//! points: 3

#![allow(clippy::all)]

#[allow(clippy::style, clippy::needless_return)]
pub async fn total(numbers: Vec<u64>) -> u64 {
    for _ in &numbers {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    return numbers.iter().sum();
}
