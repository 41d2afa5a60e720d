//! One task per name, one greeting for all.

use crate::kata::greet_all;
use crate::kit;
use tokio::task::JoinHandle;

pub async fn check() {
    let names = ["ada", "grace", "edsger"].map(String::from).to_vec();
    let seen = kit::watch(async { all(greet_all(String::from("hello"), names)).await }).await;
    kit::expect_eq(
        "every name is greeted",
        seen.output,
        ["hello, ada", "hello, grace", "hello, edsger"],
        "a task was left out, or its words changed",
    );
    kit::expect_eq(
        "every name has a task of its own",
        seen.tasks,
        3,
        "the greetings are made in fewer tasks",
    );
    kit::expect_no_leak(async |text| {
        all(greet_all(text, vec![String::from("ada")])).await;
    })
    .await;
}

async fn all(tasks: Vec<JoinHandle<String>>) -> Vec<String> {
    let mut greetings = Vec::new();
    for task in tasks {
        greetings.push(task.await.unwrap());
    }
    greetings
}
