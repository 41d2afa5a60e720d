//! Counts the values and never resets the count, so it yields only after the first slice.
//! family: off_by_one
//! caught by: it_yields_after_every_slice
//! says: never set back

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let (mut sum, mut added) = (0_u64, 0);
    for value in values {
        sum = sum.wrapping_add(*value);
        added += 1;
        if added == slice.max(1) {
            yield_now().await;
        }
    }
    sum
}
