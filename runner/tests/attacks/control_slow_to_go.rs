//! Tidies up for a minute when its thread ends, after the verdict: it costs neither the points nor the minute.
//! level: total
//! expects: ok
//! points: 3

use std::time::{Duration, Instant};

struct Tidy;

impl Drop for Tidy {
    fn drop(&mut self) {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            std::hint::spin_loop();
        }
    }
}

thread_local! {
    static TIDY: Tidy = const { Tidy };
}

pub async fn total(numbers: Vec<u64>) -> u64 {
    TIDY.with(|_| ());
    for _ in &numbers {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    numbers.iter().sum()
}
