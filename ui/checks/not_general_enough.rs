//! Two words, and none.

use crate::kata::lengths;
use crate::kit;

pub async fn check() {
    let words = vec![String::from("ingest"), String::from("flush")];
    let seen = kit::watch(async { lengths(words).await.unwrap() }).await;
    kit::expect_eq("the lengths are joined", seen.output, "6,5", "a comma too many, or a word lost");
    kit::expect_eq("each takes 1 ms", seen.ms, 2, "the waits are gone, or not in the task");
    kit::expect_eq(
        "no words have no lengths",
        lengths(Vec::new()).await.unwrap(),
        "",
        "there is nothing to join",
    );
}
