use std::pin::Pin;

// The mistake: a `dyn Future` is `Send` only if its type says so.
fn job() -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async { 42 })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    //~ ERROR future cannot be sent between threads safely
    //~ NOTE the trait `Send` is not implemented for `dyn Future<Output = u32>`
    let task = tokio::spawn(async { job().await });
    println!("{}", task.await.unwrap());
}
