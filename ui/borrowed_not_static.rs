use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let label = String::from("shutdown");
    // The mistake: a spawned task may outlive `main`, and without `move` it only borrows.
    //~ ERROR[E0373] async block may outlive the current function
    //~ NOTE may outlive borrowed value `label`
    let task = tokio::spawn(async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        println!("{label}");
    });
    task.await.unwrap();
}
