//! Makes the yield after each slice and does not await it.
//! caught by: other_tasks_have_their_turn_between_two_slices
//! says: without an .await

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        let _ = yield_now();
    }
    sum
}
