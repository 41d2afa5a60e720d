use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words = vec![String::from("ingest"), String::from("flush")];
    // The mistake: the iterator lives across the `.await`, and with it a closure that takes a reference.
    //~ ERROR implementation of `FnOnce` is not general enough
    //~ NOTE must implement `FnOnce<(&'1 String,)>`, for any two lifetimes
    let task = tokio::spawn(async move {
        let mut lengths = words.iter().map(|word| word.len()).peekable();
        while let Some(length) = lengths.next() {
            tokio::time::sleep(Duration::from_millis(1)).await;
            println!("{length}, and more: {}", lengths.peek().is_some());
        }
    });
    task.await.unwrap();
}
