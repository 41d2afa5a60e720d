//! Puts the second runtime into a thread, and waits for that thread: this one stands still meanwhile.
//! family: blocks_the_thread
//! caught by: the check
//! says: the thread is stopped

use std::time::Duration;
use tokio::runtime::Builder;

/// The prices of all items, looked up one after the other or side by side.
pub async fn prices(items: Vec<u32>) -> Vec<u32> {
    items.into_iter().map(price).collect()
}

fn price(item: u32) -> u32 {
    let look_up = move || {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(look_up(item))
    };
    std::thread::spawn(look_up).join().unwrap()
}

async fn look_up(item: u32) -> u32 {
    tokio::time::sleep(Duration::from_millis(10)).await;
    item * 2
}
