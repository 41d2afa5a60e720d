use std::cell::RefCell;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let count = RefCell::new(0);
    let step = async || {
        // The mistake: borrowed while this waits, and whoever borrows in the meantime panics.
        //~ WARNING[clippy::await_holding_refcell_ref] this `RefCell` reference is held across an await point
        //~ NOTE ensure the reference is dropped before calling `await`
        let mut count = count.borrow_mut();
        tokio::time::sleep(Duration::from_millis(1)).await;
        *count += 1;
    };
    tokio::join!(step(), step());
    println!("{}", count.borrow());
}
