//! Three prices, on the runtime that is there.

use crate::kata::prices;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(prices(vec![1, 2, 3])).await;
    kit::expect_eq("all prices are there, in order", seen.output, [2, 4, 6], "a price is lost");
    let cause = "nothing is looked up, or the thread is stopped while it is";
    kit::expect("looking up takes time: 30 ms, or 10 ms side by side", [10, 30].contains(&seen.ms), cause);
}
