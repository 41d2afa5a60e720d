use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: the task makes a future and hands it back. Nothing is saved.
    //~ ERROR[clippy::async_yields_async] an async construct yields a type which is itself awaitable
    //~ NOTE awaitable value not awaited
    let task = tokio::spawn(async { save("ada") });
    let _saved = task.await.unwrap();
    println!("saved");
}

async fn save(name: &str) {
    tokio::time::sleep(Duration::from_millis(1)).await;
    println!("{name}");
}
