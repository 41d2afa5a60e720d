//! Three words, each shouted in a task of its own.

use crate::kata::shout_all;
use crate::kit;

pub async fn check() {
    let text = String::from("make way please");
    let seen = kit::watch(shout_all(text.split(' ').collect())).await;
    kit::expect_eq(
        "all are shouted, in order",
        seen.output,
        ["MAKE", "WAY", "PLEASE"],
        "a word is lost or moved",
    );
    kit::expect_eq("each word has its task", seen.tasks, 3, "nothing is spawned any more");
    kit::expect_eq(
        "all take 10 ms together",
        seen.ms,
        10,
        "each task is awaited before the next one is spawned",
    );
    kit::expect_no_leak(async |text| {
        shout_all(vec![&text]).await;
    })
    .await;
}
