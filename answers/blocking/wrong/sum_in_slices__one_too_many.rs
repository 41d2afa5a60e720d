//! Yields when more than `slice` values have been added, so each slice is one value too long.
//! family: off_by_one
//! caught by: it_yields_after_every_slice
//! says: off by one

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let (mut sum, mut since) = (0_u64, 0);
    for value in values {
        sum = sum.wrapping_add(*value);
        since += 1;
        if since > slice.max(1) {
            yield_now().await;
            since = 0;
        }
    }
    sum
}
