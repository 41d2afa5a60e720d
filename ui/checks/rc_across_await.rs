//! The task waits, then greets; several wait at the same time.

use crate::kata::greet_in_background;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(async {
        let ada = greet_in_background(String::from("ada"));
        let grace = greet_in_background(String::from("grace"));
        (ada.await.unwrap(), grace.await.unwrap())
    })
    .await;
    let (ada, grace) = seen.output;
    kit::expect_eq("both are greeted", [ada, grace], ["hello, ada", "hello, grace"], "the words changed");
    kit::expect_eq(
        "each greeting has its task",
        seen.tasks,
        2,
        "the work is done before the task is spawned",
    );
    kit::expect_eq(
        "the task still waits for 10 ms, as a task does",
        seen.ms,
        10,
        "the `.await` is gone, or `std::thread::sleep` stops the whole thread in its place",
    );
    kit::expect_no_leak(async |text| {
        greet_in_background(text).await.unwrap();
    })
    .await;
}
