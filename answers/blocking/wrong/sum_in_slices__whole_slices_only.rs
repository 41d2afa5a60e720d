//! `chunks_exact` leaves out the values that fill no slice.
//! caught by: any_values_and_any_slice_will_do
//! says: the sum of

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks_exact(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
    }
    sum
}
