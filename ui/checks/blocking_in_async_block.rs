//! Both words arrive, from the task that sends them.

use crate::kata::listen;
use crate::kit;

pub async fn check() {
    // On the real clock: a paused one stands still while a blocking thread works.
    kit::on_the_real_clock();
    let seen = kit::watch(listen()).await;
    kit::expect_eq("both words arrive", seen.output, ["ready", "steady"], "not all words are waited for");
    kit::expect("a task sends them", seen.tasks >= 1, "nothing is spawned any more");
}
