use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut rounds = 0;
    // The mistake: each call gives away a future that still borrows `rounds`, and the closure may be called again.
    //~ ERROR captured variable cannot escape `FnMut` closure body
    //~ NOTE returns an `async` block that contains a reference to a captured variable
    let mut round = || async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        rounds += 1;
    };
    round().await;
    round().await;
    println!("{rounds}");
}
