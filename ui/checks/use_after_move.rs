//! Hello from a task, goodbye from here.

use crate::kata::greet_and_part;
use crate::kit;

pub async fn check() {
    let seen = kit::watch(greet_and_part(String::from("ada"))).await;
    let (greeting, parting) = seen.output;
    kit::expect_eq("the task says hello", greeting, "hello, ada", "the words changed");
    kit::expect_eq(
        "the caller says goodbye",
        parting,
        "goodbye, ada",
        "the name went into the task for good",
    );
    kit::expect_eq("a task says hello", seen.tasks, 1, "nothing is spawned any more");
    kit::expect_no_leak(async |text| {
        greet_and_part(text).await;
    })
    .await;
}
