// An owned copy can go into the task, and `text` stays where it is.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let text = String::from("shutdown");
    let label = text.as_str();
    let for_task = label.to_owned();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("{for_task}");
        for_task.len()
    });
    assert_eq!(task.await.unwrap(), label.len());
}
