use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let cached = std::env::args().count() > 1;
    let price = if cached {
        async { 7 }
    } else {
        // The mistake: each async block has a type of its own, and an `if` has one type.
        //~ ERROR[E0308] `if` and `else` have incompatible types
        //~ NOTE no two async blocks, even if identical, have the same type
        async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            7
        }
    };
    println!("{}", price.await);
}
