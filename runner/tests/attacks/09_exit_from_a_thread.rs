//! A thread ends the program while the claim waits.
//! level: total
//! expects: forbidden_api
//! behind the list: early_exit, assert

pub async fn total(numbers: Vec<u64>) -> u64 {
    std::thread::spawn(|| {
        std::thread::sleep(std::time::Duration::from_millis(1));
        std::process::exit(0)
    });
    let _ = numbers;
    tokio::task::spawn_blocking(|| std::thread::sleep(std::time::Duration::from_millis(100)));
    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    0
}
