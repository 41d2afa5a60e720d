#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: a thread takes a closure. A task takes a future, and a closure is not one.
    //~ ERROR[E0277] is not a future
    //~ NOTE the trait `Future` is not implemented for closure
    tokio::spawn(|| println!("hello"));
}
