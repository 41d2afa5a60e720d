//! Takes a slice of 0 for no limit and adds everything in one go.
//! family: zero
//! caught by: it_yields_after_every_slice
//! says: taken for no limit

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let slice = if slice == 0 { values.len().max(1) } else { slice };
    let (mut sum, mut rest) = (0_u64, values);
    while rest.len() > slice {
        let (now, later) = rest.split_at(slice);
        sum = now.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        rest = later;
        yield_now().await;
    }
    rest.iter().fold(sum, |sum, value| sum.wrapping_add(*value))
}
