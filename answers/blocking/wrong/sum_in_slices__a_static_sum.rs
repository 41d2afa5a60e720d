//! Keeps the sum in a static. Two calls at the same time add to the same sum.
//! family: shared_too_much
//! caught by: sums_side_by_side_keep_apart
//! says: a static or thread-local sum

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::yield_now;

pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    static SUM: AtomicU64 = AtomicU64::new(0);
    SUM.store(0, Ordering::SeqCst);
    for slice in values.chunks(slice.max(1)) {
        for value in slice {
            SUM.fetch_add(*value, Ordering::SeqCst);
        }
        yield_now().await;
    }
    SUM.load(Ordering::SeqCst)
}
