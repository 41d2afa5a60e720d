// A `Cell` is read and written as a whole. It lends nothing that could be held.

use std::cell::Cell;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count = Cell::new(0);
    let step = async || {
        tokio::time::sleep(Duration::from_millis(1)).await;
        count.set(count.get() + 1);
    };
    tokio::join!(step(), step());
    assert_eq!(count.get(), 2);
}
