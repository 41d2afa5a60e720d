use std::rc::Rc;
use std::time::Duration;

async fn greet() {
    // The mistake: `name` is alive while the task waits, and the task may wake on another thread.
    let name = Rc::new(String::from("ada"));
    tokio::time::sleep(Duration::from_millis(1)).await;
    println!("hello, {name}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE future is not `Send` as this value is used across an await
    tokio::spawn(greet()).await.unwrap();
}
