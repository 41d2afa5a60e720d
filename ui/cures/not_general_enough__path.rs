// A function by its name takes a reference of any lifetime, and rustc knows it.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words = [String::from("ingest"), String::from("flush")];
    let task = tokio::spawn(async move {
        let mut lengths = words.iter().map(String::len).peekable();
        let mut sum = 0;
        while let Some(length) = lengths.next() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            sum += length;
            println!("{length}, and more: {}", lengths.peek().is_some());
        }
        sum
    });
    assert_eq!(task.await.unwrap(), 11);
}
