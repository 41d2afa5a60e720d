async fn save(name: &str) {
    println!("saved {name}");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The mistake: `let _` drops the future on the spot and also silences rustc.
    //~ WARNING[clippy::let_underscore_future] non-binding `let` on a future
    //~ NOTE consider awaiting the future or dropping explicitly with `std::mem::drop`
    let _ = save("ada");
}
