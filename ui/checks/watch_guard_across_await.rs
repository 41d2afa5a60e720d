//! One theme at the start, and one that comes later.

use crate::kata::follow;
use crate::kit;
use std::time::Duration;
use tokio::sync::watch;

pub async fn check() {
    let (sender, themes) = watch::channel(String::from("dark"));
    let seen = kit::watch(async move {
        let following = follow(themes);
        tokio::time::sleep(Duration::from_millis(15)).await;
        sender.send_replace(String::from("light"));
        drop(sender);
        following.await.unwrap()
    })
    .await;
    let cause = match seen.output.len() {
        2 => "the old one is applied again",
        _ => "a newer one is missed",
    };
    kit::expect_eq("both are applied", seen.output, ["now dark", "now light"], cause);
    kit::expect_eq("the last one is done at 25 ms", seen.ms, 25, "it is applied too late, or not to its end");
    kit::expect_eq("a task applies them", seen.tasks, 1, "nothing is spawned any more");
}
