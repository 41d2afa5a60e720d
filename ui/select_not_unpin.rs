use std::time::Duration;
use tokio::time::{interval, sleep};

async fn download() -> &'static str {
    sleep(Duration::from_millis(25)).await;
    "all the bytes"
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut work = download();
    let mut tick = interval(Duration::from_millis(10));
    loop {
        // The mistake: `&mut work` can only be polled if `work` can no longer move.
        //~ ERROR[E0277] cannot be unpinned
        //~ NOTE consider using the `pin!` macro
        tokio::select! {
            bytes = &mut work => {
                println!("{bytes}");
                break;
            }
            _ = tick.tick() => println!("still downloading"),
        }
    }
}
