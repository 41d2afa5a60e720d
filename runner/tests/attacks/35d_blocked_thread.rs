//! Sleeps for an hour, with the whole thread.
//! level: total
//! expects: timeout
//! behind the list: timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    std::thread::sleep(std::time::Duration::from_secs(3600));
    let _ = numbers;
    4242
}
