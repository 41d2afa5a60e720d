use std::time::Duration;
use tokio::sync::watch;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (_settings, mut changes) = watch::channel(String::from("dark"));
    // The mistake: what `borrow_and_update` lends lives to the end of the statement, and the statement waits.
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE await occurs here, with `changes.borrow_and_update()` maybe used later
    let task = tokio::spawn(async move {
        apply(changes.borrow_and_update().clone()).await;
    });
    task.await.unwrap();
}

async fn apply(theme: String) {
    tokio::time::sleep(Duration::from_millis(1)).await;
    println!("{theme}");
}
