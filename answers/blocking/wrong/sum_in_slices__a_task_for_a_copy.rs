//! Copies the values into a spawned task that adds them up. The task goes on when the caller is dropped.
//! family: detached
//! caught by: it_yields_after_every_slice
//! says: a task that adds up a copy

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    let values = values.to_vec();
    let task = tokio::spawn(async move {
        let mut sum = 0_u64;
        for slice in values.chunks(slice.max(1)) {
            sum = slice.iter().fold(sum, |sum, value| sum.wrapping_add(*value));
            yield_now().await;
        }
        sum
    });
    task.await.expect("adding up does not panic")
}
