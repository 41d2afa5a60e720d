// The task awaits what it makes.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let task = tokio::spawn(async { save("ada").await });
    assert_eq!(task.await.unwrap(), "ada is saved");
}

async fn save(name: &str) -> String {
    tokio::time::sleep(Duration::from_millis(1)).await;
    format!("{name} is saved")
}
