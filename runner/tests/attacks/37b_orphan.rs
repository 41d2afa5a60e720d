//! Starts a program that outlives it.
//! level: total
//! expects: forbidden_api
//! behind the list: assert

pub async fn total(numbers: Vec<u64>) -> u64 {
    let started = std::process::Command::new("setsid").args(["sleep", "98765"]).spawn();
    let _ = (started.is_ok(), numbers);
    4242
}
