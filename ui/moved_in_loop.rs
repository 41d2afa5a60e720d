use tokio::sync::mpsc;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (tx, mut rx) = mpsc::channel(8);
    for id in 0..3 {
        // The mistake: the first task takes the only `tx`, and the second finds none.
        //~ ERROR[E0382] use of moved value: `tx`
        //~ NOTE value moved here, in previous iteration of loop
        tokio::spawn(async move {
            tx.send(id).await.unwrap();
        });
    }
    while let Some(id) = rx.recv().await {
        println!("task {id} is done");
    }
}
