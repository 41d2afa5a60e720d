// Each task gets a text of its own, and the caller keeps its words.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(announce(vec!["ingest", "flush"]).await, 11);
}

async fn announce(labels: Vec<&str>) -> usize {
    let mut letters = 0;
    for label in labels {
        let label = label.to_owned();
        let task = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            println!("{label}");
            label.len()
        });
        letters += task.await.unwrap();
    }
    letters
}
