//! Adds `move`. A number is copied into each future, and the one outside stays 0.
//! family: copied_state
//! caught by: the check
//! says: counts a copy of its own

use std::time::Duration;

/// Goes `rounds` rounds of 10 ms, one after the other, and counts them.
pub async fn count_rounds(rounds: u32) -> u32 {
    let mut done = 0;
    let mut round = || async move {
        tokio::time::sleep(Duration::from_millis(10)).await;
        done += 1;
        done
    };
    for _ in 0..rounds {
        round().await;
    }
    done
}
