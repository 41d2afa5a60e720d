//! Adds with `+` and `sum()`, which overflow at the end of u64: they panic in a debug build.
//! family: fixed_room
//! caught by: the_sum_wraps
//! says: overflow

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0;
    for slice in values.chunks(slice.max(1)) {
        sum += slice.iter().sum::<u64>();
        yield_now().await;
    }
    sum
}
