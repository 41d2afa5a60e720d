use std::time::Duration;
use tokio::sync::oneshot;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(async move { stop.send(()) });
    loop {
        tokio::select! {
            // The mistake: `select!` takes its futures, and the second round has no receiver left.
            //~ ERROR[E0382] use of moved value: `stopped`
            //~ NOTE value moved here, in previous iteration of loop
            _ = stopped => break,
            () = tokio::time::sleep(Duration::from_millis(1)) => println!("working"),
        }
    }
}
