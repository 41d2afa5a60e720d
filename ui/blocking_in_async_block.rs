use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(1);
    tokio::spawn(async move {
        tx.send("ready").await.unwrap();
    });
    // The mistake: this would stop the thread that has to run the sender.
    //~ PANIC Cannot block the current thread from within a runtime
    println!("{:?}", rx.blocking_recv());
}
