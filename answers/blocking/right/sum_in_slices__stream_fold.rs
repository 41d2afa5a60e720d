//! A stream of slices, folded: each step awaits its turn.

use futures::stream::{self, StreamExt};
use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    stream::iter(values.chunks(slice.max(1)))
        .fold(0, |sum: u64, slice| async move {
            let sum = slice.iter().copied().fold(sum, u64::wrapping_add);
            yield_now().await;
            sum
        })
        .await
}
