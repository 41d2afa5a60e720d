//! Uses `saturating_add`, which stops at the end of u64 instead of wrapping.
//! family: fixed_room
//! caught by: the_sum_wraps
//! says: saturating_add

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.saturating_add(*value));
        yield_now().await;
    }
    sum
}
