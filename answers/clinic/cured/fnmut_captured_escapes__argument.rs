//! A function gets the count anew with each call.

use std::time::Duration;

/// Goes `rounds` rounds of 10 ms, one after the other, and counts them.
pub async fn count_rounds(rounds: u32) -> u32 {
    let mut done = 0;
    for _ in 0..rounds {
        round(&mut done).await;
    }
    done
}

async fn round(done: &mut u32) {
    tokio::time::sleep(Duration::from_millis(10)).await;
    *done += 1;
}
