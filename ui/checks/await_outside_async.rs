//! A page made of two greetings, without a runtime inside the runtime.

use crate::kata::page;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(page()).await;
    kit::expect_eq("both are greeted", seen.output, "hello, user 1\nhello, user 2", "a name is not fetched");
    let cause = "the names are no longer fetched, or the thread is stopped while they are";
    kit::expect("fetching takes time: 20 ms, or 10 ms side by side", [10, 20].contains(&seen.ms), cause);
}
