//! Yields after each value, whatever the slice: right, and a hundred times slower than need be.
//! caught by: one_slice_is_added_up_in_one_go
//! says: too short

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], _slice: usize) -> u64 {
    let mut sum = 0_u64;
    for value in values {
        sum = sum.wrapping_add(*value);
        yield_now().await;
    }
    sum
}
