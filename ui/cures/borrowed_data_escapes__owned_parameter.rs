// The function asks for texts that it may keep. Whoever has references makes copies, and sees what they cost.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let labels = ["ingest", "flush"].map(String::from).to_vec();
    assert_eq!(announce(labels).await, 11);
}

async fn announce(labels: Vec<String>) -> usize {
    let mut letters = 0;
    for label in labels {
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            println!("{label}");
            label.len()
        });
        letters += task.await.unwrap();
    }
    letters
}
