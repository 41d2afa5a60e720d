//! Ten thousand threads.
//! level: total
//! expects: forbidden_api
//! behind the list: panic, oom, signal, timeout, assert

pub async fn total(numbers: Vec<u64>) -> u64 {
    let sleep = || std::thread::sleep(std::time::Duration::from_secs(60));
    let threads: Vec<_> = (0..10_000).map(|_| std::thread::spawn(sleep)).collect();
    (threads.len() + numbers.len()) as u64
}
