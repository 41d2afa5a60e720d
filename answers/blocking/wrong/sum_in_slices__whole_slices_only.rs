//! Uses `chunks_exact`, which leaves out the values that do not fill a slice.
//! family: left_out
//! caught by: it_yields_after_every_slice
//! says: chunks_exact

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let mut sum = 0_u64;
    for slice in values.chunks_exact(slice.max(1)) {
        sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
    }
    sum
}
