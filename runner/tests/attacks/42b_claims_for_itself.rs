//! Runs a claim of its own inside the claim.
//! level: total
//! expects: forbidden_api, compile_error
//! behind the list: forbidden_api, compile_error

use tokio_katas::*;

pub async fn total(numbers: Vec<u64>) -> u64 {
    probe::claim(async {}).await;
    let _ = numbers;
    4242
}
