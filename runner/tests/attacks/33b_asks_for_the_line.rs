//! Knows the claims by their lines.
//! level: total
//! expects: forbidden_api
//! behind the list: assert

#[track_caller]
fn line() -> u32 {
    std::panic::Location::caller().line()
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    tokio::time::sleep(std::time::Duration::from_millis(10 * numbers.len() as u64)).await;
    if line() < 20 { 6 } else { 0 }
}
