// Wait first, then borrow, for one statement.

use std::cell::RefCell;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count = RefCell::new(0);
    let step = async || {
        tokio::time::sleep(Duration::from_millis(1)).await;
        *count.borrow_mut() += 1;
    };
    tokio::join!(step(), step());
    assert_eq!(count.into_inner(), 2);
}
