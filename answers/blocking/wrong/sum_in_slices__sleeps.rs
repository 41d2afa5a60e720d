//! Sleeps for a millisecond after each slice, where a yield needs no time.
//! family: wrong_wait
//! caught by: it_yields_after_every_slice
//! says: sleep as a way to yield

use std::time::Duration;

use tokio::time::sleep;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        sleep(Duration::from_millis(1)).await;
    }
    sum
}
