//! One price that is there, and one that is fetched.

use crate::kata::price;
use crate::kit;

pub async fn check() {
    let cached = kit::watch(price(Some(3))).await;
    kit::expect_eq("what is cached is the price", cached.output, 3, "the cache is not asked");
    kit::expect_eq("it takes no time", cached.ms, 0, "a price that is there is waited for");
    let fetched = kit::watch(price(None)).await;
    kit::expect_eq("without a cache it is fetched", fetched.output, 7, "another price is made up");
    kit::expect_eq("that takes 10 ms", fetched.ms, 10, "the price is not fetched any more");
}
