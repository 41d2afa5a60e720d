// The future that the call returns is the task: no block around it.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(save("ada"));
    assert_eq!(task.await.unwrap(), "ada is saved");
}

async fn save(name: &str) -> String {
    tokio::time::sleep(Duration::from_millis(1)).await;
    format!("{name} is saved")
}
