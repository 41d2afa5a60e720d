//! The sum, and the size of the future that computes it.

use crate::kata::fill_and_sum;
use crate::kit;

pub async fn check() {
    let size = size_of_val(&fill_and_sum());
    let cause = format!(
        "the future has {size} bytes: the buffer, or a future that holds it, is alive at the `.await`"
    );
    kit::expect("the future has at most 1 KiB", size <= 1024, &cause);
    let seen = kit::watch(fill_and_sum()).await;
    kit::expect_eq(
        "all are summed up",
        seen.output,
        32768,
        "the buffer is too small, or summed up too early",
    );
    kit::expect_eq("the wait takes 10 ms", seen.ms, 10, "the wait is gone");
}
