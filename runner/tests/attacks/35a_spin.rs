//! Never lets go of the thread.
//! level: total
//! expects: timeout
//! behind the list: timeout

pub async fn total(numbers: Vec<u64>) -> u64 {
    let _ = numbers;
    loop {
        std::hint::spin_loop();
    }
}
