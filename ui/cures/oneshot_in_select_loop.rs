// Each round borrows the receiver: `&mut` of a receiver is a future too.

use std::time::Duration;
use tokio::sync::oneshot;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (stop, mut stopped) = oneshot::channel::<&str>();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(3)).await;
        stop.send("enough")
    });
    let word = loop {
        tokio::select! {
            word = &mut stopped => break word.unwrap(),
            () = tokio::time::sleep(Duration::from_millis(1)) => println!("working"),
        }
    };
    assert_eq!(word, "enough");
}
