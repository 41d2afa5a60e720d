//! Calls `yield_now()` without awaiting it, so nothing happens.
//! family: forgotten_await
//! caught by: it_yields_after_every_slice
//! says: a loop without an .await

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        let _ = yield_now();
    }
    sum
}
