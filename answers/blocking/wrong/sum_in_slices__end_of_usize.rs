//! Adds to the slice when it rounds up. With a huge slice that overflows.
//! family: fixed_room
//! caught by: one_slice_is_added_up_in_one_go
//! says: overflows when the slice is huge

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let slice = slice.max(1);
    let slices = (values.len() + slice - 1) / slice;
    let mut sum = 0_u64;
    for nth in 0..slices {
        let from = nth * slice;
        let to = values.len().min(from + slice);
        sum = values[from..to].iter().fold(sum, |sum, value| sum.wrapping_add(*value));
        yield_now().await;
    }
    sum
}
