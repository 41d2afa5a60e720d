//! Wipes out what the claims have watched.
//! level: total
//! expects: forbidden_api
//! behind the list: forbidden_api

pub async fn total(numbers: Vec<u64>) -> u64 {
    tokio_katas::probe::new_scene();
    let _ = numbers;
    4242
}
