//! Copies the values into a task, which adds them up: it goes on when the caller has gone.
//! caught by: nothing_happens_before_the_first_poll
//! says: goes on adding up for nobody

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
