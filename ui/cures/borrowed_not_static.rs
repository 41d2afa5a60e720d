// `move` gives the text to the task; a clone stays behind for whoever still needs it.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let label = String::from("shutdown");
    let for_task = label.clone();
    let task = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("{for_task}");
        for_task
    });
    assert_eq!(task.await.unwrap(), label);
}
