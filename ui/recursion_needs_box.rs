// The mistake: the future of `countdown(3)` holds that of `countdown(2)`, and so on without end.
//~ ERROR[E0733] recursion in an async fn requires boxing
//~ NOTE introduce indirection such as `Box::pin`
async fn countdown(from: u32) {
    if from == 0 {
        println!("liftoff");
    } else {
        println!("{from}");
        countdown(from - 1).await;
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    countdown(3).await;
}
