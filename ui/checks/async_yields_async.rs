//! Two names, saved at the same time.

use crate::kata::save_both;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(save_both(String::from("ada"), String::from("bob"))).await;
    kit::expect_eq("both are saved", seen.output, ["saved ada", "saved bob"], "a name is lost");
    let cause = "one waits for the other, or a task hands back the future that it should await";
    kit::expect_eq("they take 10 ms together", seen.ms, 10, cause);
    kit::expect_eq("each has its task", seen.tasks, 2, "nothing is spawned any more");
}
