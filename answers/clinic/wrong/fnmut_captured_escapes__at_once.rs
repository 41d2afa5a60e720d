//! Leaves the async block out, and the wait with it.
//! family: wrong_wait
//! caught by: the check
//! says: the wait is gone

/// Goes `rounds` rounds of 10 ms, one after the other, and counts them.
pub async fn count_rounds(rounds: u32) -> u32 {
    let mut done = 0;
    let mut round = || done += 1;
    for _ in 0..rounds {
        round();
    }
    done
}
