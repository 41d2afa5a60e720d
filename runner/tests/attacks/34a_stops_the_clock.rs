//! Starts the clock again.
//! level: total
//! expects: forbidden_api
//! behind the list: assert, panic, timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    tokio::time::resume();
    let _ = numbers;
    4242
}
